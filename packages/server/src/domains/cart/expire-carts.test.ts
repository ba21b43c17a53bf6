import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn, type Given, type GivenProduct } from '../../testing/given.ts';
import { startTestApp, type Client, type TestApp } from '../../testing/test-app.ts';
import { expireCarts, expireCartsJob } from './expire-carts.job.ts';

const DAY = 86_400_000;

describe('carts that nobody uses', () => {
  let test: TestApp;
  let given: Given;
  let shirt: GivenProduct;
  beforeAll(async () => {
    test = await startTestApp();
    given = givenIn(test.database);
    shirt = await given.variant({ price: '12.50', stock: 1_000_000 });
  });
  afterAll(() => test.close());

  const add = (client: Client) => client.post('/api/cart/add', { productId: shirt.productId, quantity: 2 });
  const after = (days: number) => new Date(test.clock.now.getTime() + days * DAY);
  const expire = (now: Date, cart: object = {}) =>
    expireCarts(test.database.system, { cart: { ...test.store.cart, ...cart } }, now);
  const count = async (table: string) =>
    (await test.database.admin.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]!.n;

  it('[CART-12] guests go with their carts 30 days after their last use, not before', async () => {
    const idle = await test.guest();
    await add(idle);
    const looker = await test.guest();
    const start = test.clock.now;
    test.clock.advance(20 * DAY);
    const active = await test.guest();
    await add(active);
    const wishing = await test.guest();
    test.clock.now = start;
    expect(await expire(after(29.9))).toEqual({ guests: 0, carts: 0 });
    test.clock.advance(25 * DAY);
    await wishing.post('/api/wishlist/items', { productId: shirt.productId });
    test.clock.now = start;
    expect(await expire(after(30.1))).toEqual({ guests: 2, carts: 0 });
    for (const gone of [idle, looker]) expectError(await gone.get('/api/cart'), 'GUEST_UNKNOWN');
    expect((await active.get('/api/cart')).body.cart.totalItems).toBe(2);
    expect(await expire(after(51))).toEqual({ guests: 1, carts: 0 });
    expect((await wishing.get('/api/wishlist')).body.wishlist.totalItems).toBe(1);
    expect(await expire(after(56))).toEqual({ guests: 1, carts: 0 });
    expect(await count("shoppers where kind = 'guest'")).toBe(0);
  });

  it('[CART-8] [CART-12] users’ carts stay for ever unless the store says otherwise', async () => {
    const user = await test.signUp();
    await add(user);
    expect(await expire(after(3_000))).toEqual({ guests: 0, carts: 0 });
    expect(await expire(after(89), { userExpiryDays: 90 })).toEqual({ guests: 0, carts: 0 });
    expect(await expire(after(91), { userExpiryDays: 90 })).toEqual({ guests: 0, carts: 1 });
    expect((await user.get('/api/cart')).body.cart).toMatchObject({ id: null, items: [] });
  });

  it('[CART-12] works through thousands in small batches, while carts are in use', async () => {
    await test.database.admin.query(`
      with s as (insert into shoppers (kind, role, created_at) select 'guest', 'guest', now() from generate_series(1, 1234) returning id)
      insert into guests (shopper_id, token_hash, created_at, expires_at) select id, sha256(id::text::bytea), now(), now() + interval '1 year' from s`);
    const users = await Promise.all(Array.from({ length: 5 }, () => test.signUp()));
    const adding = Promise.all(Array.from({ length: 50 }, (_, index) => add(users[index % 5]!)));
    const expired = await expire(after(40));
    expect(expired).toEqual({ guests: 1234, carts: 0 });
    expect((await adding).every(({ status }) => status === 201 || status === 400)).toBe(true);
    const job = expireCartsJob({ system: test.database.system, store: test.store, now: () => after(40) });
    expect(job).toMatchObject({ name: 'expire-carts', cron: '41 * * * *' });
    expect(await job.run()).toEqual({ guests: 0, carts: 0 });
  });

  it('[CART-12] abandoned ones are counted for staff, by number and worth', async () => {
    await test.database.admin.query('delete from carts');
    const user = await test.signUp();
    await add(user);
    await add(await test.guest());
    const before = await test.signUpAs('support');
    expect((await before.get('/api/admin/carts/abandoned')).body).toEqual({
      abandoned: { count: 0, olderThanHours: 24, value: [] },
    });
    test.clock.advance(25 * 3_600_000);
    const support = await test.signUpAs('support');
    const abandoned = async (hours?: number) =>
      (await support.get(`/api/admin/carts/abandoned${hours ? `?hours=${hours}` : ''}`)).body;
    expect(await abandoned()).toEqual({
      abandoned: { count: 2, olderThanHours: 24, value: [{ currency: 'USD', carts: 2, total: 50 }] },
    });
    expect(await abandoned(48)).toMatchObject({ abandoned: { count: 0 } });
    expectError(await (await test.signUp()).get('/api/admin/carts/abandoned'), 'FORBIDDEN');
    expectError(await test.client().get('/api/admin/carts/abandoned'), 'UNAUTHENTICATED');
  });
});
