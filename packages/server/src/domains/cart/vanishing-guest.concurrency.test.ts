import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn, type GivenProduct } from '../../testing/given.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

// Whoever was known when his request began may be gone when it writes: merged into a user by a sign-in elsewhere.
describe('a guest who ceases to be while he writes', () => {
  let shop: TestApp;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestApp();
    product = await givenIn(shop.database, () => shop.clock.now).variant({ stock: 100 });
  });
  afterAll(() => shop.close());

  const add = () => ({ productId: product.productId });
  const key = () => ({ 'idempotency-key': randomUUID() });

  it.each<[string, 'post' | 'put', () => object, () => Record<string, string>]>([
    ['/api/cart/add', 'post', add, () => ({})],
    ['/api/cart/add', 'post', add, key],
    ['/api/wishlist/items', 'post', add, () => ({})],
    ['/api/checkout', 'put', () => ({}), () => ({})],
    ['/api/payments/create-order', 'post', () => ({}), key],
    ['/api/orders', 'post', () => ({}), key],
  ])('[CART-7] [AUTH-6] is told so, and nothing fails: %s %s', async (url, method, body, headers) => {
    const guest = await shop.guest();
    const { admin } = shop.database;
    await admin.query('begin');
    await admin.query('delete from guests where shopper_id = $1', [guest.guestId]);
    await admin.query('delete from shoppers where id = $1', [guest.guestId]);
    const answer = guest[method](url, body(), headers());
    const waits = async () => {
      await admin.query('select pg_stat_clear_snapshot()');
      const waiting = "wait_event_type = 'Lock' and datname = current_database()";
      return (await admin.query(`select 1 from pg_stat_activity where ${waiting}`)).rowCount;
    };
    await expect.poll(waits).toBe(1);
    await admin.query('commit');
    expectError(await answer, 'SHOPPER_GONE');
  });
});
