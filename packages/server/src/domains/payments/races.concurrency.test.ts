import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GivenProduct } from '../../testing/given.ts';
import type { Client } from '../../testing/test-app.ts';
import { startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';
import { reconcile } from './reconcile.ts';

const ROUNDS = 8;

describe('all who take in money, at once', () => {
  let shop: TestShop;
  let admin: Client;
  let guest: Client;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop({ webhooks: true });
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    admin = await shop.signUpAs('admin');
    guest = await shop.guest();
    product = await shop.given.variant({ stock: 100, price: '20.00' });
  });
  afterEach(async () => {
    expect(await shop.violations()).toEqual([]);
  });

  const key = () => ({ 'idempotency-key': randomUUID() });
  const compare = () => reconcile(shop.money, { since: new Date(Date.now() - 3_600_000) });
  const onHand = async () =>
    (
      await shop.database.admin.query<{ on_hand: number; reserved: number }>(
        'select on_hand, reserved from stock_levels where variant_id = $1',
        [product.variantId],
      )
    ).rows[0];

  it('[L-7] [PAY-5] webhook, completion, verification, a look, jobs and reconciliation make one order', async () => {
    for (let round = 1; round <= ROUNDS; round++) {
      await shop.fill(guest, product);
      const payment: StartedPayment = (await shop.begin(guest)).body.payment;
      await shop.confirm(payment);
      const [completed, verified, seen] = await Promise.all([
        shop.complete(guest, { paymentId: payment.id }),
        guest.post('/api/payments/verify', { paymentId: payment.id }, key()),
        guest.get(`/api/payments/${payment.id}`),
        compare(),
        shop.runJobs(),
        shop.complete(guest),
      ]);
      expect([completed.status, verified.status, seen.status]).toEqual([201, 200, 200]);
      const { orders } = (await guest.get('/api/orders')).body;
      expect(orders).toHaveLength(round);
      expect(orders.map(({ id }: { id: string }) => id)).toContain(completed.body.order.id);
      expect(await onHand()).toEqual({ on_hand: 100 - round, reserved: 0 });
    }
  });

  it('[L-5] [L-7] the end of the hold and the money at once give the order, and the goods once', async () => {
    for (let round = 1; round <= ROUNDS; round++) {
      await shop.fill(guest, product);
      const payment: StartedPayment = (await shop.begin(guest)).body.payment;
      shop.clock.advance(16 * 60_000);
      await Promise.all([shop.confirm(payment), shop.runJobs(), shop.runJobs()]);
      const [completed] = await Promise.all([
        shop.complete(guest, { paymentId: payment.id }),
        shop.runJobs(),
      ]);
      expect(completed.status, completed.text).toBe(201);
      expect(await onHand()).toEqual({ on_hand: 100 - round, reserved: 0 });
    }
  });

  it('[ORD-4] [PAY-6] two cancellations and a refund give back what was paid, once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { order } = (await shop.buy(guest, product)).body;
      const before = await onHand();
      const [first, second, refunded] = await Promise.all([
        guest.post(`/api/orders/${order.id}/cancel`, {}),
        admin.patch(`/api/orders/${order.id}/status`, { status: 'canceled' }),
        admin.post(`/api/orders/${order.id}/refunds`, { amount: 5, reason: 'scratched' }, key()),
        compare(),
        shop.runJobs(),
      ]);
      expect([first.status, second.status].sort()).toEqual([200, 409]);
      expect([201, 400, 409]).toContain(refunded.status);
      shop.clock.advance(60_000);
      await shop.runJobs();
      const now = (await guest.get(`/api/orders/${order.id}`)).body.order;
      expect(now).toMatchObject({
        status: 'canceled',
        payment: { status: 'refunded', refunded: order.total },
      });
      expect(await onHand()).toEqual({ on_hand: before!.on_hand + 1, reserved: 0 });
    }
  });

  it('[L-9] two buyers’ last piece, a change of mind and the jobs at once leave one order for it', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const last = await shop.given.variant({ stock: 1 });
      const buyers = await Promise.all([shop.guest(), shop.guest()]);
      const answers = await Promise.all(buyers.map((buyer) => shop.buy(buyer, last)));
      await shop.runJobs();
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    }
  });
});
