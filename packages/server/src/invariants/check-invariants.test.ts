import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { within } from '../faults/fault-shop.fixture.ts';
import type { GivenProduct } from '../testing/given.ts';
import { SANDBOX_KEY, startTestShop, type StartedPayment, type TestShop } from '../testing/test-shop.ts';
import { checkInvariants } from './check-invariants.ts';
import { PLANTED } from './planted-faults.fixture.ts';

/** The invariants that our own books can show to be broken, and those that take a test to see: 4, 8 and 11. */
const IN_OUR_BOOKS = [1, 2, 3, 5, 6, 7, 9, 10, 12];

describe('the checker of invariants', () => {
  let shop: TestShop;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop({ webhooks: true });
    product = await shop.given.variant({ stock: 20, price: '12.50' });
    const admin = await shop.signUpAs('admin');
    const { order: kept } = (await shop.buy(await shop.signUp(), product, 2)).body;
    await admin.patch(`/api/orders/${kept.id}/status`, { status: 'processing' });
    const ann = await shop.signUp();
    const { order } = (await shop.buy(ann, product, 2)).body;
    await ann.post(`/api/orders/${order.id}/cancel`, {});
    const slow = await shop.signUp();
    await shop.fill(slow, product);
    await shop.begin(slow);
    await emptyCheckout();
    expect(await within(10_000, eventsAreDone)).toBe(true);
  });
  afterAll(() => shop.close());

  const query = async (text: string) => (await shop.database.admin.query<Record<string, unknown>>(text)).rows;
  const emptyCheckout = async () => {
    const { userId } = await shop.signUp();
    await shop.database.admin.query(
      `insert into checkouts (shopper_id, cart_id, cart_version, fingerprint, market, currency, locale, email, customer_type, lines,
                              subtotal_minor, shipping_minor, tax_minor, tax_included, total_minor, created_at, updated_at)
       values ($1, $1, 1, '', 'us', 'USD', 'en', 'a@example.com', 'private', '[]', 0, 0, 0, false, 0, now(), now())`,
      [userId],
    );
  };
  const eventsAreDone = async () => {
    const [row] = await query('select bool_and(done_at is not null) as done from gateway_events');
    return row!['done'] === true;
  };
  const found = async () => {
    const { system } = shop.database;
    return checkInvariants({ system, gateways: new Map(), now: shop.clock.now, since: null });
  };

  it('finds nothing where nothing is wrong, here and at the gateway', async () => {
    expect(await shop.violations()).toEqual([]);
  });

  it('has a planted fault for each invariant that our books can show', () => {
    expect([...new Set(PLANTED.map(({ invariant }) => invariant))].sort((a, b) => a - b)).toEqual(
      IN_OUR_BOOKS,
    );
  });

  it.each(PLANTED)('fires on invariant $invariant, and on no other, where $fault', async (planted) => {
    await query(planted.plant);
    const numbers = (await found()).map(({ invariant }) => invariant);
    await query(planted.undo);
    expect([...new Set(numbers)]).toEqual([planted.invariant]);
    expect(await found()).toEqual([]);
  });
});

describe("the comparison with the gateway's books", () => {
  let shop: TestShop;
  let payment: StartedPayment;
  beforeAll(async () => {
    shop = await startTestShop();
    const product = await shop.given.variant({ stock: 5 });
    const ann = await shop.signUp();
    await shop.fill(ann, product);
    payment = (await shop.begin(ann)).body.payment;
    await shop.confirm(payment);
    expect((await shop.complete(ann, { paymentId: payment.id })).status).toBe(201);
  });
  afterAll(() => shop.close());

  const atGateway = async (path: string, body: object) => {
    const answer = await fetch(`${shop.gateway.url}/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${SANDBOX_KEY}`,
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBeLessThan(300);
    return (await answer.json()) as { id: string; clientSecret: string };
  };
  const change = (set: string) =>
    shop.database.admin.query(
      `set session_replication_role = replica; update payments set ${set}; set session_replication_role = origin`,
    );
  const problems = async () =>
    (await shop.violations()).map(({ invariant, problem }) => `${invariant}: ${problem}`);

  it('fires on invariant 3 where the money is of another mode than the payment', async () => {
    await change("mode = 'live'");
    expect(await problems()).toEqual([`3: sandbox ${payment.intentId}: test money for a live payment`]);
    await change("mode = 'test'");
    expect(await problems()).toEqual([]);
  });

  it('fires on invariant 3 where we know nothing of a charge, or the gateway nothing of ours', async () => {
    await change("intent_id = 'lost'");
    expect(await problems()).toEqual([
      `3: sandbox ${payment.intentId}: 1590 charged, nothing known`,
      '3: sandbox lost: 1590 known, nothing charged',
    ]);
    await change(`intent_id = '${payment.intentId}'`);
    const body = { amount: 700, currency: 'USD', metadata: {} };
    const stranger = await atGateway('/intents', body);
    await shop.confirm({ id: '', intentId: stranger.id, client: { clientSecret: stranger.clientSecret } });
    expect(await problems()).toEqual([`3: sandbox ${stranger.id}: 700 charged, nothing known`]);
    await atGateway('/refunds', { intent: stranger.id, amount: 700, metadata: {} });
  });

  it('fires on invariant 7 where money went back that we know nothing of', async () => {
    const before = await problems();
    await atGateway('/refunds', { intent: payment.intentId, amount: 100, metadata: {} });
    const now = await problems();
    expect(now.filter((problem) => !before.includes(problem))).toEqual([
      `7: sandbox ${payment.intentId}: 100 given back, 0 known`,
    ]);
  });
});
