import { PUBLISHED } from '@cartwright/gateway';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GivenProduct } from '../../testing/given.ts';
import type { SignedIn } from '../../testing/test-app.ts';
import { ADDRESS, startTestShop, type TestShop } from '../../testing/test-shop.ts';
import { expectError } from '../../testing/expect-error.ts';
import { RazorpayGateway } from './gateways/razorpay-gateway.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('payments nobody comes back for', () => {
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

  const quote = async (market: 'ee' | 'in') => {
    const header = { 'x-market': market };
    await ann.post('/api/cart/add', { productId: product.productId }, header);
    const address = { ...ADDRESS, country: market.toUpperCase(), postalCode: '10111' };
    const shippingMethod = market === 'ee' ? 'courier' : 'standard';
    const phone = market === 'ee' ? '+3725123456' : '+919876543210';
    const quoted = await ann.put(
      '/api/checkout',
      { phone, shippingAddress: address, shippingMethod },
      header,
    );
    expect(quoted.body.checkout.problems).toEqual([]);
  };
  const rowOf = async (id: string) =>
    (
      await shop.database.admin.query<{ status: string; check_at: Date | null; tries: number }>(
        'select status, check_at, tries from payments where id = $1',
        [id],
      )
    ).rows[0]!;
  /** How often the job looks at a payment in so long, waking as often as it asks for. */
  const looks = async (id: string, spanMs: number) => {
    const end = shop.clock.now.getTime() + spanMs;
    let count = 0;
    for (;;) {
      const { check_at: at } = await rowOf(id);
      if (!at || at.getTime() > end || count > 200) break;
      if (at > shop.clock.now) shop.clock.advance(at.getTime() - shop.clock.now.getTime());
      await shop.runJobs();
      count++;
    }
    if (shop.clock.now.getTime() < end) shop.clock.advance(end - shop.clock.now.getTime());
    return count;
  };

  it('[PAY-7] [L-23] to be paid on delivery and given up for another are looked at once and never again', async () => {
    await quote('ee');
    const cash = (await shop.begin(ann, { provider: 'cod' })).body.payment;
    await shop.begin(ann, { provider: 'sandbox' });
    expect(await looks(cash.id, 20 * MINUTE_MS)).toBe(1);
    expect(await rowOf(cash.id)).toMatchObject({ status: 'canceled', check_at: null });
    expectError(await shop.complete(ann, { paymentId: cash.id }), 'PAYMENT_INVALID');
  });

  it('[CHK-4] to be paid on delivery keep their price for a day and no longer', async () => {
    await quote('ee');
    const cash = (await shop.begin(ann, { provider: 'cod' })).body.payment;
    expect(await looks(cash.id, 2 * DAY_MS)).toBeLessThan(20);
    expect(await rowOf(cash.id)).toMatchObject({ status: 'canceled', check_at: null });
  });

  it('[PAY-7] to be paid on delivery whose order is there stay as they are', async () => {
    await quote('ee');
    const cash = (await shop.begin(ann, { provider: 'cod' })).body.payment;
    expect((await shop.complete(ann, { paymentId: cash.id })).status).toBe(201);
    await looks(cash.id, 2 * DAY_MS);
    expect(await rowOf(cash.id)).toMatchObject({ status: 'pending', check_at: null });
  });

  it('[PAY-7] [L-23] [L-27] that no gateway can cancel are looked at less and less, and in the end no more', async () => {
    await quote('in');
    const order = (await shop.begin(ann, { provider: 'razorpay' })).body.payment;
    expect(await looks(order.id, DAY_MS)).toBeLessThan(30);
    expect(await looks(order.id, 6 * DAY_MS)).toBeLessThan(30);
    expect(await rowOf(order.id)).toMatchObject({ status: 'canceled', check_at: null });
  });

  it('[PAY-7] [L-23] that their gateway has forgotten end, too', async () => {
    await shop.fill(ann, product);
    const lost = (await shop.begin(ann)).body.payment;
    await shop.database.admin.query("update payments set intent_id = 'sbi_forgotten' where id = $1", [
      lost.id,
    ]);
    expect(await looks(lost.id, 2 * DAY_MS)).toBeLessThan(30);
    expect(await rowOf(lost.id)).toMatchObject({ status: 'canceled', check_at: null });
  });

  it('[PAY-7] [L-23] that are paid are not looked at again, whatever put them on the list', async () => {
    const placed = await shop.buy(ann, product);
    const { id } = placed.body.order.payment;
    await shop.database.admin.query('update payments set check_at = $2 where id = $1', [id, shop.clock.now]);
    expect(await looks(id, 30 * MINUTE_MS)).toBe(1);
  });
});
