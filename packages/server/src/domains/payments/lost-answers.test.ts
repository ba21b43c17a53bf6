import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import type { GivenProduct } from '../../testing/given.ts';
import type { Client } from '../../testing/test-app.ts';
import { startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';

const HOUR = 3_600_000;

describe("a gateway's answer that is lost", () => {
  let shop: TestShop;
  let guest: Client;
  let product: GivenProduct;
  beforeAll(async () => {
    // One clock for both: the gateway forgets idempotency keys after a day.
    const now = () => (shop as TestShop | undefined)?.clock.now ?? new Date();
    shop = await startTestShop({ gateway: { now } });
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    guest = await shop.guest();
    product = await shop.given.variant({ stock: 10 });
  });
  afterEach(async () => {
    await shop.control('DELETE', '');
    shop.clock.advance(31 * 60_000);
    await shop.runJobs();
    expect(await shop.violations()).toEqual([]);
  });

  const lose = (path: string, effect: string, times = 1) =>
    shop.control('POST', '/script', { match: { method: 'POST', path }, times, effect });
  const ledger = async (): Promise<Ledger> => (await shop.control('GET', '/ledger')) as Ledger;
  const intents = async () => {
    const { id } = (await one(
      'select shopper_id as id from guests order by created_at desc, shopper_id desc',
    ))!;
    return (await ledger()).intents.filter(({ metadata }) => metadata['customer_id'] === id);
  };
  const one = async (query: string, values: unknown[] = []) =>
    (await shop.database.admin.query<Record<string, unknown>>(query, values)).rows[0];

  describe.each(['cut-after', '500-after', 'hang-after'])('(%s)', (effect) => {
    it('[L-26] to a new intent makes no second one', async () => {
      await shop.fill(guest, product);
      await lose('/v1/intents', effect);
      expectError(await shop.begin(guest), 'PAYMENT_GATEWAY_UNAVAILABLE');
      const { payment } = (await shop.begin(guest)).body;
      expect((await intents()).map(({ id }) => id)).toEqual([payment.intentId]);
      await shop.confirm(payment);
      expect((await shop.complete(guest, { paymentId: payment.id })).status).toBe(201);
    });
  });

  it('[L-26] to a new intent makes no second one after a day either, though the gateway has forgotten the key', async () => {
    await shop.fill(guest, product);
    await lose('/v1/intents', 'cut-after');
    expectError(await shop.begin(guest), 'PAYMENT_GATEWAY_UNAVAILABLE');
    shop.clock.advance(25 * HOUR);
    const { payment } = (await shop.begin(guest)).body;
    expect((await intents()).map(({ id }) => id)).toEqual([payment.intentId]);
  });

  it('[L-26] [PAY-5] to a new intent is found by a job when the browser is gone', async () => {
    await shop.fill(guest, product);
    await lose('/v1/intents', '500-after');
    expectError(await shop.begin(guest), 'PAYMENT_GATEWAY_UNAVAILABLE');
    shop.clock.advance(60_000);
    await shop.runJobs();
    const [intent] = await intents();
    expect(await one('select status from payments where intent_id = $1', [intent!.id])).toEqual({
      status: 'pending',
    });
  });

  it.each(['cut-before', '500'])(
    '[L-26] (%s) to an intent never made lets the buyer begin anew',
    async (effect) => {
      await shop.fill(guest, product);
      await lose('/v1/intents', effect);
      expectError(await shop.begin(guest), 'PAYMENT_GATEWAY_UNAVAILABLE');
      shop.clock.advance(5 * 60_000);
      await shop.runJobs();
      expect(await intents()).toEqual([]);
      const { payment } = (await shop.begin(guest)).body;
      await shop.confirm(payment);
      expect((await shop.complete(guest, { paymentId: payment.id })).status).toBe(201);
    },
  );

  it.each([
    ['cut-after', 60_000],
    ['500-after', 60_000],
    ['cut-after', 25 * HOUR],
  ])('[L-26] (%s) to a refund makes no second one, asked again after %i ms', async (effect, later) => {
    const { order } = (await shop.buy(guest, product)).body;
    await lose('/v1/refunds', effect);
    expect((await guest.post(`/api/orders/${order.id}/cancel`, {})).body.order.refunds).toMatchObject([
      { status: 'requested' },
    ]);
    shop.clock.advance(later);
    await shop.runJobs();
    const { refunds, payment } = (await guest.get(`/api/orders/${order.id}`)).body.order;
    expect(refunds).toMatchObject([{ status: 'succeeded' }]);
    expect(payment).toMatchObject({ status: 'refunded', refunded: order.total });
    const { intent_id: intent } = (await one('select intent_id from payments where id = $1', [payment.id]))!;
    expect((await ledger()).refunds.filter((refund) => refund.intent === intent)).toHaveLength(1);
  });

  it('[L-26] to a question leaves the payment as it was, and says so', async () => {
    await shop.fill(guest, product);
    const payment: StartedPayment = (await shop.begin(guest)).body.payment;
    await shop.confirm(payment);
    const lost = { match: { method: 'GET', path: '/v1/intents/*' }, effect: 'cut-after' };
    await shop.control('POST', '/script', lost);
    expectError(await shop.complete(guest, { paymentId: payment.id }), 'PAYMENT_GATEWAY_UNAVAILABLE');
    expect((await shop.complete(guest, { paymentId: payment.id })).status).toBe(201);
  });

  it('[L-26] whose intent the gateway has lost for good is told to the buyer, who may begin anew', async () => {
    await shop.fill(guest, product);
    const { payment } = (await shop.begin(guest)).body;
    await one("update payments set intent_id = 'sbi_lost' where id = $1", [payment.id]);
    expectError(await shop.begin(guest), 'PAYMENT_REFUSED', { code: 'intent_unknown' });
    expect((await shop.begin(guest)).body.payment.id).not.toBe(payment.id);
  });
});

interface Ledger {
  intents: { id: string; metadata: Record<string, string> }[];
  refunds: { intent: string }[];
}
