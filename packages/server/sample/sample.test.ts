import { readFileSync, readdirSync, statSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

type Price = { price: string; compareAt?: string };
type Variant = {
  sku: string;
  barcode?: string;
  options: Record<string, string>;
  stock: number;
  weightGrams: number;
  maxQuantity?: number;
  prices: Record<string, Price>;
};
type Product = {
  slug: string;
  title: string;
  description: string;
  category: string;
  designer: string;
  status: string;
  rejectionReason?: string;
  image: string;
  options: { name: string; values: string[] }[];
  variants: Variant[];
};
type Designer = { slug: string; email: string | null; commissionRate: number; published: boolean };

const here = new URL('./', import.meta.url);
const read = (path: string) => JSON.parse(readFileSync(new URL(path, here), 'utf8')) as unknown;

const { designers } = read('designers.json') as { designers: Designer[] };
const files = readdirSync(new URL('products/', here));
const products = files.flatMap((file) => (read(`products/${file}`) as { products: Product[] }).products);
const variants = products.flatMap((product) => product.variants);
const prices = variants.flatMap((variant) => Object.values(variant.prices));

const repeated = (values: string[]) => values.filter((value, index) => values.indexOf(value) !== index);

describe('the sample store', () => {
  it('is large and varied enough to be worth looking at', () => {
    const open = new Set(designers.filter((designer) => designer.published).map((designer) => designer.slug));
    const shown = products.filter((product) => product.status === 'published' && open.has(product.designer));
    expect(shown.length).toBeGreaterThanOrEqual(66);
    expect(variants.length).toBeGreaterThanOrEqual(150);
    expect(new Set(shown.map((product) => product.category)).size).toBeGreaterThanOrEqual(7);
    expect(open.size).toBeGreaterThanOrEqual(6);
    const stocks = new Set(variants.map((variant) => variant.stock));
    for (const stock of [0, 1, 2, 3, 500]) expect(stocks).toContain(stock);
  });

  it('shows every status of a product', () => {
    const statuses = new Set(products.map((product) => product.status));
    expect([...statuses].sort()).toEqual([
      'approved',
      'archived',
      'draft',
      'pending',
      'published',
      'rejected',
    ]);
    for (const product of products) {
      expect(product.rejectionReason !== undefined, product.slug).toBe(product.status === 'rejected');
    }
  });

  it('names every designer, product, SKU and barcode once', () => {
    expect(repeated(designers.map((designer) => designer.slug))).toEqual([]);
    expect(repeated(products.map((product) => product.slug))).toEqual([]);
    expect(repeated(variants.map((variant) => variant.sku))).toEqual([]);
    expect(repeated(variants.flatMap((variant) => variant.barcode ?? []))).toEqual([]);
    expect(designers.filter((designer) => designer.email !== null).map((designer) => designer.email)).toEqual(
      ['dora@example.com'],
    );
  });

  it('keeps each product in the file of its category, with a known designer', () => {
    const known = new Set(designers.map((designer) => designer.slug));
    for (const file of files) {
      for (const product of (read(`products/${file}`) as { products: Product[] }).products) {
        expect(`${product.category}.json`, product.slug).toBe(file);
        expect(known, product.slug).toContain(product.designer);
        expect(product.slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      }
    }
  });

  it('gives each variant one value of every option, and no two variants the same', () => {
    for (const product of products) {
      expect(product.options.length, product.slug).toBeLessThanOrEqual(3);
      const names = product.options.map((option) => option.name);
      for (const variant of product.variants) {
        expect(Object.keys(variant.options), variant.sku).toEqual(names);
        for (const { name, values } of product.options) expect(values).toContain(variant.options[name]);
      }
      expect(repeated(product.variants.map((variant) => JSON.stringify(variant.options)))).toEqual([]);
    }
  });

  it('writes prices with two digits, and compares only with a higher one', () => {
    expect(variants.every((variant) => Object.keys(variant.prices).length > 0)).toBe(true);
    for (const { price, compareAt } of prices) {
      expect(price).toMatch(/^[1-9]\d*\.\d{2}$/);
      if (compareAt === undefined) continue;
      expect(compareAt).toMatch(/^[1-9]\d*\.\d{2}$/);
      expect(Number(compareAt)).toBeGreaterThan(Number(price));
    }
    const markets = new Set(variants.flatMap((variant) => Object.keys(variant.prices)));
    expect([...markets].sort()).toEqual(['ee', 'in', 'kg', 'us']);
  });

  it('uses only simple tags in its descriptions', () => {
    for (const { slug, description } of products) {
      expect(description.replace(/<\/?(p|ul|li|em|strong)>/g, ''), slug).not.toMatch(/[<>]/);
    }
  });

  it('has one small picture for each product and none besides', () => {
    const pictures = readdirSync(new URL('images/', here)).sort();
    expect(pictures).toEqual(products.map((product) => product.image).sort());
    const sizes = pictures.map((picture) => statSync(new URL(`images/${picture}`, here)).size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(30 * 1024);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(1.6 * 1024 * 1024);
  });
});
