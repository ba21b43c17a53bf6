import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, nobody } from '../../platform/db/database.ts';
import { isUnavailable } from '../../platform/db/failure.ts';
import { sql } from '../../platform/db/sql.ts';
import { defaultStore } from '../../store.ts';
import { givenIn, type Given, type GivenProduct, type GivenShopper } from '../../testing/given.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { addItem } from './add-item.ts';
import { cartPolicy } from './cart-policy.ts';
import { showCart } from './read-cart.ts';
import { updateItem } from './update-item.ts';

// Deliberately unfiltered: what comes back is only what the database itself lets this caller see.
const everyLine = () => sql<{ shopperId: string }>('test.everyLine')`select shopper_id from cart_lines`;
const everything = () => sql<{ shopperId: string }>('test.everything')`
  select shopper_id from carts union all select shopper_id from cart_lines union all select shopper_id from wishlist_items
  union all select shopper_id from users union all select shopper_id from sessions union all select shopper_id from guests
  union all select id from shoppers`;
const takeEverything = () => sql<{ shopperId: string }>('test.takeEverything')`
  update cart_lines set quantity = 100 returning shopper_id`;
const dropEverything = () =>
  sql<{ shopperId: string }>('test.dropEverything')`delete from cart_lines returning shopper_id`;
const plant = (shopperId: string, { productId, variantId }: GivenProduct) => sql('test.plant')`
  insert into cart_lines (shopper_id, product_id, variant_id, title, quantity, priced_at, added_at)
  values (${shopperId}, ${productId}, ${variantId}, 'planted', 1, now(), now())`;
const steal = (shopperId: string) => sql('test.steal')`update carts set shopper_id = ${shopperId}::uuid`;
const fail = () => sql('test.fail')`select 1 / (select count(*) from cart_lines where quantity > 1000)`;

