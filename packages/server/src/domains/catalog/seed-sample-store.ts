import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Access } from '../../platform/db/database.ts';
import { parseMajor } from '../../platform/money.ts';
import { packageRoot } from '../../package-root.ts';
import { defaultStore } from '../../store.ts';
import { storeProduct } from './import-products.ts';
import type { ProductDocument, VariantDocument } from './product-document.ts';
import {
  insertMissingCategories,
  insertMissingDesigners,
  listCategoriesCalled,
  listDesignersCalled,
  listKnownSlugs,
} from './queries-import.ts';
import { searchText } from './search-words.ts';

interface SampleDesigner {
  slug: string;
  name: string;
  email: string | null;
  bio: string;
  location: string;
  commissionRate: number;
  published: boolean;
}

interface SampleProduct {
  slug: string;
  title: string;
  description: string;
  category: string;
  designer: string;
  tags: string[];
  status: string;
  rejectionReason?: string;
  image: string | null;
  options: { name: string; values: string[] }[];
  variants: {
    sku: string;
    barcode?: string;
    options: Record<string, string>;
    stock: number;
    weightGrams: number;
    maxQuantity?: number;
    subscription?: boolean;
    prices: Record<string, { price: string; compareAt?: string }>;
  }[];
}

const sampleFolder = join(packageRoot, 'sample');
const HOUR_MS = 3_600_000;

/** Where the pictures of the sample store lie; they are served at `/images/sample/`. */
export const sampleImagesFolder = join(sampleFolder, 'images');
/** The same in smaller widths. */
export const smallerSampleImagesFolder = join(sampleFolder, 'smaller-images');

/** The sample designers with the email of the user who is each of them, if anybody is. */
export async function readSampleDesigners(): Promise<SampleDesigner[]> {
  const file = JSON.parse(await readFile(join(sampleFolder, 'designers.json'), 'utf8')) as {
    designers: SampleDesigner[];
  };
  return file.designers;
}

/**
 * Puts in what is missing of the sample store, with prices in its four markets; returns how many products that were.
 * What is there already is left as it is, sold stock and edits included.
 */
export async function seedSampleStore(
  access: Access<unknown>,
  context: { now: Date },
): Promise<{ created: number }> {
  const { now } = context;
  const [designers, products] = await Promise.all([readSampleDesigners(), readSampleProducts()]);
  const { rows } = await access.read(listKnownSlugs(products.map(({ slug }) => slug)));
  const known = new Set(rows[0].map(({ slug }) => slug));
  const named = await ensureNamed(access, designers, products, now);
  let created = 0;
  for (const [index, product] of products.entries()) {
    if (known.has(product.slug)) continue;
    // Spread over time, so that the newest first is an order worth looking at.
    const document = documentOf(product, named, new Date(now.getTime() - index * HOUR_MS));
    await storeProduct(access, document, {
      now,
      retire: null,
      stock: { kind: 'receive', actor: 'seed', reason: 'sample store' },
    });
    created++;
  }
  return { created };
}

async function readSampleProducts(): Promise<SampleProduct[]> {
  const folder = join(sampleFolder, 'products');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const shelves = files.map((text) => (JSON.parse(text) as { products: SampleProduct[] }).products);
  const longest = Math.max(...shelves.map((shelf) => shelf.length));
  // One of each shelf in turn: a page of the newest then shows a bit of everything.
  return Array.from({ length: longest }, (_, row) => shelves.flatMap((shelf) => shelf[row] ?? [])).flat();
}

interface NamedRows {
  designers: Map<string, { id: string; name: string }>;
  categories: Map<string, { id: string; name: string }>;
}

async function ensureNamed(
  access: Access<unknown>,
  designers: readonly SampleDesigner[],
  products: readonly SampleProduct[],
  now: Date,
): Promise<NamedRows> {
  const slugs = [...new Set(products.map(({ category }) => category))];
  const categories = slugs.map((slug) => ({
    slug,
    name: slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll('-', ' '),
  }));
  const { rows } = await access.write(
    insertMissingDesigners(
      designers.map(({ commissionRate, ...rest }) => ({ ...rest, commission_rate: commissionRate })),
      now,
    ),
    insertMissingCategories(categories, now),
    listDesignersCalled(
      [],
      designers.map(({ slug }) => slug),
    ),
    listCategoriesCalled([], slugs),
  );
  const bySlug = (list: { id: string; slug: string; name: string }[]) =>
    new Map(list.map((row) => [row.slug, row]));
  return { designers: bySlug(rows[2]), categories: bySlug(rows[3]) };
}

function documentOf(product: SampleProduct, named: NamedRows, publishedAt: Date): ProductDocument {
  const designer = named.designers.get(product.designer);
  const category = named.categories.get(product.category)!;
  if (!designer)
    throw new Error(`the sample product ${product.slug} names no sample designer: ${product.designer}`);
  const url = product.image === null ? null : `/images/sample/${product.image}`;
  const skus = product.variants.map(({ sku }) => sku);
  return {
    slug: product.slug,
    designer_id: designer.id,
    category_id: category.id,
    title: product.title,
    description_html: product.description,
    tags: product.tags,
    options: product.options,
    images: url === null ? [] : [{ url, alt: product.title }],
    image_url: url,
    max_quantity: null,
    status: product.status,
    rejection_reason: product.rejectionReason ?? null,
    search_text: searchText({
      title: product.title,
      designer: designer.name,
      category: category.name,
      tags: product.tags,
      skus,
    }),
    published_at: publishedAt,
    variants: product.variants.map(variantDocumentOf),
  };
}

function variantDocumentOf(variant: SampleProduct['variants'][number], index: number): VariantDocument {
  return {
    position: index + 1,
    sku: variant.sku,
    options: variant.options,
    image_url: null,
    max_quantity: variant.maxQuantity ?? null,
    weight_grams: variant.weightGrams,
    barcode: variant.barcode ?? null,
    tax_code: null,
    requires_shipping: true,
    taxable: true,
    subscription_eligible: variant.subscription ?? false,
    stock: variant.stock,
    prices: Object.entries(variant.prices).map(([market, { price, compareAt }]) => {
      const { currency } = defaultStore.markets[market]!;
      return {
        market,
        currency,
        price_minor: String(parseMajor(price, currency)),
        compare_at_minor: compareAt === undefined ? null : String(parseMajor(compareAt, currency)),
      };
    }),
  };
}
