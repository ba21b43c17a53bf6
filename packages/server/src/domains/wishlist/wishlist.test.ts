import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn, type Given, type GivenProduct } from '../../testing/given.ts';
import { startTestApp, type Client, type TestApp } from '../../testing/test-app.ts';
import { wishlistAnswer } from './schema.ts';

const UNKNOWN = '0190163d-8694-739b-aea5-966c26f8ad91';

describe('wishlist', () => {
  let test: TestApp;
  let given: Given;
  beforeAll(async () => {
    test = await startTestApp();
    given = givenIn(test.database);
  });
  afterAll(() => test.close());

  const wish = (client: Client, { productId, variantId }: GivenProduct) =>
    client.post('/api/wishlist/items', { productId, variantId });
  const listOf = async (client: Client, headers?: Record<string, string>) =>
    (await client.get('/api/wishlist', headers)).body.wishlist;

  it('[CART-14] holds products and variants, each once, newest first, with today’s price and stock', async () => {
    const client = await test.signUp();
    expect((await client.get('/api/wishlist')).body).toEqual({
      wishlist: { userId: client.userId, items: [], totalItems: 0, currency: 'USD', market: 'us' },
    });
    const shirt = await given.variant({ title: 'Shirt', price: '12.50', stock: 3 });
    await given.variant({ of: shirt, price: '11.00', stock: 4 });
    expect((await client.post('/api/wishlist/items', { productId: shirt.productId })).status).toBe(201);
    expect((await wish(client, shirt)).status).toBe(201);
    const again = await wish(client, shirt);
    expect(again.status).toBe(200);
    expect(again.headers['cache-control']).toBe('no-store');
    wishlistAnswer.parse(again.body);
    expect(again.body.wishlist).toMatchObject({
      totalItems: 2,
      items: [
        {
          productId: shirt.productId,
          variantId: shirt.variantId,
          slug: shirt.slug,
          title: 'Shirt',
          price: 12.5,
          currency: 'USD',
          available: 3,
          status: 'ok',
        },
        { productId: shirt.productId, variantId: null, price: 11, available: 7, status: 'ok' },
      ],
    });
    const { items } = again.body.wishlist;
    const removed = await client.delete(`/api/wishlist/items/${items[0].id}`);
    expect(removed.body.wishlist.items).toEqual([items[1]]);
  });

  it('[CART-14] says what cannot be bought', async () => {
    const client = await test.signUp();
    const products = [
      await given.variant({ stock: 0 }),
      await given.variant({ prices: { ee: '9.00' } }),
      await given.variant(),
    ];
    for (const product of products) await wish(client, product);
    await test.database.admin.query("update products set status = 'archived' where id = $1", [
      products[2]!.productId,
    ]);
    expect((await listOf(client)).items.map(({ status }: { status: string }) => status)).toEqual([
      'unavailable',
      'not-sold-in-market',
      'out-of-stock',
    ]);
    expect((await listOf(client, { 'x-market': 'ee' })).items[1]).toMatchObject({
      price: 9,
      currency: 'EUR',
      status: 'ok',
    });
  });

  it('[CART-14] refuses what does not exist or is not on sale', async () => {
    const client = await test.signUp();
    const shirt = await given.variant();
    const other = await given.variant();
    expectError(await client.post('/api/wishlist/items', { productId: UNKNOWN }), 'PRODUCT_NOT_FOUND');
    expectError(await wish(client, await given.variant({ status: 'draft' })), 'PRODUCT_NOT_FOUND');
    expectError(await wish(client, { ...shirt, variantId: other.variantId }), 'VARIANT_NOT_FOUND');
    expectError(await client.post('/api/wishlist/items', { productId: 'x' }), 'VALIDATION_FAILED');
    expectError(
      await client.post('/api/wishlist/items', { productId: shirt.productId, userId: UNKNOWN }),
      'VALIDATION_FAILED',
    );
    expectError(await test.client().get('/api/wishlist'), 'UNAUTHENTICATED');
  });

  it('[CART-14] [L-18] forbids another’s item, does not find an unknown one', async () => {
    const bob = await test.signUp();
    const eve = await test.guest();
    const { body } = await wish(bob, await given.variant());
    const { id } = body.wishlist.items[0];
    for (const send of [
      (to: string) => eve.delete(`/api/wishlist/items/${to}`),
      (to: string) => eve.post(`/api/wishlist/items/${to}/move-to-cart`),
    ]) {
      expectError(await send(id), 'FORBIDDEN');
      expectError(await send(UNKNOWN), 'ITEM_NOT_FOUND');
      expectError(await send('x'), 'VALIDATION_FAILED');
    }
    expect(await listOf(bob)).toEqual(body.wishlist);
    expect((await listOf(eve)).items).toEqual([]);
  });

  it('[CART-14] moves a wish into the cart in one step, and keeps it where the cart refuses', async () => {
    const client = await test.signUp();
    const shirt = await given.variant({ stock: 2 });
    const { id } = (await wish(client, shirt)).body.wishlist.items[0];
    expectError(
      await client.post(`/api/wishlist/items/${id}/move-to-cart`, { quantity: 3 }),
      'INSUFFICIENT_STOCK',
      { available: 2 },
    );
    expect((await listOf(client)).items).toMatchObject([{ id }]);
    expect((await client.get('/api/cart')).body.cart.id).toBeNull();
    const moved = await client.post(`/api/wishlist/items/${id}/move-to-cart`, { quantity: 2 });
    expect(moved).toMatchObject({
      status: 200,
      body: { cart: { totalItems: 2, items: [{ variantId: shirt.variantId }] }, wishlist: { items: [] } },
    });
    expectError(await client.post(`/api/wishlist/items/${id}/move-to-cart`), 'ITEM_NOT_FOUND');
  });

  it('[CART-14] asks for the variant where the wish is for a product of several', async () => {
    const client = await test.signUp();
    const shirt = await given.variant();
    const large = await given.variant({ of: shirt });
    const { id } = (await client.post('/api/wishlist/items', { productId: shirt.productId })).body.wishlist
      .items[0];
    expectError(await client.post(`/api/wishlist/items/${id}/move-to-cart`), 'VARIANT_REQUIRED', {
      variants: [shirt.variantId, large.variantId],
    });
    const { body } = await client.post(`/api/wishlist/items/${id}/move-to-cart`, {
      variantId: large.variantId,
    });
    expect(body.cart.items).toMatchObject([{ variantId: large.variantId, quantity: 1 }]);
  });

  it('[CART-14] a wish moved twenty times at once is in the cart once', async () => {
    const client = await test.signUp();
    const { id } = (await wish(client, await given.variant())).body.wishlist.items[0];
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => client.post(`/api/wishlist/items/${id}/move-to-cart`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200,
      ...Array.from({ length: 19 }, () => 404),
    ]);
    expect((await client.get('/api/cart')).body.cart.totalItems).toBe(1);
  });

  it('[CART-14] holds at most 500, also when 30 come at once, and one added 30 times at once is there once', async () => {
    const client = await test.signUp();
    const shirt = await given.variant();
    const twice = await Promise.all(Array.from({ length: 30 }, () => wish(client, shirt)));
    expect(twice.filter(({ status }) => status === 201)).toHaveLength(1);
    await test.database.admin.query(
      `with more as (
         insert into products (slug, designer_id, category_id, title, status, created_at, updated_at)
         select 'wish-' || n, designer_id, category_id, title, status, now(), now() from products, generate_series(1, 489) n where id = $2 returning id)
       insert into wishlist_items (shopper_id, product_id, added_at) select $1, id, now() from more`,
      [client.userId, shirt.productId],
    );
    const products = await Promise.all(Array.from({ length: 30 }, () => given.variant()));
    const answers = await Promise.all(products.map((product) => wish(client, product)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expectError(
      answers.find(({ status }) => status !== 201)!,
      'WISHLIST_FULL',
      { max: 500 },
    );
    expect((await listOf(client)).totalItems).toBe(500);
  });
});
