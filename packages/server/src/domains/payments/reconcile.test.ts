import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestShop, type TestShop } from '../../testing/test-shop.ts';
import { reconcile } from './reconcile.ts';

describe('refunds on which gateway and shop disagree', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await startTestShop();
  });
  afterAll(() => shop.close());

  const under = async (card: 'refundPending' | 'refundFails') => {
    const person = await shop.signUp();
    await shop.fill(person, await shop.given.variant());
    const payment = (await shop.begin(person)).body.payment;
    await shop.confirm(payment, card);
    const { order } = (await shop.complete(person, { paymentId: payment.id })).body;
    expect((await person.post(`/api/orders/${order.id}/cancel`, {})).status).toBe(200);
    return payment as { id: string; intentId: string };
  };
  const settle = async (intentId: string) => {
    const { refunds } = (await shop.control('GET', '/ledger')) as {
      refunds: { id: string; intent?: string; intentId?: string }[];
    };
    const [refund] = refunds.filter((one) => (one.intent ?? one.intentId) === intentId);
    await shop.control('POST', `/settle/${refund!.id}`);
  };
  const say = (paymentId: string, status: string) =>
    shop.database.admin.query('update refunds set status = $2, next_try_at = null where payment_id = $1', [
      paymentId,
      status,
    ]);
  const openDifferences = async (paymentId: string) =>
    (await reconcile(shop.money, { since: new Date(Date.now() - 86_400_000) })).differences
      .filter((one) => one.paymentId === paymentId && !one.healed)
      .map(({ problem }) => problem);

  it('[PAY-8] [L-3] are told where the shop believes in one that the gateway took back', async () => {
    const payment = await under('refundFails');
    await say(payment.id, 'succeeded');
    await shop.database.admin.query('update payments set refunded_minor = captured_minor where id = $1', [
      payment.id,
    ]);
    await settle(payment.intentId);
    expect(await openDifferences(payment.id)).toEqual(['refunded amounts differ']);
  });

  it('[PAY-8] [L-26] are told where the shop gave up one that the gateway made', async () => {
    const payment = await under('refundPending');
    await say(payment.id, 'failed');
    await settle(payment.intentId);
    expect(await openDifferences(payment.id)).toEqual(['refunded amounts differ']);
  });

  it('[PAY-8] are no news while one is under way', async () => {
    const payment = await under('refundPending');
    await settle(payment.intentId);
    expect(await openDifferences(payment.id)).toEqual([]);
  });
});
