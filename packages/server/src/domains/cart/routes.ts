import type { FastifyReply, FastifyRequest } from 'fastify';
import { requestedMarket } from '../../market.ts';
import type { Database, Identity } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { EventBus } from '../../platform/events/bus.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import { type App, sendJson, type Who } from '../../platform/http/route.ts';
import type { Store } from '../../store.ts';
import { originOf, type Suspicions } from '../audit/public.ts';
import { addItem } from './add-item.ts';
import { cartPolicy } from './cart-policy.ts';
import type { CartAnswer } from './change-cart.ts';
import { clearCart } from './clear-cart.ts';
import { cartErrors as errors } from './errors.ts';
import { acceptedVersions, cartTag } from './if-match.ts';
import { moveToCart } from './move-to-cart.ts';
import { showCart } from './read-cart.ts';
import { removeItem } from './remove-item.ts';
import { streamRoute } from './routes-live.ts';
import * as schema from './schema.ts';
import { updateItem } from './update-item.ts';
import { type OrderRule, validateCart, validationBody } from './validate-cart.ts';

export interface CartDeps {
  shop: Database;
  store: Store;
  bus: EventBus;
  now: () => Date;
  /** Reads who asks anew, as of now: a live stream outlasts the request that opened it. */
  callerOf: (request: FastifyRequest) => Identity<Who>;
  /** Rules about whole orders, which validation reports. */
  orderRules?: readonly OrderRule[];
  /** How often a live stream asks whether its session still holds; 15 s where not given. */
  streamCheckMs?: number;
  suspicions: Suspicions;
}

/** Who believes to pay less than this part of a price has not merely an old page open. */
const BLATANT_SHARE = 0.5;

const tags = ['Cart'];
const config = { access: 'shopper', limit: 'cart' } as const;
const onQuantity = [
  errors.marketUnknown,
  errors.shopperGone,
  errors.productNotFound,
  errors.notSoldInMarket,
  errors.insufficientStock,
  errors.quantityLimit,
  errors.versionDiffers,
];
const onAdd = [
  ...onQuantity,
  errors.variantNotFound,
  errors.variantRequired,
  errors.subscriptionUnavailable,
  errors.cartFull,
];
const onItem = [errors.itemNotFound, errors.forbidden];

/** The cart (SPEC §6). Every write answers the cart as it is after it and tells the shopper's other tabs and devices. */
export function cartRoutes(app: App, deps: CartDeps): void {
  const contextOf = contexts(deps);
  const send: Send = (reply, cart, body = cart.body) =>
    sendJson(reply.header('etag', cartTag(cart.version)).header('cache-control', 'no-store'), body);
  const sendChanged: Send = (reply, cart, body) => {
    const tell = () =>
      deps.bus.publish(`cart:${cart.shopperId}`, JSON.stringify({ version: Number(cart.version) }));
    deps.shop.as(reply.request.caller).afterCommit(tell);
    return send(reply, cart, body);
  };
  const parts = { ...deps, contextOf, send, sendChanged };
  readAndAdd(app, parts);
  updateItems(app, parts);
  removeItems(app, parts);
  validate(app, parts);
  moveWishes(app, parts);
  streamRoute(app, deps);
}

type Send = (reply: FastifyReply, cart: CartAnswer, body?: string) => FastifyReply;

interface Parts extends CartDeps {
  contextOf: ReturnType<typeof contexts>;
  send: Send;
  sendChanged: Send;
}

function readAndAdd(app: App, { shop, suspicions, contextOf, send, sendChanged }: Parts): void {
  app.route({
    method: 'GET',
    url: '/cart',
    config: { ...config, errors: [errors.marketUnknown, errors.shopperGone] },
    schema: {
      tags,
      summary: 'Read the cart',
      description: 'An empty cart where there is none; never cached.',
      headers: schema.cartHeaders,
      response: { 200: schema.cartAnswer },
    },
    handler: async (request, reply) =>
      send(reply, await showCart(shop.as(request.caller), contextOf(request))),
  });

  for (const url of ['/cart/add', '/cart/items']) {
    app.route({
      method: 'POST',
      url,
      config: { ...config, errors: onAdd },
      schema: {
        tags,
        summary: 'Add to the cart',
        headers: schema.cartHeaders,
        body: schema.addInput,
        response: { 201: schema.cartAnswer },
      },
      handler: async (request, reply) => {
        const { purchase, price, ...item } = request.body;
        const kind = purchase.type === 'once' ? 'once' : purchase.interval;
        const input = {
          ...contextOf(request),
          ...item,
          purchase: kind,
          claimedPrice: price,
          origin: originOf(request),
        } as const;
        const onMismatch = (share: number, shopperId: string) =>
          suspicions.raise({
            kind: 'price_tampering',
            subjects: [`shopper:${shopperId}`],
            subjectId: shopperId,
            evidence: { ...item, claimed: price, share },
            origin: input.origin,
            blatant: share < BLATANT_SHARE,
          });
        return sendChanged(reply.code(201), await addItem(shop.as(request.caller), input, onMismatch));
      },
    });
  }
}

