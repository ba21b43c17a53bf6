import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nobody } from '../../platform/db/database.ts';
import { allRows, createTestCatalog, type TestCatalog } from './catalog.fixture.ts';
import { importProducts } from './import-products.ts';
import { readShopifyCsv } from './shopify-csv/read-shopify-csv.ts';

const us = { code: 'us', currency: 'USD' };
const HEADER =
  'Handle,Title,Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src\n';
const MUG =
  'mug,Night Mug,Kask,Mugs,"dark, tea",true,Size,Small,MUG-S,4,12.50,15,https://img.example/mug.jpg\nmug,,,,,,,Large,MUG-L,2,14.5,,\n';
const TEE = 'tee,Plain Tee,,,,false,Title,Default Title,TEE,9,20,,\n';
const NOTHING = { created: 0, updated: 0, unchanged: 0, failed: 0, problems: [] };

describe('an import', () => {
  let catalog: TestCatalog;
  beforeEach(async () => {
    catalog = await createTestCatalog();
  });
  afterEach(() => catalog.close());

  const system = () => catalog.database.system.as(nobody);
  const context = () => ({ market: us, now: catalog.now, actor: 'test' });
  const bring = (text: string | Buffer) => importProducts(system(), readShopifyCsv(text, us), context());
  const rows = async (query: string) =>
    (await catalog.database.admin.query<Record<string, unknown>>(query)).rows;
  const fixture = (name: string) =>
    readFileSync(new URL(`./shopify-csv/fixtures/${name}.csv`, import.meta.url));
  const everything = () => allRows(catalog);

  it('[CAT-5] makes products with designer, category, variants, prices and stock', async () => {
    expect(await bring(HEADER + MUG + TEE)).toEqual({ ...NOTHING, created: 2 });
    const answer = await catalog.get('/public/products/mug');
    expect(answer.json()).toMatchObject({
      product: {
        title: 'Night Mug',
        tags: ['dark', 'tea'],
        imageUrl: 'https://img.example/mug.jpg',
        designer: { slug: 'kask', name: 'Kask' },
        category: { slug: 'mugs', name: 'Mugs' },
        options: [{ name: 'Size', values: ['Small', 'Large'] }],
        variants: [
          { sku: 'MUG-S', price: 12.5, compareAtPrice: 15, available: 4 },
          { sku: 'MUG-L', price: 14.5, compareAtPrice: null, available: 2 },
        ],
      },
    });
    expect((await catalog.get('/public/products/tee')).statusCode).toBe(404);
    expect(
      await rows(
        "select p.status, c.slug as category, d.slug as designer from products p join categories c on c.id = category_id join designers d on d.id = designer_id where p.slug = 'tee'",
      ),
    ).toEqual([{ status: 'draft', category: 'uncategorised', designer: 'unbranded' }]);
    expect(
      await rows('select kind, on_hand_change, actor, reason from stock_movements order by on_hand_change'),
    ).toEqual(
      [2, 4, 9].map((pieces) => ({
        kind: 'adjust',
        on_hand_change: pieces,
        actor: 'test',
        reason: 'import',
      })),
    );
  });

  it.each(['shapes', 'html', 'broken-rows'])(
    '[CAT-5] of %s.csv a second time changes no row at all',
    async (name) => {
      const first = await bring(fixture(name));
      const before = await everything();
      const again = await bring(fixture(name));
      expect(again).toEqual({ ...first, created: 0, unchanged: first.created });
      expect(await everything()).toEqual(before);
    },
  );

  it('[CAT-5] finds a renamed designer by name and one whose name changed since by the slug', async () => {
    await catalog.database.admin.query(
      "insert into designers (slug, name, created_at) values ('studio', 'Kask', now()), ('kask-co', 'Kask & Co', now())",
    );
    await bring(HEADER + MUG + 'cup,Cup,kask co,,,true,Title,Default Title,CUP,9,20,,\n');
    expect(
      await rows(
        'select p.slug, d.slug as designer from products p join designers d on d.id = designer_id order by 1',
      ),
    ).toEqual([
      { slug: 'cup', designer: 'kask-co' },
      { slug: 'mug', designer: 'studio' },
    ]);
  });

  it('[CAT-5] of one market retires nothing that only another market sells', async () => {
    await catalog.product({
      slug: 'mug',
      variants: [
        { options: { Size: 'Small' }, sku: 'MUG-S', price: 1250 },
        { options: { Size: 'Giant' }, sku: 'MUG-G', price: null },
        { options: { Size: 'Tiny' }, sku: 'MUG-T', price: 900 },
      ],
    });
    await bring(HEADER + MUG);
    expect(await rows('select sku, active from variants order by sku')).toEqual([
      { sku: 'MUG-G', active: true },
      { sku: 'MUG-L', active: true },
      { sku: 'MUG-S', active: true },
      { sku: 'MUG-T', active: false },
    ]);
  });

  it('[CAT-5] books only the difference of stock, and says what changed', async () => {
    await bring(HEADER + MUG + TEE);
    const changed = MUG.replace('MUG-S,4,12.50', 'MUG-S,3,12.40').replace('MUG-L,2', 'MUG-L,7');
    expect(await bring(HEADER + changed + TEE)).toEqual({ ...NOTHING, updated: 1, unchanged: 1 });
    expect(await rows('select on_hand_change from stock_movements order by id desc limit 2')).toEqual(
      expect.arrayContaining([{ on_hand_change: -1 }, { on_hand_change: 5 }]),
    );
    expect((await rows('select count(*) from stock_movements'))[0]).toEqual({ count: '5' });
    const answer = await catalog.get('/public/products/mug');
    expect(answer.json()).toMatchObject({
      product: { variants: [{ price: 12.4, available: 3 }, { available: 7 }] },
    });
  });

  it('[CAT-5] retires the variants that a product no longer has, and takes them back', async () => {
    await bring(HEADER + MUG + TEE);
    const ids = await rows('select id from variants order by id');
    const small = MUG.split('\n')[0] + '\n';
    expect(await bring(HEADER + small)).toEqual({ ...NOTHING, updated: 1 });
    expect(await rows('select sku, active from variants order by sku')).toEqual([
      { sku: 'MUG-L', active: false },
      { sku: 'MUG-S', active: true },
      { sku: 'TEE', active: true },
    ]);
    expect(await bring(HEADER + small)).toEqual({ ...NOTHING, unchanged: 1 });
    expect(await bring(HEADER + MUG)).toEqual({ ...NOTHING, updated: 1 });
    expect(await rows('select id from variants where active order by id')).toEqual(ids);
  });

  it('[CAT-5] retires nothing for a row that could not be read', async () => {
    await bring(HEADER + MUG);
    const report = await bring(HEADER + MUG.replace('14.5', 'a lot'));
    expect(report).toMatchObject({
      updated: 1,
      problems: [{ line: 3, handle: 'mug', reason: 'PRICE_INVALID' }],
    });
    expect(await rows('select from variants where active')).toHaveLength(2);
  });

  it('[CAT-5] reports a SKU that another product has, and brings in the rest', async () => {
    await bring(HEADER + TEE);
    const jug = 'jug,Jug,,,,true,Title,Default Title,JUG,1,5,,\n';
    const report = await bring(HEADER + MUG.replace('MUG-L', 'TEE') + jug);
    expect(report).toMatchObject({ created: 2, failed: 0 });
    const problem = { handle: 'mug', reason: 'SKU_TAKEN', column: 'Variant SKU' };
    expect(report.problems).toMatchObject([
      { ...problem, line: 3, message: 'The SKU "TEE" belongs to the product "tee".' },
    ]);
    expect(await bring(HEADER + jug.replaceAll('jug', 'cup'))).toMatchObject({
      failed: 1,
      problems: [{ line: 2, handle: 'cup', reason: 'SKU_TAKEN' }],
    });
    expect(await rows('select sku from variants order by sku')).toEqual([
      { sku: 'JUG' },
      { sku: 'MUG-S' },
      { sku: 'TEE' },
    ]);
  });

  it('[CAT-5] lets the variants of a product exchange their SKUs, or leave one to a new variant', async () => {
    await bring(HEADER + MUG);
    const swapped = MUG.replace('MUG-S', 'X').replace('MUG-L', 'MUG-S').replace('X', 'MUG-L');
    expect(await bring(HEADER + swapped)).toMatchObject({ updated: 1, problems: [] });
    expect(await bring(HEADER + swapped.replace('Small', 'Tiny'))).toMatchObject({
      updated: 1,
      problems: [],
    });
    expect(await rows("select sku, options ->> 'Size' as size, active from variants order by 2")).toEqual([
      { sku: 'MUG-S', size: 'Large', active: true },
      { sku: null, size: 'Small', active: false },
      { sku: 'MUG-L', size: 'Tiny', active: true },
    ]);
  });

  it('[CAT-5] takes a published product back to draft, and leaves an archived one archived', async () => {
    await bring(HEADER + MUG + TEE);
    await catalog.database.admin.query("update products set status = 'archived' where slug = 'tee'");
    expect(await bring(HEADER + MUG.replace('true', 'false') + TEE)).toEqual({
      ...NOTHING,
      updated: 1,
      unchanged: 1,
    });
    expect(await rows('select slug, status from products order by slug')).toEqual([
      { slug: 'mug', status: 'draft' },
      { slug: 'tee', status: 'archived' },
    ]);
  });

  it('[CAT-5] reports a count below what is promised to buyers, and changes nothing of that product', async () => {
    await bring(HEADER + MUG + TEE);
    await catalog.database.admin.query(
      "insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, at) select id, 'reserve', 0, 3, 'test', 'test', now() from variants where sku = 'MUG-S'",
    );
    const before = await everything();
    const report = await bring(HEADER + MUG.replace('MUG-S,4,12.50', 'MUG-S,2,11') + TEE);
    expect(report).toMatchObject({
      failed: 1,
      unchanged: 1,
      problems: [{ line: 2, handle: 'mug', reason: 'STOCK_PROMISED' }],
    });
    expect(await everything()).toEqual(before);
  });

  it('[CAT-5] keeps what the file does not know: limits, subscriptions and the prices of other markets', async () => {
    await bring(HEADER + MUG);
    await catalog.database.admin.query(
      "update variants set max_quantity = 3, subscription_eligible = true; update products set max_quantity = 5; insert into variant_prices select id, 'ee', 'EUR', 999 from variants",
    );
    expect(await bring(HEADER + MUG.replace('Night', 'Day'))).toMatchObject({ updated: 1 });
    expect(
      await rows(
        'select distinct v.max_quantity, p.max_quantity as of_product, subscription_eligible from variants v join products p on p.id = product_id',
      ),
    ).toEqual([{ max_quantity: 3, of_product: 5, subscription_eligible: true }]);
    expect(await rows("select from variant_prices where market = 'ee'")).toHaveLength(2);
  });

  it('[CAT-5] run several times at the same time makes everything once', async () => {
    const reports = await Promise.all([1, 2, 3].map(() => bring(fixture('shapes'))));
    expect(reports.flatMap(({ problems }) => problems)).toEqual([]);
    expect(reports.reduce((sum, { created }) => sum + created, 0)).toBe(4);
  });

  it('[CAT-5] books a count once, although two imports bring it while the stock is locked', async () => {
    await bring(HEADER + MUG);
    const buyer = new pg.Client({ connectionString: catalog.database.systemUrl });
    await buyer.connect();
    await buyer.query('begin; select from stock_levels for update');
    const imports = [1, 2].map(() => bring(HEADER + MUG.replace('MUG-S,4', 'MUG-S,9')));
    const waiting = () =>
      rows("select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
    await expect.poll(async () => (await waiting()).length).toBe(2);
    await buyer.query('commit');
    await buyer.end();
    await Promise.all(imports);
    expect(await rows('select on_hand from stock_levels order by on_hand')).toEqual([
      { on_hand: 2 },
      { on_hand: 9 },
    ]);
  });

  it('[CAT-3] costs a fixed number of statements per product, and tells how far it is', async () => {
    const file = (variants: number) =>
      HEADER +
      Array.from({ length: variants }, (_, i) => `p,${i ? '' : 'Title'},,,,true,Size,${i},,1,5,,\n`).join('');
    const counts: number[] = [];
    await bring(file(1));
    for (const variants of [1, 20, 100]) {
      let sent = 0;
      const stop = catalog.database.system.onSent(({ statements }) => (sent += statements.length));
      const progress: [number, number][] = [];
      const reading = readShopifyCsv(file(variants), us);
      await importProducts(system(), reading, {
        ...context(),
        onProgress: (done, total) => progress.push([done, total]),
      });
      stop();
      counts.push(sent);
      expect(progress).toEqual([[1, 1]]);
    }
    expect(new Set(counts).size).toBe(1);
  });

  it('[CAT-5] of some ten thousand rows takes seconds', async () => {
    const products = 3_400;
    const row = (product: number, variant: number) =>
      `big-${product},${variant ? '' : `Big product ${product}`},Vendor ${product % 40},Type ${product % 12},"a, b",true,Size,S${variant},SKU-${product}-${variant},${variant},1${product % 90}.5,,\n`;
    const file =
      HEADER +
      Array.from(
        { length: products },
        (_, product) => row(product, 0) + row(product, 1) + row(product, 2),
      ).join('');
    const seconds = async (work: () => Promise<unknown>) => {
      const from = performance.now();
      await work();
      return (performance.now() - from) / 1_000;
    };
    const first = await seconds(async () =>
      expect(await bring(file)).toEqual({ ...NOTHING, created: products }),
    );
    const second = await seconds(async () =>
      expect(await bring(file)).toEqual({ ...NOTHING, unchanged: products }),
    );
    console.info(`10,200 rows: ${first.toFixed(1)} s, again ${second.toFixed(1)} s`);
    expect(first).toBeLessThan(30);
    expect(second).toBeLessThan(30);
  }, 90_000);
});
