import { describe, expect, it } from 'vitest';
import { GatewayRefused, type NewIntent } from './gateway.ts';
import { collect, type Seen, sendJson, startServer } from './http-server.fixture.ts';
import { RazorpayGateway } from './razorpay-gateway.ts';

const PAYMENT = '0198f2f0-0000-7000-8000-000000000001';
const REFUND = '0198f2f0-0000-7000-8000-000000000002';
const NEW: NewIntent = {
  paymentId: PAYMENT,
  amountMinor: 1_000n,
  currency: 'INR',
  metadata: { cart_id: 'cart', customer_id: 'x'.repeat(300) },
  description: 'Order',
};
const order = {
  id: 'order_1',
  entity: 'order',
  amount: 1_000,
  currency: 'INR',
  receipt: PAYMENT.replaceAll('-', ''),
  notes: { payment_id: PAYMENT },
  created_at: 1_795_000_000,
};
const payment = (id: string, status: string, more: object = {}) => ({
  id,
  entity: 'payment',
  amount: 1_000,
  currency: 'INR',
  status,
  captured: status === 'captured',
  amount_refunded: 0,
  error_code: status === 'failed' ? 'BAD_REQUEST_ERROR' : null,
  error_reason: status === 'failed' ? 'payment_failed' : null,
  created_at: 1_795_000_100,
  ...more,
});
const items = (...list: object[]) => ({ entity: 'collection', count: list.length, items: list });
const badRequest = (description: string) => ({
  error: { code: 'BAD_REQUEST_ERROR', description, reason: 'NA' },
});

type Answers = Record<string, object | ((request: Seen) => object)>;

async function given(answers: Answers) {
  const { url, seen } = await startServer((request, response) => {
    const found = answers[`${request.method} ${request.path.split('?')[0]!.replace('/v1', '')}`];
    const body = typeof found === 'function' ? found(request) : found;
    if (!body) sendJson(response, 400, badRequest('The id provided does not exist'));
    else sendJson(response, 'error' in body ? 400 : 200, body);
  });
  const gateway = new RazorpayGateway({
    baseUrl: url,
    keyId: 'rzp_test_12345678',
    keySecret: 'key-secret-of-16',
    webhookSecrets: [],
    timeoutMs: 2_000,
  });
  const sent = (method: string, path: string) =>
    seen.filter((one) => one.method === method && one.path.replace('/v1', '').startsWith(path));
  return { gateway, seen, sent };
}

const paidBy = (...payments: object[]): Answers => ({
  'GET /orders/order_1': order,
  'GET /orders/order_1/payments': items(...payments),
});