describe('isolation of carts', () => {
  let database: TestDatabase;
  let given: Given;
  let product: GivenProduct;
  let shoppers: GivenShopper[];
  const policy = cartPolicy(defaultStore);
  const view = () => ({ now: new Date(), market: null, policy });
  const origin = { requestId: 'isolation', ip: '127.0.0.1', userAgent: 'test' };
  const addition = () => ({
    ...view(),
    ifMatch: null,
    productId: product.productId,
    variantId: product.variantId,
    quantity: 1,
    purchase: 'once' as const,
    claimedPrice: null,
    origin,
  });

  beforeAll(async () => {
    database = await createTestDatabase();
    given = givenIn(database);
    product = await given.variant({ stock: 1_000_000, maxQuantity: 100 });
    shoppers = await Promise.all(
      Array.from({ length: 24 }, (_, index) => (index % 2 ? given.guest() : given.user())),
    );
    for (const { identity } of shoppers) await addItem(database.shop.as(identity), addition());
  });
  afterAll(() => database.close());

  it('[CART-6] [L-18] unfiltered queries through the real pool see, change and delete only the caller’s rows', async () => {
    for (const { identity, shopperId } of shoppers) {
      const { rows } = await database.shop.as(identity).write(everything(), takeEverything());
      expect(rows[0].length).toBeGreaterThanOrEqual(4);
      for (const row of [...rows[0], ...rows[1]]) expect(row.shopperId).toBe(shopperId);
      expect(rows[1]).toHaveLength(1);
    }
    const [one, other] = shoppers;
    expect((await database.shop.as(one!.identity).write(dropEverything())).rows[0]).toEqual([
      { shopperId: one!.shopperId },
    ]);
    expect((await database.shop.as(other!.identity).read(everyLine())).rows[0]).toHaveLength(1);
    await addItem(database.shop.as(one!.identity), addition());
  });

  it('[CART-6] without an identity there is no row, in reads, writes and transactions', async () => {
    const { rows } = await database.shop.as(nobody).write(everything(), takeEverything(), dropEverything());
    expect(rows).toEqual([[], [], []]);
    await database.shop
      .as(nobody)
      .transaction(async (tx) => expect(await tx.run(everything())).toEqual([[]]));
  });

  it('[CART-6] [L-18] nobody can put a line into another’s cart or take the cart itself', async () => {
    const [ann, bob] = shoppers;
    const asAnn = database.shop.as(ann!.identity);
    await expect(asAnn.write(plant(bob!.shopperId, product))).rejects.toMatchObject({ code: '42501' });
    await expect(asAnn.write(steal(bob!.shopperId))).rejects.toMatchObject({ code: '42501' });
    await expect(database.shop.as(nobody).write(plant(bob!.shopperId, product))).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('[CART-6] every table with a shopper in it has forced row-level security', async () => {
    const { rows } = await database.admin.query(`
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'shopper_id' and not a.attisdropped
       where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and not (c.relrowsecurity and c.relforcerowsecurity)`);
    expect(rows).toEqual([]);
  });

  it('[CART-6] thousands of interleaved requests over two connections, failures and killed backends among them, show no foreign row', async () => {
    const shop = new Database({
      url: database.shopUrl,
      role: null,
      name: 'shop',
      readConnections: 1,
      writeConnections: 1,
      transactionConnections: 1,
    });
    const killer = setInterval(() => void kill(database), 150);
    const outcomes = { answered: 0, failed: 0, lost: 0 };
    const foreign: string[] = [];
    const look = ({ shopperId }: GivenShopper, rows: { shopperId: string }[]) => {
      outcomes.answered++;
      for (const row of rows)
        if (row.shopperId !== shopperId) foreign.push(`${row.shopperId} shown to ${shopperId}`);
    };
    const ask = async (shopper: GivenShopper, kind: number): Promise<void> => {
      const access = shop.as(shopper.identity);
      if (kind < 3) return look(shopper, [{ shopperId: ownerIn((await showCart(access, view())).body) }]);
      if (kind === 3) return look(shopper, (await access.read(everything())).rows[0]);
      if (kind === 4) return look(shopper, (await access.write(everyLine())).rows[0]);
      if (kind === 5) return void (await access.write(everyLine(), fail()));
      if (kind === 6) return void (await access.read(fail()));
      if (kind === 7)
        return look({ ...shopper, shopperId: 'nobody' }, (await shop.as(nobody).read(everything())).rows[0]);
      if (kind === 8)
        return look(shopper, await access.transaction(async (tx) => (await tx.run(everyLine()))[0]));
      const { body } = await showCart(access, view());
      const { cart } = JSON.parse(body) as { cart: { items: { id: string }[] } };
      look(shopper, [
        {
          shopperId: ownerIn(
            (
              await updateItem(access, {
                ...view(),
                ifMatch: null,
                itemId: cart.items[0]!.id,
                quantity: 1 + (outcomes.answered % 50),
              })
            ).body,
          ),
        },
      ]);
    };
    try {
      await Promise.all(
        Array.from({ length: 120 }, async (_, worker) => {
          for (let turn = 0; turn < 50; turn++) {
            const shopper = shoppers[(worker * 7 + turn * 3) % shoppers.length]!;
            await ask(shopper, (worker + turn) % 10).catch((error: unknown) => {
              if (isUnavailable(error)) outcomes.lost++;
              else if ((error as { code?: string }).code === '22012') outcomes.failed++;
              else throw error;
            });
          }
        }),
      );
    } finally {
      clearInterval(killer);
      await shop.close();
    }
    expect(foreign).toEqual([]);
    expect(outcomes.answered).toBeGreaterThan(3_000);
    expect(outcomes.failed).toBeGreaterThan(500);
    expect(outcomes.lost).toBeGreaterThan(0);
  }, 60_000);
});

function ownerIn(body: string): string {
  return (JSON.parse(body) as { cart: { userId: string } }).cart.userId;
}

async function kill(database: TestDatabase): Promise<void> {
  await database.admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'cartwright_shop' and application_name like '%shop%' order by random() limit 1",
  );
}
