import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../db/database.ts';
import { AppError } from '../../errors.ts';
import { failpoint } from '../../failpoint.ts';
import { LEASE_MS } from '../../lease.ts';
import { httpErrors, retryLater } from '../errors.ts';
import { keepsAnswers } from '../route.ts';
import { keepAnswer, readKey, releaseKey, takeKey } from './queries.ts';

declare module 'fastify' {
  interface FastifyRequest {
    idempotency: { key: string; requestHash: Buffer } | null;
  }
}

const KEPT_MS = 24 * 3_600_000;

/**
 * Honours `Idempotency-Key` on POST (API-14): the same key, body and user get the first answer again. Answers 5xx and 429
 * are not kept, since they promise nothing; a request without an answer after `leaseMs` died with its server. Without the
 * header a request costs nothing extra.
 */
export function registerIdempotency(
  app: FastifyInstance,
  {
    database,
    now,
    leaseMs = LEASE_MS,
  }: { database: Database; now: () => Date; leaseMs?: number | undefined },
): void {
  app.decorateRequest('idempotency', null);
  app.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'POST') return;
    const key = request.headers['idempotency-key'];
    const { config } = request.routeOptions;
    if (key === undefined) {
      if (config.idempotencyKeyRequired) throw new AppError(httpErrors.idempotencyKeyMissing);
      return;
    }
    if (!keepsAnswers({ method: request.method, config })) return;
    return replayOrTake(request, reply, key as string, { database, now: now(), leaseMs });
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (!request.idempotency || !request.caller) return payload;
    const held = request.idempotency;
    const access = database.as(request.caller);
    const lasting = reply.statusCode < 500 && reply.statusCode !== 429 && reply.statusCode !== 401;
    const contentType = String(reply.getHeader('content-type') ?? '');
    const body = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.toString() : '';
    // What was done is done: an answer that cannot be kept is given all the same.
    await access
      .write(
        lasting ? keepAnswer({ ...held, status: reply.statusCode, contentType, body }) : releaseKey(held),
      )
      .catch((error: unknown) =>
        request.log.warn({ err: error, requestId: request.id }, 'idempotency key not settled'),
      );
    if (lasting) failpoint('answer.kept');
    return payload;
  });
}

async function replayOrTake(
  request: FastifyRequest,
  reply: FastifyReply,
  key: string,
  { database, now, leaseMs }: { database: Database; now: Date; leaseMs: number },
): Promise<FastifyReply | undefined> {
  const requestHash = hashRequest(request);
  const [taken, [kept]] = (
    await database.as(request.caller).write(
      takeKey({
        key,
        requestHash,
        now,
        expiresAt: new Date(now.getTime() + KEPT_MS),
        abandonedBefore: new Date(now.getTime() - leaseMs),
      }),
      readKey({ key, requestHash }),
    )
  ).rows;
  if (taken.length > 0) {
    request.idempotency = { key, requestHash };
    return;
  }
  if (kept && !kept.sameRequest) throw new AppError(httpErrors.idempotencyMismatch);
  if (!kept || kept.status === null) {
    throw retryLater(httpErrors.idempotencyInProgress, 1);
  }
  return reply
    .code(kept.status)
    .header('idempotency-replayed', 'true')
    .type(kept.contentType!)
    .send(kept.body);
}

function hashRequest(request: FastifyRequest): Buffer {
  const market = request.headers['x-market'] ?? '';
  return createHash('sha256')
    .update(`${request.method} ${request.url} ${String(market)}\n`)
    .update(JSON.stringify(request.body ?? null))
    .digest();
}
