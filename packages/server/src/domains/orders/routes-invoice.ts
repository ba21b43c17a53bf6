import { z } from 'zod';
import { httpErrors } from '../../platform/http/errors.ts';
import type { App } from '../../platform/http/route.ts';
import { originOf, recordAudit } from '../audit/public.ts';
import { STAFF, type Role } from '../identity/public.ts';
import type { OrderDeps } from './deps.ts';
import { orderErrors as errors } from './errors.ts';
import { missing } from './find-order.ts';
import { makeInvoice } from './make-invoice.ts';
import { readOrderFacts } from './queries-facts.ts';
import { invoiceQuery, orderParams } from './schema.ts';

const tags = ['Orders'];
const own = [errors.orderNotFound, httpErrors.forbidden];
const pdf = z.unknown().meta({ type: 'string', format: 'binary' });

/** `GET /orders/:id/invoice` (ORD-6). */
export function invoiceRoute(app: App, deps: OrderDeps): void {
  const { shop, system, store, now } = deps;
  app.route({
    method: 'GET',
    url: '/orders/:id/invoice',
    // Drawing one takes a tenth of a second of the processor.
    config: { access: 'shopper', limit: 'checkout', errors: own },
    schema: {
      tags,
      summary: 'Get the invoice of an order as a PDF',
      description: 'For its buyer, and for staff, whose reading leaves an audit row.',
      params: orderParams,
      querystring: invoiceQuery,
      response: {
        200: { description: 'the invoice', content: { 'application/pdf': { schema: pdf } } },
      },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const found = await shop.as(request.caller).read(readOrderFacts(id));
      let [facts] = found.rows[0];
      if (!facts && STAFF.includes(found.who.role as Role)) {
        const seen = {
          ...originOf(request),
          at: now(),
          actorId: found.who.shopperId,
          actorRole: found.who.role,
        };
        const audit = recordAudit({ ...seen, action: 'order.invoice', targetKind: 'order', targetId: id });
        facts = (await system.as(request.caller).write(readOrderFacts(id), audit)).rows[0][0];
      }
      if (!facts) throw await missing({ shop }, request.caller, id);
      const invoice = await makeInvoice(facts, store, request.query.locale ?? null);
      return reply
        .header('cache-control', 'no-store')
        .header('content-disposition', `inline; filename="invoice-${facts.number}.pdf"`)
        .type('application/pdf')
        .send(invoice);
    },
  });
}
