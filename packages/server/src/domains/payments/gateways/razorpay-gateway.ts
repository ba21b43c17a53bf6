import { createHash } from 'node:crypto';
import { CALL_TIMEOUT_MS } from './bounded-call.ts';
import {
  GatewayRefused,
  type GatewayEvent,
  type GatewayIntent,
  type GatewayRefund,
  type NewIntent,
  type PaymentGateway,
  WebhookForged,
} from './gateway.ts';
import { isExchangeable, toProviderUnits } from './provider-amounts.ts';
import {
  eventShape,
  isCaptured,
  listedOrderShape,
  type Order,
  orderShape,
  pageOf,
  type Payment,
  paymentShape,
  refundShape,
  toIntent,
  toRefund,
} from './razorpay-answers.ts';
import { NOT_FOUND, RazorpayClient } from './razorpay-client.ts';
import { refundKey } from './refund-key.ts';
import { isSigned, parseSigned } from './signatures.ts';

export interface RazorpayOptions {
  keyId: string;
  keySecret: string;
  webhookSecrets: readonly string[];
  baseUrl?: string | undefined;
  timeoutMs?: number;
}

const CLOCKS_APART_MS = 300_000;
// Deliveries are tried for a day; from the dashboard they can be sent again for a week.
const OLDEST_EVENT_MS = 8 * 86_400_000;
const MOST_NOTES = 15;
const LONGEST_NOTE = 256;

/** Razorpay by its Orders API: an order is our intent, and the payments made for it decide how it stands. */
export class RazorpayGateway implements PaymentGateway {
  readonly provider = 'razorpay';
  readonly mode: 'test' | 'live';
  readonly #options: RazorpayOptions;
  readonly #client: RazorpayClient;

  constructor(options: RazorpayOptions) {
    const { baseUrl = 'https://api.razorpay.com', timeoutMs = CALL_TIMEOUT_MS } = options;
    this.#options = options;
    this.#client = new RazorpayClient({ ...options, baseUrl, timeoutMs });
    this.mode = options.keyId.startsWith('rzp_live_') ? 'live' : 'test';
  }

  /**
   * Orders know no idempotency key: the receipt is looked for first. Two calls at once may make two orders, of which one is
   * never shown to a buyer and lapses unpaid.
   */
  async createIntent(input: NewIntent): Promise<GatewayIntent> {
    const { paymentId, currency } = input;
    const amount = toProviderUnits('razorpay', input.amountMinor, currency);
    const found = await this.findIntent(paymentId);
    if (found && (found.amountMinor !== input.amountMinor || found.currency !== currency))
      throw new GatewayRefused('receipt_reused', 'The receipt belongs to an order of another amount.');
    if (found) return found;
    const notes = toNotes({ payment_id: paymentId, ...input.metadata });
    const body = { amount, currency, receipt: receiptOf(paymentId), notes };
    return this.#toIntent(await this.#client.call(orderShape, 'POST', '/orders', { body }), []);
  }

  async retrieveIntent(id: string): Promise<GatewayIntent | null> {
    const order = await this.#findOrder(id);
    if (!order) return null;
    const payments = await this.#payments(id);
    return this.#toIntent(order, await this.#capture(order, payments));
  }

  async findIntent(paymentId: string): Promise<GatewayIntent | null> {
    const query = { receipt: receiptOf(paymentId), 'expand[]': 'payments' };
    const orders: (Order & { payments: Payment[] })[] = [];
    for await (const order of this.#client.list(listedOrderShape, '/orders', query))
      if (order.notes['payment_id'] === paymentId) orders.push(order);
    // Of several the one with payments is the one the buyer saw; else the oldest.
    orders.sort((a, b) => b.payments.length - a.payments.length || a.created_at - b.created_at);
    return orders[0] ? this.retrieveIntent(orders[0].id) : null;
  }

  /** Orders cannot be canceled; tells how it stands, without capturing what is only authorized. */
  async cancelIntent(id: string): Promise<GatewayIntent> {
    const order = await this.#findOrder(id);
    if (!order) throw new GatewayRefused(NOT_FOUND, 'There is no such order.');
    return this.#toIntent(order, await this.#payments(id));
  }

  async refund(input: Parameters<PaymentGateway['refund']>[0]): Promise<GatewayRefund> {
    const { refundId, intentId, amountMinor, currency } = input;
    const amount = toProviderUnits('razorpay', amountMinor, currency);
    const payments = await this.#payments(intentId);
    const { made, key } = refundKey(refundId, await this.#refundsOf(intentId, payments));
    if (made) return made;
    const payment = payments.find(
      (candidate) => isCaptured(candidate) && candidate.amount - (candidate.amount_refunded ?? 0) >= amount,
    );
    if (!payment) throw new GatewayRefused('nothing_to_refund', 'No payment of the order has so much left.');
    const refund = await this.#client.call(refundShape, 'POST', `${paymentPath(payment.id)}/refund`, {
      body: { amount, notes: toNotes({ refund_id: refundId }) },
      headers: { 'x-refund-idempotency': key },
    });
    return toRefund(refund, intentId);
  }

