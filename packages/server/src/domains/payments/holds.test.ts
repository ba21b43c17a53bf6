import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import type { GivenProduct } from '../../testing/given.ts';
import type { Client } from '../../testing/test-app.ts';
import { startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';

const MINUTE = 60_000;

describe('goods that are kept for who pays', () => {
  let shop: TestShop;
  let guest: Client;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop();
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    guest = await shop.guest();
    product = await shop.given.variant({ stock: 1 });
  });
  afterEach(async () => {
    await shop.control('DELETE', '');
    expect(await shop.violations()).toEqual([]);
  });

  const challenged = async (): Promise<StartedPayment> => {
    await shop.fill(guest, product);
    const { payment } = (await shop.begin(guest)).body;
    expect((await shop.confirm(payment, 'challenge')).body).toMatchObject({ status: 'requires_action' });
    return payment;
  };
  const reserved = async () =>
    (
      await shop.database.admin.query<{ reserved: number }>(
        'select reserved from stock_levels where variant_id = $1',
        [product.variantId],
      )
    ).rows[0]!.reserved;
  const wait = async (minutes: number) => {
    shop.clock.advance(minutes * MINUTE);
    await shop.runJobs();
  };
  const returnedMails = async () =>
    (
      await shop.database.admin.query<{ n: number }>(
        "select count(*)::int as n from outbox where kind = 'payment_refunded'",
      )
    ).rows[0]!.n;

  it('[L-5] stay kept while he is in a challenge, and become his order', async () => {
    const payment = await challenged();
    for (const minutes of [16, 16, 16]) {
      await wait(minutes);
      expect(await reserved()).toBe(1);
    }
    expectError(await shop.fill(await shop.guest(), product), 'INSUFFICIENT_STOCK');
    await shop.control('POST', `/challenge/${payment.intentId}`, { outcome: 'pass' });
    expect((await shop.complete(guest, { paymentId: payment.id })).status).toBe(201);
  });

  it('[L-5] are free after the longest time all the same; who pays then and finds them gone has his money back and a mail', async () => {
    const payment = await challenged();
    for (const minutes of [16, 16, 16]) await wait(minutes);
    await wait(13);
    expect(await reserved()).toBe(0);
    expect((await shop.buy(await shop.guest(), product)).status).toBe(201);
    await shop.control('POST', `/challenge/${payment.intentId}`, { outcome: 'pass' });
    const before = await returnedMails();
    expectError(await shop.complete(guest, { paymentId: payment.id }), 'PAYMENT_RETURNED', {
      because: 'sold-out',
    });
    await wait(1);
    expect((await guest.get(`/api/payments/${payment.id}`)).body.payment.status).toBe('refunded');
    expect(await returnedMails()).toBe(before + 1);
  });

  it('[L-5] are his after the longest time, too, where nobody else has bought them', async () => {
    const payment = await challenged();
    for (const minutes of [16, 16, 16, 13]) await wait(minutes);
    await shop.control('POST', `/challenge/${payment.intentId}`, { outcome: 'pass' });
    expect((await shop.complete(guest, { paymentId: payment.id })).status).toBe(201);
  });

  it('[L-5] [STK-3] are kept while the gateway cannot be asked, but not for ever', async () => {
    await challenged();
    const away = { match: { method: 'GET', path: '/v1/intents/*' }, times: 1_000, effect: '500' };
    await shop.control('POST', '/script', away);
    await wait(16);
    expect(await reserved()).toBe(1);
    await wait(50);
    expect(await reserved()).toBe(0);
  });

  it('[STK-3] are free at once when he fails the challenge and gives up', async () => {
    const payment = await challenged();
    await shop.control('POST', `/challenge/${payment.intentId}`, { outcome: 'fail' });
    expectError(await shop.complete(guest, { paymentId: payment.id }), 'PAYMENT_INVALID', {
      status: 'failed',
      failure: 'authentication_failed',
    });
    await wait(16);
    expect(await reserved()).toBe(0);
  });

  it('[STK-3] are kept no longer than the longest time by whoever begins to pay again and again', async () => {
    const [squatter, product] = [await shop.guest(), await shop.given.variant({ stock: 1 })];
    await shop.fill(squatter, product);
    for (let round = 0; round < 7; round++) {
      expect((await shop.begin(squatter)).status).toBe(201);
      shop.clock.advance(14 * 60_000);
      await shop.runJobs();
    }
    const { rows } = await shop.database.admin.query(
      'select extract(epoch from max(expires_at - created_at))::int / 60 as minutes from stock_holds where variant_id = $1',
      [product.variantId],
    );
    expect(rows).toEqual([{ minutes: 60 }]);
  });
});
