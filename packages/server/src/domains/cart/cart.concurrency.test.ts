import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenIn, type Given, type GivenProduct } from '../../testing/given.ts';
import { startTestApp, type Answer, type Client, type TestApp } from '../../testing/test-app.ts';

describe('many changes of one cart at once', () => {
  let test: TestApp;
  let given: Given;
  beforeAll(async () => {
    test = await startTestApp();
    given = givenIn(test.database);
  });
  afterAll(() => test.close());

  const add = (client: Client, { productId, variantId }: GivenProduct, more: object = {}) =>
    client.post('/api/cart/add', { productId, variantId, ...more });
  const times = <Result>(count: number, work: (index: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: count }, (_, index) => work(index)));
  const cartOf = async (client: Client) => (await client.get('/api/cart')).body.cart;
  const tally = (answers: Answer[]) => {
    const counts: Record<string, number> = {};
    for (const { status, body } of answers) {
      const key = status < 300 ? String(status) : `${status} ${body.error.reason}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  };

  it('[CART-2] [L-16] 100 parallel adds of one variant, the first use among them, make one line with every piece', async () => {
    const client = await test.signUp();
    const shirt = await given.variant({ stock: 1000, maxQuantity: 100 });
    expect(tally(await times(100, () => add(client, shirt)))).toEqual({ 201: 100 });
    expect(await cartOf(client)).toMatchObject({ totalItems: 100, version: 100, items: [{ quantity: 100 }] });
  });

  it('[STK-2] [L-4] [L-16] of 100 parallel adds of 37 in stock exactly 37 count', async () => {
    const client = await test.signUp();
    const shirt = await given.variant({ stock: 37, maxQuantity: 100 });
    expect(tally(await times(100, () => add(client, shirt)))).toEqual({
      201: 37,
      '400 INSUFFICIENT_STOCK': 63,
    });
    expect(await cartOf(client)).toMatchObject({ totalItems: 37, version: 37 });
  });

  it('[STK-2] [L-1] the same across lines bought once and by subscription', async () => {
    const client = await test.signUp();
    const coffee = await given.variant({ stock: 37, maxQuantity: 100, subscription: true });
    const kinds = [
      { type: 'once' },
      { type: 'subscription', interval: 'week' },
      { type: 'subscription', interval: 'month' },
    ];
    expect(tally(await times(100, (index) => add(client, coffee, { purchase: kinds[index % 3] })))).toEqual({
      201: 37,
      '400 INSUFFICIENT_STOCK': 63,
    });
    expect((await cartOf(client)).totalItems).toBe(37);
  });

  it('[CART-4] 100 parallel adds against a limit of 10 stop at 10, and of 120 variants 100 become lines', async () => {
    const client = await test.signUp();
    const base = await given.variant({ stock: 500 });
    expect(tally(await times(100, () => add(client, base)))).toEqual({ 201: 10, '400 QUANTITY_LIMIT': 90 });
    const variants = await times(119, () => given.variant({ of: base }));
    expect(tally(await times(119, (index) => add(client, variants[index]!)))).toEqual({
      201: 99,
      '400 CART_FULL': 20,
    });
    expect((await cartOf(client)).items).toHaveLength(100);
  });

  it('[CART-8] [L-16] two devices fill one cart and both see everything', async () => {
    const phone = await test.signUp();
    const { body } = await test
      .client()
      .post('/api/auth/login', { email: phone.email, password: 'Correct-Horse-1', transport: 'bearer' });
    const laptop = test.client({ authorization: `Bearer ${body.accessToken}` });
    const variants = await times(10, () => given.variant({ stock: 1000 }));
    const answers = await times(100, (index) => add(index % 2 ? phone : laptop, variants[index % 10]!));
    expect(tally(answers)).toEqual({ 201: 100 });
    expect((await phone.get('/api/cart')).body).toEqual((await laptop.get('/api/cart')).body);
    expect((await cartOf(laptop)).items.map(({ quantity }: { quantity: number }) => quantity)).toEqual(
      Array.from({ length: 10 }, () => 10),
    );
  });

  it('[CART-3] clearing while adding loses no piece: what was cleared and what is left add up', async () => {
    const client = await test.signUp();
    const base = await given.variant({ stock: 1000, maxQuantity: 100 });
    const variants = [base, ...(await times(59, () => given.variant({ of: base })))];
    const answers = await times(66, (index) =>
      index % 11 === 10
        ? client.delete('/api/cart/clear')
        : add(client, variants[index - Math.floor(index / 11)]!),
    );
    expect(answers.every(({ status }) => status < 300)).toBe(true);
    const cleared = answers.reduce((sum, { body }) => sum + (body.deletedCount ?? 0), 0);
    expect(cleared + (await cartOf(client)).items.length).toBe(60);
  });

  it('[CART-3] [L-6] updates, removals, additions and market switches racing end in 2xx or 4xx and a whole cart', async () => {
    const client = await test.signUp();
    const variants = await times(4, () => given.variant({ stock: 60, prices: { us: '10.00', ee: '9.00' } }));
    for (const variant of variants) await add(client, variant);
    const { items } = await cartOf(client);
    const answers = await times(300, async (index) => {
      const itemId = items[index % 4].id as string;
      const market = { 'x-market': index % 7 === 0 ? 'ee' : 'us' };
      if (index % 5 === 0) return client.delete(`/api/cart/items/${itemId}`, undefined, market);
      if (index % 5 < 3)
        return client.patch('/api/cart/update', { itemId, quantity: (index % 9) + 1 }, market);
      return client.post('/api/cart/add', { productId: variants[index % 4]!.productId, quantity: 1 }, market);
    });
    expect(
      Object.keys(tally(answers)).filter(
        (key) => !['200', '201', '404 ITEM_NOT_FOUND', '400 QUANTITY_LIMIT'].includes(key),
      ),
    ).toEqual([]);
    const done = answers.filter(({ status }) => status < 300).length;
    const cart = await cartOf(client);
    expect(cart.version).toBe(4 + done);
    expect(cart.totalItems).toBe(
      cart.items.reduce((sum: number, { quantity }: { quantity: number }) => sum + quantity, 0),
    );
  });

  it('[L-6] deleting the account while its cart is being filled gives 201 and then 401, never 5xx', async () => {
    for (let round = 0; round < 5; round++) {
      const client = await test.signUp();
      const shirt = await given.variant({ stock: 1000, maxQuantity: 100 });
      const adds = times(30, () => add(client, shirt));
      const gone = test.database.admin.query('delete from users where shopper_id = $1', [client.userId]);
      const statuses = new Set((await adds).map(({ status }) => status));
      await gone;
      expect([...statuses].filter((status) => status !== 201 && status !== 401)).toEqual([]);
    }
  });

  it('[API-11] [L-23] is read and changed at once while searches of the catalogue hang', async () => {
    const client = await test.signUp();
    const shirt = await given.variant();
    const { admin } = test.database;
    await admin.query('begin');
    await admin.query('lock table categories in access exclusive mode');
    const searches = times(8, (index) => test.client().get(`/api/public/products?q=shirt${index}`));
    const started = performance.now();
    try {
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect((await add(client, shirt)).status).toBe(201);
      expect(await times(10, () => cartOf(client))).toMatchObject(
        Array.from({ length: 10 }, () => ({ totalItems: 1 })),
      );
      expect(performance.now() - started).toBeLessThan(4_000);
    } finally {
      await admin.query('rollback');
    }
    expect(tally(await searches)).toEqual({ 200: 8 });
  });
});