describe('orders of razorpay', () => {
  it('[PAY-1] [PAY-2] are made with the receipt and notes in bounds, by the key', async () => {
    const { gateway, sent } = await given({ 'GET /orders': items(), 'POST /orders': order });
    expect(await gateway.createIntent(NEW)).toMatchObject({
      id: 'order_1',
      status: 'requires_payment',
      amountMinor: 1_000n,
      capturedMinor: 0n,
      mode: 'test',
      client: { keyId: 'rzp_test_12345678', orderId: 'order_1', amount: '1000', currency: 'INR' },
    });
    const [{ body, headers }] = sent('POST', '/orders') as [Seen];
    expect(JSON.parse(body)).toEqual({
      amount: 1_000,
      currency: 'INR',
      receipt: PAYMENT.replaceAll('-', ''),
      notes: { payment_id: PAYMENT, cart_id: 'cart', customer_id: 'x'.repeat(256) },
    });
    expect(headers.authorization).toBe(
      `Basic ${Buffer.from('rzp_test_12345678:key-secret-of-16').toString('base64')}`,
    );
  });

  it('[L-26] are found by their receipt and not made again', async () => {
    const { gateway, sent } = await given({ ...paidBy(), 'GET /orders': items(order) });
    expect(await gateway.createIntent(NEW)).toMatchObject({ id: 'order_1' });
    expect(await gateway.findIntent(PAYMENT)).toMatchObject({ id: 'order_1' });
    expect(sent('POST', '/orders')).toEqual([]);
    expect(sent('GET', '/orders?')[0]!.path).toContain(`receipt=${PAYMENT.replaceAll('-', '')}`);
  });

  it('[L-26] of several with the receipt the one somebody paid is meant, and never another payment’s', async () => {
    const stranger = { ...order, id: 'order_0', notes: { payment_id: 'other' } };
    const twin = { ...order, id: 'order_2', payments: items() };
    const paid = { ...order, payments: items(payment('pay_1', 'captured')) };
    const { gateway } = await given({
      ...paidBy(payment('pay_1', 'captured')),
      'GET /orders': items(stranger, twin, paid),
    });
    expect(await gateway.findIntent(PAYMENT)).toMatchObject({
      id: 'order_1',
      capturedMinor: 1_000n,
    });
  });

  it('[L-12] an order of the receipt with another amount is refused', async () => {
    const { gateway } = await given({ ...paidBy(), 'GET /orders': items(order) });
    await expect(gateway.createIntent({ ...NEW, amountMinor: 999n })).rejects.toMatchObject({
      name: 'GatewayRefused',
      code: 'receipt_reused',
    });
  });

  it('[PAY-1] that are not there are null, and cannot be canceled', async () => {
    const { gateway } = await given({});
    expect(await gateway.retrieveIntent('order_9')).toBe(null);
    await expect(gateway.cancelIntent('order_9')).rejects.toBeInstanceOf(GatewayRefused);
  });

  it('[L-27] a failed payment is no end of the order', async () => {
    const { gateway } = await given(paidBy(payment('pay_1', 'failed')));
    expect(await gateway.retrieveIntent('order_1')).toMatchObject({
      status: 'requires_payment',
      failure: 'payment_failed',
      capturedMinor: 0n,
    });
  });

  it('[L-27] a payment that failed and was then authorized is captured, with exactly the amount', async () => {
    const { gateway, sent } = await given({
      ...paidBy(payment('pay_1', 'failed'), payment('pay_2', 'authorized')),
      'POST /payments/pay_2/capture': payment('pay_2', 'captured'),
    });
    expect(await gateway.retrieveIntent('order_1')).toMatchObject({
      status: 'succeeded',
      failure: null,
      capturedMinor: 1_000n,
    });
    expect(sent('POST', '/payments').map(({ body }) => body)).toEqual(['{"amount":1000,"currency":"INR"}']);
  });

  it('[L-7] one that somebody else has just captured is captured, not an error', async () => {
    const { gateway } = await given({
      ...paidBy(payment('pay_1', 'authorized')),
      'POST /payments/pay_1/capture': badRequest('This payment has already been captured'),
      'GET /payments/pay_1': payment('pay_1', 'captured'),
    });
    expect(await gateway.retrieveIntent('order_1')).toMatchObject({
      status: 'succeeded',
      capturedMinor: 1_000n,
    });
  });

  it.each([
    ['of another amount', [payment('pay_1', 'authorized', { amount: 999 })]],
    ['of another currency', [payment('pay_1', 'authorized', { currency: 'USD' })]],
  ])('[L-12] an authorization %s is not captured', async (_, payments) => {
    const { gateway, sent } = await given(paidBy(...payments));
    expect(await gateway.retrieveIntent('order_1')).toMatchObject({
      status: 'processing',
      capturedMinor: 0n,
    });
    expect(sent('POST', '/')).toEqual([]);
  });

  it('[L-7] of two payments only one is captured', async () => {
    const { gateway, sent } = await given(
      paidBy(payment('pay_1', 'captured'), payment('pay_2', 'authorized')),
    );
    expect(await gateway.retrieveIntent('order_1')).toMatchObject({ capturedMinor: 1_000n });
    expect(sent('POST', '/')).toEqual([]);
  });

  it('[PAY-1] canceling tells how it stands and captures nothing', async () => {
    const { gateway, sent } = await given(paidBy(payment('pay_1', 'authorized')));
    expect(await gateway.cancelIntent('order_1')).toMatchObject({ status: 'processing' });
    expect(sent('POST', '/')).toEqual([]);
  });

  it('[L-27] an authorization that lapsed is neither money taken nor given back', async () => {
    const lapsed = payment('pay_1', 'refunded', { captured: false, amount_refunded: 1_000 });
    const { gateway } = await given(paidBy(lapsed));
    expect(await gateway.retrieveIntent('order_1')).toMatchObject({
      status: 'requires_payment',
      capturedMinor: 0n,
      refundedMinor: 0n,
    });
  });

  it('[PAY-8] are listed once each, over all pages, without what is in a currency never ours', async () => {
    const all = Array.from({ length: 230 }, (_, index) => ({
      ...order,
      id: `order_${index}`,
      currency: index === 7 ? 'KRW' : 'INR',
      payments: index === 3 ? items(payment('pay_3', 'captured')) : undefined,
      notes: index % 2 ? [] : { payment_id: 'x', n: 1 },
    }));
    const { gateway, sent } = await given({
      'GET /orders': ({ path }) => {
        const query = new URL(path, 'http://x').searchParams;
        // One that came in after the first page moves the rest along.
        const moved = query.get('skip') === '0' ? all : [order, ...all];
        return items(
          ...moved.slice(Number(query.get('skip')), Number(query.get('skip')) + Number(query.get('count'))),
        );
      },
    });
    const since = new Date(1_795_000_000_000);
    const listed = await collect(gateway.listIntents(since));
    expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length);
    expect(listed).toHaveLength(229);
    expect(listed[3]).toMatchObject({ status: 'succeeded', capturedMinor: 1_000n });
    expect(listed[2]!.metadata).toEqual({ payment_id: 'x' });
    expect(sent('GET', '/orders')[0]!.path).toContain('from=1794999700');
  });
});