  async listRefunds(intentId: string): Promise<GatewayRefund[]> {
    return this.#refundsOf(intentId, await this.#payments(intentId));
  }

  async *listIntents(since: Date): AsyncIterable<GatewayIntent> {
    const from = String(Math.floor((since.getTime() - CLOCKS_APART_MS) / 1_000));
    const query = { from, 'expand[]': 'payments' };
    for await (const order of this.#client.list(listedOrderShape, '/orders', query))
      // The account may have other uses; ours are never in a currency that we cannot write.
      if (isExchangeable('razorpay', order.currency)) yield this.#toIntent(order, order.payments);
  }

  /**
   * The event's id is made from its bytes: theirs stands in a header that nobody signed, so that a captured delivery could come
   * again under another (L-11).
   */
  readWebhook({ rawBody, headers, now }: Parameters<PaymentGateway['readWebhook']>[0]): GatewayEvent {
    const signature = headers['x-razorpay-signature'];
    if (typeof signature !== 'string' || !isSigned(rawBody, signature, this.#options.webhookSecrets))
      throw new WebhookForged('The signature is not of a secret in force.');
    const { data: event } = eventShape.safeParse(parseSigned(rawBody));
    if (!event) throw new WebhookForged('The body is no event.');
    const occurredAt = new Date(event.created_at * 1_000);
    const age = now.getTime() - occurredAt.getTime();
    if (age > OLDEST_EVENT_MS || age < -CLOCKS_APART_MS)
      throw new WebhookForged('The event is too old or dated ahead.');
    const { payment, order } = event.payload;
    return {
      id: `sha256:${createHash('sha256').update(rawBody).digest('hex')}`,
      type: event.event,
      intentId: payment?.entity.order_id ?? order?.entity.id ?? null,
      occurredAt,
    };
  }

  confirms({
    intentId,
    gatewayPaymentId,
    signature,
  }: Parameters<Required<PaymentGateway>['confirms']>[0]): boolean {
    const isId = /^\w{1,64}$/.test(gatewayPaymentId);
    return isId && isSigned(`${intentId}|${gatewayPaymentId}`, signature, [this.#options.keySecret]);
  }

  async #findOrder(id: string): Promise<Order | null> {
    try {
      return await this.#client.call(orderShape, 'GET', `/orders/${encodeURIComponent(id)}`);
    } catch (error) {
      if (error instanceof GatewayRefused && error.code === NOT_FOUND) return null;
      throw error;
    }
  }

  async #payments(orderId: string): Promise<Payment[]> {
    const path = `/orders/${encodeURIComponent(orderId)}/payments`;
    return (await this.#client.call(pageOf(paymentShape), 'GET', path)).items;
  }

  // What is only authorized would be given back by itself after three days (L-27). Of a second payment that is right.
  async #capture(order: Order, payments: Payment[]): Promise<Payment[]> {
    const { amount, currency } = order;
    const waiting = payments.find(
      (payment) =>
        payment.status === 'authorized' && payment.amount === amount && payment.currency === currency,
    );
    if (!waiting || payments.some(isCaptured)) return payments;
    const path = paymentPath(waiting.id);
    let settled: Payment;
    try {
      settled = await this.#client.call(paymentShape, 'POST', `${path}/capture`, {
        body: { amount, currency },
      });
    } catch (error) {
      if (!(error instanceof GatewayRefused)) throw error;
      // Captured already, by a twin of this call or by the account's settings: as it is now is what counts.
      settled = await this.#client.call(paymentShape, 'GET', path);
    }
    return payments.map((payment) => (payment === waiting ? settled : payment));
  }

  async #refundsOf(orderId: string, payments: readonly Payment[]): Promise<GatewayRefund[]> {
    const refunds: GatewayRefund[] = [];
    for (const { id } of payments.filter(isCaptured))
      for await (const refund of this.#client.list(refundShape, `${paymentPath(id)}/refunds`))
        refunds.push(toRefund(refund, orderId));
    return refunds;
  }

  #toIntent(order: Order, payments: readonly Payment[]): GatewayIntent {
    return toIntent(order, payments, { mode: this.mode, keyId: this.#options.keyId });
  }
}

/** At most 40 characters, and found again by. */
function receiptOf(paymentId: string): string {
  return paymentId.replaceAll('-', '').slice(0, 40);
}

function paymentPath(id: string): string {
  return `/payments/${encodeURIComponent(id)}`;
}

function toNotes(metadata: Readonly<Record<string, string>>): Record<string, string> {
  const notes = Object.entries(metadata).slice(0, MOST_NOTES);
  return Object.fromEntries(notes.map(([name, value]) => [name, value.slice(0, LONGEST_NOTE)]));
}
