import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../../platform/http/route.ts';
import { sendAnswer } from '../../platform/http/send-answer.ts';
import { marketByCode, requestedMarket, type MarketRef } from '../../market.ts';
import type { Store } from '../../store.ts';
import type { CatalogReads } from './catalog-reads.ts';
import { catalogErrors } from './errors.ts';
import * as schema from './schema.ts';

export interface CatalogDeps {
  store: Store;
  reads: CatalogReads;
}

// Browsers ask each time, which a validator makes cheap; only shared caches, which nobody can tell of a change, may wait.
const LISTS = 'public, max-age=0, s-maxage=10, must-revalidate';
const PRODUCT = 'public, max-age=0, must-revalidate';
const POLICY = 'public, max-age=60';

const config = { access: 'public', limit: 'default', conditional: true } as const;
const tags = ['catalogue'];
const idParam = z.object({ idOrSlug: schema.idOrSlug });

/** Reads of the public catalogue (CAT-2). Lists are kept in memory (API-12); a product's stock is always today's. */
export function catalogRoutes(app: App, deps: CatalogDeps): void {
  const { reads } = deps;
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
      const answer = await reads.products(request.query, marketOf(request));
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
      const answer = await reads.product(request.params.idOrSlug, marketOf(request));
      return sendAnswer(request, reply, answer, { cacheControl: PRODUCT, vary: 'X-Market' });
    },
  });

  const shared = { reads, marketOf };
  categoryRoute(app, shared);
  designerRoutes(app, shared);
  marketRoute(app, shared);
}

interface Shared {
  reads: CatalogReads;
  marketOf: (request: FastifyRequest) => MarketRef;
}

function categoryRoute(app: App, { reads, marketOf }: Shared): void {
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
      const answer = await reads.categories(marketOf(request));
      return sendAnswer(request, reply, answer, { cacheControl: LISTS, vary: 'X-Market' });
    },
  });
}

function designerRoutes(app: App, { reads, marketOf }: Shared): void {
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
      const answer = await reads.designers(request.query, marketOf(request));
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
      const answer = await reads.designer(request.params.idOrSlug, marketOf(request));
      return sendAnswer(request, reply, answer, { cacheControl: LISTS, vary: 'X-Market' });
    },
  });
}

function marketRoute(app: App, { reads }: Shared): void {
  app.route({
    method: 'GET',
    url: '/public/markets',
    config,
    schema: { summary: 'List the markets', tags, response: { 200: schema.marketListAnswer } },
    handler: async (request, reply) => sendAnswer(request, reply, reads.markets, { cacheControl: POLICY }),
  });
}
