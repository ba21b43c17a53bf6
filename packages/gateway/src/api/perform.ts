import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError, invalidInput } from '../errors.ts';
import type { World } from '../world.ts';
import { cut, hang, isHanging, type Answer, type Voice } from './answer.ts';
import { fingerprintOf, type Idempotency, type Key } from './idempotency.ts';
import type { Effect, Script, Scripts } from './scripts.ts';

export interface Desk {
  world: World;
  scripts: Scripts;
  idempotency: Idempotency;
}

interface Call {
  /** Throws where the caller may not ask at all. */
  admit?: () => void;
  /** Does the work and makes the answer; throws `GatewayError` to refuse. */
  work: () => Answer;
}

const GARBAGE = '<html><body><h1>502 Bad Gateway</h1>{"id":"';

/**
 * The way of every call: credentials, idempotency key, scripted failure, work, ledger on the disk, answer. What was scripted to fail
 * before the work leaves the key free; what fails after it has kept its answer under the key.
 */
export async function perform(
  desk: Desk,
  voice: Voice,
  request: FastifyRequest,
  reply: FastifyReply,
  { admit, work }: Call,
): Promise<FastifyReply> {
  let key: Key | null = null;
  try {
    const script = desk.scripts.take(request.method, pathsOf(request));
    admit?.();
    const wanted = keyOf(voice, request);
    const kept = wanted && desk.idempotency.claim(wanted);
    if (!kept) key = wanted;
    if (!script || !(await failBefore(script, reply, request))) {
      const answer = kept ?? begin(desk, voice, key, work);
      await desk.world.ledger.durable();
      if (kept) reply.header('idempotent-replayed', 'true');
      send(voice, request, reply, answer, script?.effect ?? 'none');
    }
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    refuse(voice, reply, error);
  } finally {
    if (key) releaseWhenAnswered(desk, key, reply);
  }
  return reply;
}

/** Answers a refusal in the dialect's form. */
export function refuse(voice: Voice, reply: FastifyReply, error: GatewayError): FastifyReply {
  if (error.status === 429) reply.header('retry-after', '1');
  const { status, body } = voice.refusal(error);
  return reply.code(status).send(body);
}

function begin(desk: Desk, voice: Voice, key: Key | null, work: Call['work']): Answer {
  return desk.world.ledger.write(() => {
    const answer = refusedOr(voice, work);
    if (key) desk.idempotency.keep(key, answer);
    return answer;
  });
}

// A refusal by the state of things is an answer like any other and is kept; a malformed request is not.
function refusedOr(voice: Voice, work: Call['work']): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof GatewayError && !error.unbegun) return voice.refusal(error);
    throw error;
  }
}

function keyOf(voice: Voice, request: FastifyRequest): Key | null {
  const key = request.headers[voice.keyHeader];
  if (request.method !== 'POST' || typeof key !== 'string') return null;
  const flaw = key.length > 255 ? 'An idempotency key has at most 255 letters.' : voice.flawOfKey?.(key);
  if (flaw !== undefined) throw invalidInput(flaw);
  return {
    id: `${voice.name} ${key}`,
    fingerprint: fingerprintOf(request.method, request.url, request.body),
  };
}

// A hanging request holds its key until somebody closes the connection.
function releaseWhenAnswered({ idempotency }: Desk, key: Key, reply: FastifyReply): void {
  if (isHanging(reply)) reply.raw.once('close', () => idempotency.release(key));
  else idempotency.release(key);
}

/** True where the call has had all the answer it gets. */
async function failBefore(
  { effect, delayMs }: Script,
  reply: FastifyReply,
  request: FastifyRequest,
): Promise<boolean> {
  if (delayMs > 0) await sleep(delayMs);
  const fail = BEFORE[effect];
  fail?.(reply, request);
  return fail !== undefined;
}

const BEFORE: Partial<Record<Effect, (reply: FastifyReply, request: FastifyRequest) => void>> = {
  '500': () => {
    throw new GatewayError(500, 'api_error', 'The gateway broke, as it was told to.');
  },
  '409': () => {
    throw new GatewayError(409, 'idempotency_key_in_use', 'Something else works on this, as scripted.');
  },
  '429': () => {
    throw new GatewayError(429, 'rate_limit', 'Too many requests, as scripted.');
  },
  garbage: (reply) => void reply.code(200).type('application/json').send(GARBAGE),
  hang,
  'cut-before': (reply, request) => cut(request, reply),
};

function send(
  voice: Voice,
  request: FastifyRequest,
  reply: FastifyReply,
  { status, body, afterwards }: Answer,
  effect: Effect,
): void {
  const how = AFTER[effect] ?? afterwards;
  if (how === 'cut') return cut(request, reply);
  if (how === 'hang') return hang(reply);
  if (how === '500')
    refuse(voice, reply, new GatewayError(500, 'api_error', 'The gateway broke after its work.'));
  else reply.code(status).send(body);
}

const AFTER = { 'cut-after': 'cut', 'hang-after': 'hang', '500-after': '500' } as Partial<
  Record<Effect, 'cut' | 'hang' | '500'>
>;

/** The path as the shop sent it, and with the prefix of its dialect. */
function pathsOf(request: FastifyRequest): string[] {
  return [request.originalUrl, request.url].map((url) => url.split('?')[0]!);
}
