import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Database, First } from '../../db/database.ts';
import type { Statement } from '../../db/sql.ts';
import { AppError } from '../../errors.ts';
import { failpoint } from '../../failpoint.ts';
import { LEASE_MS } from '../../lease.ts';
import type { SecretBox } from '../../secret-box.ts';
import { httpErrors, retryLater } from '../errors.ts';
import { JSON_TYPE, keepsAnswers, type Who } from '../route.ts';
import {
  keepAnswer,
  keepAnswerOf,
  readKey,
  releaseKey,
  takeKey,
  type KeptAnswer,
  type SentAnswer,
} from './queries.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key this request has taken and must settle. */
    idempotency: Held | null;
  }
}

interface Held {
  key: string;
  requestHash: Buffer;
  /** Keeps the answer. */
  keep: (answer: SentAnswer) => Promise<void>;
  /** Gives the key back: the answer promises nothing. */
  release: () => Promise<void>;
  /** Where the key travels: the statement that keeps an answer, for a transaction of the system's. */
  keepAlong?: (answer: Along) => Statement;
  /** The answer for which that statement was last asked. */
  along?: Along;
}

interface Along {
  status: number;
  /** JSON. */
  body: string;
}

/** Thrown out of the first transaction of a request whose key is another's, or was used before. */
class KeyNotTaken extends Error {
  readonly kept: KeptAnswer | undefined;
  constructor(kept: KeptAnswer | undefined) {
    super('the idempotency key is not this request’s to take');
    this.kept = kept;
  }
}

export interface IdempotencyOptions {
  database: Database;
  now: () => Date;
  /** Kept answers are sealed: they hold people's data, and what a gateway gives only to a payer. */
  box: SecretBox;
  leaseMs?: number | undefined;
}

interface Context extends IdempotencyOptions {
  leaseMs: number;
}

const KEPT_MS = 24 * 3_600_000;

/**
 * Honours `Idempotency-Key` on POST (API-14): the same key, body and user get the first answer again. Answers 5xx and 429
 * are not kept, since they promise nothing. Without the header a request costs nothing extra.
 *
 * An operation and its kept answer are one transaction: the route runs inside the one that took the key, so that a crash
 * leaves both or neither. Operations in phases (`idempotency: 'phases'`) commit between calls of a gateway and find their
 * own way on; their key is taken before and the answer kept after, and after `leaseMs` without one the same request may run
 * again. With `idempotency: 'along'` both happen in round trips that are made anyway: the key is taken in the first
 * transaction of the caller that commits, and the answer kept by the last, which asks `answerAlong` for it.
 */
export function registerIdempotency(app: FastifyInstance, options: IdempotencyOptions): void {
  const context = { ...options, leaseMs: options.leaseMs ?? LEASE_MS };
  app.decorateRequest('idempotency', null);
  app.addHook('onRoute', (route) => {
    if (route.config?.idempotency === 'along') route.handler = replayingWhatIsKept(route.handler, context);
  });
  app.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'POST') return;
    const key = request.headers['idempotency-key'];
    const { config } = request.routeOptions;
    if (key === undefined) {
      if (config.idempotencyKeyRequired) throw new AppError(httpErrors.idempotencyKeyMissing);
      return;
    }
    if (!keepsAnswers({ method: request.method, config })) return;
    const held = { key: key as string, requestHash: hashRequest(request) };
    if (config.idempotency === 'along') return takeAlong(request, held, context);
    const take = config.idempotency === 'phases' ? takeForPhases : takeWithOperation;
    const kept = await take(request, held, context);
    if (kept !== 'taken') return replay(reply, kept, held, context);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const held = request.idempotency;
    if (!held) return payload;
    request.idempotency = null;
    const { statusCode: status } = reply;
    if (status >= 500 || status === 429 || status === 401) {
      await held.release();
      return payload;
    }
    const body = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.toString() : '';
    if (held.along?.status !== status || held.along.body !== body) {
      const answer = {
        status,
        contentType: String(reply.getHeader('content-type') ?? ''),
        etag: (reply.getHeader('etag') as string | undefined) ?? null,
        body: context.box.seal(Buffer.from(body), aboutOf(held)),
      };
      await held.keep(answer).catch((error: unknown) => {
        reply.removeHeader('etag');
        throw error;
      });
    }
    failpoint('answer.kept');
    return payload;
  });
}

/**
 * For a route whose key travels: what keeps the answer it is about to give, as JSON, to be run by the system in the
 * transaction of what the answer tells of. Nothing where no key was sent.
 */
export function answerAlong(request: FastifyRequest, status: number): (body: string) => readonly Statement[] {
  return (body) => {
    const held = request.idempotency;
    if (!held?.keepAlong) return [];
    held.along = { status, body };
    return [held.keepAlong(held.along)];
  };
}

type Taken = Pick<Held, 'key' | 'requestHash'>;

