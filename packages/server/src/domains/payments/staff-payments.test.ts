import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import type { GivenProduct } from '../../testing/given.ts';
import type { Client, SignedIn } from '../../testing/test-app.ts';
import { SANDBOX_KEY, startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';

const HOUR = 3_600_000;

describe('payments as staff see them', () => {
  let shop: TestShop;
  let admin: SignedIn;
  let support: SignedIn;
  let guest: Client;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop();
    admin = await shop.signUpAs('admin');
    support = await shop.signUpAs('support');
    product = await shop.given.variant({ stock: 100 });
  });
  afterAll(async () => {
    await shop.runJobs();
    expect(await shop.violations()).toEqual([]);
    await shop.close();
  });
  beforeEach(async () => {
    guest = await shop.guest();
  });

  const begun = async (): Promise<StartedPayment> => {
    await shop.fill(guest, product);
    return (await shop.begin(guest)).body.payment;
  };
  /** A payment whose intent is replaced by one of another amount, made behind our back, and paid. */
  const orphaned = async (amount: number): Promise<StartedPayment> => {
    const payment = await begun();
    const { intents } = (await shop.control('GET', '/ledger')) as {
      intents: { id: string; metadata: object }[];
    };
    const headers = { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' };
    const { metadata } = intents.find(({ id }) => id === payment.intentId)!;
    const body = JSON.stringify({ amount, currency: 'USD', metadata });
    const made = await fetch(`${shop.gateway.url}/v1/intents`, { method: 'POST', headers, body });
    const raw = (await made.json()) as { id: string; clientSecret: string };
    await shop.database.admin.query('update payments set intent_id = $2 where id = $1', [payment.id, raw.id]);
    await shop.confirm({ ...payment, intentId: raw.id, client: raw });
    expectError(await shop.complete(guest, { paymentId: payment.id }), 'PAYMENT_INVALID');
    return payment;
  };
  const refund = (id: string, body: object, key: string = randomUUID(), who: Client = admin) =>
    who.post(`/api/admin/payments/${id}/refund`, body, { 'idempotency-key': key });

  it('[PAY-7] [PAY-6] an orphaned one is listed, and given back in parts and then wholly', async () => {
    const { id } = await orphaned(700);
    const list = await support.get('/api/admin/payments?status=orphaned');
    expect(list.body.payments).toMatchObject([
      {
        id,
        status: 'orphaned',
        flag: 'mismatch: amount',
        captured: 7,
        order: null,
        email: 'buyer@example.com',
      },
    ]);
    const first = await refund(id, { amount: 2, reason: 'half' });
    expect(first.status, first.text).toBe(201);
    expect(first.body.payment).toMatchObject({
      status: 'orphaned',
      refunded: 2,
      refunds: [{ status: 'succeeded' }],
    });
    expectError(await refund(id, { amount: 6, reason: 'more' }), 'REFUND_TOO_LARGE');
    expect((await refund(id, { reason: 'rest' })).body.payment).toMatchObject({
      status: 'refunded',
      flag: null,
      refunded: 7,
    });
    expectError(await refund(id, { reason: 'again' }), 'NOTHING_TO_REFUND');
    expect((await support.get('/api/admin/payments?status=orphaned')).body.payments).toEqual([]);
    const { rows } = await shop.database.admin.query(
      "select count(*)::int as n from audit_log where action = 'payment.refund' and target_id = $1 and actor_id = $2",
      [id, admin.userId],
    );
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('[API-14] [PAY-6] the same key is the same refund, also days later; with another body it is refused', async () => {
    const { order } = (await shop.buy(guest, product, 3)).body;
    const orphan = await orphaned(900);
    const ask: [string, (body: object, key: string) => ReturnType<Client['post']>][] = [
      [
        'order',
        async (body, k) =>
          (await shop.again(admin)).post(`/api/orders/${order.id}/refunds`, body, { 'idempotency-key': k }),
      ],
      ['payment', async (body, k) => refund(orphan.id, body, k, await shop.again(admin))],
    ];
    for (const [, send] of ask) {
      const key = randomUUID();
      const body = { amount: 2, reason: 'damaged' };
      expect((await send(body, key)).status).toBe(201);
      const shown = async () => {
        const { rows } = await shop.database.admin.query(
          'select sum(amount_minor)::int as n, count(*)::int as of from refunds',
        );
        return rows[0];
      };
      const before = await shown();
      // The kept answer is over.
      await shop.database.admin.query('delete from idempotency_keys');
      const again = await send(body, key);
      expect(again.status, again.text).toBe(201);
      for (const other of [
        { amount: 3, reason: 'damaged' },
        { reason: 'damaged' },
        { amount: 2, reason: 'late' },
      ]) {
        await shop.database.admin.query('delete from idempotency_keys');
        expectError(await send(other, key), 'IDEMPOTENCY_MISMATCH');
      }
      expect(await shown()).toEqual(before);
    }
  });

  it('[API-15] are listed by page and filter, newest first', async () => {
    const since = shop.clock.now;
    shop.clock.advance(HOUR);
    admin = { ...admin, ...(await shop.again(admin)) };
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) {
      guest = await shop.guest();
      ids.unshift((await begun()).id);
      shop.clock.advance(1_000);
    }
    const page = async (query: string) => (await admin.get(`/api/admin/payments?${query}`)).body;
    const from = `from=${new Date(since.getTime() + HOUR / 2).toISOString()}`;
    const first = await page(`${from}&limit=3`);
    const second = await page(`${from}&limit=3&cursor=${first.nextCursor}`);
    const seen = [...first.payments, ...second.payments].map(({ id }: { id: string }) => id);
    expect(seen).toEqual(ids);
    expect(second.nextCursor).toBeNull();
    expect((await page(`${from}&ordered=true`)).payments).toEqual([]);
    expect((await page(`${from}&ordered=false&provider=sandbox&status=pending`)).payments).toHaveLength(5);
    expect((await page(`${from}&provider=cod`)).payments).toEqual([]);
    expectError(await admin.get('/api/admin/payments?status=lost'), 'VALIDATION_FAILED');
    expectError(await admin.get('/api/admin/payments?cursor=nonsense'), 'VALIDATION_FAILED');
    expectError(await guest.get('/api/admin/payments'), 'UNAUTHENTICATED');
    expectError(
      await refund(ids[0]!, { reason: 'no' }, randomUUID(), await shop.again(support)),
      'FORBIDDEN',
    );
    expectError(
      await refund(randomUUID(), { reason: 'none' }, randomUUID(), await shop.again(admin)),
      'PAYMENT_NOT_FOUND',
    );
    const again = await shop.again(admin);
    expectError(
      await again.post(`/api/admin/payments/${ids[0]}/refund`, { reason: 'no key' }),
      'IDEMPOTENCY_KEY_REQUIRED',
    );
  });
});

describe('a page that waits for its payment', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await startTestShop();
  });
  afterAll(() => shop.close());

  it('[PAY-3] has its gateway asked every two seconds at most, however often it asks, and never once it is over', async () => {
    const guest = await shop.guest();
    await shop.fill(guest, await shop.given.variant({ stock: 5 }));
    const { payment } = (await shop.begin(guest)).body;
    const gateway = shop.money.gateways.get('sandbox')!;
    let asked = 0;
    const retrieve = gateway.retrieveIntent.bind(gateway);
    gateway.retrieveIntent = (id) => (asked++, retrieve(id));
    const look = () => guest.get(`/api/payments/${payment.id}`);
    const answers = await Promise.all(Array.from({ length: 20 }, look));
    for (const { status } of answers) expect(status).toBe(200);
    expect(asked).toBe(1);
    await shop.confirm(payment);
    expect((await look()).body.payment.status).toBe('pending');
    shop.clock.advance(2_001);
    expect((await look()).body.payment).toMatchObject({ status: 'paid', orderId: expect.any(String) });
    expect(asked).toBe(2);
    for (let times = 0; times < 5; times++) {
      shop.clock.advance(60_000);
      expect((await look()).body.payment.status).toBe('paid');
    }
    expect(asked).toBe(2);
  });
});
