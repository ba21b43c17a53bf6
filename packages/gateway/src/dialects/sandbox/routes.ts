import type { FastifyInstance, FastifyRequest } from 'fastify';
import { perform, type Desk } from '../../api/perform.ts';
import type { Answer } from '../../api/answer.ts';
import { cardNamed } from '../../cards.ts';
import { invalidInput, unauthenticated } from '../../errors.ts';
import type { Afterwards } from '../../cards.ts';
import type { Intent } from '../../ledger/rows.ts';
import { answerChallenge } from '../../operations/answer-challenge.ts';
import { cancelIntent } from '../../operations/cancel-intent.ts';
import { confirmIntent } from '../../operations/confirm-intent.ts';
import { createIntent } from '../../operations/create-intent.ts';
import { createRefund } from '../../operations/create-refund.ts';
import { readIntent, readIntentOfBuyer } from '../../operations/find-intent.ts';
import { sameText } from '../../same-text.ts';
import type { World } from '../../world.ts';
import { check } from '../check.ts';
import { intentObject, refundObject } from './objects.ts';
import { challengeSchema, confirmSchema, intentSchema, listSchema, refundSchema } from './schema.ts';
import { declineMessage, sandboxVoice } from './voice.ts';

type Work = (request: FastifyRequest) => Answer;

/** The gateway's own API: what a shop calls with its key, and the two calls of a buyer's browser. */
export function sandboxRoutes(app: FastifyInstance, desk: Desk): void {
  const { world } = desk;
  const shop = (method: 'GET' | 'POST', url: string, work: Work) =>
    app.route({
      method,
      url,
      handler: (request, reply) =>
        perform(desk, sandboxVoice, request, reply, {
          admit: () => requireKey(world, request),
          work: () => work(request),
        }),
    });
  shop('POST', '/v1/intents', ({ body }) => {
    const intent = createIntent(world, { dialect: 'sandbox', ...check(intentSchema, body) });
    return { status: 201, body: intentObject(world, intent) };
  });
  shop('GET', '/v1/intents', ({ query }) => ({ status: 200, body: listIntents(world, query) }));
  shop('GET', '/v1/intents/:id', (request) => one(world, readIntent(world, 'sandbox', idOf(request))));
  shop('POST', '/v1/intents/:id/cancel', (request) => {
    const intent = readIntent(world, 'sandbox', idOf(request));
    return one(world, intent.status === 'canceled' ? intent : cancelIntent(world, intent));
  });
  shop('POST', '/v1/refunds', ({ body }) => {
    const { intent: id, ...refund } = check(refundSchema, body);
    const intent = readIntent(world, 'sandbox', id);
    const charge = world.ledger.of('charges', id).at(-1);
    return { status: 201, body: refundObject(createRefund(world, intent, charge, refund)) };
  });
  shop('GET', '/v1/refunds', ({ query }) => {
    const { intent } = query as { intent?: string };
    if (intent === undefined) throw invalidInput('Refunds are listed by intent.', 'intent');
    return { status: 200, body: { refunds: world.ledger.of('refunds', intent).map(refundObject) } };
  });
  buyerRoutes(app, desk);
}

// No bearer: the client secret is what the buyer's browser has.
function buyerRoutes(app: FastifyInstance, desk: Desk): void {
  const { world } = desk;
  const buyer = (url: string, work: Work) => {
    app.post(url, (request, reply) => {
      void reply.header('access-control-allow-origin', '*');
      return perform(desk, sandboxVoice, request, reply, { work: () => work(request) });
    });
    app.options(url, (_request, reply) =>
      reply
        .code(204)
        .header('access-control-allow-origin', '*')
        .header('access-control-allow-methods', 'POST')
        .header('access-control-allow-headers', 'content-type, idempotency-key')
        .send(),
    );
  };
  buyer('/v1/intents/:id/confirm', (request) => {
    const { clientSecret, card } = check(confirmSchema, request.body);
    const intent = readIntentOfBuyer(world, idOf(request), clientSecret);
    const name = cardNamed(card.number);
    if (!name) throw invalidInput('This is none of the test cards.', 'card.number');
    return paid(world, confirmIntent(world, intent, name));
  });
  buyer('/v1/intents/:id/challenge', (request) => {
    const { clientSecret, outcome } = check(challengeSchema, request.body);
    const intent = readIntentOfBuyer(world, idOf(request), clientSecret);
    return paid(world, answerChallenge(world, intent, outcome));
  });
}

function paid(
  world: World,
  result: { intent: Intent; declined: string | null; afterwards?: Afterwards | null },
): Answer {
  const { intent, declined, afterwards = null } = result;
  if (declined === null) return { ...one(world, intent), afterwards };
  return {
    status: 402,
    body: { error: { code: declined, message: declineMessage(declined), intent: intent.id } },
    afterwards,
  };
}

function one(world: World, intent: Intent): Answer {
  return { status: 200, body: intentObject(world, intent) };
}

function listIntents(world: World, query: unknown) {
  const { createdAfter, after, paymentId, limit } = check(listSchema, query);
  const since = createdAfter === undefined ? 0 : Date.parse(createdAfter);
  const all = world.ledger
    .all('intents')
    .filter(
      ({ dialect, createdAt, metadata }) =>
        dialect === 'sandbox' &&
        Date.parse(createdAt) >= since &&
        (paymentId === undefined || metadata['payment_id'] === paymentId),
    );
  const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
  if (after !== undefined && start === 0) throw invalidInput('No such intent in this list.', 'after');
  const intents = all.slice(start, start + limit).map((intent) => intentObject(world, intent));
  return { intents, hasMore: start + limit < all.length };
}

function requireKey({ keys }: World, { headers }: FastifyRequest): void {
  if (!sameText(headers.authorization ?? '', `Bearer ${keys.sandbox}`)) throw unauthenticated();
}

function idOf({ params }: FastifyRequest): string {
  return (params as { id: string }).id;
}
