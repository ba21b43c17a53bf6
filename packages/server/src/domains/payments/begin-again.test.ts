import { PUBLISHED } from '@cartwright/gateway';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import type { GivenProduct } from '../../testing/given.ts';
import type { SignedIn } from '../../testing/test-app.ts';
import { ADDRESS, SANDBOX_KEY, startTestShop, type TestShop } from '../../testing/test-shop.ts';
import { RazorpayGateway } from './gateways/razorpay-gateway.ts';

describe('beginning to pay once more', () => {
  let shop: TestShop;
  let ann: SignedIn;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop();
    (shop.money.gateways as Map<string, unknown>).set(
      'razorpay',
      new RazorpayGateway({
        baseUrl: `${shop.gateway.url}/razorpay`,
        keyId: PUBLISHED.razorpayKeyId,
        keySecret: PUBLISHED.razorpayKeySecret,
        webhookSecrets: [],
      }),
    );
  });
  afterAll(async () => {
    expect(await shop.violations()).toEqual([]);
    await shop.close();
  });
  beforeEach(async () => {
    await shop.control('DELETE', '');
    ann = await shop.signUp();
    product = await shop.given.variant({ stock: 10, prices: { us: '10.00', ee: '10.00', in: '900.00' } });
  });

  it('[PAY-2] [L-12] twice at once shows one intent only, where the gateway makes two', async () => {
    const inIndia = { 'x-market': 'in' };
    await ann.post('/api/cart/add', { productId: product.productId }, inIndia);
    const quoted = await ann.put(
      '/api/checkout',
      {
        phone: '+919876543210',
        shippingAddress: { ...ADDRESS, country: 'IN', region: 'KA', postalCode: '560001' },
        shippingMethod: 'standard',
      },
      inIndia,
    );
    expect(quoted.body.checkout.problems).toEqual([]);
    await shop.control('POST', '/script', {
      match: { method: 'POST', path: '*/v1/orders' },
      times: 2,
      effect: 'none',
      delayMs: 400,
    });
    const begun = await Promise.all(
      [1, 2].map(() =>
        ann.post(
          '/api/payments/create-order',
          { provider: 'razorpay' },
          { 'idempotency-key': randomUUID(), ...inIndia },
        ),
      ),
    );
    expect(begun.map(({ status }) => status)).toEqual([201, 201]);
    const [{ intent_id: kept }] = (
      await shop.database.admin.query('select intent_id from payments where shopper_id = $1', [ann.userId])
    ).rows as [{ intent_id: string }];
    for (const { body } of begun) {
      expect(body.payment.intentId).toBe(kept);
      expect(body.payment.client.orderId).toBe(kept);
    }
  });

  const quoteAgain = () =>
    ann.put('/api/checkout', {
      email: 'buyer@example.com',
      shippingAddress: ADDRESS,
      shippingMethod: 'standard',
    });

  it('[PAY-5] [L-9] after the browser died makes the order that is paid already, and asks for no more', async () => {
    await shop.fill(ann, product);
    const first = (await shop.begin(ann)).body.payment;
    await shop.confirm(first);
    // No webhook yet, and the page opened anew quotes anew.
    await quoteAgain();
    expectError(await shop.begin(ann), 'CART_CHANGED');
    const { orders } = (await ann.get('/api/orders')).body;
    expect(orders).toHaveLength(1);
    expect(orders[0].payment).toMatchObject({ id: first.id, status: 'paid', refunded: 0 });
  });

  it('[PAY-5] [L-9] while the gateway is silent gives up the former, whose money comes back', async () => {
    await shop.fill(ann, product);
    const first = (await shop.begin(ann)).body.payment;
    await shop.confirm(first);
    await quoteAgain();
    await shop.control('POST', '/script', {
      match: { method: 'GET', path: `/v1/intents/${first.intentId}` },
      times: 1,
      effect: '500',
    });
    const second = (await shop.begin(ann)).body.payment;
    await shop.confirm(second);
    expect((await shop.complete(ann, { paymentId: second.id })).status).toBe(201);
    await shop.runJobs();
    await shop.runJobs();
    expect((await ann.get(`/api/payments/${first.id}`)).body.payment.status).toBe('refunded');
    expect((await ann.get('/api/orders')).body.orders).toHaveLength(1);
  });

  it('[PAY-2] [L-9] whose intent was canceled at its gateway, and nobody has told, is a new payment', async () => {
    await shop.fill(ann, product);
    const first = (await shop.begin(ann)).body.payment;
    const canceled = await fetch(`${shop.gateway.url}/v1/intents/${first.intentId}/cancel`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SANDBOX_KEY}` },
    });
    expect(canceled.status).toBe(200);
    const key = randomUUID();
    const again = await shop.begin(ann, undefined, key);
    const { payment } = again.body;
    expect(payment).toMatchObject({ status: 'pending', checkoutId: first.checkoutId });
    expect(payment.intentId).not.toBe(first.intentId);
    expect((await shop.begin(ann, undefined, key)).text).toBe(again.text);
    expect((await ann.get(`/api/payments/${first.id}`)).body.payment.status).toBe('canceled');
    await shop.confirm(payment);
    expect((await shop.complete(ann)).body.order.payment.id).toBe(payment.id);
  });

  it('[PAY-2] in a way that was given up for another is a new payment, not the one about to be canceled', async () => {
    const inEstonia = { 'x-market': 'ee' };
    await ann.post('/api/cart/add', { productId: product.productId }, inEstonia);
    const quoted = await ann.put(
      '/api/checkout',
      {
        phone: '+3725123456',
        shippingAddress: { ...ADDRESS, country: 'EE', postalCode: '10111' },
        shippingMethod: 'courier',
      },
      inEstonia,
    );
    expect(quoted.body.checkout.problems).toEqual([]);
    const payments = [];
    for (const provider of ['sandbox', 'cod', 'sandbox'])
      payments.push((await shop.begin(ann, { provider })).body.payment);
    const [first, , last] = payments;
    expect(last.id).not.toBe(first.id);
    await shop.runJobs();
    expect((await shop.confirm(last)).status).toBe(200);
    const { order } = (await shop.complete(ann, { paymentId: last.id })).body;
    expect(order.payment).toMatchObject({ id: last.id, status: 'paid' });
    expect((await shop.confirm(first)).status).not.toBe(200);
  });
});
