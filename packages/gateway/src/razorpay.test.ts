import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PUBLISHED } from './start-gateway.ts';
import { testGateway, webhookEndpoint, type TestGateway, type Json } from './testing/test-gateway.ts';

async function order(gateway: TestGateway, more: object = {}) {
  const input = { amount: 50_000, currency: 'INR', receipt: 'r-1', notes: { payment_id: 'p1' }, ...more };
  return (await gateway.razorpay.post('/v1/orders', input)).body;
}

const pay = (gateway: TestGateway, { id }: { id: string }, card = 'success') =>
  gateway.control(`/razorpay/orders/${id}/pay`, { card });

describe('Razorpay', () => {
  it('[PAY-1] opens an order, pays it, and signs what the checkout returns', async () => {
    const gateway = await testGateway();
    const opened = await order(gateway);
    expect(opened).toMatchObject({
      entity: 'order',
      amount: 50_000,
      amount_paid: 0,
      amount_due: 50_000,
      receipt: 'r-1',
      status: 'created',
      attempts: 0,
      notes: { payment_id: 'p1' },
    });
    expect(opened.id).toMatch(/^order_\w{14}$/);
    const { razorpay_payment_id: id, razorpay_signature: signature } = (await pay(gateway, opened)).body;
    expect(signature).toBe(
      createHmac('sha256', PUBLISHED.razorpayKeySecret).update(`${opened.id}|${id}`).digest('hex'),
    );
    expect((await gateway.razorpay.get(`/razorpay/v1/orders/${opened.id}`)).body).toMatchObject({
      status: 'paid',
      amount_paid: 50_000,
      amount_due: 0,
      attempts: 1,
    });
    const payment = (await gateway.razorpay.get(`/v1/payments/${id}`)).body;
    expect(payment).toMatchObject({
      entity: 'payment',
      order_id: opened.id,
      status: 'captured',
      captured: true,
      error_code: null,
    });
    expect((await gateway.razorpay.get(`/v1/orders/${opened.id}/payments`)).body).toEqual({
      entity: 'collection',
      count: 1,
      items: [payment],
    });
    expect((await pay(gateway, opened)).status).toBe(400);
  });

  it('[PAY-1] leaves a payment authorized until it is captured where the order asks for that', async () => {
    const gateway = await testGateway({ razorpayAutoCapture: false });
    const opened = await order(gateway);
    const { razorpay_payment_id: id } = (await pay(gateway, opened)).body;
    expect((await gateway.razorpay.get(`/v1/payments/${id}`)).body.status).toBe('authorized');
    expect((await gateway.razorpay.get(`/v1/orders/${opened.id}`)).body.status).toBe('attempted');
    expect((await gateway.ledger()).charges).toEqual([]);
    expect((await gateway.razorpay.post(`/v1/payments/${id}/refund`, {})).status).toBe(400);
    const capture = (amount: number) =>
      gateway.razorpay.post(`/v1/payments/${id}/capture`, { amount, currency: 'INR' });
    expect((await capture(1)).body.error.description).toContain('equal to the amount authorized');
    expect((await capture(50_000)).body).toMatchObject({ status: 'captured', captured: true });
    expect((await capture(50_000)).body.error.description).toContain('already been captured');
    expect((await gateway.ledger()).charges).toHaveLength(1);
    const auto = await order(gateway, { payment_capture: 1 });
    await pay(gateway, auto);
    expect((await gateway.razorpay.get(`/v1/orders/${auto.id}`)).body.status).toBe('paid');
  });

  it('[PAY-1] [L-27] a failed payment may be authorized later', async () => {
    const endpoint = await webhookEndpoint();
    const gateway = await testGateway({ razorpayWebhookUrl: endpoint.url });
    const opened = await order(gateway);
    const failed = await pay(gateway, opened, 'declinedThenCharged');
    expect(failed.status).toBe(402);
    const { payment_id: id } = failed.body.error.metadata;
    const payment = async () => (await gateway.razorpay.get(`/v1/payments/${id}`)).body;
    expect(await payment()).toMatchObject({ status: 'failed', error_code: 'BAD_REQUEST_ERROR' });
    await gateway.control(`/settle/${id}`);
    expect(await payment()).toMatchObject({ status: 'captured', error_code: null });
    await expect
      .poll(endpoint.types)
      .toEqual(['payment.failed', 'payment.authorized', 'payment.captured', 'order.paid']);
  });

  it('[PAY-1] [L-27] one that comes after another has paid the order stays authorized', async () => {
    const gateway = await testGateway();
    const opened = await order(gateway);
    const { payment_id: id } = (await pay(gateway, opened, 'declinedThenCharged')).body.error.metadata;
    await pay(gateway, opened);
    await gateway.control(`/settle/${id}`);
    expect((await gateway.razorpay.get(`/v1/payments/${id}`)).body.status).toBe('authorized');
    const capture = { amount: 50_000, currency: 'INR' };
    expect((await gateway.razorpay.post(`/v1/payments/${id}/capture`, capture)).status).toBe(400);
    expect((await gateway.ledger()).charges).toHaveLength(1);
  });

  it('[PAY-1] asks for a challenge and signs after it', async () => {
    const gateway = await testGateway();
    const opened = await order(gateway);
    expect((await pay(gateway, opened, '4000 0025 0000 3155')).body.status).toBe('requires_action');
    const { body } = await gateway.control(`/challenge/${opened.id}`, { outcome: 'pass' });
    expect(body).toMatchObject({ razorpay_order_id: opened.id, razorpay_signature: expect.any(String) });
  });

  it('[PAY-1] refunds in parts, idempotent by X-Refund-Idempotency', async () => {
    const gateway = await testGateway();
    const opened = await order(gateway);
    const { razorpay_payment_id: id } = (await pay(gateway, opened)).body;
    const refund = (body: object, key: string) =>
      gateway.razorpay.post(`/v1/payments/${id}/refund`, body, { 'x-refund-idempotency': key });
    const part = { amount: 10_000, notes: { refund_id: 'r1' }, receipt: 'r1' };
    const first = await refund(part, 'refund-0001');
    expect(first.body).toMatchObject({
      entity: 'refund',
      payment_id: id,
      amount: 10_000,
      status: 'processed',
      notes: { refund_id: 'r1' },
    });
    expect((await refund(part, 'refund-0001')).body).toEqual(first.body);
    const other = await refund({ amount: 5 }, 'refund-0001');
    expect([other.status, other.body.error.code, other.body.error.source]).toEqual([
      400,
      'BAD_REQUEST_ERROR',
      'NA',
    ]);
    expect((await refund(part, 'short')).status).toBe(400);
    expect((await refund({ amount: 40_001 }, 'refund-0002')).body.error.description).toContain('greater');
    expect((await refund({}, 'refund-0003')).body.amount).toBe(40_000);
    expect((await refund({}, 'refund-0004')).body.error.description).toContain('fully refunded already');
    const list = (await gateway.razorpay.get(`/v1/payments/${id}/refunds`)).body;
    expect(list.items.map(({ amount }: Json) => amount)).toEqual([40_000, 10_000]);
    expect((await gateway.razorpay.get(`/v1/refunds/${first.body.id}`)).body).toEqual(first.body);
    expect((await gateway.razorpay.get('/v1/refunds')).body.count).toBe(2);
    expect((await gateway.razorpay.get(`/v1/payments/${id}`)).body).toMatchObject({
      status: 'refunded',
      refund_status: 'full',
      amount_refunded: 50_000,
    });
  });

  it('[PAY-1] lists orders newest first, by time and receipt', async () => {
    let time = Date.parse('2026-01-01T00:00:00Z');
    const gateway = await testGateway({ now: () => new Date(time) });
    const ids: string[] = [];
    for (let n = 0; n < 4; n++, time += 1_000) ids.unshift((await order(gateway, { receipt: `r${n}` })).id);
    const list = async (query: string) =>
      (await gateway.razorpay.get(`/v1/orders?${query}`)).body.items.map(({ id }: Json) => id);
    expect(await list('count=2&skip=1')).toEqual(ids.slice(1, 3));
    expect(await list('receipt=r0')).toEqual([ids[3]]);
    expect(await list(`from=${Date.parse('2026-01-01T00:00:02Z') / 1000}`)).toEqual(ids.slice(0, 2));
    const { items } = (await gateway.razorpay.get('/v1/orders?expand[]=payments')).body;
    expect(items[0].payments).toEqual({ entity: 'collection', count: 0, items: [] });
    expect(await list('authorized=1')).toEqual([]);
  });

  it('[PAY-1] refuses in the form of Razorpay: what does not exist is 400, no notes are a list', async () => {
    const gateway = await testGateway();
    const missing = await gateway.razorpay.get('/v1/orders/order_none');
    expect([missing.status, missing.body.error]).toMatchObject([
      400,
      { code: 'BAD_REQUEST_ERROR', description: 'The id provided does not exist', metadata: {} },
    ]);
    const wrong = await gateway.call('/v1/orders', { headers: { authorization: 'Basic eDp5' } });
    expect([wrong.status, wrong.body.error.description]).toEqual([401, 'Authentication failed']);
    const small = await gateway.razorpay.post('/v1/orders', { amount: 99, currency: 'INR' });
    expect([small.status, small.body.error.field]).toEqual([400, 'amount']);
    await gateway.script({ match: { path: '/razorpay/v1/orders' }, effect: '500' });
    expect((await gateway.razorpay.get('/v1/orders')).body.error.code).toBe('SERVER_ERROR');
    expect((await order(gateway, { notes: {} })).notes).toEqual([]);
  });

  it('[PAY-1] signs webhooks over the body alone; their id is a header', async () => {
    const endpoint = await webhookEndpoint();
    const gateway = await testGateway({ razorpayWebhookUrl: endpoint.url });
    const opened = await order(gateway);
    const { razorpay_payment_id: id } = (await pay(gateway, opened)).body;
    await gateway.razorpay.post(`/v1/payments/${id}/refund`, {});
    const events = [
      'payment.authorized',
      'payment.captured',
      'order.paid',
      'refund.created',
      'refund.processed',
    ];
    await expect.poll(endpoint.types).toEqual(events);
    for (const { headers, raw } of endpoint.got) {
      const expected = createHmac('sha256', PUBLISHED.razorpayWebhookSecret).update(raw).digest('hex');
      expect(headers['x-razorpay-signature']).toBe(expected);
      expect(headers['x-razorpay-event-id']).toMatch(/^evt_/);
    }
    const { body } = endpoint.got[2]!;
    expect(body).toMatchObject({ entity: 'event', contains: ['payment', 'order'] });
    expect(body.payload.order.entity).toMatchObject({ id: opened.id, status: 'paid' });
    expect(endpoint.got[0]!.body.payload.payment.entity.status).toBe('authorized');
  });
});