function updateItems(app: App, { shop, contextOf, sendChanged }: Parts): void {
  const update = async (
    request: FastifyRequest,
    reply: FastifyReply,
    item: { itemId: string; quantity: number },
  ) => sendChanged(reply, await updateItem(shop.as(request.caller), { ...contextOf(request), ...item }));
  const about = {
    tags,
    summary: "Set an item's quantity",
    headers: schema.cartHeaders,
    response: { 200: schema.cartAnswer },
  };
  const updating = { ...config, errors: [...onQuantity, ...onItem] };
  app.route({
    method: 'PATCH',
    url: '/cart/update',
    config: updating,
    schema: { ...about, body: schema.updateInput },
    handler: (request, reply) => update(request, reply, request.body),
  });
  app.route({
    method: 'PATCH',
    url: '/cart/items/:itemId',
    config: updating,
    schema: { ...about, params: schema.itemParams, body: schema.quantityInput },
    handler: (request, reply) => update(request, reply, { ...request.params, ...request.body }),
  });
}

function removeItems(app: App, { shop, contextOf, sendChanged }: Parts): void {
  const remove = async (request: FastifyRequest, reply: FastifyReply, itemId: string | undefined) => {
    if (itemId === undefined) throw itemIdMissing();
    return sendChanged(reply, await removeItem(shop.as(request.caller), { ...contextOf(request), itemId }));
  };
  const about = {
    tags,
    summary: 'Take an item out',
    headers: schema.cartHeaders,
    response: { 200: schema.cartAnswer },
  };
  const removing = {
    ...config,
    errors: [errors.marketUnknown, errors.shopperGone, errors.versionDiffers, ...onItem],
  };
  app.route({
    method: 'DELETE',
    url: '/cart/remove',
    config: removing,
    schema: {
      ...about,
      description: '`itemId` in the body or the query.',
      querystring: schema.removeQuery,
      body: schema.removeInput,
    },
    handler: (request, reply) => remove(request, reply, request.body?.itemId ?? request.query.itemId),
  });
  app.route({
    method: 'DELETE',
    url: '/cart/items/:itemId',
    config: removing,
    schema: { ...about, params: schema.itemParams },
    handler: (request, reply) => remove(request, reply, request.params.itemId),
  });

  for (const url of ['/cart/clear', '/cart/items']) {
    app.route({
      method: 'DELETE',
      url,
      config: { ...config, errors: [errors.marketUnknown, errors.shopperGone, errors.versionDiffers] },
      schema: {
        tags,
        summary: 'Empty the cart',
        headers: schema.cartHeaders,
        response: { 200: schema.clearedAnswer },
      },
      handler: async (request, reply) => {
        const { deletedCount, ...cart } = await clearCart(shop.as(request.caller), contextOf(request));
        return sendChanged(reply, cart, `${cart.body.slice(0, -1)},"deletedCount":${deletedCount}}`);
      },
    });
  }
}

function validate(app: App, { shop, orderRules = [], contextOf, send, sendChanged }: Parts): void {
  app.route({
    method: 'POST',
    url: '/cart/validate',
    config: { ...config, errors: [errors.marketUnknown, errors.shopperGone] },
    schema: {
      tags,
      summary: 'Say what is wrong with the cart',
      description: 'With `fix` the lines are removed, reduced and repriced as reported, in one transaction.',
      headers: schema.cartHeaders,
      body: schema.validateInput,
      response: { 200: schema.validationAnswer },
    },
    handler: async (request, reply) => {
      const input = {
        ...contextOf(request),
        fix: request.body?.fix ?? false,
        origin: originOf(request),
        rules: orderRules,
      };
      const validation = await validateCart(shop.as(request.caller), input);
      const answer = validation.fixed ? sendChanged : send;
      return answer(reply, validation.cart, validationBody(validation));
    },
  });
}

function moveWishes(app: App, { shop, contextOf, sendChanged }: Parts): void {
  app.route({
    method: 'POST',
    url: '/wishlist/items/:id/move-to-cart',
    config: { ...config, errors: [...onAdd, ...onItem] },
    schema: {
      tags: ['Wishlist'],
      summary: 'Move a wish into the cart',
      description: 'It stays on the wishlist where the cart refuses it.',
      headers: schema.cartHeaders,
      params: schema.wishParams,
      body: schema.moveInput,
      response: { 200: schema.movedAnswer },
    },
    handler: async (request, reply) => {
      const { quantity = 1, variantId = null } = request.body ?? {};
      const input = {
        ...contextOf(request),
        wishId: request.params.id,
        quantity,
        variantId,
        origin: originOf(request),
      };
      const { cart, wishlistBody } = await moveToCart(shop.as(request.caller), input);
      return sendChanged(reply, cart, `${cart.body.slice(0, -1)},${wishlistBody.slice(1)}`);
    },
  });
}

// What every operation is told besides its input: the clock, the market, the rules, and which versions may be changed.
function contexts({ store, now }: CartDeps) {
  const policy = cartPolicy(store);
  return (request: FastifyRequest) => ({
    now: now(),
    market: requestedMarket(request.headers, store),
    policy,
    ifMatch: acceptedVersions(request.headers['if-match']),
  });
}

function itemIdMissing() {
  const field = {
    in: 'body',
    field: 'itemId',
    problem: 'required',
    hint: 'is required, in the body or the query',
  };
  return refuse(httpErrors.validationFailed, { fields: [field] });
}
