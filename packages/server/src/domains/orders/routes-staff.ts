import type { FastifyRequest } from 'fastify';
import { refuse } from '../../platform/errors.ts';
import { type App, sendJson } from '../../platform/http/route.ts';
import { originOf, recordAudit } from '../audit/public.ts';
import { permissions, type Caller } from '../identity/public.ts';
import { paymentErrors } from '../payments/public.ts';
import { changeStatus } from './change-status.ts';
import { readCursor } from '../../platform/http/cursor.ts';
import type { OrderDeps } from './deps.ts';
import { orderErrors as errors } from './errors.ts';
import { listAnyOrders, readAnyOrder } from './queries.ts';
import { refundOrder } from './refund-order.ts';
import * as schema from './schema.ts';

const tags = ['Admin'];

/** What staff do with orders. Reading a customer's data is an audit row (OPS-4). */
export function staffRoutes(app: App, deps: OrderDeps): void {
  readRoutes(app, deps);
  statusRoute(app, deps);
  refundRoute(app, deps);
}

function readRoutes(app: App, { system, now }: OrderDeps): void {
  const seen = (request: FastifyRequest, targetId: string | null) =>
    recordAudit({
      ...originOf(request),
      at: now(),
      actorId: (request.caller as Caller).claims!.sub,
      actorRole: (request.caller as Caller).claims!.role,
      action: 'order.read',
      targetKind: 'order',
      targetId,
    });
  app.route({
    method: 'GET',
    url: '/admin/orders',
    config: { access: permissions.readOrders },
    schema: {
      tags,
      summary: 'List all orders',
      querystring: schema.adminPageQuery,
      response: { 200: schema.ordersAnswer },
    },
    handler: async (request, reply) => {
      const { limit, cursor, status = null } = request.query;
      const page = { limit, after: readCursor(cursor), status };
      const { rows } = await system.as(request.caller).write(listAnyOrders(page), seen(request, null));
      return sendJson(reply.header('cache-control', 'no-store'), rows[0][0]!.body);
    },
  });
  app.route({
    method: 'GET',
    url: '/admin/orders/:id',
    config: { access: permissions.readOrders, errors: [errors.orderNotFound] },
    schema: {
      tags,
      summary: 'Read an order',
      params: schema.orderParams,
      response: { 200: schema.orderAnswer },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const { rows } = await system.as(request.caller).write(readAnyOrder(id), seen(request, id));
      const [order] = rows[0];
      if (!order) throw refuse(errors.orderNotFound);
      return sendJson(reply.header('cache-control', 'no-store'), order.body);
    },
  });
}

function statusRoute(app: App, deps: OrderDeps): void {
  app.route({
    method: 'PATCH',
    url: '/orders/:id/status',
    config: { access: permissions.moveOrders, errors: [errors.orderNotFound, errors.invalidTransition] },
    schema: {
      tags,
      summary: 'Move an order along',
      params: schema.orderParams,
      body: schema.statusInput,
      response: { 200: schema.orderAnswer },
    },
    handler: async (request, reply) => {
      const { status, reason, trackingNumber = null } = request.body;
      const input = { orderId: request.params.id, status, reason, trackingNumber };
      await changeStatus(deps, request.caller, input, originOf(request));
      const { rows } = await deps.system.as(request.caller).read(readAnyOrder(input.orderId));
      return sendJson(reply.header('cache-control', 'no-store'), rows[0][0]!.body);
    },
  });
}

function refundRoute(app: App, deps: OrderDeps): void {
  app.route({
    method: 'POST',
    url: '/orders/:id/refunds',
    config: {
      access: permissions.refundOrders,
      idempotencyKeyRequired: true,
      idempotency: 'phases',
      errors: [errors.orderNotFound, paymentErrors.refundTooLarge, paymentErrors.nothingToRefund],
    },
    schema: {
      tags,
      summary: 'Give money back',
      params: schema.orderParams,
      body: schema.refundInput,
      response: { 201: schema.orderAnswer },
    },
    handler: async (request, reply) => {
      const { amount, reason } = request.body;
      const orderId = request.params.id;
      const key = String(request.headers['idempotency-key']);
      await refundOrder(
        deps,
        request.caller,
        { orderId, amount: amount === undefined ? null : String(amount), reason, key },
        originOf(request),
      );
      const read = await deps.system.as(request.caller).read(readAnyOrder(orderId));
      return sendJson(reply.code(201).header('cache-control', 'no-store'), read.rows[0][0]!.body);
    },
  });
}