describe('refunds of razorpay', () => {
  const ask = { refundId: REFUND, intentId: 'order_1', amountMinor: 400n, currency: 'INR' };
  const refund = (status: string, notes: unknown = { refund_id: REFUND }) => ({
    id: `rfnd_${status}`,
    amount: 400,
    currency: 'INR',
    status,
    notes,
  });

  it('[PAY-6] go to the captured payment under our key and name', async () => {
    const { gateway, sent } = await given({
      ...paidBy(payment('pay_1', 'failed'), payment('pay_2', 'captured')),
      'GET /payments/pay_2/refunds': items(refund('processed', [])),
      'POST /payments/pay_2/refund': refund('pending'),
    });
    expect(await gateway.refund(ask)).toEqual({
      id: 'rfnd_pending',
      intentId: 'order_1',
      amountMinor: 400n,
      currency: 'INR',
      status: 'pending',
      refundId: REFUND,
    });
    const [{ headers, body }] = sent('POST', '/payments') as [Seen];
    expect(headers['x-refund-idempotency']).toBe(REFUND);
    expect(JSON.parse(body)).toEqual({ amount: 400, notes: { refund_id: REFUND } });
  });

  it.each(['pending', 'processed'])('[L-26] one that is there as %s is not made again', async (status) => {
    const { gateway, sent } = await given({
      ...paidBy(payment('pay_2', 'refunded', { captured: true, amount_refunded: 1_000 })),
      'GET /payments/pay_2/refunds': items(refund(status)),
    });
    expect(await gateway.refund(ask)).toMatchObject({ id: `rfnd_${status}`, refundId: REFUND });
    expect(sent('POST', '/')).toEqual([]);
  });

  it('[PAY-6] one that failed is made again under a new key', async () => {
    const { gateway, sent } = await given({
      ...paidBy(payment('pay_2', 'captured')),
      'GET /payments/pay_2/refunds': items(refund('failed'), refund('failed', null)),
      'POST /payments/pay_2/refund': refund('processed'),
    });
    expect(await gateway.refund(ask)).toMatchObject({ status: 'succeeded' });
    expect(sent('POST', '/')[0]!.headers['x-refund-idempotency']).toBe(`${REFUND}-2`);
  });

  it('[PAY-6] more than is left is refused without asking', async () => {
    const { gateway, sent } = await given({
      ...paidBy(payment('pay_2', 'captured', { amount_refunded: 601 })),
      'GET /payments/pay_2/refunds': items(),
    });
    await expect(gateway.refund(ask)).rejects.toMatchObject({ code: 'nothing_to_refund' });
    expect(sent('POST', '/')).toEqual([]);
  });
});
