import type { InjectOptions, LightMyRequestResponse as Response } from 'fastify';
import pino from 'pino';
import { nobody } from '../../platform/db/database.ts';
import { LocalBus } from '../../platform/events/bus.ts';
import type { App } from '../../platform/http/route.ts';
import { SecretBox } from '../../platform/secret-box.ts';
import { createServer } from '../../platform/http/server.ts';
import { defaultStore, type Store } from '../../store.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import type { ProductDocument, VariantDocument } from './product-document.ts';
import { ensureCategories, ensureDesigners } from './ensure-named.ts';
import { storeProduct } from './import-products.ts';
import { openCatalogReads } from './catalog-reads.ts';
import { catalogRoutes } from './routes.ts';
import { searchText, slugOf } from './search-words.ts';

export interface GivenProduct {
  title?: string;
  slug?: string;
  designer?: string;
  category?: string;
  tags?: string[];
  status?: string;
  publishedAt?: Date;
  maxQuantity?: number;
  variants?: GivenVariant[];
}

export interface GivenVariant {
  sku?: string;
  options?: Record<string, string>;
  /** Minor units in the market `us`; null where it is not sold there. */
  price?: number | null;
  compareAt?: number;
  stock?: number;
  maxQuantity?: number;
}

/** A catalogue of a test's own behind the real HTTP server. */
export interface TestCatalog {
  database: TestDatabase;
  app: App;
  bus: LocalBus;
  now: Date;
  product(wish?: GivenProduct): Promise<string>;
  get(url: string, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

export async function createTestCatalog(store: Store = defaultStore): Promise<TestCatalog> {
  const database = await createTestDatabase();
  const bus = new LocalBus();
  const now = new Date('2026-03-01T12:00:00Z');
  const app = await createServer({
    logger: pino({ level: 'error' }),
    https: false,
    trustedProxies: [],
    corsOrigins: [],
    box: new SecretBox([{ id: 'main', secret: 'secret' }]),
    csrf: {
      secret: 'x'.repeat(32),
      cookieName: 'csrf',
      secureCookies: false,
      allowedOrigins: [],
      sessionOf: () => '',
      usesCookies: () => false,
    },
    rateLimits: null,
    redis: null,
    database: database.shop,
    now: () => now,
    translate: (reason) => reason,
    localeOf: async () => 'en',
    readCaller: () => {
      throw new Error('nobody signs in here');
    },
  });
  const reads = openCatalogReads({ shop: database.shop, store, bus });
  await app.register(async (api) => catalogRoutes(api, { store, reads }), {
    prefix: '/api',
  });
  await app.ready();
  let count = 0;
  return {
    database,
    app,
    bus,
    now,
    product: async (wish = {}) => {
      const document = await givenDocument(database, wish, ++count, now);
      await storeProduct(database.system.as(nobody), document, {
        now,
        retire: 'us',
        stock: { kind: 'adjust', actor: 'test', reason: 'given' },
      });
      bus.publish('catalog.changed', '');
      return document.slug;
    },
    get: (url, headers = {}) =>
      app.inject({ method: 'GET', url: `/api${url}`, headers } satisfies InjectOptions),
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}

async function givenDocument(
  database: TestDatabase,
  wish: GivenProduct,
  count: number,
  now: Date,
): Promise<ProductDocument> {
  const {
    title = `Product ${count}`,
    designer = 'Given Designer',
    category = 'Things',
    tags = [],
    status = 'published',
  } = wish;
  const access = database.system.as(nobody);
  const designers = await ensureDesigners(access, [designer], now);
  const categories = await ensureCategories(access, [category], now);
  const variants = (wish.variants ?? [{}]).map((variant, index) => givenVariant(variant, index));
  const names = [...new Set(variants.flatMap((variant) => Object.keys(variant.options)))];
  return {
    slug: wish.slug ?? (slugOf(title) || `product-${count}`),
    designer_id: designers.get(designer)!.id,
    category_id: categories.get(category)!.id,
    title,
    description_html: '<p>Given.</p>',
    tags,
    options: names.map((name) => ({
      name,
      values: [...new Set(variants.map((variant) => variant.options[name] ?? ''))],
    })),
    images: [],
    image_url: '/images/given.webp',
    max_quantity: wish.maxQuantity ?? null,
    status,
    rejection_reason: status === 'rejected' ? 'not this time' : null,
    search_text: searchText({ title, designer, category, tags, skus: variants.map(({ sku }) => sku) }),
    published_at: wish.publishedAt ?? null,
    variants,
  };
}

function givenVariant(wish: GivenVariant, index: number): VariantDocument {
  const { sku = null, options = {}, price = 1_000, compareAt, stock = 5, maxQuantity = null } = wish;
  const compare = compareAt === undefined ? null : String(compareAt);
  return {
    position: index + 1,
    sku,
    options,
    image_url: null,
    max_quantity: maxQuantity,
    weight_grams: 100,
    barcode: null,
    tax_code: null,
    requires_shipping: true,
    taxable: true,
    subscription_eligible: false,
    stock,
    prices:
      price === null
        ? []
        : [{ market: 'us', currency: 'USD', price_minor: String(price), compare_at_minor: compare }],
  };
}

const TABLES = [
  'designers',
  'categories',
  'products',
  'variants',
  'variant_prices',
  'stock_levels',
  'stock_movements',
  'catalog_version',
];

/** Every row of the catalogue with the transaction that wrote it. */
export async function allRows({ database }: TestCatalog): Promise<unknown[]> {
  const contents: unknown[] = [];
  for (const table of TABLES)
    contents.push((await database.admin.query(`select xmin, ctid, t.* from ${table} t order by ctid`)).rows);
  return contents;
}
