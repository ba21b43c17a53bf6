import { PUBLISHED } from '@cartwright/gateway';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GivenProduct } from '../../testing/given.ts';
import type { SignedIn } from '../../testing/test-app.ts';
import { ADDRESS, startTestShop, type TestShop } from '../../testing/test-shop.ts';
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
    product = await shop.given.variant({ stock: 10, prices: { us: '10.00', in: '900.00' } });
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
});
