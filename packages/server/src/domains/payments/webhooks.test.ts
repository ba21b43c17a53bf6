import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import type { GivenProduct } from '../../testing/given.ts';
import type { SignedIn } from '../../testing/test-app.ts';
import {
  SANDBOX_WEBHOOK_SECRET,
  startTestShop,
  type StartedPayment,
  type TestShop,
} from '../../testing/test-shop.ts';

const URL = '/api/payments/webhook/sandbox';

describe('webhooks', () => {
  let shop: TestShop;
  let ann: SignedIn;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop({ webhooks: true });
  });
  afterAll(async () => {
    expect(await shop.violations()).toEqual([]);
    await shop.close();
  });
  beforeEach(async () => {
    await shop.control('DELETE', '');
    ann = await shop.signUp();
    product = await shop.given.variant({ stock: 10, price: '12.50' });
  });

  const count = async (query: string, values: unknown[] = []) =>
    (await shop.database.admin.query<{ n: number }>(`select count(*)::int as n from ${query}`, values))
      .rows[0]!.n;
  const begun = async (): Promise<StartedPayment> => {
    await shop.fill(ann, product);
    return (await shop.begin(ann)).body.payment;
  };
  const event = (payment: StartedPayment, type = 'intent.succeeded') =>
    JSON.stringify({
      id: `sbe_${randomUUID()}`,
      type,
      createdAt: shop.clock.now.toISOString(),
      livemode: false,
      data: { intent: { id: payment.intentId } },
    });
  const signature = (body: string, at = shop.clock.now, secret = SANDBOX_WEBHOOK_SECRET) => {
    const t = Math.floor(at.getTime() / 1_000);
    return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
  };
  const send = (body: string, header = signature(body)) =>
    shop.client().post(URL, body, { 'content-type': 'application/json', 'sandbox-signature': header });
  const orders = async () => (await ann.get('/api/orders')).body.orders;

  it('[PAY-5] [L-7] alone make the order when the browser died after paying', async () => {
    const payment = await begun();
    await shop.confirm(payment);
    await expect.poll(orders, { timeout: 10_000 }).toHaveLength(1);
    expect((await shop.complete(ann, { paymentId: payment.id })).body.order.id).toBe((await orders())[0].id);
  });

  it('[PAY-5] [L-7] [L-8] and the browser together make one order, also ten times over in any order', async () => {
    const payment = await begun();
    await shop.confirm(payment);
    const types = [
      'intent.succeeded',
      'intent.created',
      'intent.processing',
      'intent.failed',
      'intent.succeeded',
    ];
    const answers = await Promise.all([
      ...types.map((type) => send(event(payment, type))),
      ...Array.from({ length: 5 }, () => shop.complete(ann, { paymentId: payment.id })),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201]));
    expect(await orders()).toHaveLength(1);
    await send(event(payment, 'intent.canceled'));
    const [order] = await orders();
    expect(order).toMatchObject({ status: 'pending', payment: { status: 'paid' } });
  });

  it('[PAY-4] are stored once, whatever id or however often the same comes', async () => {
    await shop.control('POST', '/webhooks', { paused: true });
    const payment = await begun();
    const body = event(payment);
    const before = await count('gateway_events');
    expect((await send(body)).body).toEqual({ received: true });
    expect((await send(body)).status).toBe(200);
    expect(await count('gateway_events')).toBe(before + 1);
  });

  it('[PAY-4] [L-10] [AUTH-12] that are forged, changed, old or from the future are refused, stored nowhere and reported', async () => {
    await shop.control('POST', '/webhooks', { paused: true });
    const payment = await begun();
    const body = event(payment);
    const before = await count('gateway_events');
    const reported = await count("security_events where kind = 'webhook_forged'");
    const minutes = (n: number) => new Date(shop.clock.now.getTime() + n * 60_000);
    const forged: [string, string][] = [
      [body, ''],
      [body, 'nonsense'],
      [body, signature(body, shop.clock.now, 'another secret')],
      [`${body} `, signature(body)],
      [JSON.stringify(JSON.parse(body), null, 1), signature(body)],
      [body.slice(0, -1), signature(body)],
      [body, signature(body, minutes(-30))],
      [body, signature(body, minutes(30))],
      ['', signature('')],
      ['{', signature('{')],
    ];
    for (const [text, header] of forged) expectError(await send(text, header), 'WEBHOOK_INVALID');
    expect(await count('gateway_events')).toBe(before);
    expect(await count("security_events where kind = 'webhook_forged'")).toBe(reported + forged.length);
    expect(await orders()).toEqual([]);
  });

  it('[PAY-4] that tell of what is not so have no effect: the gateway is asked', async () => {
    const payment = await begun();
    expect((await send(event(payment))).status).toBe(200);
    expect(await orders()).toEqual([]);
    expect((await ann.get(`/api/payments/${payment.id}`)).body.payment.status).toBe('pending');
  });

  it('[PAY-4] of intents that are not ours are kept and dealt with, with no effect', async () => {
    const body = event({ id: '', intentId: 'sbi_unknown', client: { clientSecret: '' } });
    expect((await send(body)).status).toBe(200);
    for (let tries = 0; tries < 8; tries++) {
      shop.clock.advance(10 * 60_000);
      await shop.runJobs();
    }
    const { id } = JSON.parse(body);
    expect(
      await count("gateway_events where event_id = $1 and outcome = 'not ours' and done_at is not null", [
        id,
      ]),
    ).toBe(1);
  });

  it('[PAY-4] are worked on by a job when the gateway was away as they came', async () => {
    const payment = await begun();
    await shop.control('POST', '/webhooks', { paused: true });
    await shop.confirm(payment);
    await shop.control('POST', '/script', {
      match: { method: 'GET', path: '/v1/intents/*' },
      times: 3,
      effect: '500',
    });
    expect((await send(event(payment))).status).toBe(200);
    expect(await orders()).toEqual([]);
    await shop.control('DELETE', '');
    shop.clock.advance(60_000);
    await shop.runJobs();
    expect(await orders()).toHaveLength(1);
  });

  it('[PAY-4] to a gateway that is not configured find no route', async () => {
    expectError(await shop.client().post('/api/payments/webhook/stripe', '{}'), 'ROUTE_NOT_FOUND');
    expectError(await shop.client().post('/api/payments/webhook', '{}'), 'ROUTE_NOT_FOUND');
    expectError(await shop.client().post('/api/payments/webhook/paypal', '{}'), 'VALIDATION_FAILED');
  });
});
