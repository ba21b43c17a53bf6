import { requestedMarket } from '../../market.ts';
import type { Identity } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { toJson } from '../../platform/exact-json.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import { answerAlong } from '../../platform/http/idempotency/idempotency.ts';
import { type App, sendJson, type Who } from '../../platform/http/route.ts';
import { originOf } from '../audit/public.ts';
import { cartErrors, cartPolicy } from '../cart/public.ts';
import { inventoryErrors } from '../inventory/public.ts';
import { paymentErrors } from '../payments/public.ts';
import { cancelOrder } from './cancel-order.ts';
import { completeOrder } from './complete-order.ts';
import { readCursor } from '../../platform/http/time-cursor.ts';
import type { OrderDeps } from './deps.ts';
import { orderErrors as errors } from './errors.ts';
import { missing } from './find-order.ts';
import { listOwnOrders, readOwnOrder } from './queries.ts';
import { reorder } from './reorder.ts';
import { invoiceRoute } from './routes-invoice.ts';
import { staffRoutes } from './routes-staff.ts';
import * as schema from './schema.ts';

const tags = ['Orders'];
const own = [errors.orderNotFound, httpErrors.forbidden];

/** Orders (SPEC §9): made from what is paid, read by their owner, moved by staff. */
export function orderRoutes(app: App, deps: OrderDeps): void {
  placeRoute(app, deps);
  readRoutes(app, deps);
  cancelRoute(app, deps);
  reorderRoute(app, deps);
  invoiceRoute(app, deps);
  staffRoutes(app, deps);
}

function placeRoute(app: App, deps: OrderDeps): void {
  app.route({
    method: 'POST',
    url: '/orders',
    config: {
      access: 'shopper',
      limit: 'checkout',
      idempotencyKeyRequired: true,
      idempotency: 'along',
      errors: [
        paymentErrors.paymentNotFound,
        paymentErrors.paymentNotOwned,
        paymentErrors.paymentInvalid,
        paymentErrors.paymentReturned,
        paymentErrors.gatewayUnavailable,
        inventoryErrors.insufficientStock,
        errors.orderDelayed,
      ],
    },
    schema: {
      tags,
      summary: 'Make the order of a paid checkout',
      description: 'Once for a checkout, whether this or a webhook comes first.',
      body: schema.placeInput,
      response: { 201: schema.orderAnswer },
    },
    handler: async (request, reply) => {
      const { paymentId = null, checkoutId = null, intentId = null } = request.body ?? {};
      const claim = { paymentId, checkoutId, intentId };
      const keep = answerAlong(request, 201);
      const { orderId, body } = await completeOrder(deps, request.caller, claim, originOf(request), keep);
      const shown = body ?? (await readOrder(deps, request.caller, orderId));
      // Somebody signed in with its verified email in this very moment, and it is his.
      if (shown === null) throw refuse(paymentErrors.paymentNotOwned);
      return sendJson(reply.code(201).header('cache-control', 'no-store'), shown);
    },
  });
}

async function readOrder(
  { shop }: OrderDeps,
  caller: Identity<Who>,
  orderId: string,
): Promise<string | null> {
  const { rows } = await shop.as(caller).read(readOwnOrder(orderId));
  return rows[0][0]?.body ?? null;
}

function readRoutes(app: App, deps: OrderDeps): void {
  app.route({
    method: 'GET',
    url: '/orders',
    config: { access: 'shopper' },
    schema: {
      tags,
      summary: 'List my orders',
      querystring: schema.pageQuery,
      response: { 200: schema.ordersAnswer },
    },
    handler: async (request, reply) => {
      const { limit, cursor } = request.query;
      const { rows } = await deps.shop
        .as(request.caller)
        .read(listOwnOrders({ limit, after: readCursor(cursor) }));
      return sendJson(reply.header('cache-control', 'no-store'), rows[0][0]!.body);
    },
  });
  app.route({
    method: 'GET',
    url: '/orders/:id',
    config: { access: 'shopper', errors: own },
    schema: {
      tags,
      summary: 'Read my order',
      params: schema.orderParams,
      response: { 200: schema.orderAnswer },
    },
    handler: async (request, reply) => {
      const order = await readOrder(deps, request.caller, request.params.id);
      if (order === null) throw await missing(deps, request.caller, request.params.id);
      return sendJson(reply.header('cache-control', 'no-store'), order);
    },
  });
}

function cancelRoute(app: App, deps: OrderDeps): void {
  app.route({
    method: 'POST',
    url: '/orders/:id/cancel',
    config: {
      access: 'shopper',
      limit: 'checkout',
      idempotency: 'phases',
      errors: [...own, errors.invalidTransition],
    },
    schema: {
      tags,
      summary: 'Cancel my order',
      description: 'Until it is shipped. The goods go back on the shelf and the money to the buyer.',
      params: schema.orderParams,
      body: schema.cancelInput,
      response: { 200: schema.orderAnswer },
    },
    handler: async (request, reply) => {
      const input = { orderId: request.params.id, reason: request.body?.reason ?? '' };
      await cancelOrder(deps, request.caller, input, originOf(request));
      const shown = await readOrder(deps, request.caller, input.orderId);
      if (shown === null) throw await missing(deps, request.caller, input.orderId);
      return sendJson(reply.header('cache-control', 'no-store'), shown);
    },
  });
}

function reorderRoute(app: App, deps: OrderDeps): void {
  const policy = cartPolicy(deps.store);
  app.route({
    method: 'POST',
    url: '/orders/:id/reorder',
    config: { access: 'shopper', limit: 'cart', errors: [...own, cartErrors.marketUnknown] },
    schema: {
      tags,
      summary: 'Buy an order again',
      description: 'What can be had of it, and why not the rest; with `addToCart` it is put into the cart.',
      headers: schema.marketHeaders,
      params: schema.orderParams,
      body: schema.reorderInput,
      response: { 200: schema.reorderAnswer },
    },
    handler: async (request, reply) => {
      const view = { now: deps.now(), market: requestedMarket(request.headers, deps.store), policy };
      const { addToCart = false } = request.body ?? {};
      const input = { orderId: request.params.id, addToCart, view, origin: originOf(request) };
      const again = await reorder(deps, request.caller, input);
      return sendJson(reply.header('cache-control', 'no-store'), toJson(again));
    },
  });
}
