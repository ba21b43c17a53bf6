import type { FastifyRequest } from 'fastify';
import { requestedMarket } from '../../market.ts';
import type { Database } from '../../platform/db/database.ts';
import { type App, sendJson } from '../../platform/http/route.ts';
import type { Store } from '../../store.ts';
import { addToWishlist } from './add-wish.ts';
import { wishlistErrors } from './errors.ts';
import { marketRules } from './market-rules.ts';
import { showWishlist } from './read-wishlist.ts';
import { removeFromWishlist } from './remove-wish.ts';
import { marketHeaders, wishInput, wishlistAnswer, wishParams } from './schema.ts';

const tags = ['Wishlist'];
const config = { access: 'shopper', limit: 'cart' } as const;

/** The wishlist (CART-14). Moving an item to the cart belongs to the cart. */
export function wishlistRoutes(
  app: App,
  { shop, store, now }: { shop: Database; store: Store; now: () => Date },
): void {
  const policy = marketRules(store);
  const viewOf = (request: FastifyRequest) => ({ market: requestedMarket(request.headers, store), policy });

  app.route({
    method: 'GET',
    url: '/wishlist',
    config: { ...config, errors: [wishlistErrors.marketUnknown, wishlistErrors.shopperGone] },
    schema: { tags, summary: 'Read the wishlist', headers: marketHeaders, response: { 200: wishlistAnswer } },
    handler: async (request, reply) =>
      sendJson(
        reply.header('cache-control', 'no-store'),
        await showWishlist(shop.as(request.caller), viewOf(request)),
      ),
  });

  app.route({
    method: 'POST',
    url: '/wishlist/items',
    config: {
      ...config,
      errors: [
        wishlistErrors.marketUnknown,
        wishlistErrors.shopperGone,
        wishlistErrors.productNotFound,
        wishlistErrors.variantNotFound,
        wishlistErrors.wishlistFull,
      ],
    },
    schema: {
      tags,
      summary: 'Put a product or variant on the wishlist',
      description: '201 where it is new, 200 where it was there already.',
      headers: marketHeaders,
      body: wishInput,
      response: { 200: wishlistAnswer, 201: wishlistAnswer },
    },
    handler: async (request, reply) => {
      const { added, body } = await addToWishlist(shop.as(request.caller), {
        ...viewOf(request),
        ...request.body,
        now: now(),
      });
      return sendJson(reply.code(added ? 201 : 200).header('cache-control', 'no-store'), body);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/wishlist/items/:id',
    config: {
      ...config,
      errors: [
        wishlistErrors.marketUnknown,
        wishlistErrors.shopperGone,
        wishlistErrors.itemNotFound,
        wishlistErrors.forbidden,
      ],
    },
    schema: {
      tags,
      summary: 'Take an item off the wishlist',
      headers: marketHeaders,
      params: wishParams,
      response: { 200: wishlistAnswer },
    },
    handler: async (request, reply) => {
      const body = await removeFromWishlist(shop.as(request.caller), {
        ...viewOf(request),
        id: request.params.id,
      });
      return sendJson(reply.header('cache-control', 'no-store'), body);
    },
  });
}
