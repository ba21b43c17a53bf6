import { PUBLISHED } from '@cartwright/gateway';
import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import type { GivenProduct } from '../../testing/given.ts';
import type { SignedIn } from '../../testing/test-app.ts';
import { ADDRESS, startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';
import { RazorpayGateway } from './gateways/razorpay-gateway.ts';
import { reconcile } from './reconcile.ts';

const HOUR = 3_600_000;
const IN_INDIA = { 'x-market': 'in' };

describe('an order that is paid twice', () => {
  let shop: TestShop;
  let ann: SignedIn;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop({ gateway: { settleAfterMs: 100 * HOUR } });
    (shop.money.gateways as Map<string, unknown>).set(
      'razorpay',
      new RazorpayGateway({
        baseUrl: `${shop.gateway.url}/razorpay`,
        keyId: PUBLISHED.razorpayKeyId,
        keySecret: PUBLISHED.razorpayKeySecret,
        webhookSecrets: [PUBLISHED.razorpayWebhookSecret],
      }),
    );
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    ann = await shop.signUp();
    product = await shop.given.variant({ stock: 10, prices: { in: '900.00' } });
  });
  afterEach(async () => {
    for (let times = 0; times < 3; times++) await shop.runJobs();
    expect(await shop.violations()).toEqual([]);
  });

  const begun = async (): Promise<StartedPayment> => {
    await ann.post('/api/cart/add', { productId: product.productId }, IN_INDIA);
    const quoted = await ann.put(
      '/api/checkout',
      {
        phone: '+919876543210',
        shippingAddress: { ...ADDRESS, country: 'IN', region: 'KA', postalCode: '560001' },
        shippingMethod: 'standard',
      },
      IN_INDIA,
    );
    expect(quoted.body.checkout.problems).toEqual([]);
    return (await shop.begin(ann, { provider: 'razorpay' })).body.payment;
  };
  const pay = (payment: StartedPayment, card: string) =>
    shop.control('POST', `/razorpay/orders/${payment.intentId}/pay`, { card });
  /** The bank of the declined try changes its mind, and the account captures whatever is authorized. */
  const payAgain = async (payment: StartedPayment) => {
    await shop.control('POST', `/settle/${payment.intentId}`);
    expect(await shop.control('POST', `/razorpay/orders/${payment.intentId}/capture-all`)).toEqual({
      captured: 1,
    });
  };
  const paidOnce = async () => {
    const payment = await begun();
    await pay(payment, 'declinedThenCharged');
    await pay(payment, 'success');
    const placed = await shop.complete(ann, { paymentId: payment.id });
    expect(placed.status, placed.text).toBe(201);
    return { payment, order: placed.body.order };
  };
  let events = 0;
  const webhook = (payment: StartedPayment) => {
    const body = JSON.stringify({
      event: 'payment.captured',
      created_at: Math.floor(shop.clock.now.getTime() / 1_000) - (events++ % 60),
      payload: { payment: { entity: { order_id: payment.intentId } } },
    });
    const signature = createHmac('sha256', PUBLISHED.razorpayWebhookSecret).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-razorpay-signature': signature };
    return shop.client().post('/api/payments/webhook/razorpay', body, headers);
  };
  const compare = () => reconcile(shop.money, { since: new Date(shop.clock.now.getTime() - 2 * HOUR) });
  const atGateway = async ({ intentId }: StartedPayment) => {
    const { charges, refunds } = (await shop.control('GET', '/ledger')) as Record<
      'charges' | 'refunds',
      { intent: string; amount: number }[]
    >;
    const of = (rows: { intent: string; amount: number }[]) =>
      rows.filter(({ intent }) => intent === intentId).map(({ amount }) => amount);
    return { charged: of(charges), refunded: of(refunds) };
  };
  const read = async (id: string) => (await ann.get(`/api/orders/${id}`)).body.order;

  it.each(['webhook', 'reconcile'] as const)(
    '[L-7] [L-8] by a second capture gives the second back, exactly once, however often it is told of (%s)',
    async (way) => {
      const { payment, order } = await paidOnce();
      await payAgain(payment);
      for (let times = 0; times < 3; times++) {
        if (way === 'webhook') expect((await webhook(payment)).status).toBe(200);
        else await compare();
        await shop.runJobs();
      }
      const total = Math.round(order.total * 100);
      const counted = async () => (await read(order.id)).payment.refunded;
      await expect.poll(counted, { timeout: 10_000 }).toBe(order.total);
      expect(await atGateway(payment)).toEqual({ charged: [total, total], refunded: [total] });
      const now = await read(order.id);
      expect(now).toMatchObject({ status: 'pending', total: order.total });
      expect(now.payment).toMatchObject({ captured: order.total * 2, refunded: order.total });
      expect((await compare()).differences.filter(({ paymentId }) => paymentId === payment.id)).toEqual([]);
      const { rows } = await shop.database.admin.query(
        "select body from outbox where kind = 'payment_returned' and body like '%999%'",
      );
      expect(rows.length).toBeGreaterThan(0);
    },
  );

  it('[L-7] by a second capture that all tell of at once gives it back once, and the rest when it is canceled', async () => {
    const { payment, order } = await paidOnce();
    await payAgain(payment);
    const again = () => shop.complete(ann, { paymentId: payment.id });
    await Promise.all([compare(), webhook(payment), again(), webhook(payment), compare(), again()]);
    const counted = async () => (await shop.runJobs(), (await read(order.id)).payment.refunded);
    await expect.poll(counted, { timeout: 10_000 }).toBe(order.total);
    const total = Math.round(order.total * 100);
    expect((await atGateway(payment)).refunded).toEqual([total]);
    expect((await ann.post(`/api/orders/${order.id}/cancel`, {})).status).toBe(200);
    await shop.runJobs();
    expect((await atGateway(payment)).refunded).toEqual([total, total]);
    expect((await read(order.id)).payment.status).toBe('refunded');
  });

  it('[L-8] by a second capture after all was given back gives that back as well', async () => {
    const { payment, order } = await paidOnce();
    await ann.post(`/api/orders/${order.id}/cancel`, {});
    await shop.runJobs();
    expect((await read(order.id)).payment.status).toBe('refunded');
    await payAgain(payment);
    await compare();
    await shop.runJobs();
    const total = Math.round(order.total * 100);
    expect((await atGateway(payment)).refunded).toEqual([total, total]);
    expect((await read(order.id)).payment.status).toBe('refunded');
  });

  it('[L-7] before anybody has looked is made once, and the second payment given back', async () => {
    const payment = await begun();
    await pay(payment, 'declinedThenCharged');
    await pay(payment, 'success');
    await payAgain(payment);
    const { order } = (await shop.complete(ann, { paymentId: payment.id })).body;
    await shop.runJobs();
    const total = Math.round(order.total * 100);
    expect(await atGateway(payment)).toEqual({ charged: [total, total], refunded: [total] });
  });

  it('[L-7] for a checkout given up gives both back', async () => {
    const payment = await begun();
    await pay(payment, 'declinedThenCharged');
    const other = (await begun()).id;
    expect(other).not.toBe(payment.id);
    await pay(payment, 'success');
    await payAgain(payment);
    await compare();
    await shop.runJobs();
    const { charged, refunded } = await atGateway(payment);
    expect(charged).toHaveLength(2);
    expect(refunded).toEqual(charged);
    expectError(await shop.complete(ann, { paymentId: payment.id }), 'PAYMENT_RETURNED', {
      because: 'superseded',
    });
  });

  it('[L-7] [L-12] is paid twice before it is anything else: also where the order has become a user’s since', async () => {
    const guest = await shop.guest();
    const inEstonia = { 'x-market': 'ee' };
    const { productId } = await shop.given.variant({ stock: 10, prices: { ee: '10.00' } });
    await guest.post('/api/cart/add', { productId }, inEstonia);
    const form = {
      email: ann.email,
      phone: '+3725123456',
      shippingAddress: { ...ADDRESS, country: 'EE', postalCode: '10111' },
      shippingMethod: 'courier',
    };
    expect((await guest.put('/api/checkout', form, inEstonia)).body.checkout.problems).toEqual([]);
    const card: StartedPayment = (await shop.begin(guest, { provider: 'sandbox' })).body.payment;
    const cash = (await shop.begin(guest, { provider: 'cod' })).body.payment;
    const { order } = (await shop.complete(guest, { paymentId: cash.id })).body;
    await shop.database.admin.query('update users set email_verified_at = now() where shopper_id = $1', [
      ann.userId,
    ]);
    const again = await shop.again(ann);
    expect((await again.get('/api/orders')).body.orders).toMatchObject([{ id: order.id }]);
    // The intent names the guest, whose checkout it is no more.
    expect((await shop.confirm(card)).status).toBe(200);
    const tried = await shop.complete(again, { paymentId: card.id });
    expectError(tried, 'PAYMENT_RETURNED', { because: 'paid-twice' });
    await shop.runJobs();
    expect(await atGateway(card)).toMatchObject({
      charged: [expect.any(Number)],
      refunded: [expect.any(Number)],
    });
    expect((await again.get(`/api/payments/${card.id}`)).body.payment.status).toBe('refunded');
    expect((await again.get(`/api/orders/${order.id}`)).body.order.status).toBe('pending');
  });
});
