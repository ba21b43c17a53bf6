import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenIn, type Given, type GivenProduct } from '../../testing/given.ts';
import { PASSWORD, startTestApp, type Answer, type Client, type TestApp } from '../../testing/test-app.ts';
import { planMerge } from './plan-merge.ts';
import type { MergeLine } from './queries-merge.ts';

type Guest = Awaited<ReturnType<TestApp['guest']>>;

describe('a guest’s cart at sign-in', () => {
  let test: TestApp;
  let given: Given;
  beforeAll(async () => {
    test = await startTestApp();
    given = givenIn(test.database);
  });
  afterAll(() => test.close());

  const add = (client: Client, { productId, variantId }: GivenProduct, more: object = {}) =>
    client.post('/api/cart/add', { productId, variantId, ...more });
  const logIn = (email: string, guest: Guest, headers = {}) =>
    test
      .client({ 'x-guest-token': guest.guestToken, ...headers })
      .post('/api/auth/login', { email, password: PASSWORD, transport: 'bearer' });
  const as = ({ body }: Answer) => test.client({ authorization: `Bearer ${body.accessToken}` });
  const cartOf = async (client: Client, headers = {}) => (await client.get('/api/cart', headers)).body.cart;
  const left = async (guest: Guest) =>
    (
      await test.database.admin.query(
        'select from shoppers where id = $1 union all select from guests where shopper_id = $1 union all select from carts where shopper_id = $1 union all select from cart_lines where shopper_id = $1',
        [guest.guestId],
      )
    ).rows.length;

  it('[CART-7] [L-17] becomes the user’s: quantities added, the wishlist too, the guest gone', async () => {
    const user = await test.signUp();
    const guest = await test.guest();
    const both = await given.variant();
    const only = await given.variant({ price: '8.00' });
    await add(user, both, { quantity: 2 });
    await add(guest, both, { quantity: 3 });
    await add(guest, only, { quantity: 4 });
    await guest.post('/api/wishlist/items', { productId: only.productId });
    await user.post('/api/wishlist/items', { productId: both.productId });
    await guest.post('/api/wishlist/items', { productId: both.productId });
    await given.price(only.variantId, 'us', '9.00');
    const answer = await logIn(user.email, guest);
    expect(answer.body.guestCart).toEqual({ merged: 7, losers: [], wishes: 1 });
    const cart = await cartOf(as(answer));
    expect(cart).toMatchObject({ userId: user.userId, totalItems: 9, version: 2 });
    expect(
      cart.items.map(({ variantId, quantity, price }: Record<string, unknown>) => [
        variantId,
        quantity,
        price,
      ]),
    ).toEqual([
      [both.variantId, 5, 10],
      [only.variantId, 4, 8],
    ]);
    expect((await user.get('/api/wishlist')).body.wishlist.totalItems).toBe(2);
    expect(await left(guest)).toBe(0);
    expect((await guest.get('/api/cart')).status).toBe(401);
    expect((await logIn(user.email, guest)).body.guestCart).toBeUndefined();
    expect((await cartOf(user)).totalItems).toBe(9);
  });

  it('[CART-7] [L-17] becomes a new user’s at sign-up', async () => {
    const guest = await test.guest();
    for (let index = 0; index < 12; index++) await add(guest, await given.variant());
    const answer = await test.client({ 'x-guest-token': guest.guestToken }).post('/api/auth/signup', {
      email: `new-${guest.guestId}@example.com`,
      password: PASSWORD,
      transport: 'bearer',
    });
    expect(answer.status).toBe(201);
    expect(answer.body.guestCart).toMatchObject({ merged: 12, losers: [] });
    expect((await cartOf(as(answer))).items).toHaveLength(12);
  });

  it('[CART-7] [L-17] respects stock, limits, markets and what is still sold, and names the losers', async () => {
    const user = await test.signUp();
    const guest = await test.guest();
    const scarce = await given.variant({ stock: 5, title: 'Scarce' });
    const limited = await given.variant({ stock: 50, maxQuantity: 4 });
    const withdrawn = await given.variant();
    const abroad = await given.variant({ prices: { us: '10.00' } });
    const fits = await given.variant({ prices: { us: '10.00', ee: '9.00' } });
    const inUs = { 'x-market': 'us' };
    await add(user, scarce, { quantity: 4 });
    await add(user, limited, { quantity: 3 });
    await add(guest, scarce, { quantity: 3 });
    for (const variant of [limited, withdrawn, abroad, fits]) await add(guest, variant, { quantity: 2 });
    await test.database.admin.query("update products set status = 'archived' where id = $1", [
      withdrawn.productId,
    ]);
    for (const variant of [scarce, limited]) await given.price(variant.variantId, 'ee', '9.00');
    await test.database.admin.query("update shoppers set market = 'ee' where id = $1", [user.userId]);
    const answer = await logIn(user.email, guest);
    expect(answer.body.guestCart.merged).toBe(4);
    expect(answer.body.guestCart.losers).toEqual([
      { variantId: scarce.variantId, title: 'Scarce', requested: 3, added: 1, reason: 'INSUFFICIENT_STOCK' },
      expect.objectContaining({
        variantId: limited.variantId,
        requested: 2,
        added: 1,
        reason: 'QUANTITY_LIMIT',
      }),
      expect.objectContaining({ variantId: withdrawn.variantId, added: 0, reason: 'PRODUCT_NOT_FOUND' }),
      expect.objectContaining({ variantId: abroad.variantId, added: 0, reason: 'NOT_SOLD_IN_MARKET' }),
    ]);
    expect(await cartOf(as(answer))).toMatchObject({ market: 'ee', totalItems: 11, totalPrice: 99 });
    expect(await cartOf(as(answer), inUs)).toMatchObject({ market: 'us', totalItems: 11 });
  });

  it('[CART-7] [CART-15] [L-17] stays in the market that the request names, and loses nothing that is sold there', async () => {
    const inEe = { 'x-market': 'ee' };
    const here = await given.variant({ prices: { ee: '9.00' } });
    const signUp = async (guest: Guest) =>
      test
        .client({ 'x-guest-token': guest.guestToken })
        .post(
          '/api/auth/signup',
          { email: `ee-${guest.guestId}@example.com`, password: PASSWORD, transport: 'bearer' },
          inEe,
        );
    const user = await test.signUp();
    for (const signIn of [signUp, (guest: Guest) => logIn(user.email, guest, inEe)]) {
      const guest = await test.guest();
      await guest.post('/api/cart/add', { productId: here.productId }, inEe);
      const answer = await signIn(guest);
      expect(answer.body.guestCart).toEqual({ merged: 1, losers: [], wishes: 0 });
      const { rows } = await test.database.admin.query(
        'select market, currency from carts where shopper_id = $1',
        [answer.body.user.id],
      );
      expect(rows).toEqual([{ market: 'ee', currency: 'EUR' }]);
    }
    const guest = await test.guest();
    expect((await logIn(user.email, guest, { 'x-market': 'xx' })).body.error.reason).toBe('MARKET_UNKNOWN');
  });

  it('[CART-7] [CART-15] falls to the default market where the user’s own is no longer the store’s', async () => {
    const user = await test.signUp();
    const guest = await test.guest();
    await add(guest, await given.variant());
    await test.database.admin.query("update shoppers set market = 'gone' where id = $1", [user.userId]);
    expect((await logIn(user.email, guest)).body.guestCart).toMatchObject({ merged: 1, losers: [] });
  });

  it('[CART-7] fits 100 lines and loses only the rest', async () => {
    const user = await test.signUp();
    const guest = await test.guest();
    const base = await given.variant();
    const variants = [
      base,
      ...(await Promise.all(Array.from({ length: 104 }, () => given.variant({ of: base })))),
    ];
    await Promise.all(variants.slice(0, 60).map((variant) => add(user, variant)));
    await Promise.all(variants.slice(55).map((variant) => add(guest, variant)));
    const { body } = await logIn(user.email, guest);
    expect(body.guestCart.merged).toBe(45);
    expect(body.guestCart.losers.map(({ reason }: { reason: string }) => reason)).toEqual(
      Array.from({ length: 5 }, () => 'CART_FULL'),
    );
    expect((await cartOf(user)).items).toHaveLength(100);
  });

  it('[CART-7] [L-17] never fails the login: a broken merge leaves the guest as he was', async () => {
    const user = await test.signUp();
    const guest = await test.guest();
    await add(guest, await given.variant());
    const { admin } = test.database;
    await admin.query(
      "create function break_merge() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$",
    );
    await admin.query(
      'create trigger break_merge before delete on shoppers for each row execute function break_merge()',
    );
    const answer = await logIn(user.email, guest).finally(() =>
      admin.query('drop function break_merge() cascade'),
    );
    expect(answer.status).toBe(200);
    expect(answer.body.guestCart).toBeUndefined();
    expect((await cartOf(guest)).totalItems).toBe(1);
    expect((await cartOf(user)).totalItems).toBe(0);
    expect((await logIn(user.email, guest)).body.guestCart.merged).toBe(1);
  });

  it('[CART-7] [L-16] [L-17] while the guest and the user go on adding, no piece is lost and nobody gets 5xx', async () => {
    for (let round = 0; round < 6; round++) {
      const user = await test.signUp();
      const guest = await test.guest();
      const shirt = await given.variant({ stock: 1000, maxQuantity: 100 });
      const other = await given.variant({ stock: 1000, maxQuantity: 100 });
      const adds = Array.from({ length: 40 }, (_, index) =>
        add(index % 2 ? guest : user, index % 4 < 2 ? shirt : other),
      );
      const logins = [logIn(user.email, guest), logIn(user.email, guest)];
      const answers = await Promise.all(adds);
      expect((await Promise.all(logins)).map(({ status }) => status)).toEqual([200, 200]);
      expect(
        answers.filter(({ status }) => status !== 201 && status !== 401).map(({ text }) => text),
      ).toEqual([]);
      expect((await cartOf(user)).totalItems).toBe(answers.filter(({ status }) => status === 201).length);
      expect(await left(guest)).toBe(0);
    }
  });

  it('[CART-7] [L-18] isolates guests from each other and from users', async () => {
    const [one, two] = [await test.guest(), await test.guest()];
    const { body } = await add(one, await given.variant());
    expect(await cartOf(two)).toMatchObject({ userId: two.guestId, totalItems: 0 });
    expect((await two.delete('/api/cart/remove', { itemId: body.cart.items[0].id })).status).toBe(403);
    expect((await test.client({ 'x-guest-token': 'A'.repeat(43) }).get('/api/cart')).status).toBe(401);
  });

  it('[CART-7] a plan adds pieces within stock, limit and lines, and every piece is either added or lost', () => {
    const line = fc.record({
      variantId: fc.constantFrom('a', 'b', 'c', 'd'),
      purchase: fc.constantFrom('once', 'week'),
      quantity: fc.integer({ min: 1, max: 100 }),
    });
    const lines = fc.uniqueArray(line, { selector: ({ variantId, purchase }) => variantId + purchase });
    const facts = fc.record({
      available: fc.integer({ min: 0, max: 120 }),
      maxQuantity: fc.integer({ min: 1, max: 100 }),
      offered: fc.boolean(),
    });
    const variants = fc.record({ a: facts, b: facts, c: facts, d: facts });
    fc.assert(
      fc.property(lines, lines, variants, fc.integer({ min: 1, max: 8 }), (guest, held, about, maxLines) => {
        const judged = guest.map((own) => ({
          ...own,
          ...about[own.variantId as 'a'],
          productId: 'p',
          title: 't',
          subscriptionEligible: true,
          currentMinor: 100n,
        })) as MergeLine[];
        const { pieces, losers } = planMerge(judged, held, { maxLines });
        const sum = (items: { quantity: number }[]) =>
          items.reduce((total, { quantity }) => total + quantity, 0);
        expect(sum(pieces) + losers.reduce((total, loser) => total + loser.requested - loser.added, 0)).toBe(
          sum(guest),
        );
        for (const [variantId, { available, maxQuantity }] of Object.entries(about)) {
          const before = sum(held.filter((own) => own.variantId === variantId));
          const after = before + sum(pieces.filter((own) => own.variantId === variantId));
          expect(after).toBeLessThanOrEqual(Math.max(before, Math.min(available, maxQuantity)));
        }
        const keys = new Set([...held, ...pieces].map(({ variantId, purchase }) => variantId + purchase));
        expect(keys.size).toBeLessThanOrEqual(Math.max(held.length, maxLines));
      }),
    );
  });
});
