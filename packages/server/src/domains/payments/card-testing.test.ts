import { PUBLISHED } from '@cartwright/gateway';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import type { Client } from '../../testing/test-app.ts';
import { ADDRESS, startTestShop, type TestShop } from '../../testing/test-shop.ts';
import { RazorpayGateway } from './gateways/razorpay-gateway.ts';

describe('security events', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await startTestShop();
  });
  afterAll(() => shop.close());

  const times = async (count: number, work: () => Promise<unknown>) => {
    for (let done = 0; done < count; done++) await work();
  };

  it('[AUTH-12] one for a burst of payments that no webhook tells of, refused at their beginning or proved falsely', async () => {
    const { admin } = shop.database;
    const product = await shop.given.variant({ stock: 100, prices: { us: '10.00', in: '900.00' } });
    const cards = async () =>
      (await admin.query("select subject_id from security_events where kind = 'card_testing'")).rows;
    const refusedBeginning = async (who: Client & { userId: string }) => {
      const { payment } = (await shop.begin(who)).body;
      await admin.query("update payments set intent_id = 'sbi_' || id where id = $1", [payment.id]);
      expectError(await shop.begin(who), 'PAYMENT_REFUSED');
    };
    const tester = await shop.signUp();
    await shop.fill(tester, product);
    await times(4, () => refusedBeginning(tester));
    await sleep(150);
    expect(await cards()).toEqual([]);
    await times(3, () => refusedBeginning(tester));
    await sleep(150);
    expect(await cards()).toEqual([{ subject_id: tester.userId }]);
    // Counted by address as well, which all tests here share.
    await admin.query('delete from suspicion_counts');
    (shop.money.gateways as Map<string, unknown>).set(
      'razorpay',
      new RazorpayGateway({
        baseUrl: `${shop.gateway.url}/razorpay`,
        keyId: PUBLISHED.razorpayKeyId,
        keySecret: PUBLISHED.razorpayKeySecret,
        webhookSecrets: [],
      }),
    );
    const forger = await shop.signUp();
    const inIndia = { 'x-market': 'in' };
    await forger.post('/api/cart/add', { productId: product.productId }, inIndia);
    await forger.put(
      '/api/checkout',
      {
        email: 'buyer@example.com',
        phone: '+919876543210',
        shippingAddress: { ...ADDRESS, country: 'IN', region: 'KA', postalCode: '560001' },
        shippingMethod: 'standard',
      },
      inIndia,
    );
    const begun = await forger.post(
      '/api/payments/create-order',
      { provider: 'razorpay' },
      { 'idempotency-key': randomUUID(), ...inIndia },
    );
    const paymentId = begun.body.payment.id as string;
    const forge = () =>
      forger.post(
        '/api/payments/verify',
        { paymentId, gatewayPaymentId: 'pay_x', signature: 'f'.repeat(64) },
        { 'idempotency-key': randomUUID() },
      );
    await times(8, async () => expectError(await forge(), 'PAYMENT_INVALID'));
    await expect.poll(async () => (await cards()).length).toBe(2);
  }, 40_000);
});
