import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { perform, type Desk } from '../api/perform.ts';
import { Scripts, scriptSchema } from '../api/scripts.ts';
import { check } from '../dialects/check.ts';
import { publicIntent } from '../dialects/sandbox/objects.ts';
import { sandboxVoice } from '../dialects/sandbox/voice.ts';
import { noSuch } from '../errors.ts';
import { answerChallenge } from '../operations/answer-challenge.ts';
import { settleNow } from '../operations/settle.ts';
import type { World } from '../world.ts';
import { PLAIN, type WebhookSender } from '../webhooks/sender.ts';
import { checkoutRoutes, checkoutAnswer } from './checkout.ts';

const target = z.strictObject({ url: z.url().nullable().optional(), secret: z.string().min(1).optional() });

const webhooksSchema = z.strictObject({
  delayMs: z.int().min(0).max(600_000).optional(),
  duplicate: z.union([z.int().min(0).max(100), z.boolean().transform(Number)]).optional(),
  shuffle: z.union([z.boolean(), z.literal('reverse')]).optional(),
  paused: z.boolean().optional(),
  targets: z.strictObject({ sandbox: target, stripe: target, razorpay: target }).partial().optional(),
});

const settleSchema = z.strictObject({ outcome: z.enum(['succeed', 'fail']).optional() });
const challengeSchema = z.strictObject({ outcome: z.enum(['pass', 'fail']) });

/** What a test steers the gateway with. Scripts never hit these calls. */
export function controlRoutes(app: FastifyInstance, desk: Desk, webhooks: WebhookSender): void {
  const { world, scripts } = desk;
  const unscripted = { ...desk, scripts: new Scripts() };
  const add = (method: 'GET' | 'POST' | 'DELETE', url: string, work: (request: FastifyRequest) => unknown) =>
    app.route({
      method,
      url: `/control${url}`,
      handler: (request: FastifyRequest, reply: FastifyReply) =>
        perform(unscripted, sandboxVoice, request, reply, {
          work: () => ({ status: 200, body: work(request) }),
        }),
    });
  add('POST', '/script', ({ body }) => {
    scripts.add(check(scriptSchema, body));
    return { scripts: scripts.left() };
  });
  add('GET', '/script', () => ({ scripts: scripts.left() }));
  add('DELETE', '', () => {
    scripts.clear();
    webhooks.setManner(PLAIN);
    return { scripts: [], webhooks: PLAIN };
  });
  add('GET', '/ledger', () => ledgerOf(world));
  add('POST', '/settle/:id', (request) => {
    const id = idOf(request);
    settleNow(world, id, check(settleSchema, request.body).outcome);
    return { settled: id };
  });
  add('POST', '/challenge/:id', (request) => {
    const { outcome } = check(challengeSchema, request.body);
    const intent = world.ledger.get('intents', idOf(request));
    if (!intent) throw noSuch('intent', idOf(request));
    return checkoutAnswer(world, answerChallenge(world, intent, outcome));
  });
  webhookRoutes(app, add, world, webhooks);
  checkoutRoutes(app, unscripted);
}

function webhookRoutes(
  app: FastifyInstance,
  add: (method: 'POST', url: string, work: (request: FastifyRequest) => unknown) => void,
  world: World,
  webhooks: WebhookSender,
): void {
  add('POST', '/webhooks', ({ body }) => {
    const { targets = {}, ...manner } = check(webhooksSchema, body);
    for (const dialect of ['sandbox', 'stripe', 'razorpay'] as const)
      Object.assign(webhooks.targets[dialect], targets[dialect]);
    webhooks.setManner(Object.assign({}, webhooks.manner, manner));
    return webhooks.manner;
  });
  app.post('/control/webhooks/flush', () => webhooks.flush());
  app.post('/control/webhooks/:id/resend', async (request) => {
    const event = world.ledger.get('events', idOf(request));
    if (!event) throw noSuch('event', idOf(request));
    return { status: await webhooks.resend(event) };
  });
}

function ledgerOf(world: World) {
  const { ledger } = world;
  return {
    intents: ledger.all('intents').map((intent) => ({
      ...publicIntent(world, intent),
      dialect: intent.dialect,
      receipt: intent.receipt,
    })),
    attempts: ledger.all('attempts'),
    charges: ledger.all('charges'),
    refunds: ledger.all('refunds').map(({ createdAt, ...refund }) => ({ ...refund, at: createdAt })),
    events: ledger.all('events').map(({ body: _body, ...event }) => ({
      ...event,
      ...ledger.get('deliveries', event.id),
    })),
  };
}

function idOf({ params }: FastifyRequest): string {
  return (params as { id: string }).id;
}
