import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestShop, type TestShop } from '../../testing/test-shop.ts';

const MINUTE_MS = 60_000;

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.close());

it('[STK-3] [L-3] a checkout whose payment cannot be looked at keeps neither its goods nor those of others', async () => {
  const product = await shop.given.variant({ stock: 3 });
  const begun = [];
  for (const person of [await shop.signUp(), await shop.signUp(), await shop.signUp()]) {
    await shop.fill(person, product);
    begun.push((await shop.begin(person)).body.payment);
  }
  const [broken, other] = begun;
  const change = (id: string, intent: string | null) =>
    shop.database.admin.query('update payments set intent_id = $2 where id = $1', [id, intent]);
  // Its intent is found by its id, and is known as that of another.
  await change(broken.id, null);
  await change(other.id, broken.intentId);
  shop.clock.advance(16 * MINUTE_MS);
  await shop.runJobs();
  const { rows } = await shop.database.admin.query(
    'select reserved from stock_levels where variant_id = $1',
    [product.variantId],
  );
  expect(rows).toEqual([{ reserved: 0 }]);
});
