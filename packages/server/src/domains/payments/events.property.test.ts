import fc from 'fast-check';
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, describe, it } from 'vitest';
import type { GivenProduct } from '../../testing/given.ts';
import type { Client } from '../../testing/test-app.ts';
import {
  SANDBOX_WEBHOOK_SECRET,
  startTestShop,
  type StartedPayment,
  type TestShop,
} from '../../testing/test-shop.ts';

const TYPES = [
  'intent.created',
  'intent.failed',
  'intent.succeeded',
  'intent.processing',
  'intent.canceled',
  'refund.succeeded',
  'refund.failed',
] as const;
// After: begun, declined, paid, refunded in part, refunded wholly.
const STAGES = 5;

/** Which events come after which stage: any of them, any number of times, true or not, early or late. */
const deliveries = fc.array(
  fc.array(fc.constantFrom(...TYPES), { minLength: 2, maxLength: 8, size: 'max' }),
  {
    minLength: STAGES,
    maxLength: STAGES,
  },
);

describe('the events of a purchase', () => {
  let shop: TestShop;
  let admin: Client;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop();
    admin = await shop.signUpAs('admin');
    product = await shop.given.variant({ stock: 500, price: '20.00' });
  });
  afterAll(() => shop.close());

  const send = (payment: StartedPayment, type: string) => {
    const about = type.startsWith('intent')
      ? { intent: { id: payment.intentId } }
      : { intentId: payment.intentId };
    const at = shop.clock.now;
    const event = {
      id: `sbe_${randomUUID()}`,
      type,
      createdAt: at.toISOString(),
      livemode: false,
      data: about,
    };
    const body = JSON.stringify(event);
    const t = Math.floor(at.getTime() / 1_000);
    const mac = createHmac('sha256', SANDBOX_WEBHOOK_SECRET).update(`${t}.${body}`).digest('hex');
    const headers = { 'content-type': 'application/json', 'sandbox-signature': `t=${t},v1=${mac}` };
    return shop.client().post('/api/payments/webhook/sandbox', body, headers);
  };
  const all = async (query: string, id: string) =>
    (await shop.database.admin.query<Record<string, unknown>>(query, [id])).rows;

  const purchase = async (told: readonly (readonly string[])[], together: boolean): Promise<unknown> => {
    const guest = await shop.guest();
    await shop.fill(guest, product);
    const payment: StartedPayment = (await shop.begin(guest)).body.payment;
    const orderId = async () => (await guest.get('/api/orders')).body.orders[0]?.id as string | undefined;
    const refund = async (body: object) => {
      const id = (await orderId()) ?? (await shop.complete(guest, { paymentId: payment.id })).body.order.id;
      return admin.post(`/api/orders/${id}/refunds`, body, { 'idempotency-key': randomUUID() });
    };
    const stages = [
      () => Promise.resolve(),
      () => shop.confirm(payment, 'declined'),
      () => shop.confirm(payment),
      () => refund({ amount: 5, reason: 'scratched' }),
      () => refund({ reason: 'the rest' }),
    ];
    for (const [index, stage] of stages.entries()) {
      shop.clock.advance(1_000);
      await stage();
      const events = told[index]!;
      if (together) await Promise.all(events.map((type) => send(payment, type)));
      else for (const type of events) await send(payment, type);
    }
    await shop.runJobs();
    // An event is worked on after its answer, and may be the one that sends the refund.
    const underWay = "select id from refunds where payment_id = $1 and status in ('requested', 'sent')";
    await expect.poll(() => all(underWay, payment.id), { timeout: 5_000 }).toEqual([]);
    return stateOf(guest, payment);
  };

  const stateOf = async (guest: Client, payment: StartedPayment) => {
    const { orders } = (await guest.get('/api/orders')).body;
    return {
      orders: orders.map(
        ({ status, total, history, refunds, payment: { captured, refunded, status: paid } }: Order) => ({
          status,
          total,
          history: history.map(({ to }) => to),
          refunds: refunds.map(({ amount, status: done }) => [amount, done]),
          payment: { captured, refunded, paid },
        }),
      ),
      atGateway: (await charged(payment)).sort(),
      holds: await all(
        'select h.status from stock_holds h join payments p using (checkout_id) where p.id = $1',
        payment.id,
      ),
      sold: await all(
        'select m.kind, sum(m.on_hand_change)::int as pieces from stock_movements m join orders o on o.id = m.order_id where o.payment_id = $1 group by 1',
        payment.id,
      ),
      audited: await all(
        'select action, count(*)::int as n from audit_log where target_id in (select $1::text union select id::text from orders where payment_id = $1::text::uuid) group by 1 order by 1',
        payment.id,
      ),
    };
  };
  const charged = async ({ intentId }: StartedPayment) => {
    const { charges, refunds } = (await shop.control('GET', '/ledger')) as Record<
      'charges' | 'refunds',
      { intent: string; amount: number }[]
    >;
    const mine = (rows: { intent: string; amount: number }[], sign: number) =>
      rows.filter(({ intent }) => intent === intentId).map(({ amount }) => sign * amount);
    return [...mine(charges, 1), ...mine(refunds, -1)];
  };

  it('[L-8] end in one state, whatever their order, number and truth (invariant 8)', async () => {
    const expected = await purchase(
      Array.from({ length: STAGES }, () => []),
      false,
    );
    expect(expected).toMatchObject({
      orders: [{ status: 'pending', history: ['pending'], payment: { paid: 'refunded' } }],
      sold: [{ kind: 'sell', pieces: -1 }],
    });
    await fc.assert(
      fc.asyncProperty(deliveries, fc.boolean(), async (told, together) => {
        expect(await purchase(told, together)).toEqual(expected);
      }),
      { numRuns: 25, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    );
    expect(await shop.violations()).toEqual([]);
  }, 60_000);
});

interface Order {
  status: string;
  total: number;
  history: { to: string }[];
  refunds: { amount: number; status: string }[];
  payment: { captured: number; refunded: number; status: string };
}
