import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { cut, hang } from '../api/answer.ts';
import type { Desk } from '../api/perform.ts';
import { cardNamed, type Afterwards } from '../cards.ts';
import { GatewayError } from '../errors.ts';
import type { Intent } from '../ledger/rows.ts';
import { answerChallenge } from '../operations/answer-challenge.ts';
import { confirmIntent } from '../operations/confirm-intent.ts';
import { readIntentOfBuyer } from '../operations/find-intent.ts';
import { renderIntent, renderUnknown } from './render.ts';
import { STYLE } from './style.ts';
import { languageOf, wordsIn, type Language } from './words.ts';

const styleHash = createHash('sha256').update(STYLE).digest('base64');

// The address holds what one can pay with: nobody keeps it, frames it or is told of it.
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  vary: 'accept-language',
};

const cardSchema = z.object({
  number: z.string().regex(/^[\d\s-]{12,40}$/),
  expiry: z.string().regex(/^\s*(0?[1-9]|1[0-2])\s*\/?\s*(20)?\d\d\s*$/),
  cvc: z.string().regex(/^\s*\d{3,4}\s*$/),
});

/** The page for people, in plain HTML: card, challenge, result. Pays intents of every dialect. */
export function payPage(app: FastifyInstance, { world }: Desk): void {
  const reader = (request: FastifyRequest, reply: FastifyReply) => {
    const language = languageOf(request.headers['accept-language']);
    void reply.headers(HEADERS);
    return { language, intent: intentAskedFor(request) };
  };
  const intentAskedFor = (request: FastifyRequest): Intent | null => {
    const fields = (request.method === 'POST' ? request.body : request.query) as Record<string, unknown>;
    const { client_secret: secret } = fields;
    try {
      const { id } = request.params as { id: string };
      return readIntentOfBuyer(world, id, typeof secret === 'string' ? secret : '');
    } catch {
      return null;
    }
  };
  app.get('/pay/:id', (request, reply) => {
    const { intent, language } = reader(request, reply);
    if (!intent) return reply.code(404).send(renderUnknown(language));
    return reply.send(renderIntent(intent, language, null));
  });
  app.post('/pay/:id', async (request, reply) => {
    const { intent, language } = reader(request, reply);
    if (!intent) return reply.code(404).send(renderUnknown(language));
    const { problem, card } = cardTyped(request.body, language);
    if (!card) return reply.code(422).send(renderIntent(intent, language, problem));
    const afterwards = world.ledger.write(() =>
      unlessEnded(() => confirmIntent(world, intent, card).afterwards),
    );
    await world.ledger.durable();
    return leave(request, reply, intent, afterwards);
  });
  app.post('/pay/:id/challenge', (request, reply) => {
    const { intent, language } = reader(request, reply);
    if (!intent) return reply.code(404).send(renderUnknown(language));
    const { outcome } = request.body as { outcome?: unknown };
    const answer = outcome === 'pass' ? 'pass' : 'fail';
    world.ledger.write(() => unlessEnded(() => void answerChallenge(world, intent, answer)));
    return leave(request, reply, intent, null);
  });
}

function cardTyped(body: unknown, language: Language) {
  const { data } = cardSchema.safeParse(body);
  if (!data) return { card: null, problem: wordsIn(language).invalid };
  const card = cardNamed(data.number);
  return card ? { card, problem: null } : { card: null, problem: wordsIn(language).notTestCard };
}

// Sent twice, or too late: the page shows what has become of it.
function unlessEnded<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof GatewayError) return null;
    throw error;
  }
}

function leave(
  request: FastifyRequest,
  reply: FastifyReply,
  intent: Intent,
  afterwards: Afterwards | null,
): unknown {
  if (afterwards === 'cut') return cut(request, reply);
  if (afterwards === 'hang') return hang(reply);
  if (afterwards === '500') return reply.code(500).send('<!doctype html><title>500</title><h1>500</h1>');
  return reply.redirect(`/pay/${intent.id}?client_secret=${intent.clientSecret}`, 303);
}
