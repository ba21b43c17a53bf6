import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nobody } from '../../platform/db/database.ts';
import { defaultStore } from '../../store.ts';
import { createTestCatalog, type TestCatalog } from './catalog.fixture.ts';
import * as schema from './schema.ts';
import { seedSampleStore } from './seed-sample-store.ts';

describe('public reads', () => {
  let catalog: TestCatalog;
  beforeAll(async () => {
    catalog = await createTestCatalog();
    await catalog.product({
      title: 'Felt Lamp',
      designer: 'Altyn',
      category: 'Lamps',
      tags: ['felt'],
      maxQuantity: 4,
      variants: [
        { sku: 'L-1', options: { Size: 'S' }, price: 9_950, compareAt: 12_000, stock: 2, maxQuantity: 1 },
        { sku: 'L-2', options: { Size: 'L' }, price: 14_900, compareAt: 100, stock: 0 },
        { sku: 'L-3', options: { Size: 'XL' }, price: null },
      ],
    });
    await catalog.product({
      title: 'Plain Lamp',
      designer: 'Altyn',
      category: 'Lamps',
      publishedAt: new Date(0),
    });
    for (const status of ['draft', 'pending', 'approved', 'rejected', 'archived']) {
      await catalog.product({ slug: `hidden-${status}`, category: 'Hidden', designer: 'Altyn', status });
    }
    await catalog.product({
      slug: 'sold-nowhere',
      category: 'Hidden',
      designer: 'Altyn',
      variants: [{ price: null }],
    });
    await catalog.product({ slug: 'of-the-hidden', category: 'Hidden', designer: 'Hidden Hand' });
    await catalog.database.admin.query("update designers set published = false where slug = 'hidden-hand'");
  });
  afterAll(() => catalog.close());

  it('[CAT-2] show a product by its slug and by its id, in any letter case', async () => {
    const bySlug = await catalog.get('/public/products/felt-lamp');
    const { product } = schema.productAnswer.parse(bySlug.json());
    expect(product).toMatchObject({
      title: 'Felt Lamp',
      descriptionHtml: '<p>Given.</p>',
      options: [{ name: 'Size', values: ['S', 'L', 'XL'] }],
    });
    expect(product.variants).toMatchObject([
      {
        sku: 'L-1',
        options: { Size: 'S' },
        price: 99.5,
        compareAtPrice: 120,
        currency: 'USD',
        available: 2,
        maxQuantity: 1,
      },
      { sku: 'L-2', options: { Size: 'L' }, price: 149, compareAtPrice: null, available: 0, maxQuantity: 4 },
    ]);
    expect(bySlug.body).toContain('"price" : 99.50,');
    for (const name of [product.id, product.id.toUpperCase(), 'Felt-Lamp']) {
      expect((await catalog.get(`/public/products/${name}`)).body).toBe(bySlug.body);
    }
    const plain = (await catalog.get('/public/products/plain-lamp')).json<{ product: typeof product }>();
    expect(plain.product.variants[0]?.maxQuantity).toBe(defaultStore.cart.defaultMaxQuantity);
  });

  it.each([
    'hidden-draft',
    'hidden-pending',
    'hidden-approved',
    'hidden-rejected',
    'hidden-archived',
    'sold-nowhere',
    'of-the-hidden',
    'no-such',
    '0190163d-8694-739b-aea5-966c26f8ad91',
  ])('[CAT-1] do not show %s', async (slug) => {
    const answer = await catalog.get(`/public/products/${slug}`);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ error: { reason: 'PRODUCT_NOT_FOUND' } });
  });

  it('[CAT-1] do not show a product in a market that does not sell it', async () => {
    expect((await catalog.get('/public/products/felt-lamp', { 'x-market': 'ee' })).statusCode).toBe(404);
  });

  it.each(['not%20an%20id', '-x', "x'%20or%201=1", '%00', '%F0%9F%99%82', '..%2f..', 'a%0ab'])(
    '[API-1] refuse the malformed id %s',
    async (id) => {
      for (const list of ['products', 'designers']) {
        const answer = await catalog.get(`/public/${list}/${id}`);
        expect(answer.statusCode, answer.body).toBe(400);
      }
    },
  );

  it('[CAT-2] list the categories that have something to show', async () => {
    const answer = schema.categoryListAnswer.parse((await catalog.get('/public/categories')).json());
    expect(answer.categories).toEqual([{ slug: 'lamps', name: 'Lamps', productCount: 2 }]);
    expect((await catalog.get('/public/categories', { 'x-market': 'kg' })).json()).toEqual({
      categories: [],
    });
  });

  it('[CAT-2] list the published designers with their number of products and the newest', async () => {
    const { designers, nextCursor } = schema.designerListAnswer.parse(
      (await catalog.get('/public/designers')).json(),
    );
    expect(nextCursor).toBeNull();
    expect(designers).toMatchObject([
      { slug: 'altyn', productCount: 2, newestProduct: { slug: 'felt-lamp' } },
    ]);
    const one = schema.designerAnswer.parse((await catalog.get('/public/designers/altyn')).json());
    expect(one.designer).toEqual(designers[0]);
    expect((await catalog.get(`/public/designers/${designers[0]!.id}`)).json()).toEqual(one);
    const hidden = await catalog.get('/public/designers/hidden-hand');
    expect(hidden.json()).toMatchObject({ error: { code: 404, reason: 'DESIGNER_NOT_FOUND' } });
  });

  it('[CAT-2] list the markets of the store', async () => {
    const { markets } = schema.marketListAnswer.parse((await catalog.get('/public/markets')).json());
    expect(markets.map(({ code, currency, taxIncluded }) => [code, currency, taxIncluded])).toEqual([
      ['us', 'USD', false],
      ['ee', 'EUR', true],
      ['kg', 'KGS', true],
      ['in', 'INR', true],
    ]);
    expect(markets.filter((market) => market.default).map(({ code }) => code)).toEqual(['us']);
  });

  it('[API-12] answer 304 to who has the answer already', async () => {
    for (const url of [
      '/public/products',
      '/public/products/felt-lamp',
      '/public/categories',
      '/public/designers',
      '/public/markets',
    ]) {
      const first = await catalog.get(url);
      const etag = first.headers['etag'] as string;
      expect(etag).toMatch(/^"[\da-f]{40}"$/);
      expect(first.headers['cache-control']).toMatch(/^public, max-age=/);
      for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await catalog.get(url, { 'if-none-match': tag });
        expect([again.statusCode, again.body, again.headers['etag']]).toEqual([304, '', etag]);
      }
      expect((await catalog.get(url, { 'if-none-match': '"other"' })).statusCode).toBe(200);
    }
    expect((await catalog.get('/public/products')).headers['vary']).toMatch(/x-market/i);
  });

  it('[API-12] are compressed for who asks for it, with a validator of its own', async () => {
    for (let index = 0; index < 5; index++) await catalog.product({ slug: `bulk-${index}` });
    const plain = await catalog.get('/public/products');
    const zipped = await catalog.get('/public/products', { 'accept-encoding': 'br;q=0.5, gzip' });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.rawPayload).toString()).toBe(plain.body);
    expect(zipped.headers['etag']).not.toBe(plain.headers['etag']);
    const again = await catalog.get('/public/products', {
      'accept-encoding': 'gzip',
      'if-none-match': zipped.headers['etag'] as string,
    });
    expect(again.statusCode).toBe(304);
    expect(
      (await catalog.get('/public/products', { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding'],
    ).toBeUndefined();
  });
});

