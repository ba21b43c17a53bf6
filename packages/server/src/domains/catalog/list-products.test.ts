import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCatalog, type TestCatalog } from './catalog.fixture.ts';
import { productListAnswer } from './schema.ts';

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const M = { Size: 'M', Colour: 'Blue' };
const L = { Size: 'L', Colour: 'Blue' };

describe('the product list', () => {
  let catalog: TestCatalog;
  beforeAll(async () => {
    catalog = await createTestCatalog();
    const { product } = catalog;
    await product({
      title: 'Allotment Shirt',
      designer: 'Dora Lind',
      category: 'Shirts',
      tags: ['linen'],
      publishedAt: day(1),
      variants: [
        { sku: 'DL-1-M', options: M, price: 4_500, compareAt: 6_000, stock: 3 },
        { sku: 'DL-1-L', options: L, price: 5_000, stock: 0 },
      ],
    });
    await product({
      title: 'Rhubarb Shirt',
      designer: 'Harbor & Pine',
      category: 'Shirts',
      publishedAt: day(2),
      variants: [{ options: { Size: 'M', Colour: 'Red' }, price: 3_000, stock: 0 }],
    });
    await product({
      title: 'Orchard Dress',
      designer: 'Dora Lind',
      category: 'Dresses',
      publishedAt: day(3),
      variants: [
        { options: { size: 'm' }, price: 12_000 },
        { options: { size: 'S' }, price: 9_999 },
        { options: { size: 'XL' }, price: null },
      ],
    });
    await product({
      title: 'Neel Notebook',
      designer: 'Neel Press',
      category: 'Notebooks',
      tags: ['paper', 'linen'],
      publishedAt: day(4),
      variants: [{ price: 1_250 }],
    });
    await product({
      title: 'Ночная кружка «Ёж»',
      designer: 'Алтын Кийиз',
      category: 'Mugs',
      publishedAt: day(5),
      variants: [{ price: 2_000 }],
    });
    await product({
      title: '森の本',
      designer: '森田ゆい',
      category: 'Notebooks',
      publishedAt: day(6),
      variants: [{ price: 2_100 }],
    });
    await product({
      title: 'हाथ का झोला',
      designer: 'Neel Press',
      category: 'Jewellery',
      publishedAt: day(7),
      variants: [{ price: 2_200 }],
    });
    await product({
      title: 'Õunaõie Kruus',
      designer: 'Kask & Savi',
      category: 'Mugs',
      publishedAt: day(8),
      variants: [{ price: 2_300 }],
    });
    for (const status of ['draft', 'pending', 'approved', 'rejected', 'archived']) {
      await product({ title: `Hidden ${status} shirt`, category: 'Hidden', designer: 'Hidden Hand', status });
    }
    await product({
      title: 'Sold elsewhere',
      category: 'Hidden',
      designer: 'Hidden Hand',
      variants: [{ price: null }],
    });
    await product({ title: 'Of a hidden designer', category: 'Hidden', designer: 'Unpublished' });
    await catalog.database.admin.query("update designers set published = false where name = 'Unpublished'");
  });
  afterAll(() => catalog.close());

  const list = async (query: Record<string, string> | [string, string][] = {}) => {
    const answer = await catalog.get(`/public/products?${new URLSearchParams(query)}`);
    expect(answer.statusCode, answer.body).toBe(200);
    return productListAnswer.parse(answer.json());
  };
  const titles = async (query: Record<string, string>) =>
    (await list({ sort: 'price-asc', ...query })).products.map((product) => product.title);

  it('[CAT-2] shows each product with its range of prices, its stock and its former price', async () => {
    const { products, total, page, nextCursor } = await list({ sort: 'title' });
    expect(total).toBe(8);
    expect(page).toBe(1);
    expect(nextCursor).toBeNull();
    expect(products[0]).toMatchObject({
      slug: 'allotment-shirt',
      category: { slug: 'shirts', name: 'Shirts' },
      designer: { slug: 'dora-lind', name: 'Dora Lind' },
      currency: 'USD',
      priceFrom: 45,
      priceTo: 50,
      compareAtPrice: 60,
      available: 3,
      inStock: true,
      variantCount: 2,
      tags: ['linen'],
    });
  });

  it('[API-2] writes amounts with exactly the digits of the currency', async () => {
    const { body } = await catalog.get('/public/products?q=notebook');
    expect(body).toMatch(/"priceFrom" : 12\.50,/);
  });

  it.each([
    ['allotment', ['Allotment Shirt']],
    ['SHIRTS', ['Rhubarb Shirt', 'Allotment Shirt']],
    ['dora linen', ['Allotment Shirt']],
    ['dl-1-m', ['Allotment Shirt']],
    ['ounaoie', ['Õunaõie Kruus']],
    ['ÕUNAÕIE', ['Õunaõie Kruus']],
    ['ёж', ['Ночная кружка «Ёж»']],
    ['кружки', ['Ночная кружка «Ёж»']],
    ['kruzhka', ['Ночная кружка «Ёж»']],
    ['森', ['森の本']],
    ['झोला', ['हाथ का झोला']],
    ['nothing like it', []],
    ['%', []],
    ["'; drop table products; --", []],
  ])('[CAT-2] finds by the words %s', async (q, expected) => {
    expect(await titles({ q })).toEqual(expected);
  });

  it.each([
    ['shrit', ['Rhubarb Shirt', 'Allotment Shirt']],
    ['shurt', ['Rhubarb Shirt', 'Allotment Shirt']],
    ['notbook', ['Neel Notebook', '森の本']],
    ['noteboook', ['Neel Notebook', '森の本']],
    ['orchrad dres', ['Orchard Dress']],
    ['jewelery', ['हाथ का झोला']],
    ['круржка', ['Ночная кружка «Ёж»']],
    ['kurus', ['Õunaõie Kruus']],
    ['shovel', []],
  ])('[CAT-2] forgives the typo %s', async (q, expected) => {
    expect(await titles({ q })).toEqual(expected);
  });

  it('[CAT-2] puts what is called so before what only belongs to it', async () => {
    const { products } = await list({ q: 'linen' });
    expect(products).toHaveLength(2);
    await catalog.product({ title: 'Linen Towel', designer: 'Late', publishedAt: new Date(0) });
    expect((await list({ q: 'linen' })).products[0]?.title).toBe('Linen Towel');
    await catalog.database.admin.query("update products set status = 'archived' where slug = 'linen-towel'");
  });

  it.each(['shirt', 'shirts', 'Shirts'])(
    '[CAT-2] takes the category %s in singular and plural',
    async (category) => {
      expect(await titles({ category })).toEqual(['Rhubarb Shirt', 'Allotment Shirt']);
    },
  );

  it('[CAT-2] takes dress, dresses and jewellery, and finds nothing in a category there is not', async () => {
    expect(await titles({ category: 'dress' })).toEqual(['Orchard Dress']);
    expect(await titles({ category: 'dresses' })).toEqual(['Orchard Dress']);
    expect(await titles({ category: 'jewellery' })).toEqual(['हाथ का झोला']);
    expect(await titles({ category: 'boats' })).toEqual([]);
  });

  it('[CAT-2] filters by designer, tag, price and stock', async () => {
    const { rows } = await catalog.database.admin.query<{ id: string }>(
      "select id from designers where slug = 'dora-lind'",
    );
    expect(await titles({ designer: 'dora-lind' })).toEqual(['Allotment Shirt', 'Orchard Dress']);
    expect(await titles({ designer: rows[0]!.id.toUpperCase() })).toEqual([
      'Allotment Shirt',
      'Orchard Dress',
    ]);
    expect(await titles({ tag: 'linen' })).toEqual(['Neel Notebook', 'Allotment Shirt']);
    expect(await titles({ minPrice: '45', maxPrice: '100' })).toEqual(['Allotment Shirt', 'Orchard Dress']);
    expect(await titles({ minPrice: '99.999', maxPrice: '119.99' })).toEqual([]);
    expect(await titles({ maxPrice: '12.5' })).toEqual(['Neel Notebook']);
    expect(await titles({ category: 'shirts', inStock: 'true' })).toEqual(['Allotment Shirt']);
    expect(await titles({ category: 'shirts', inStock: 'false' })).toHaveLength(2);
  });

  it('[CAT-2] matches options, price and stock on one variant, values of a name being alternatives', async () => {
    const found = async (...pairs: [string, string][]) =>
      (await list([['sort', 'price-asc'], ...pairs])).products.map(({ title }) => title);
    expect(await found(['option', 'Size:M'])).toEqual(['Rhubarb Shirt', 'Allotment Shirt', 'Orchard Dress']);
    expect(await found(['option', 'size:l'], ['option', 'SIZE:s'])).toEqual([
      'Allotment Shirt',
      'Orchard Dress',
    ]);
    expect(await found(['option', 'Size:M'], ['option', 'Colour:Red'])).toEqual(['Rhubarb Shirt']);
    expect(await found(['option', 'Size:L'], ['inStock', 'true'])).toEqual([]);
    expect(await found(['option', 'Size:S'], ['maxPrice', '99.98'])).toEqual([]);
    expect(await found(['option', 'Size:XL'])).toEqual([]);
  });

  it('[CAT-2] counts each facet under all filters but its own', async () => {
    const { facets, total } = await list([
      ['category', 'shirts'],
      ['option', 'Size:M'],
      ['option', 'Colour:Blue'],
    ]);
    expect(total).toBe(1);
    expect(facets.categories).toEqual([{ slug: 'shirts', name: 'Shirts', count: 1 }]);
    expect(facets.designers).toEqual([{ slug: 'dora-lind', name: 'Dora Lind', count: 1 }]);
    expect(facets.options).toEqual([
      {
        name: 'Colour',
        values: [
          { value: 'Blue', count: 1 },
          { value: 'Red', count: 1 },
        ],
      },
      {
        name: 'Size',
        values: [
          { value: 'L', count: 1 },
          { value: 'M', count: 1 },
        ],
      },
    ]);
    expect(facets.price).toEqual({ min: 45, max: 45 });
    expect(facets.inStock).toBe(1);
    const all = (await list({ maxPrice: '50' })).facets;
    expect(all.price).toEqual({ min: 12.5, max: 120 });
    expect(all.inStock).toBe(6);
    expect(all.categories.find(({ slug }) => slug === 'hidden')).toBeUndefined();
    expect((await list({ q: 'hidden' })).facets).toEqual({
      categories: [],
      designers: [],
      options: [],
      price: null,
      inStock: 0,
    });
  });

  it('[CAT-1] shows nothing that is not published, of no hidden designer, and nothing not sold in the market', async () => {
    expect((await list({ q: 'hidden' })).total).toBe(0);
    expect((await list({ designer: 'unpublished' })).total).toBe(0);
    expect((await list({ category: 'hidden' })).total).toBe(0);
    const elsewhere = await catalog.get('/public/products', { 'x-market': 'ee' });
    expect(elsewhere.json()).toMatchObject({ products: [], total: 0 });
  });

  it('[CAT-2] sorts by newest, price and title', async () => {
    const order = async (sort: string) => (await list({ sort })).products.map(({ title }) => title);
    expect((await order('newest')).slice(0, 2)).toEqual(['Õunaõie Kruus', 'हाथ का झोला']);
    expect((await order('relevance')).slice(0, 2)).toEqual(['Õunaõie Kruus', 'हाथ का झोला']);
    expect((await order('price-desc')).slice(0, 2)).toEqual(['Orchard Dress', 'Allotment Shirt']);
    expect((await order('title')).slice(0, 4)).toEqual([
      'Allotment Shirt',
      'Neel Notebook',
      'Ночная кружка «Ёж»',
      'Orchard Dress',
    ]);
  });

  it('[CAT-2] refuses a market there is not', async () => {
    for (const market of ['xx', 'constructor', '__proto__', "us'"]) {
      const answer = await catalog.get('/public/products', { 'x-market': market });
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ error: { reason: 'MARKET_UNKNOWN' } });
    }
  });
});
