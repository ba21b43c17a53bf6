import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../../platform/errors.ts';
import { clientAddress } from '../../platform/http/client-address.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import type { App } from '../../platform/http/route.ts';
import { originOf } from '../audit/public.ts';
import type { PaymentDeps } from './deps.ts';
import { paymentErrors as errors } from './errors.ts';
import { addressAllowed } from './gateways/allowed-addresses.ts';
import type { Provider } from './gateways/gateway.ts';
import { processEvents } from './process-events.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { webhookAnswer, webhookParams } from './schema.ts';

/** Where gateways tell what happened (PAY-4): outside the rate limits, since a sale makes many at once from few addresses. */
export function webhookRoutes(app: App, deps: PaymentDeps): void {
  const take = async (request: FastifyRequest, reply: FastifyReply, provider: Provider) => {
    const gateway = deps.gateways.get(provider);
    if (!gateway) throw refuse(httpErrors.routeNotFound);
    if (!addressAllowed(deps.store, provider, clientAddress(request))) throw refuse(httpErrors.forbidden);
    const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const message = { rawBody, headers: request.headers };
    const eventId = await receiveWebhook(deps, gateway, message, originOf(request));
    reply.send({ received: true });
    // The answer does not wait for what is done with it; a job does what is not done now.
    if (eventId !== null)
      await processEvents(deps, eventId).catch((error: unknown) =>
        deps.logger.error({ err: error, eventId }, 'gateway event left to the job'),
      );
    return reply;
  };
  void app.register((scope, _options, done) => {
    const raw: App = scope;
    // The signature is over the bytes as they came (L-10).
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    const config = {
      access: 'public',
      limit: 'none',
      csrf: 'off',
      errors: [errors.webhookInvalid, httpErrors.forbidden, httpErrors.routeNotFound],
    } as const;
    const about = {
      tags: ['Payments'],
      description:
        'Signed by the gateway. 200 once it is stored; worked on afterwards, any number of times with one effect.',
      response: { 200: webhookAnswer },
    };
    raw.route({
      method: 'POST',
      url: '/payments/webhook/:provider',
      config,
      schema: { ...about, summary: 'Take an event of a gateway', params: webhookParams },
      handler: (request, reply) => take(request, reply, request.params.provider),
    });
    raw.route({
      method: 'POST',
      url: '/payments/webhook',
      config,
      schema: { ...about, summary: 'Take an event of Razorpay' },
      handler: (request, reply) => take(request, reply, 'razorpay'),
    });
    done();
  });
}
