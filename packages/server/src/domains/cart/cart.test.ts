import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn, type Given } from '../../testing/given.ts';
import { PASSWORD, startTestApp, type Client, type SignedIn, type TestApp } from '../../testing/test-app.ts';
import { acceptedVersions } from './if-match.ts';
import * as schema from './schema.ts';

const UNKNOWN = '0190163d-8694-739b-aea5-966c26f8ad91';

describe('cart', () => {
  let test: TestApp;
  let given: Given;
  let ann: SignedIn;
  beforeAll(async () => {
    test = await startTestApp();
    given = givenIn(test.database);
  });
  afterAll(() => test.close());

  const customer = () => test.signUp();
  const add = (client: Client, item: object, headers?: Record<string, string>) =>
    client.post('/api/cart/add', item, headers);
  const rows = async (query: string, ...values: unknown[]) =>
    (await test.database.admin.query(query, values)).rows;

  it('[CART-1] is empty before its first use, never cached, and looking makes none', async () => {
    ann = await customer();
    const { status, body, headers } = await ann.get('/api/cart');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['etag']).toBe('"v0"');
    expect(body.cart).toEqual({
      id: null,
      userId: ann.userId,
      items: [],
      totalItems: 0,
      totalPrice: 0,
      currency: 'USD',
      market: 'us',
      notSold: [],
      version: 0,
      updatedAt: null,
    });
    expect(await rows('select from carts where shopper_id = $1', ann.userId)).toHaveLength(0);
  });

  it('[CART-1] [CART-2] is made by the first add and answers lines with the server’s title, price and picture', async () => {
    const shirt = await given.variant({
      title: 'Linen Shirt',
      price: '125.50',
      stock: 7,
      options: { Size: 'M' },
    });
    const { productId, variantId } = shirt;
    const answer = await add(ann, {
      productId,
      variantId,
      quantity: 2,
      title: 'Hacked',
      price: 125.5,
      imageUrl: 'https://x.example/a.png',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers['etag']).toBe('"v1"');
    expect(answer.text).toContain('"price" : 125.50');
    expect(answer.text).toContain('"totalPrice" : 251.00');
    schema.cartAnswer.parse(answer.body);
    expect(answer.body.cart).toMatchObject({
      userId: ann.userId,
      totalItems: 2,
      totalPrice: 251,
      currency: 'USD',
      version: 1,
      items: [
        {
          productId,
          variantId,
          title: 'Linen Shirt',
          slug: shirt.slug,
          sku: shirt.sku,
          options: { Size: 'M' },
          price: 125.5,
          quantity: 2,
          lineTotal: 251,
          available: 7,
          maxQuantity: 10,
          status: 'ok',
          purchase: { type: 'once' },
          priceChange: null,
        },
      ],
    });
    expect(answer.body.cart.items[0].imageUrl).toMatch(/^\/images\//);
    expect((await ann.get('/api/cart')).body).toEqual(answer.body);
  });

  it('[CART-2] merges the same variant into one line, and takes the only variant where none is named', async () => {
    const client = await customer();
    const { productId, variantId } = await given.variant();
    await add(client, { productId, variantId });
    const { body } = await add(client, { productId, quantity: 3 });
    expect(body.cart.items).toHaveLength(1);
    expect(body.cart.items[0]).toMatchObject({ variantId, quantity: 4 });
  });

  it('[CART-2] asks which variant where there are several, and names them', async () => {
    const first = await given.variant();
    const second = await given.variant({ of: first });
    await given.variant({ of: first, active: false });
    expectError(await add(await customer(), { productId: first.productId }), 'VARIANT_REQUIRED', {
      variants: [first.variantId, second.variantId],
    });
  });

  it('[CART-2] refuses what is unknown, unpublished, of another product or not in this market, and makes no cart', async () => {
    const client = await customer();
    const shirt = await given.variant();
    const other = await given.variant();
    const draft = await given.variant({ status: 'draft' });
    const estonian = await given.variant({ prices: { ee: '9.00' } });
    expectError(await add(client, { productId: UNKNOWN }), 'PRODUCT_NOT_FOUND');
    expectError(await add(client, draft_(draft)), 'PRODUCT_NOT_FOUND');
    expectError(
      await add(client, { productId: shirt.productId, variantId: other.variantId }),
      'VARIANT_NOT_FOUND',
    );
    expectError(await add(client, { productId: estonian.productId }), 'NOT_SOLD_IN_MARKET');
    expect(await rows('select from carts where shopper_id = $1', client.userId)).toHaveLength(0);
  });

  const draft_ = ({ productId, variantId }: { productId: string; variantId: string }) => ({
    productId,
    variantId,
  });

  it('[CART-2] audits a price the client believed wrongly, and never uses it', async () => {
    const client = await customer();
    const { productId, variantId } = await given.variant({ price: '20.00' });
    const right = await add(client, { productId, price: '20.00' });
    expect(right.body.cart.items[0].price).toBe(20);
    const about = "select * from audit_log where action = 'cart.price_mismatch' and target_id = $1";
    expect(await rows(about, variantId)).toHaveLength(0);
    const wrong = await add(client, { productId, price: 0.01 });
    expect(wrong.body.cart.totalPrice).toBe(40);
    expect(await rows(about, variantId)).toMatchObject([
      {
        actor_id: client.userId,
        before: { price: 20, currency: 'USD' },
        after: { claimed: 0.01 },
        request_id: wrong.headers['x-request-id'],
      },
    ]);
  });

  it('[CART-3] [L-19] updates, removes and clears, and each change moves version and updatedAt', async () => {
    const client = await customer();
    const one = await given.variant();
    const two = await given.variant();
    const versions: number[] = [];
    const times: string[] = [];
    const note = ({ body }: { body: { cart: { updatedAt: string; version: number } } }) => {
      versions.push(body.cart.version);
      times.push(body.cart.updatedAt);
    };
    note(await add(client, one_(one)));
    const added = await add(client, one_(two));
    note(added);
    const [first, second] = added.body.cart.items;
    const updated = await client.patch('/api/cart/update', { itemId: first.id, quantity: 5 });
    expect(updated.body.cart.items[0].quantity).toBe(5);
    note(updated);
    note(await client.patch(`/api/cart/items/${first.id}`, { quantity: 2 }));
    const removed = await client.delete('/api/cart/remove', { itemId: first.id });
    expect(removed.body.cart.items.map((item: { id: string }) => item.id)).toEqual([second.id]);
    note(removed);
    note(await client.delete(`/api/cart/remove?itemId=${second.id}`));
    await add(client, one_(one));
    const kept = await add(client, one_(two));
    note(await client.delete(`/api/cart/items/${kept.body.cart.items[0].id}`));
    const cleared = await client.delete('/api/cart/clear');
    expect(cleared.body).toMatchObject({
      deletedCount: 1,
      cart: { items: [], totalItems: 0, id: added.body.cart.id },
    });
    note(cleared);
    // The clock stands still, so only the cart itself can have moved the time.
    expect(times).toEqual([...new Set(times)].sort());
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    expect((await client.delete('/api/cart/items')).body).toMatchObject({
      deletedCount: 0,
      cart: { version: cleared.body.cart.version },
    });
    expect((await client.post('/api/cart/items', one_(one))).status).toBe(201);
  });

  const one_ = ({ productId, variantId }: { productId: string; variantId: string }) => ({
    productId,
    variantId,
  });

  it('[CART-3] clearing where there is no cart makes none', async () => {
    const client = await customer();
    expect((await client.delete('/api/cart/clear')).body).toMatchObject({
      deletedCount: 0,
      cart: { id: null },
    });
    expect(await rows('select from carts where shopper_id = $1', client.userId)).toHaveLength(0);
  });

  it('[CART-4] keeps quantities between 1 and 100 and under the limit of variant, product or store', async () => {
    const client = await customer();
    const usual = await given.variant({ stock: 500 });
    for (const quantity of [0, -1, 1.5, 101, '2']) {
      expectError(await add(client, { ...one_(usual), quantity }), 'VALIDATION_FAILED');
    }
    expectError(await add(client, { ...one_(usual), quantity: 11 }), 'QUANTITY_LIMIT', {
      max: 10,
      requested: 11,
    });
    const byProduct = await given.variant({ stock: 500, productMaxQuantity: 3 });
    expectError(await add(client, { ...one_(byProduct), quantity: 4 }), 'QUANTITY_LIMIT', { max: 3 });
    const byVariant = await given.variant({ stock: 500, productMaxQuantity: 3, maxQuantity: 100 });
    const { body } = await add(client, { ...one_(byVariant), quantity: 100 });
    expect(body.cart.items[0].maxQuantity).toBe(100);
    expectError(await add(client, one_(byVariant)), 'QUANTITY_LIMIT', { max: 100, requested: 101 });
    expectError(
      await client.patch('/api/cart/update', { itemId: body.cart.items[0].id, quantity: 101 }),
      'VALIDATION_FAILED',
    );
    await add(client, { ...one_(usual), quantity: 10 });
    const line = (await client.get('/api/cart')).body.cart.items[1];
    expectError(await client.patch('/api/cart/update', { itemId: line.id, quantity: 11 }), 'QUANTITY_LIMIT', {
      max: 10,
    });
  });

  it('[CART-4] holds at most 100 lines', async () => {
    const client = await customer();
    const base = await given.variant();
    for (let index = 0; index < 100; index++) {
      const variant = index === 0 ? base : await given.variant({ of: base });
      expect((await add(client, one_(variant))).status).toBe(201);
    }
    const one = await given.variant({ of: base });
    expectError(await add(client, one_(one)), 'CART_FULL', { max: 100 });
    expect((await add(client, one_(base))).body.cart).toMatchObject({ totalItems: 101 });
  });

  it('[CART-5] [L-18] forbids another’s item, does not find an unknown one, refuses a malformed one', async () => {
    const bob = await customer();
    const eve = await customer();
    const { body } = await add(bob, one_(await given.variant()));
    const itemId = body.cart.items[0].id as string;
    for (const verb of ['patch', 'delete'] as const) {
      const url = verb === 'patch' ? '/api/cart/update' : '/api/cart/remove';
      const more = verb === 'patch' ? { quantity: 1 } : {};
      expectError(await eve[verb](url, { itemId, ...more }), 'FORBIDDEN');
      expectError(await eve[verb](url, { itemId: UNKNOWN, ...more }), 'ITEM_NOT_FOUND');
      expectError(await eve[verb](url, { itemId: '1', ...more }), 'VALIDATION_FAILED');
      expectError(await eve[verb](url, {}), 'VALIDATION_FAILED');
      expectError(
        await eve[verb](`/api/cart/items/${itemId}`, verb === 'patch' ? more : undefined),
        'FORBIDDEN',
      );
    }
    expect((await bob.get('/api/cart')).body).toEqual(body);
  });

  it('[CART-5] never reads a user id of the client', async () => {
    const bob = await customer();
    const eve = await customer();
    const item = one_(await given.variant());
    expectError(await add(eve, { ...item, userId: bob.userId }), 'VALIDATION_FAILED');
    await add(eve, item, { 'x-user-id': bob.userId });
    expect((await eve.get(`/api/cart?userId=${bob.userId}`)).body.cart).toMatchObject({
      userId: eve.userId,
      totalItems: 1,
    });
    expect((await bob.get('/api/cart')).body.cart.totalItems).toBe(0);
  });

  it('[CART-5] refuses whoever is nobody', async () => {
    for (const call of [
      test.client().get('/api/cart'),
      test.client().post('/api/cart/add', {}),
      test.client().get('/api/cart/events'),
    ]) {
      expectError(await call, 'UNAUTHENTICATED');
    }
  });

  it('[STK-2] [L-6] refuses more than is available, in add and update, with what is', async () => {
    const client = await customer();
    const scarce = await given.variant({ stock: 5, reserved: 2 });
    expectError(await add(client, { ...one_(scarce), quantity: 4 }), 'INSUFFICIENT_STOCK', {
      available: 3,
      requested: 4,
    });
    await add(client, { ...one_(scarce), quantity: 2 });
    expectError(await add(client, { ...one_(scarce), quantity: 2 }), 'INSUFFICIENT_STOCK', {
      available: 3,
      requested: 4,
    });
    const before = (await client.get('/api/cart')).body;
    expectError(
      await client.patch('/api/cart/update', { itemId: before.cart.items[0].id, quantity: 100 }),
      'INSUFFICIENT_STOCK',
      { available: 3, requested: 100 },
    );
    expect((await client.get('/api/cart')).body).toEqual(before);
    expectError(
      await add(await customer(), { ...one_(await given.variant({ stock: 0 })), quantity: 100 }),
      'INSUFFICIENT_STOCK',
      { available: 0 },
    );
  });

  it('[STK-2] [L-1] adds up over all lines of a variant, bought once or by subscription', async () => {
    const client = await customer();
    const item = one_(await given.variant({ stock: 5, subscription: true }));
    const monthly = { type: 'subscription', interval: 'month' };
    await add(client, { ...item, quantity: 3 });
    expectError(await add(client, { ...item, quantity: 3, purchase: monthly }), 'INSUFFICIENT_STOCK', {
      available: 5,
      requested: 6,
    });
    const { body } = await add(client, { ...item, quantity: 2, purchase: monthly });
    expect(body.cart.items).toMatchObject([
      { quantity: 3, purchase: { type: 'once' } },
      { quantity: 2, purchase: monthly },
    ]);
    expectError(
      await client.patch('/api/cart/update', { itemId: body.cart.items[0].id, quantity: 4 }),
      'INSUFFICIENT_STOCK',
      { requested: 6 },
    );
    const limited = one_(await given.variant({ stock: 50, subscription: true, maxQuantity: 4 }));
    await add(client, { ...limited, quantity: 3 });
    expectError(await add(client, { ...limited, quantity: 2, purchase: monthly }), 'QUANTITY_LIMIT', {
      max: 4,
      requested: 5,
    });
  });

  it('refuses a subscription to what is not sold so', async () => {
    const item = one_(await given.variant());
    expectError(
      await add(await customer(), { ...item, purchase: { type: 'subscription', interval: 'week' } }),
      'SUBSCRIPTION_NOT_AVAILABLE',
    );
    expectError(
      await add(await customer(), { ...item, purchase: { type: 'subscription', interval: 'day' } }),
      'VALIDATION_FAILED',
    );
  });

  it('[CART-9] answers 412 to a client that wants to change another version, and changes nothing', async () => {
    const client = await customer();
    const item = one_(await given.variant());
    expectError(await add(client, item, { 'if-match': '"v1"' }), 'PRECONDITION_FAILED');
    expect((await add(client, item, { 'if-match': '"v0"' })).status).toBe(201);
    expectError(await add(client, item, { 'if-match': '"v0"' }), 'PRECONDITION_FAILED');
    const { body } = await add(client, item, { 'if-match': '"v7", "v1"' });
    const itemId = body.cart.items[0].id;
    const stale = { 'if-match': '"v1"' };
    expectError(
      await client.patch('/api/cart/update', { itemId, quantity: 1 }, stale),
      'PRECONDITION_FAILED',
    );
    expectError(await client.delete('/api/cart/remove', { itemId }, stale), 'PRECONDITION_FAILED');
    expectError(await client.delete('/api/cart/clear', undefined, stale), 'PRECONDITION_FAILED');
    expect((await client.get('/api/cart')).body).toEqual(body);
    expect((await client.delete('/api/cart/clear', undefined, { 'if-match': '*' })).status).toBe(200);
  });

  it('[CART-9] matches strongly: weak and foreign tags fit no version', () => {
    expect(acceptedVersions(undefined)).toBeNull();
    expect(acceptedVersions('*')).toBeNull();
    expect(acceptedVersions('W/"v3", "abc", "v12"')).toEqual([12n]);
    expect(acceptedVersions('')).toEqual([]);
  });

  it('[CART-8] [AUTH-7] survives logout and a new login; under the policy `clear` it is emptied', async () => {
    const item = one_(await given.variant());
    const back = async ({ client, email }: TestApp & { email: string }) => {
      const { body } = await client().post('/api/auth/login', {
        email,
        password: PASSWORD,
        transport: 'bearer',
      });
      return (await client({ authorization: `Bearer ${body.accessToken}` }).get('/api/cart')).body.cart;
    };
    const kept = await customer();
    const before = (await add(kept, item)).body.cart;
    await kept.post('/api/auth/logout');
    expectError(await kept.get('/api/cart'), 'SESSION_REVOKED');
    expect(await back({ ...test, email: kept.email })).toEqual(before);

    const strict = await startTestApp({ store: { cart: { ...test.store.cart, onLogout: 'clear' } } });
    const cleared = await strict.signUp();
    await add(cleared, one_(await givenIn(strict.database).variant()));
    await cleared.post('/api/auth/logout');
    expect(await back({ ...strict, email: cleared.email })).toMatchObject({ items: [], version: 2 });
    await strict.close();
  });

  it('[CART-13] goes with its user', async () => {
    const client = await customer();
    await add(client, one_(await given.variant()));
    await rows('delete from users where shopper_id = $1', client.userId);
    for (const table of ['carts', 'cart_lines', 'shoppers']) {
      expect(
        await rows(
          `select from ${table} where ${table === 'shoppers' ? 'id' : 'shopper_id'} = $1`,
          client.userId,
        ),
      ).toHaveLength(0);
    }
  });

  it('takes one round trip for a read and for a write', async () => {
    const client = await customer();
    const item = one_(await given.variant());
    await add(client, item);
    const sent: string[][] = [];
    const stop = test.database.shop.onSent(({ statements }) =>
      sent.push(statements.map((name) => name.split(':')[0]!)),
    );
    const { body } = await client.get('/api/cart');
    await add(client, item);
    await client.patch('/api/cart/update', { itemId: body.cart.items[0].id, quantity: 1 });
    stop();
    expect(sent).toEqual([
      ['identify.user', 'cart.read'],
      ['identify.user', 'cart.lock', 'cart.add', 'cart.read'],
      ['identify.user', 'cart.lock', 'cart.update', 'cart.read'],
    ]);
  });
});
