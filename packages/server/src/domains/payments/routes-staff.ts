import type { FastifyRequest } from 'fastify';
import { refuse } from '../../platform/errors.ts';
import { type App, sendJson } from '../../platform/http/route.ts';
import { readCursor } from '../../platform/http/time-cursor.ts';
import { originOf, recordAudit } from '../audit/public.ts';
import { permissions, type Caller } from '../identity/public.ts';
import type { PaymentDeps } from './deps.ts';
import { paymentErrors as errors } from './errors.ts';
import { listAnyPayments, readAnyPayment } from './queries-staff.ts';
import { refundPayment } from './refund-payment.ts';
import * as schema from './schema-staff.ts';

const tags = ['Admin'];

/** What staff do with payments. Reading a customer's data is an audit row (OPS-4). */
export function staffPaymentRoutes(app: App, deps: PaymentDeps): void {
  listRoute(app, deps);
  refundRoute(app, deps);
}

function listRoute(app: App, { system, now }: PaymentDeps): void {
  const seen = (request: FastifyRequest, targetId: string | null) =>
    recordAudit({
      ...originOf(request),
      at: now(),
      actorId: (request.caller as Caller).claims!.sub,
      actorRole: (request.caller as Caller).claims!.role,
      action: 'payment.read',
      targetKind: 'payment',
      targetId,
    });
  app.route({
    method: 'GET',
    url: '/admin/payments',
    config: { access: permissions.readPayments },
    schema: {
      tags,
      summary: 'List all payments',
      description: '`status=orphaned` are those whose money waits for somebody to look at it.',
      querystring: schema.paymentsQuery,
      response: { 200: schema.paymentsAnswer },
    },
    handler: async (request, reply) => {
      const { limit, cursor, status = null, provider = null, from, to, ordered } = request.query;
      const page = {
        limit,
        after: readCursor(cursor),
        status,
        provider,
        from: from ? new Date(from) : null,
        to: to ? new Date(to) : null,
        ordered: ordered === undefined ? null : ordered === 'true',
      };
      const { rows } = await system.as(request.caller).write(listAnyPayments(page), seen(request, null));
      return sendJson(reply.header('cache-control', 'no-store'), rows[0][0]!.body);
    },
  });
}

function refundRoute(app: App, deps: PaymentDeps): void {
  app.route({
    method: 'POST',
    url: '/admin/payments/:id/refund',
    config: {
      access: permissions.refundPayments,
      idempotencyKeyRequired: true,
      idempotency: 'phases',
      errors: [errors.paymentNotFound, errors.refundTooLarge, errors.nothingToRefund],
    },
    schema: {
      tags,
      summary: 'Give back the money of a payment',
      description: 'Above all of one that became no order. All that is left where no amount is given.',
      params: schema.staffPaymentParams,
      body: schema.refundInput,
      response: { 201: schema.paymentAnswer },
    },
    handler: async (request, reply) => {
      const { amount, reason } = request.body;
      const paymentId = request.params.id;
      const key = String(request.headers['idempotency-key']);
      const input = { paymentId, amount: amount === undefined ? null : String(amount), reason, key };
      await refundPayment(deps, request.caller, input, originOf(request));
      const { rows } = await deps.system.as(request.caller).read(readAnyPayment(paymentId));
      const [payment] = rows[0];
      if (!payment) throw refuse(errors.paymentNotFound);
      return sendJson(reply.code(201).header('cache-control', 'no-store'), payment.body);
    },
  });
}
