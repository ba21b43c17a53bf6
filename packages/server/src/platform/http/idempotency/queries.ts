import { sql } from '../../db/sql.ts';

export interface SentAnswer {
  status: number;
  contentType: string;
  etag: string | null;
  /** Sealed. */
  body: string;
}

/** What became of the request that took a key; all null but the first while it is under way. */
export type KeptAnswer = { sameRequest: boolean } & { [Part in keyof SentAnswer]: SentAnswer[Part] | null };

/**
 * Takes the key for this request. The lock is held until the transaction ends, so that nobody waits for a row that is not
 * committed: a request with the key of one under way is told so at once.
 */
export const takeKey = (input: {
  key: string;
  requestHash: Buffer;
  now: Date;
  expiresAt: Date;
  abandonedBefore: Date;
}) =>
  sql<{ taken: boolean }>('idempotency.take')`
    insert into idempotency_keys as kept (shopper_id, key, request_hash, started_at, expires_at)
    select current_shopper_id(), ${input.key}, ${input.requestHash}, ${input.now}, ${input.expiresAt}
     where pg_try_advisory_xact_lock(hashtextextended(${input.key}, uuid_hash_extended(current_shopper_id(), 1)))
    on conflict (shopper_id, key) do update
       set request_hash = excluded.request_hash, started_at = excluded.started_at, expires_at = excluded.expires_at,
           status = null, content_type = null, etag = null, body = null
     where kept.expires_at <= excluded.started_at
        or (kept.status is null and kept.started_at < ${input.abandonedBefore} and kept.request_hash = excluded.request_hash)
    returning true as taken`;

export const readKey = (input: { key: string; requestHash: Buffer }) =>
  sql<KeptAnswer>('idempotency.read')`
    select request_hash = ${input.requestHash} as same_request, status, content_type, etag, body
      from idempotency_keys where shopper_id = current_shopper_id() and key = ${input.key}`;

export const keepAnswer = ({
  key,
  requestHash,
  ...answer
}: SentAnswer & { key: string; requestHash: Buffer }) =>
  sql('idempotency.keep')`
    update idempotency_keys
       set status = ${answer.status}, content_type = ${answer.contentType}, etag = ${answer.etag}, body = ${answer.body}
     where shopper_id = current_shopper_id() and key = ${key} and request_hash = ${requestHash}`;

/** The same for a shopper whom the caller has proved to be, in a transaction that is not his own. */
export const keepAnswerOf = ({
  shopperId,
  key,
  requestHash,
  ...answer
}: SentAnswer & { shopperId: string; key: string; requestHash: Buffer }) =>
  sql('idempotency.keep_along')`
    update idempotency_keys
       set status = ${answer.status}, content_type = ${answer.contentType}, etag = ${answer.etag}, body = ${answer.body}
     where shopper_id = ${shopperId}::uuid and key = ${key} and request_hash = ${requestHash}`;

/** Gives a key back whose request had no lasting answer, so that it may be tried again. */
export const releaseKey = (input: { key: string; requestHash: Buffer }) =>
  sql('idempotency.release')`
    delete from idempotency_keys
     where shopper_id = current_shopper_id() and key = ${input.key} and request_hash = ${input.requestHash} and status is null`;

export const purgeKeys = (now: Date) => sql('idempotency.purge')`
    delete from idempotency_keys where expires_at <= ${now}`;