describe('the sample store', () => {
  let catalog: TestCatalog;
  beforeAll(async () => {
    catalog = await createTestCatalog();
  });
  afterAll(() => catalog.close());

  it('[RUN-1] is put in once, with prices in four markets, and left alone afterwards', async () => {
    const system = catalog.database.system.as(nobody);
    const { created } = await seedSampleStore(system, { now: catalog.now });
    expect(created).toBeGreaterThan(50);
    await catalog.database.admin.query("update products set title = 'Edited' where slug = 'sunday-tee'");
    expect(await seedSampleStore(system, { now: catalog.now })).toEqual({ created: 0 });
    for (const market of ['us', 'ee', 'kg', 'in']) {
      const answer = await catalog.get('/public/products?limit=100', { 'x-market': market });
      const list = schema.productListAnswer.parse(answer.json());
      expect(list.total, market).toBeGreaterThan(50);
      expect(list.products.map(({ title }) => title)).toContain('Edited');
    }
    const found = async (q: string) =>
      (await catalog.get(`/public/products?q=${q}&sort=title&limit=100`)).json<{
        total: number;
        products: unknown[];
      }>();
    expect((await found('shrit')).total).toBeGreaterThan(5);
    expect((await found('shrit')).products).toEqual((await found('shirt')).products);
    const { categories } = schema.categoryListAnswer.parse((await catalog.get('/public/categories')).json());
    expect(categories.map(({ slug }) => slug)).toEqual(
      expect.arrayContaining(['dresses', 'jewellery', 'notebooks', 'shirts']),
    );
  });

  it('[API-15] pages through its designers without gap or repeat, in one statement each', async () => {
    for (const sort of ['name', 'newest']) {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const response = await catalog.get(
          `/public/designers?sort=${sort}&limit=3${cursor && `&cursor=${cursor}`}`,
        );
        const page = response.json<{ designers: { slug: string }[]; nextCursor: string | null }>();
        seen.push(...page.designers.map(({ slug }) => slug));
        cursor = page.nextCursor;
      }
      const { designers } = (await catalog.get(`/public/designers?sort=${sort}`)).json<{
        designers: { slug: string }[];
      }>();
      expect(seen).toEqual(designers.map(({ slug }) => slug));
    }
    const sent: string[] = [];
    const stop = catalog.database.shop.onSent((round) => sent.push(...round.statements));
    for (const limit of [1, 4, 100]) await catalog.get(`/public/designers?limit=${limit}&sort=newest`);
    stop();
    expect(sent.filter((name) => name.startsWith('catalog.designers'))).toHaveLength(3);
  });
});
