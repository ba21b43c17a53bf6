import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nobody } from '../../platform/db/database.ts';
import { allRows, createTestCatalog, type TestCatalog } from './catalog.fixture.ts';
import { exportProducts } from './export-products.ts';
import { importProducts } from './import-products.ts';
import { seedSampleStore } from './seed-sample-store.ts';
import { readShopifyCsv } from './shopify-csv/read-shopify-csv.ts';

const us = { code: 'us', currency: 'USD' };
const NOTHING = { created: 0, updated: 0, unchanged: 0, failed: 0, problems: [] };

describe('an import', () => {
  let catalog: TestCatalog;
  beforeEach(async () => {
    catalog = await createTestCatalog();
  });
  afterEach(() => catalog.close());

  const system = () => catalog.database.system.as(nobody);
  const bring = (text: string | Buffer) =>
    importProducts(system(), readShopifyCsv(text, us), { market: us, now: catalog.now, actor: 'test' });
  const everything = () => allRows(catalog);
  const fixture = (name: string) =>
    readFileSync(new URL(`./shopify-csv/fixtures/${name}.csv`, import.meta.url));

  it.each(['shapes', 'html', 'broken-rows'])(
    '[CAT-5] of what was exported of %s.csv changes nothing',
    async (name) => {
      const { created } = await bring(fixture(name));
      const exported = await exportProducts(system(), { market: us });
      const before = await everything();
      expect(await bring(exported)).toEqual({ ...NOTHING, unchanged: created });
      expect(await everything()).toEqual(before);
    },
  );

  it('[CAT-5] of the exported sample store changes nothing, pictures and designers included', async () => {
    await seedSampleStore(system(), { now: catalog.now });
    const exported = await exportProducts(system(), { market: us });
    const before = await everything();
    const { problems, unchanged } = await bring(exported);
    expect(problems).toEqual([]);
    expect(unchanged).toBeGreaterThan(60);
    expect(await everything()).toEqual(before);
  });
});
