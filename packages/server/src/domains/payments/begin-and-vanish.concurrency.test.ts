import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestShop, type TestShop } from '../../testing/test-shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.close());

it('[API-14] [CART-7] [L-17] a guest who begins to pay while he signs in holds nothing that his sign-in waits for', async () => {
  const { admin } = shop.database;
  const guest = await shop.guest();
  await shop.fill(guest, await shop.given.variant({ stock: 5 }));
  // As who merges him does: his cart first, and in the end he is removed.
  await admin.query('begin');
  await admin.query('select pg_advisory_xact_lock(uuid_hash_extended($1::uuid, 0))', [guest.guestId]);
  const begun = shop.begin(guest);
  const waiting = async () =>
    (
      await admin.query(
        "select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())",
      )
    ).rowCount;
  await expect.poll(waiting, { timeout: 5_000 }).toBe(1);
  const removed = admin.query('select from shoppers where id = $1 for update nowait', [guest.guestId]);
  const rows = await removed.then(
    ({ rowCount }) => rowCount,
    (error: unknown) => (error as { code: string }).code,
  );
  await admin.query('rollback');
  expect(rows).toBe(1);
  expect((await begun).status).toBe(201);
});
