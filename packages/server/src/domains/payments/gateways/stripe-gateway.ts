import type Stripe from 'stripe';
import type { z } from 'zod';
import { CALL_TIMEOUT_MS, readShape } from './bounded-call.ts';
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
import { refundKey } from './refund-key.ts';
import { checkTimedSignature, parseSigned } from './signatures.ts';
import {
  eventShape,
  intentOf,
  intentShape,
  pageShape,
  refundShape,
  toIntent,
  toRefund,
} from './stripe-answers.ts';
import { openStripe, toGatewayError } from './stripe-client.ts';

export interface StripeOptions {
  secretKey: string;
  publishableKey?: string | undefined;
  webhookSecrets: readonly string[];
  baseUrl?: string | undefined;
  timeoutMs?: number;
}

const PAGE = 100;
const CLOCKS_APART_S = 300;
const CHARGE = ['latest_charge'];

/** Stripe by PaymentIntents; the account's payment methods decide what the buyer may pay with. */
export class StripeGateway implements PaymentGateway {
  readonly provider = 'stripe';
  readonly mode: 'test' | 'live';
  readonly #options: StripeOptions;
  #opening: Promise<Stripe> | undefined;

  constructor(options: StripeOptions) {
    this.#options = options;
    this.mode = options.secretKey.split('_')[1] === 'live' ? 'live' : 'test';
  }

  async createIntent(input: NewIntent): Promise<GatewayIntent> {
    const { paymentId, amountMinor, currency, description, metadata } = input;
    const params = {
      amount: toProviderUnits('stripe', amountMinor, currency),
      currency: currency.toLowerCase(),
      description,
      metadata: { ...metadata, payment_id: paymentId },
      automatic_payment_methods: { enabled: true },
      expand: CHARGE,
    };
    return this.#readIntent(
      await this.#call((stripe) => stripe.paymentIntents.create(params, { idempotencyKey: paymentId })),
    );
  }

  async retrieveIntent(id: string): Promise<GatewayIntent | null> {
    try {
      return this.#readIntent(
        await this.#call((stripe) => stripe.paymentIntents.retrieve(id, { expand: CHARGE })),
      );
    } catch (error) {
      if (error instanceof GatewayRefused && error.code === 'resource_missing') return null;
      throw error;
    }
  }

  /** By listing: Stripe's search may be an hour behind, and is not offered in India. */
  async findIntent(paymentId: string, since: Date): Promise<GatewayIntent | null> {
    for await (const intent of this.listIntents(since))
      if (intent.metadata['payment_id'] === paymentId) return intent;
    return null;
  }

  async cancelIntent(id: string): Promise<GatewayIntent> {
    try {
      return this.#readIntent(
        await this.#call((stripe) => stripe.paymentIntents.cancel(id, { expand: CHARGE })),
      );
    } catch (error) {
      if (!(error instanceof GatewayRefused)) throw error;
      // What is paid or canceled already says so itself.
      const intent = await this.retrieveIntent(id);
      if (intent && ['succeeded', 'canceled'].includes(intent.status)) return intent;
      throw error;
    }
  }

  async refund(input: Parameters<PaymentGateway['refund']>[0]): Promise<GatewayRefund> {
    const { refundId, intentId, amountMinor, currency } = input;
    const amount = toProviderUnits('stripe', amountMinor, currency);
    const { made, key } = refundKey(refundId, await this.listRefunds(intentId));
    if (made) return made;
    const params = { payment_intent: intentId, amount, metadata: { refund_id: refundId } };
    const refund = await this.#call((stripe) => stripe.refunds.create(params, { idempotencyKey: key }));
    return toRefund(readShape('stripe', refundShape, refund), intentId);
  }

  async listRefunds(intentId: string): Promise<GatewayRefund[]> {
    const refunds: GatewayRefund[] = [];
    const pages = this.#pages((stripe, page) => stripe.refunds.list({ payment_intent: intentId, ...page }));
    for await (const row of pages) refunds.push(toRefund(readShape('stripe', refundShape, row), intentId));
    return refunds;
  }

  async *listIntents(since: Date): AsyncIterable<GatewayIntent> {
    const created = { gte: Math.floor(since.getTime() / 1_000) - CLOCKS_APART_S };
    const expand = CHARGE.map((field) => `data.${field}`);
    for await (const row of this.#pages((stripe, page) =>
      stripe.paymentIntents.list({ created, expand, ...page }),
    )) {
      const intent = readShape('stripe', intentShape, row);
      // The account may have other uses; ours are never in a currency that we cannot write.
      if (isExchangeable('stripe', intent.currency)) yield toIntent(intent, this.#options.publishableKey);
    }
  }

  readWebhook({ rawBody, headers, now }: Parameters<PaymentGateway['readWebhook']>[0]): GatewayEvent {
    const secrets = this.#options.webhookSecrets;
    checkTimedSignature(headers['stripe-signature'], { rawBody, secrets, now });
    const { data: event } = eventShape.safeParse(parseSigned(rawBody));
    if (!event) throw new WebhookForged('The body is no event.');
    if (event.livemode !== (this.mode === 'live')) throw new WebhookForged('The event is of the other mode.');
    const { id, type, created } = event;
    return { id, type, intentId: intentOf(event), occurredAt: new Date(created * 1_000) };
  }

  async *#pages(
    read: (stripe: Stripe, page: { limit: number; starting_after?: string }) => Promise<unknown>,
  ): AsyncIterable<unknown> {
    let page: { limit: number; starting_after?: string } = { limit: PAGE };
    for (;;) {
      const request = page;
      const answer: unknown = await this.#call((stripe) => read(stripe, request));
      const { data, has_more: more }: z.output<typeof pageShape> = readShape('stripe', pageShape, answer);
      yield* data;
      const last = data.at(-1);
      if (!more || !last) return;
      page = { limit: PAGE, starting_after: last.id };
    }
  }

  #readIntent(answer: unknown): GatewayIntent {
    return toIntent(readShape('stripe', intentShape, answer), this.#options.publishableKey);
  }

  async #call<Result>(ask: (stripe: Stripe) => Promise<Result>): Promise<Result> {
    const { secretKey, baseUrl, webhookSecrets, timeoutMs = CALL_TIMEOUT_MS } = this.#options;
    this.#opening ??= openStripe({ secretKey, baseUrl, timeoutMs });
    const stripe = await this.#opening;
    try {
      return await ask(stripe);
    } catch (error) {
      throw toGatewayError(error, [secretKey, ...webhookSecrets]);
    }
  }
}
