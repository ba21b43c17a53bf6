import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { PASSWORD, type SignedIn } from '../../testing/test-app.ts';
import { startTestShop, type TestShop } from '../../testing/test-shop.ts';
import { buyNamed, HIS_ADDRESS, TRACES, tracesOf } from './account.fixture.ts';

const HOUR = 3_600_000;

describe('deleting an account', () => {
  let shop: TestShop;
  let admin: SignedIn;
  let ann: SignedIn;
  beforeAll(async () => {
    shop = await startTestShop({ gateway: { settleAfterMs: 100 * HOUR } });
    admin = await shop.signUpAs('admin');
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    await shop.control('DELETE', '');
    ann = await shop.signUp();
  });
  afterEach(async () => {
    expect(await shop.violations()).toEqual([]);
  });

  const remove = (who = ann, password: string | undefined = PASSWORD) =>
    who.delete('/api/auth/me', password === undefined ? {} : { password });
  const move = async (id: string, status: string) => {
    const answer = await admin.patch(`/api/orders/${id}/status`, { status });
    expect(answer.status, answer.text).toBe(200);
  };
  const delivered = async (more: object = {}) => {
    const order = await buyNamed(shop, ann, more);
    for (const status of ['processing', 'shipped', 'delivered']) await move(order.id, status);
    return order;
  };
  const count = async (query: string, values: unknown[] = []) =>
    (await shop.database.admin.query<{ n: number }>(`select count(*)::int as n from ${query}`, values))
      .rows[0]!.n;
  const begun = async () => {
    await shop.fill(ann, await shop.given.variant({ stock: 5 }));
    return (await shop.begin(ann)).body.payment;
  };

  it('[AUTH-14] leaves no datum of the person anywhere in the database; his orders stay, as nobody’s', async () => {
    await ann.patch('/api/auth/me', { name: TRACES.name });
    await ann.post('/api/auth/addresses', HIS_ADDRESS);
    const order = await delivered();
    const canceled = await buyNamed(shop, ann);
    await ann.post(`/api/orders/${canceled.id}/cancel`, { reason: `${TRACES.name} has moved` });
    const { productId } = await shop.given.variant();
    await ann.post('/api/cart/add', { productId });
    await ann.post('/api/wishlist/items', { productId });
    await ann.put('/api/checkout', { email: ann.email, shippingAddress: HIS_ADDRESS, note: TRACES.note });
    await shop.runJobs();
    const words = [ann.email, ...Object.values(TRACES), TRACES.phone.slice(1)];
    const { admin: database } = shop.database;
    expect((await tracesOf(database, words)).length).toBeGreaterThan(10);

    const answer = await remove();
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toEqual({ deleted: true, clearLocalStorage: true });
    expect(await tracesOf(database, words)).toEqual([]);
    for (const table of [
      'shoppers where id',
      'users where shopper_id',
      'sessions where shopper_id',
      'addresses where shopper_id',
      'carts where shopper_id',
      'wishlist_items where shopper_id',
      'checkouts where shopper_id',
      'orders where shopper_id',
    ])
      expect(await count(`${table} = $1`, [ann.userId]), table).toBe(0);

    expectError(await ann.get('/api/auth/me'), 'USER_NOT_FOUND');
    const login = { email: ann.email, password: PASSWORD, transport: 'bearer' };
    expectError(await shop.client().post('/api/auth/login', login), 'CREDENTIALS_INVALID');
    const read = (await admin.get(`/api/admin/orders/${order.id}`)).body.order;
    expect(read).toMatchObject({
      status: 'delivered',
      total: order.total,
      email: '',
      phone: null,
      note: '',
      shippingAddress: { name: null, line1: null, city: null, postalCode: null, region: 'IL', country: 'US' },
    });
    const invoice = await admin.get(`/api/orders/${order.id}/invoice`);
    expect(invoice.text.slice(0, 5)).toBe('%PDF-');
    // Money can still go back, and no mail goes to nobody.
    await move(order.id, 'refunded');
    await shop.runJobs();
    expect((await admin.get(`/api/admin/orders/${order.id}`)).body.order.payment.status).toBe('refunded');
    expect(await count("outbox where recipient = ''")).toBe(0);
    expect(await count("audit_log where action = 'user.delete' and target_id = $1", [ann.userId])).toBe(1);
    const again = await shop.signUp(ann.email);
    expect((await again.get('/api/orders')).body.orders).toEqual([]);
  });

  it('[AUTH-14] keeps of a business what an invoice to it must say, and nothing of the person', async () => {
    const business = { customerType: 'business', company: 'Bramble & Sons', vatNumber: '12-3456789' };
    const billingAddress = { ...HIS_ADDRESS, line1: '5 Office Park' };
    const order = await delivered({ ...business, billingAddress });
    expect((await remove()).status).toBe(200);
    const read = (await admin.get(`/api/admin/orders/${order.id}`)).body.order;
    expect(read).toMatchObject({
      company: 'Bramble & Sons',
      vatNumber: '12-3456789',
      billingAddress: { name: null, line1: '5 Office Park', city: TRACES.city },
      shippingAddress: { line1: null, city: null },
    });
    const words = [ann.email, TRACES.name, TRACES.street, TRACES.phone];
    expect(await tracesOf(shop.database.admin, words)).toEqual([]);
  });

  it('[AUTH-14] asks for the password, or for a recent sign-in where there is none', async () => {
    for (const password of ['Wrong-Horse-1', undefined])
      expectError(await ann.delete('/api/auth/me', password ? { password } : {}), 'CREDENTIALS_INVALID');
    await expect
      .poll(() => count("audit_log where action = 'user.delete_refused' and actor_id = $1", [ann.userId]))
      .toBe(2);
    await shop.database.admin.query('delete from credentials where shopper_id = $1', [ann.userId]);
    shop.clock.advance(10 * 60_000 + 1);
    expectError(await ann.delete('/api/auth/me'), 'RECENT_LOGIN_REQUIRED', { minutes: 10 });
    await shop.database.admin.query('update sessions set created_at = $2 where shopper_id = $1', [
      ann.userId,
      shop.clock.now,
    ]);
    expect((await ann.delete('/api/auth/me', {})).status).toBe(200);
    expectError(await (await shop.guest()).delete('/api/auth/me', { password: PASSWORD }), 'UNAUTHENTICATED');
    admin = { ...admin, ...(await shop.again(admin)) };
  });

  it('[AUTH-14] waits for an order to be delivered or canceled', async () => {
    const order = await buyNamed(shop, ann);
    expectError(await remove(), 'ACCOUNT_BUSY', { because: ['order'] });
    expect((await ann.get(`/api/orders/${order.id}`)).body.order.email).toBe(ann.email);
    await ann.post(`/api/orders/${order.id}/cancel`, {});
    expect((await remove()).status).toBe(200);
  });

  it('[AUTH-14] [PAY-5] makes the order of what was paid and not told of, and then waits for it', async () => {
    const payment = await begun();
    await shop.confirm(payment);
    expectError(await remove(), 'ACCOUNT_BUSY', { because: ['order'] });
    expect((await ann.get('/api/orders')).body.orders).toHaveLength(1);
  });

  it('[AUTH-14] [L-27] waits while a gateway works on a payment or a refund, and is silent with it', async () => {
    const payment = await begun();
    await shop.confirm(payment, 'lateSuccess');
    expectError(await remove(), 'ACCOUNT_BUSY', { because: ['payment'] });
    const script = { match: { method: 'GET', path: '/v1/intents/*' }, times: 1, effect: '500' };
    await shop.control('POST', '/script', script);
    expectError(await remove(), 'PAYMENT_GATEWAY_UNAVAILABLE');
    await shop.control('POST', `/settle/${payment.intentId}`);
    expect((await shop.complete(ann, { paymentId: payment.id })).status).toBe(201);
  });

  it('[AUTH-14] [L-27] gives up a payment not made; paid all the same, its money goes back exactly once', async () => {
    const payment = await begun();
    expect((await remove()).status).toBe(200);
    expect(await count("stock_holds where status = 'live' and checkout_id = $1", [payment.checkoutId])).toBe(
      0,
    );
    expect((await shop.confirm(payment)).status).toBe(200);
    for (let times = 0; times < 3; times++) {
      shop.clock.advance(10_000);
      await shop.runJobs();
    }
    const { refunds } = (await shop.control('GET', '/ledger')) as { refunds: { intent: string }[] };
    expect(refunds.filter(({ intent }) => intent === payment.intentId)).toHaveLength(1);
    expect(await count("payments where id = $1 and status = 'refunded'", [payment.id])).toBe(1);
    expect(await count("outbox where recipient = ''")).toBe(0);
  });

  it('[AUTH-14] [CART-6] at the very moment of buying ends in one or the other', async () => {
    const buyers = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const who = await shop.signUp();
        await shop.fill(who, await shop.given.variant({ stock: 5 }));
        const { payment } = (await shop.begin(who)).body;
        await shop.confirm(payment);
        return { who, payment };
      }),
    );
    const answers = await Promise.all(
      buyers.flatMap(({ who, payment }) => [shop.complete(who, { paymentId: payment.id }), remove(who)]),
    );
    for (const { status } of answers) expect(status).toBeLessThan(500);
    for (let times = 0; times < 3; times++) await shop.runJobs();
  });

  it('[AUTH-13] [AUTH-14] the last admin stays', async () => {
    admin = { ...admin, ...(await shop.again(admin)) };
    expectError(await remove(admin), 'ACCOUNT_BUSY', { because: ['last-admin'] });
    const other = await shop.signUpAs('admin');
    expect((await remove(other)).status).toBe(200);
  });
});
