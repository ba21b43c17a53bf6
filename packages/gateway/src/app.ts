import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { addBodyParsers } from './api/body-parsers.ts';
import { Idempotency } from './api/idempotency.ts';
import { refuse, type Desk } from './api/perform.ts';
import { Scripts } from './api/scripts.ts';
import { CARDS } from './cards.ts';
import { controlRoutes } from './control/routes.ts';
import { razorpayRoutes } from './dialects/razorpay/routes.ts';
import { sandboxRoutes } from './dialects/sandbox/routes.ts';
import { stripeRoutes } from './dialects/stripe/routes.ts';
import { GatewayError, invalidInput } from './errors.ts';
import { payPage } from './page/routes.ts';
import { dialectUrl, voiceOf } from './voices.ts';
import type { WebhookSender } from './webhooks/sender.ts';
import type { World } from './world.ts';

const BODY_LIMIT = 64 * 1024;

/** The HTTP side: three dialects over one ledger, the page for people, and the control of tests where it is on. */
export function createApp(world: World, webhooks: WebhookSender, control: boolean): FastifyInstance {
  const app = Fastify({ rewriteUrl: dialectUrl, bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  const idempotency = new Idempotency(world.ledger, world.now);
  const desk: Desk = { world, idempotency, scripts: new Scripts() };
  addBodyParsers(app);
  answerFailures(app);
  // No answer tells of what a crash could still undo.
  app.addHook('onSend', () => world.ledger.durable());
  app.get('/', () => ({
    gateway: '@cartwright/gateway',
    testCards: Object.values(CARDS).map(({ number, about }) => ({ number, about })),
  }));
  sandboxRoutes(app, desk);
  stripeRoutes(app, desk);
  razorpayRoutes(app, desk);
  payPage(app, desk);
  if (control) controlRoutes(app, desk, webhooks);
  return app;
}

function answerFailures(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const voice = voiceOf(request.url);
    if (error instanceof GatewayError) return refuse(voice, reply, error);
    if (error.statusCode !== undefined && error.statusCode < 500)
      return refuse(voice, reply, invalidInput(error.message));
    process.stderr.write(`${error.stack ?? error.message}\n`);
    return refuse(voice, reply, new GatewayError(500, 'api_error', 'The gateway broke unexpectedly.'));
  });
  app.setNotFoundHandler((request, reply) => {
    const { method, originalUrl } = request;
    const error = new GatewayError(404, 'unknown_route', `There is no ${method} ${originalUrl}.`);
    return refuse(voiceOf(request.url), reply, error);
  });
}
