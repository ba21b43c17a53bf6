import { AnswerCache, answerOf, type Answer } from '../../platform/cache/answer-cache.ts';
import { type Database, nobody } from '../../platform/db/database.ts';
import type { EventBus } from '../../platform/events/bus.ts';
import type { MarketRef } from '../../market.ts';
import type { Store } from '../../store.ts';
import { CATALOG_CHANGED } from './catalog-changed.ts';
import { listCategories } from './list-categories.ts';
import { listDesigners, readDesigner } from './list-designers.ts';
import { listProducts, productPageInput } from './list-products.ts';
import { readCatalogVersion } from './queries.ts';
import { readProduct } from './read-product.ts';
import {
  designerListQuery,
  productListQuery,
  type DesignerListQuery,
  type ProductListQuery,
} from './schema.ts';

export interface CatalogReadsDeps {
  shop: Database;
  store: Store;
  bus: EventBus;
}

const CACHE_BYTES = 16 * 1_048_576;
const CACHE_TTL_MS = 15_000;
const CHECK_EVERY_MS = 250;

/** The finished answers of the public catalogue, for its routes and for pages that bring them along. Lists are kept. */
export type CatalogReads = ReturnType<typeof openCatalogReads>;

export function openCatalogReads(deps: CatalogReadsDeps) {
  const access = deps.shop.as(nobody);
  const cache = new AnswerCache({
    maxBytes: CACHE_BYTES,
    ttlMs: CACHE_TTL_MS,
    checkEveryMs: CHECK_EVERY_MS,
    readVersion: async () => (await access.read(readCatalogVersion())).rows[0][0]!.version,
  });
  const close = deps.bus.subscribe(CATALOG_CHANGED, () => cache.doubt());
  const { defaultMaxQuantity } = deps.store.cart;
  const reads = {
    close,
    markets: answerOf(JSON.stringify({ markets: marketsOf(deps.store) })),
    products: (query: ProductListQuery, market: MarketRef): Promise<Answer> => {
      const input = productPageInput(query, market);
      return cache.answer(`products ${JSON.stringify(input)}`, () => listProducts(access, input));
    },
    /** Never kept: a product's stock is always today's. */
    product: async (idOrSlug: string, market: MarketRef): Promise<Answer> =>
      answerOf(await readProduct(access, idOrSlug, { market, defaultMaxQuantity })),
    categories: (market: MarketRef): Promise<Answer> =>
      cache.answer(`categories ${market.code}`, () => listCategories(access, market)),
    designers: (query: DesignerListQuery, market: MarketRef): Promise<Answer> => {
      const key = `designers ${market.code} ${JSON.stringify([query.sort, query.limit, query.cursor])}`;
      return cache.answer(key, () => listDesigners(access, query, market));
    },
    designer: (idOrSlug: string, market: MarketRef): Promise<Answer> =>
      cache.answer(`designer ${market.code} ${idOrSlug}`, () => readDesigner(access, idOrSlug, market)),
  };
  return { ...reads, at: (url: string, market: MarketRef) => readAt(reads, url, market) };
}

// What a list's own address answers, such as `/api/public/products?limit=9`; null where it is no list, would not answer
// 200, or gives a parameter twice.
async function readAt(
  reads: Pick<CatalogReads, 'markets' | 'products' | 'categories' | 'designers'>,
  url: string,
  market: MarketRef,
): Promise<Answer | null> {
  const { pathname, searchParams } = new URL(url, 'http://shop');
  const query = Object.fromEntries(searchParams);
  if (Object.keys(query).length !== searchParams.size) return null;
  if (pathname === '/api/public/markets') return reads.markets;
  if (pathname === '/api/public/categories') return reads.categories(market);
  if (pathname === '/api/public/products') {
    const { data } = productListQuery.safeParse(query);
    return data ? reads.products(data, market) : null;
  }
  if (pathname === '/api/public/designers') {
    const { data } = designerListQuery.safeParse(query);
    return data ? reads.designers(data, market) : null;
  }
  return null;
}

function marketsOf(store: Store) {
  return Object.entries(store.markets).map(([code, market]) => ({
    code,
    name: market.name,
    currency: market.currency,
    locales: market.locales,
    taxIncluded: market.tax.included,
    default: code === store.defaultMarket,
    countries: market.checkout.countries,
    required: market.checkout.required,
  }));
}
