import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import type { GivenProduct } from '../../testing/given.ts';
import type { Client } from '../../testing/test-app.ts';
import { SANDBOX_KEY, startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';
import type { GatewayIntent } from './gateways/gateway.ts';
import type { PaymentRow } from './queries.ts';
import { reconcile } from './reconcile.ts';
import { mismatchOf } from './mismatch-of.ts';

const now = new Date();
const payment: PaymentRow = {
  shopperId: 'shopper',
  id: 'payment',
  checkoutId: 'checkout',
  cartId: 'cart',
  customerId: null,
  provider: 'stripe',
  mode: 'live',
  status: 'pending',
  amountMinor: 30_500n,
  currency: 'USD',
  intentId: 'intent',
  capturedMinor: 0n,
  refundedMinor: 0n,
  failure: null,
  flag: null,
  checkAt: null,
  tries: 0,
  createdAt: now,
  updatedAt: now,
  paidAt: null,
  askedAt: null,
  begunIp: null,
};
const metadata = { cart_id: 'cart', customer_id: 'shopper', checkout_id: 'checkout', payment_id: 'payment' };
const intent: GatewayIntent = {
  id: 'intent',
  status: 'succeeded',
  amountMinor: 30_500n,
  currency: 'USD',
  capturedMinor: 30_500n,
  refundedMinor: 0n,
  mode: 'live',
  metadata,
  failure: null,
  createdAt: now,
  client: {},
};
const CHANGED: [field: string, change: Partial<GatewayIntent>][] = [
  ['intent', { id: 'another' }],
  ['amount', { capturedMinor: 500n }],
  ['amount', { capturedMinor: 30_501n }],
  ['amount', { refundedMinor: 1n }],
  ['amount', { capturedMinor: 61_000n, refundedMinor: 30_500n }],
  ['currency', { currency: 'INR' }],
  ['mode', { mode: 'test' }],
  ...Object.keys(metadata).flatMap((key): [string, Partial<GatewayIntent>][] => [
    [key.replace('_id', ''), { metadata: { ...metadata, [key]: 'another' } }],
    [
      key.replace('_id', ''),
      { metadata: Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== key)) },
    ],
  ]),
];

describe('what an intent must agree in', () => {
  it('[L-12] is all of it', () => expect(mismatchOf(payment, intent)).toBeNull());
  it.each(CHANGED)('[L-12] is the %s as well', (field, change) =>
    expect(mismatchOf(payment, { ...intent, ...change })).toBe(field),
  );
});

describe('money that is not as it was asked for', () => {
  let shop: TestShop;
  let guest: Client;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop();
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    guest = await shop.guest();
    product = await shop.given.variant({ stock: 10 });
  });

  const one = async (query: string, values: unknown[]) =>
    (await shop.database.admin.query<Record<string, unknown>>(query, values)).rows[0];
  /** A payment of ours whose intent is replaced by one made at the gateway behind our back, and paid there. */
  const paidOtherwise = async (change: { amount?: number; currency?: string; metadata?: object }) => {
    await shop.fill(guest, product);
    const begun: StartedPayment = (await shop.begin(guest)).body.payment;
    const headers = { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' };
    const { intents } = (await shop.control('GET', '/ledger')) as { intents: RawIntent[] };
    const ours = intents.find(({ id }) => id === begun.intentId)!;
    const made = await fetch(`${shop.gateway.url}/v1/intents`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        amount: change.amount ?? ours.amount,
        currency: change.currency ?? ours.currency,
        metadata: { ...ours.metadata, ...change.metadata },
      }),
    });
    const raw = (await made.json()) as { id: string; clientSecret: string };
    await one('update payments set intent_id = $2 where id = $1', [begun.id, raw.id]);
    await shop.confirm({ ...begun, intentId: raw.id, client: raw });
    return begun.id;
  };

  const OTHER = '0190c0c0-0000-7000-8000-000000000000';
  it.each([
    ['amount', { amount: 5 }, 'PAYMENT_INVALID'],
    ['currency', { currency: 'INR' }, 'PAYMENT_INVALID'],
    ['customer', { metadata: { customer_id: OTHER } }, 'PAYMENT_NOT_OWNED'],
    ['cart', { metadata: { cart_id: OTHER } }, 'PAYMENT_NOT_OWNED'],
    ['checkout', { metadata: { checkout_id: OTHER } }, 'PAYMENT_NOT_OWNED'],
    ['payment', { metadata: { payment_id: OTHER } }, 'PAYMENT_NOT_OWNED'],
  ])(
    '[L-12] [PAY-3] in its %s makes no order, however often it is asked for; it is kept for staff',
    async (field, change, reason) => {
      const paymentId = await paidOtherwise(change);
      for (let times = 0; times < 3; times++) expectError(await shop.complete(guest, { paymentId }), reason);
      await guest.post('/api/payments/verify', { paymentId }, { 'idempotency-key': 'verify' });
      shop.clock.advance(60_000);
      await shop.runJobs();
      expect((await guest.get('/api/orders')).body.orders).toEqual([]);
      expect(await one('select status, flag from payments where id = $1', [paymentId])).toEqual({
        status: 'orphaned',
        flag: `mismatch: ${field}`,
      });
      for (const [table, of] of [
        ['security_events', "kind = 'payment_mismatch' and evidence ->> 'paymentId'"],
        ['audit_log', "action = 'payment.mismatch' and target_id"],
      ])
        expect(await one(`select count(*)::int as n from ${table} where ${of} = $1`, [paymentId])).toEqual({
          n: 1,
        });
      expect(await shop.violations()).toEqual([]);
    },
  );

  it('[L-12] [PAY-9] a test payment pays for nothing that is live', async () => {
    await shop.fill(guest, product);
    const begun: StartedPayment = (await shop.begin(guest)).body.payment;
    await one("update payments set mode = 'live' where id = $1", [begun.id]);
    await shop.confirm(begun);
    expectError(await shop.complete(guest, { paymentId: begun.id }), 'PAYMENT_INVALID', {
      status: 'pending',
    });
    const since = new Date(Date.now() - 3_600_000);
    const { differences } = await reconcile(shop.money, { since });
    expect(differences.filter(({ paymentId }) => paymentId === begun.id)).toMatchObject([
      { healed: false, problem: expect.stringContaining('mismatch: mode') },
    ]);
    expect((await guest.get('/api/orders')).body.orders).toEqual([]);
  });
});

interface RawIntent {
  id: string;
  amount: number;
  currency: string;
  metadata: Record<string, string>;
}
