import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn, type Given, type GivenProduct } from '../../testing/given.ts';
import { startTestApp, type Client, type TestApp } from '../../testing/test-app.ts';
import * as schema from './schema.ts';

const DAY = 86_400_000;

describe('prices, markets and validation of carts', () => {
  let test: TestApp;
  let given: Given;
  beforeAll(async () => {
    test = await startTestApp();
    given = givenIn(test.database);
  });
  afterAll(() => test.close());

  const item = ({ productId, variantId }: GivenProduct) => ({ productId, variantId });
  const add = (client: Client, product: GivenProduct, more: object = {}, headers?: Record<string, string>) =>
    client.post('/api/cart/add', { ...item(product), ...more }, headers);
  const firstLine = async (client: Client) => (await client.get('/api/cart')).body.cart.items[0];
  // Sessions last 7 days from sign-up, so the clock moves only while a guest shops.
  const inDays = async (days: number, work: () => Promise<void>) => {
    const then = test.clock.now;
    test.clock.advance(days * DAY);
    await work().finally(() => (test.clock.now = then));
  };

  it('[CART-11] [L-14] the buyer pays the lower of snapshot and current price while the snapshot is young, then the current one', async () => {
    const guest = await test.guest();
    const shirt = await given.variant({ price: '20.00' });
    await add(guest, shirt, { quantity: 2 });
    await given.price(shirt.variantId, 'us', '25.00');
    expect(await firstLine(guest)).toMatchObject({
      price: 20,
      lineTotal: 40,
      priceChange: { old: 20, new: 25, percent: 25, notable: true },
    });
    await inDays(6.9, async () => expect(await firstLine(guest)).toMatchObject({ price: 20 }));
    await inDays(7.1, async () => expect(await firstLine(guest)).toMatchObject({ price: 25, lineTotal: 50 }));
    await given.price(shirt.variantId, 'us', '19.00');
    expect(await firstLine(guest)).toMatchObject({
      price: 19,
      priceChange: { old: 20, new: 19, percent: -5, notable: false },
    });
    await inDays(8, async () => expect(await firstLine(guest)).toMatchObject({ price: 19 }));
  });

  it('[CART-11] adding more keeps a young lower snapshot and renews any other', async () => {
    const guest = await test.guest();
    const shirt = await given.variant({ price: '20.00' });
    await add(guest, shirt);
    await given.price(shirt.variantId, 'us', '25.00');
    expect((await add(guest, shirt)).body.cart.items[0]).toMatchObject({
      price: 20,
      quantity: 2,
      priceChange: null,
    });
    await inDays(8, async () => {
      expect((await add(guest, shirt)).body.cart.items[0]).toMatchObject({ price: 25, quantity: 3 });
      await given.price(shirt.variantId, 'us', '30.00');
      expect(await firstLine(guest)).toMatchObject({ price: 25 });
    });
  });

  it('[CART-10] reports each line that is wrong and mends them in one go', async () => {
    const client = await test.signUp();
    const gone = await given.variant();
    const deleted = await given.variant({ title: 'Deleted thing' });
    const unpublished = await given.variant();
    const soldOut = await given.variant({ stock: 4 });
    const reduced = await given.variant({ stock: 6 });
    const limited = await given.variant();
    const dearer = await given.variant({ price: '10.00' });
    const cheaper = await given.variant({ price: '10.00' });
    const fine = await given.variant();
    for (const product of [gone, deleted, unpublished, soldOut, reduced, limited, dearer, cheaper, fine])
      await add(client, product, { quantity: 4 });
    expect((await client.post('/api/cart/validate')).body).toMatchObject({
      valid: true,
      problems: [],
      rules: [],
    });

    const { admin } = test.database;
    await admin.query('update variants set active = false where id = $1', [gone.variantId]);
    await admin.query('delete from products where id = $1', [deleted.productId]);
    await admin.query("update products set status = 'approved' where id = $1", [unpublished.productId]);
    await admin.query('update variants set max_quantity = 2 where id = $1', [limited.variantId]);
    await given.stock(soldOut.variantId, -4);
    await given.stock(reduced.variantId, -3);
    await given.price(dearer.variantId, 'us', '11.50');
    await given.price(cheaper.variantId, 'us', '9.90');

    const { body, text } = await client.post('/api/cart/validate', {});
    schema.validationAnswer.parse(body);
    expect(body.valid).toBe(false);
    const found = body.problems.map(
      ({ variantId, problem, repair, repairedQuantity }: Record<string, unknown>) => [
        variantId,
        problem,
        repair,
        repairedQuantity,
      ],
    );
    expect(found).toEqual([
      [gone.variantId, 'gone', 'remove', 0],
      [deleted.variantId, 'gone', 'remove', 0],
      [unpublished.variantId, 'unpublished', 'remove', 0],
      [soldOut.variantId, 'out-of-stock', 'remove', 0],
      [reduced.variantId, 'reduced', 'reduce', 3],
      [limited.variantId, 'over-limit', 'reduce', 2],
      [dearer.variantId, 'price-changed', 'reprice', 4],
      [cheaper.variantId, 'price-changed', 'reprice', 4],
    ]);
    expect(body.problems[1].title).toBe('Deleted thing');
    expect(body.problems[6].priceChange).toEqual({ old: 10, new: 11.5, percent: 15, notable: true });
    expect(text).toContain('11.50');
    expect(body.cart.items.map(({ status }: { status: string }) => status)).toEqual([
      'unavailable',
      'unavailable',
      'unavailable',
      'out-of-stock',
      'reduced',
      'over-limit',
      'ok',
      'ok',
      'ok',
    ]);
    expect((await client.get('/api/cart')).body.cart.version).toBe(9);

    const fixed = (await client.post('/api/cart/validate', { fix: true })).body;
    schema.validationAnswer.parse(fixed);
    expect(fixed).toMatchObject({ valid: true, fixed: true, cart: { version: 10, totalItems: 17 } });
    expect(fixed.problems).toEqual(body.problems);
    const lines = fixed.cart.items.map(
      ({ quantity, price, status, priceChange }: Record<string, unknown>) => [
        quantity,
        price,
        status,
        priceChange,
      ],
    );
    expect(lines).toEqual([
      [3, 10, 'ok', null],
      [2, 10, 'ok', null],
      [4, 10, 'ok', null],
      [4, 9.9, 'ok', null],
      [4, 10, 'ok', null],
    ]);
    const { rows } = await admin.query(
      "select actor_id, after from audit_log where action = 'cart.price_changed'",
    );
    expect(rows).toEqual([
      { actor_id: client.userId, after: { old: 10, new: 11.5, percent: 15, notable: true } },
    ]);
    expect((await client.post('/api/cart/validate', { fix: true })).body).toMatchObject({
      valid: true,
      fixed: false,
      cart: { version: 10 },
    });
  });

  it('[CART-10] [L-1] shares what is left among the lines of one variant, the older first', async () => {
    const client = await test.signUp();
    const coffee = await given.variant({ stock: 9, subscription: true });
    await add(client, coffee, { quantity: 4 });
    await add(client, coffee, { quantity: 3, purchase: { type: 'subscription', interval: 'week' } });
    await add(client, coffee, { quantity: 2, purchase: { type: 'subscription', interval: 'month' } });
    await given.stock(coffee.variantId, -3);
    const { body } = await client.post('/api/cart/validate', { fix: true });
    expect(body.problems).toMatchObject([
      { repair: 'reduce', repairedQuantity: 2 },
      { repair: 'remove', repairedQuantity: 0 },
    ]);
    expect(body).toMatchObject({
      valid: true,
      cart: { totalItems: 6, items: [{ quantity: 4 }, { quantity: 2 }] },
    });
  });

  it('[CART-10] leaves a protected price protected when a rise is agreed to', async () => {
    const guest = await test.guest();
    const shirt = await given.variant({ price: '20.00' });
    await add(guest, shirt);
    await given.price(shirt.variantId, 'us', '30.00');
    expect((await guest.post('/api/cart/validate', { fix: true })).body).toMatchObject({
      valid: true,
      fixed: true,
      cart: { totalPrice: 20 },
    });
    await inDays(8, async () => expect(await firstLine(guest)).toMatchObject({ price: 30 }));
  });

  it('[CART-15] is in the market of the header, else the user’s own, else the default', async () => {
    const client = await test.signUp();
    const both = await given.variant({ prices: { us: '10.00', ee: '9.50', kg: '870.00' } });
    const market = async (headers?: Record<string, string>) =>
      (await client.get('/api/cart', headers)).body.cart.market;
    expect(await market()).toBe('us');
    await test.database.admin.query("update shoppers set market = 'ee' where id = $1", [client.userId]);
    expect(await market()).toBe('ee');
    expect(await market({ 'x-market': 'KG' })).toBe('kg');
    expectError(await client.get('/api/cart', { 'x-market': 'xx' }), 'MARKET_UNKNOWN');
    expectError(await add(client, both, {}, { 'x-market': 'constructor' }), 'MARKET_UNKNOWN');
    expect((await add(client, both)).body.cart).toMatchObject({ currency: 'EUR', totalPrice: 9.5 });
    await test.database.admin.query("update shoppers set market = 'closed' where id = $1", [client.userId]);
    expect(await market()).toBe('us');
  });

  it('[CART-15] shows another market without writing, and the next write there reprices every line', async () => {
    const client = await test.signUp();
    const both = await given.variant({ prices: { us: '10.00', ee: '9.50' } });
    const here = await given.variant({ prices: { us: '7.00' } });
    await add(client, both, { quantity: 2 });
    await add(client, here);
    const inEe = { 'x-market': 'ee' };
    const shown = (await client.get('/api/cart', inEe)).body.cart;
    const [first, second] = shown.items;
    expect(shown).toMatchObject({
      market: 'ee',
      currency: 'EUR',
      totalItems: 2,
      totalPrice: 19,
      notSold: [second.id],
      version: 2,
    });
    expect(first).toMatchObject({ price: 9.5, priceChange: null, status: 'ok' });
    expect(second).toMatchObject({ price: null, lineTotal: null, status: 'not-sold-in-market' });
    schema.cart.parse(shown);
    const stored = async () =>
      (
        await test.database.admin.query(
          'select market, currency, version::int from carts where shopper_id = $1',
          [client.userId],
        )
      ).rows;
    expect(await stored()).toEqual([{ market: 'us', currency: 'USD', version: 2 }]);
    expectError(
      await client.patch('/api/cart/update', { itemId: second.id, quantity: 2 }, inEe),
      'NOT_SOLD_IN_MARKET',
    );
    expect(await stored()).toEqual([{ market: 'us', currency: 'USD', version: 2 }]);

    const switched = (await client.patch('/api/cart/update', { itemId: first.id, quantity: 1 }, inEe)).body
      .cart;
    expect(switched).toMatchObject({ market: 'ee', totalPrice: 9.5, notSold: [second.id] });
    expect(await stored()).toEqual([{ market: 'ee', currency: 'EUR', version: 3 }]);
    await given.price(both.variantId, 'ee', '12.00');
    expect((await client.get('/api/cart', inEe)).body.cart.items[0]).toMatchObject({
      price: 9.5,
      priceChange: { old: 9.5, new: 12 },
    });
    const back = (await client.get('/api/cart')).body.cart;
    expect(back).toMatchObject({ market: 'us', totalPrice: 17, notSold: [] });
    expect((await client.post('/api/cart/validate', {}, inEe)).body.problems).toMatchObject([
      { problem: 'price-changed' },
      { itemId: second.id, problem: 'not-sold-in-market', repair: 'remove' },
    ]);
  });

  it('[CART-15] takes no price in another currency for the market’s', async () => {
    const client = await test.signUp();
    const odd = await given.variant({ prices: { us: '10.00' } });
    await test.database.admin.query("update variant_prices set currency = 'EUR' where variant_id = $1", [
      odd.variantId,
    ]);
    expectError(await add(client, odd), 'NOT_SOLD_IN_MARKET');
  });

  it('[API-7] [AUD-1] takes an address that a proxy passed on with a port, a zone or as nonsense, and writes a plain one down', async () => {
    const proxied = await startTestApp({ database: test.database, env: { TRUSTED_PROXIES: '127.0.0.1' } });
    const shirt = await given.variant();
    const client = await proxied.signUp();
    for (const from of ['198.51.100.7:5000', '[2001:db8::7]:80', 'fe80::7%eth0', 'unknown']) {
      expect((await add(client, shirt, { price: 1 }, { 'x-forwarded-for': from })).status).toBe(201);
    }
    const written = await test.database.admin.query(
      "select host(ip) as ip from audit_log where actor_id = $1 and action = 'cart.price_mismatch' order by id",
      [client.userId],
    );
    expect(written.rows.map(({ ip }: { ip: string }) => ip)).toEqual([
      '198.51.100.7',
      '2001:db8::7',
      'fe80::7',
      '127.0.0.1',
    ]);
    await proxied.close();
  });
});
