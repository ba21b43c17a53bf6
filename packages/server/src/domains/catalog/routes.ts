import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AnswerCache, answerOf } from '../../platform/cache/answer-cache.ts';
import { type Access, type Database, nobody } from '../../platform/db/database.ts';
import type { EventBus } from '../../platform/events/bus.ts';
import type { App } from '../../platform/http/route.ts';
import { sendAnswer } from '../../platform/http/send-answer.ts';
import { marketByCode, requestedMarket, type MarketRef } from '../../market.ts';
import type { Store } from '../../store.ts';
import { CATALOG_CHANGED } from './catalog-changed.ts';
import { catalogErrors } from './errors.ts';
import { listCategories } from './list-categories.ts';
import { listDesigners, readDesigner } from './list-designers.ts';
import { listProducts, productPageInput } from './list-products.ts';
import { readCatalogVersion } from './queries.ts';
import { readProduct } from './read-product.ts';
import * as schema from './schema.ts';

export interface CatalogDeps {
  shop: Database;
  store: Store;
  bus: EventBus;
  /** Memory for kept answers; 16 MiB where not given. */
  cacheBytes?: number;
}

const CACHE_BYTES = 16 * 1_048_576;
const CACHE_TTL_MS = 15_000;
const CHECK_EVERY_MS = 250;
// Browsers ask each time, which a validator makes cheap; only shared caches, which nobody can tell of a change, may wait.
const LISTS = 'public, max-age=0, s-maxage=10, must-revalidate';
const PRODUCT = 'public, max-age=0, must-revalidate';
const POLICY = 'public, max-age=60';

const config = { access: 'public', limit: 'default', conditional: true } as const;
const tags = ['catalogue'];
const idParam = z.object({ idOrSlug: schema.idOrSlug });

/** Reads of the public catalogue (CAT-2). Lists are kept in memory (API-12); a product's stock is always today's. */
export function catalogRoutes(app: App, deps: CatalogDeps): void {
  const access = deps.shop.as(nobody);
  const cache = openCache(app, deps);
  const marketOf = (request: FastifyRequest): MarketRef =>
    marketByCode(requestedMarket(request.headers, deps.store) ?? deps.store.defaultMarket, deps.store);

  app.route({
    method: 'GET',
    url: '/public/products',
    config: { ...config, errors: [catalogErrors.marketUnknown] },
    schema: {
      summary: 'List and search products',
      description: 'Search, filters, order, pages by number or cursor, and the facets of what was found.',
      tags,
      headers: schema.marketHeaders,
      querystring: schema.productListQuery,
      response: { 200: schema.productListAnswer },
    },
    handler: async (request, reply) => {
      const input = productPageInput(request.query, marketOf(request));
      const answer = await cache.answer(`products ${JSON.stringify(input)}`, () =>
        listProducts(access, input),
      );
      return sendAnswer(request, reply, answer, { cacheControl: LISTS, vary: 'X-Market' });
    },
  });

  app.route({
    method: 'GET',
    url: '/public/products/:idOrSlug',
    config: { ...config, errors: [catalogErrors.marketUnknown, catalogErrors.productNotFound] },
    schema: {
      summary: 'Read a product by id or slug',
      tags,
      headers: schema.marketHeaders,
      params: idParam,
      response: { 200: schema.productAnswer },
    },
    handler: async (request, reply) => {
      const context = { market: marketOf(request), defaultMaxQuantity: deps.store.cart.defaultMaxQuantity };
      const answer = answerOf(await readProduct(access, request.params.idOrSlug, context));
      return sendAnswer(request, reply, answer, { cacheControl: PRODUCT, vary: 'X-Market' });
    },
  });

  categoryRoute(app, { access, cache, marketOf });
  designerRoutes(app, { access, cache, marketOf });
  marketRoute(app, deps.store);
}

interface Shared {
  access: Access<unknown>;
  cache: AnswerCache;
  marketOf: (request: FastifyRequest) => MarketRef;
}

function categoryRoute(app: App, { access, cache, marketOf }: Shared): void {
  app.route({
    method: 'GET',
    url: '/public/categories',
    config: { ...config, errors: [catalogErrors.marketUnknown] },
    schema: {
      summary: 'List the categories that have products',
      tags,
      headers: schema.marketHeaders,
      response: { 200: schema.categoryListAnswer },
    },
    handler: async (request, reply) => {
      const market = marketOf(request);
      const answer = await cache.answer(`categories ${market.code}`, () => listCategories(access, market));
      return sendAnswer(request, reply, answer, { cacheControl: LISTS, vary: 'X-Market' });
    },
  });
}

function designerRoutes(app: App, deps: Shared): void {
  const { access, cache, marketOf } = deps;
  app.route({
    method: 'GET',
    url: '/public/designers',
    config: { ...config, errors: [catalogErrors.marketUnknown] },
    schema: {
      summary: 'List designers',
      tags,
      headers: schema.marketHeaders,
      querystring: schema.designerListQuery,
      response: { 200: schema.designerListAnswer },
    },
    handler: async (request, reply) => {
      const { query } = request;
      const market = marketOf(request);
      const key = `designers ${market.code} ${JSON.stringify([query.sort, query.limit, query.cursor])}`;
      const answer = await cache.answer(key, () => listDesigners(access, query, market));
      return sendAnswer(request, reply, answer, { cacheControl: LISTS, vary: 'X-Market' });
    },
  });

  app.route({
    method: 'GET',
    url: '/public/designers/:idOrSlug',
    config: { ...config, errors: [catalogErrors.marketUnknown, catalogErrors.designerNotFound] },
    schema: {
      summary: 'Read a designer by id or slug',
      tags,
      headers: schema.marketHeaders,
      params: idParam,
      response: { 200: schema.designerAnswer },
    },
    handler: async (request, reply) => {
      const { idOrSlug } = request.params;
      const market = marketOf(request);
      const answer = await cache.answer(`designer ${market.code} ${idOrSlug}`, () =>
        readDesigner(access, idOrSlug, market),
      );
      return sendAnswer(request, reply, answer, { cacheControl: LISTS, vary: 'X-Market' });
    },
  });
}

function marketRoute(app: App, store: Store): void {
  const markets = Object.entries(store.markets).map(([code, market]) => ({
    code,
    name: market.name,
    currency: market.currency,
    locales: market.locales,
    taxIncluded: market.tax.included,
    default: code === store.defaultMarket,
    countries: market.checkout.countries,
    required: market.checkout.required,
  }));
  const answer = answerOf(JSON.stringify({ markets }));
  app.route({
    method: 'GET',
    url: '/public/markets',
    config,
    schema: { summary: 'List the markets', tags, response: { 200: schema.marketListAnswer } },
    handler: async (request, reply) => sendAnswer(request, reply, answer, { cacheControl: POLICY }),
  });
}

function openCache(app: App, deps: CatalogDeps): AnswerCache {
  const cache = new AnswerCache({
    maxBytes: deps.cacheBytes ?? CACHE_BYTES,
    ttlMs: CACHE_TTL_MS,
    checkEveryMs: CHECK_EVERY_MS,
    readVersion: async () => (await deps.shop.as(nobody).read(readCatalogVersion())).rows[0][0]!.version,
  });
  const unsubscribe = deps.bus.subscribe(CATALOG_CHANGED, () => cache.doubt());
  app.addHook('onClose', async () => unsubscribe());
  return cache;
}