// The caller becomes one whose calls join the transaction that holds the key.
async function takeWithOperation(
  request: FastifyRequest,
  held: Taken,
  context: Context,
): Promise<KeptAnswer | undefined | 'taken'> {
  const [take, read] = statementsFor(held, context);
  const opened = await context.database.open(request.caller, take, read);
  const [taken, [kept]] = opened.rows;
  if (taken.length === 0) {
    await opened.rollback();
    return kept;
  }
  request.caller = { ...request.caller, ...opened.identity };
  request.idempotency = {
    ...held,
    keep: (answer) => {
      opened.queue(keepAnswer({ ...held, ...answer }));
      return opened.commit();
    },
    release: opened.rollback,
  };
  return 'taken';
}

// The key goes with what the caller does first; what comes to nothing takes no key with it.
function takeAlong(request: FastifyRequest, held: Taken, context: Context): void {
  const { database, box } = context;
  let shopperId = '';
  const lock = request.routeOptions.config.lockBeforeKey?.();
  const first: First<Who> = {
    statements: [...(lock ? [lock] : []), ...statementsFor(held, context)],
    judge: (who, rows) => {
      const [taken, [kept]] = rows.slice(-2) as [unknown[], KeptAnswer[]];
      if (taken.length === 0) throw new KeyNotTaken(kept);
      ({ shopperId } = who);
    },
    done: false,
  };
  request.caller = { ...request.caller, first: { database, what: first } };
  const settled = settling(request, context);
  request.idempotency = {
    ...held,
    keep: (answer) => settled(keepAnswer({ ...held, ...answer })),
    release: async () => void (first.done && (await settled(releaseKey(held)))),
    keepAlong: ({ status, body }) =>
      keepAnswerOf({
        ...held,
        shopperId,
        status,
        contentType: JSON_TYPE,
        etag: null,
        body: box.seal(Buffer.from(body), aboutOf(held)),
      }),
  };
}

function replayingWhatIsKept(handler: RouteOptions['handler'], context: Context): RouteOptions['handler'] {
  return async function (request, reply) {
    try {
      return await handler.call(this, request, reply);
    } catch (error) {
      if (!(error instanceof KeyNotTaken)) throw error;
      const held = request.idempotency!;
      request.idempotency = null;
      request.caller = { ...request.caller, first: undefined };
      return replay(reply, error.kept, held, context);
    }
  };
}

async function takeForPhases(
  request: FastifyRequest,
  held: Taken,
  context: Context,
): Promise<KeptAnswer | undefined | 'taken'> {
  const access = context.database.as(request.caller);
  const [taken, [kept]] = (await access.write(...statementsFor(held, context))).rows;
  if (taken.length === 0) return kept;
  const settled = settling(request, context);
  request.idempotency = {
    ...held,
    keep: (answer) => settled(keepAnswer({ ...held, ...answer })),
    release: () => settled(releaseKey(held)),
  };
  return 'taken';
}

// What was done is done: an answer that cannot be kept is given all the same.
function settling(request: FastifyRequest, { database }: Context): (statement: Statement) => Promise<void> {
  return (statement) =>
    database
      .as(request.caller)
      .write(statement)
      .then(
        () => {},
        (error: unknown) =>
          request.log.warn({ err: error, requestId: request.id }, 'idempotency key not settled'),
      );
}

function statementsFor(held: Taken, { now, leaseMs }: Context) {
  const at = now();
  const take = takeKey({
    ...held,
    now: at,
    expiresAt: new Date(at.getTime() + KEPT_MS),
    abandonedBefore: new Date(at.getTime() - leaseMs),
  });
  return [take, readKey(held)] as const;
}

function replay(
  reply: FastifyReply,
  kept: KeptAnswer | undefined,
  held: Taken,
  { box }: Context,
): FastifyReply {
  if (kept && !kept.sameRequest) throw new AppError(httpErrors.idempotencyMismatch);
  if (!kept || kept.status === null) throw retryLater(httpErrors.idempotencyInProgress, 1);
  const body = openAnswer(box, kept.body!, held);
  // Its secret was taken out of the configuration: what was done must not be done again, and cannot be shown.
  if (body === null) throw new AppError(httpErrors.idempotencyMismatch);
  if (kept.etag !== null) reply.header('etag', kept.etag);
  return reply.code(kept.status).header('idempotency-replayed', 'true').type(kept.contentType!).send(body);
}

const aboutOf = ({ requestHash }: Taken) => `answer ${requestHash.toString('hex')}`;

function openAnswer(box: SecretBox, sealed: string, held: Taken): string | null {
  // Kept before answers were sealed, a day ago at most.
  if (sealed === '' || sealed.startsWith('{')) return sealed;
  try {
    return box.open(sealed, aboutOf(held)).toString();
  } catch {
    return null;
  }
}

function hashRequest(request: FastifyRequest): Buffer {
  const { 'x-market': market = '', 'if-match': version = '' } = request.headers;
  return createHash('sha256')
    .update(`${request.method} ${request.url} ${String(market)}\n${version}\n`)
    .update(JSON.stringify(request.body ?? null))
    .digest();
}
