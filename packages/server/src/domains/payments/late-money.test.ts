import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import type { GivenProduct } from '../../testing/given.ts';
import type { Client } from '../../testing/test-app.ts';
import { startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';

const HOUR = 3_600_000;

describe('money that comes late', () => {
  let shop: TestShop;
  let guest: Client;
  let product: GivenProduct;
  beforeAll(async () => {
    // One clock for both: a webhook of yesterday is refused.
    const now = () => (shop as TestShop | undefined)?.clock.now ?? new Date();
    shop = await startTestShop({ webhooks: true, gateway: { settleAfterMs: 100 * HOUR, now } });
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    guest = await shop.guest();
    product = await shop.given.variant({ stock: 10 });
  });
  afterEach(async () => {
    expect(await shop.violations()).toEqual([]);
  });

  const begun = async (): Promise<StartedPayment> => {
    await shop.fill(guest, product);
    return (await shop.begin(guest)).body.payment;
  };
  const settle = (payment: StartedPayment) => shop.control('POST', `/settle/${payment.intentId}`);
  const orders = async () => (await guest.get('/api/orders')).body.orders;
  const status = async (payment: StartedPayment) =>
    (await guest.get(`/api/payments/${payment.id}`)).body.payment.status;
  // As told by webhooks alone: nobody asks for the payment.
  const stored = async (payment: StartedPayment) =>
    (
      await shop.database.admin.query<{ status: string }>('select status from payments where id = $1', [
        payment.id,
      ])
    ).rows[0]!.status;
  const refundsAtGateway = async (payment: StartedPayment) => {
    const { refunds } = (await shop.control('GET', '/ledger')) as { refunds: { intent: string }[] };
    return refunds.filter(({ intent }) => intent === payment.intentId).length;
  };
  const returned = async (payment: StartedPayment) => {
    await expect
      .poll(async () => (await shop.runJobs(), stored(payment)), { timeout: 10_000 })
      .toBe('refunded');
    await shop.runJobs();
    expect(await refundsAtGateway(payment)).toBe(1);
  };

  it('[L-7] [L-27] becomes the order when it comes, without the browser', async () => {
    const payment = await begun();
    await shop.confirm(payment, 'lateSuccess');
    expectError(await shop.complete(guest, { paymentId: payment.id }), 'PAYMENT_INVALID', {
      status: 'processing',
    });
    await settle(payment);
    await expect.poll(orders, { timeout: 10_000 }).toHaveLength(1);
    expect(await status(payment)).toBe('paid');
  });

  it('[L-27] after a decline becomes the order all the same', async () => {
    const payment = await begun();
    expect((await shop.confirm(payment, 'declinedThenCharged')).status).toBe(402);
    expect(await status(payment)).toBe('failed');
    await settle(payment);
    await expect.poll(orders, { timeout: 10_000 }).toHaveLength(1);
  });

  it('[L-27] after its intent was canceled for nobody came back in a day, becomes the order while there is stock', async () => {
    const payment = await begun();
    await shop.confirm(payment, 'lateDespiteCancel');
    shop.clock.advance(25 * HOUR);
    await shop.runJobs();
    // What a gateway works on is left to it; here somebody cancels it there by hand.
    expect(await stored(payment)).toBe('processing');
    await cancelAtGateway(payment);
    await expect.poll(() => stored(payment), { timeout: 10_000 }).toBe('canceled');
    await settle(payment);
    await expect.poll(orders, { timeout: 10_000 }).toHaveLength(1);
  });

  it.each(['lateDespiteCancel', 'declinedThenCharged', 'lateSuccess'] as const)(
    '[L-7] [L-27] for a checkout given up for another goes back, exactly once (%s)',
    async (card) => {
      const old = await begun();
      await shop.confirm(old, card);
      await guest.get(`/api/payments/${old.id}`);
      const other = await shop.given.variant({ stock: 10 });
      await shop.fill(guest, other);
      const { payment } = (await shop.begin(guest)).body;
      expect(payment.id).not.toBe(old.id);
      await shop.runJobs();
      await shop.confirm(payment);
      expect((await shop.complete(guest, { paymentId: payment.id })).status).toBe(201);
      await settle(old);
      await returned(old);
      expect(await orders()).toHaveLength(1);
      expectError(await shop.complete(guest, { paymentId: old.id }), 'PAYMENT_RETURNED', {
        because: 'superseded',
      });
    },
  );

  it('[L-7] for a checkout given up, while its successor is not yet paid, goes back and spares the successor', async () => {
    const old = await begun();
    await shop.fill(guest, product);
    const { payment } = (await shop.begin(guest)).body;
    await shop.confirm(old);
    await returned(old);
    await shop.confirm(payment);
    await expect.poll(orders, { timeout: 10_000 }).toHaveLength(1);
    expect((await orders())[0].payment.id).toBe(payment.id);
  });

  const cancelAtGateway = (payment: StartedPayment) =>
    fetch(`${shop.gateway.url}/v1/intents/${payment.intentId}/cancel`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_sandbox_cartwright' },
    });
});
