import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCatalog, type TestCatalog } from './catalog.fixture.ts';

describe('kept lists', () => {
  let catalog: TestCatalog;
  beforeAll(async () => {
    catalog = await createTestCatalog();
    await catalog.product({ title: 'Only Mug', category: 'Mugs', variants: [{ sku: 'MUG', stock: 1 }] });
  });
  afterAll(() => catalog.close());

  const statements = async (work: () => Promise<unknown>) => {
    const sent: string[] = [];
    const stop = catalog.database.shop.onSent((round) => sent.push(...round.statements));
    await work();
    stop();
    return sent.filter((name) => !name.startsWith('catalog.version'));
  };
  const first = async () =>
    (await catalog.get('/public/products')).json<{
      products: { title: string; inStock: boolean; priceFrom: number }[];
    }>().products[0];

  it('[API-12] cost no query, however the same question is written', async () => {
    await catalog.get('/public/products?q=mug&option=A:1&option=a:2');
    const sent = await statements(async () => {
      await catalog.get('/public/products?option=a:2&option=A:1&limit=20&q=%20MUGS&utm_source=mail&page=1');
    });
    expect(sent).toEqual([]);
  });

  it('[API-12] are new at once after a change that was announced', async () => {
    expect(await first()).toMatchObject({ priceFrom: 10 });
    await catalog.database.admin.query('update variant_prices set price_minor = 900');
    catalog.bus.publish('catalog.changed', '');
    expect(await first()).toMatchObject({ priceFrom: 9 });
  });

  it.each([
    ['a price', 'update variant_prices set price_minor = 800', { priceFrom: 8 }],
    ['a title', "update products set title = 'Other Mug'", { title: 'Other Mug' }],
    [
      'selling out',
      "insert into stock_movements (variant_id, kind, on_hand_change, actor, reason, at) select id, 'adjust', -1, 'test', 'test', now() from variants",
      { inStock: false },
    ],
    [
      'coming back',
      "insert into stock_movements (variant_id, kind, on_hand_change, actor, reason, at) select id, 'receive', 1, 'test', 'test', now() from variants",
      { inStock: true },
    ],
    [
      'reserving the last',
      "insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, at) select id, 'reserve', 0, 1, 'test', 'test', now() from variants",
      { inStock: false },
    ],
    ['hiding the designer', 'update designers set published = false', undefined],
  ])('[API-12] are new within moments after %s in another process', async (_what, change, expected) => {
    await first();
    await catalog.database.admin.query(change);
    await new Promise((resolve) => setTimeout(resolve, 260));
    if (expected) expect(await first()).toMatchObject(expected);
    else expect(await first()).toBeUndefined();
  });

  it('[API-12] do not count a change that changed nothing, and never make two transactions wait', async () => {
    const version = async () =>
      (await catalog.database.admin.query<{ sum: string }>('select sum(changes) from catalog_version'))
        .rows[0]!.sum;
    const before = await version();
    await catalog.database.admin.query("update products set title = 'x' where false");
    expect(await version()).toBe(before);
    const other = new pg.Client({ connectionString: catalog.database.systemUrl });
    await other.connect();
    await other.query('begin; select catalog_changed()');
    await catalog.database.admin.query("set lock_timeout = '1s'; select catalog_changed()");
    await other.query('commit');
    await other.end();
    expect(Number(await version())).toBe(Number(before) + 2);
  });
});
