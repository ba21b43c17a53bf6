import { sql } from '../../db/sql.ts';

export interface KeptAnswer {
  mine: boolean;
  sameRequest: boolean;
  status: number | null;
  contentType: string | null;
  body: string | null;
}

/** Takes the key for this request, or tells what became of the request that took it before. */
export const takeKey = (input: {
  key: string;
  requestHash: Buffer;
  now: Date;
  expiresAt: Date;
  abandonedBefore: Date;
}) =>
  sql<{ taken: boolean }>('idempotency.take')`
    insert into idempotency_keys as kept (shopper_id, key, request_hash, started_at, expires_at)
    values (current_shopper_id(), ${input.key}, ${input.requestHash}, ${input.now}, ${input.expiresAt})
    on conflict (shopper_id, key) do update
       set request_hash = excluded.request_hash, started_at = excluded.started_at, expires_at = excluded.expires_at,
           status = null, content_type = null, body = null
     where kept.expires_at <= excluded.started_at
        or (kept.status is null and kept.started_at < ${input.abandonedBefore} and kept.request_hash = excluded.request_hash)
    returning true as taken`;

export const readKey = (input: { key: string; requestHash: Buffer }) =>
  sql<Omit<KeptAnswer, 'mine'>>('idempotency.read')`
    select request_hash = ${input.requestHash} as same_request, status, content_type, body
      from idempotency_keys where shopper_id = current_shopper_id() and key = ${input.key}`;

export const keepAnswer = (input: {
  key: string;
  requestHash: Buffer;
  status: number;
  contentType: string;
  body: string;
}) =>
  sql('idempotency.keep')`
    update idempotency_keys set status = ${input.status}, content_type = ${input.contentType}, body = ${input.body}
     where shopper_id = current_shopper_id() and key = ${input.key} and request_hash = ${input.requestHash}`;

/** Gives a key back whose request had no lasting answer, so that it may be tried again. */
export const releaseKey = (input: { key: string; requestHash: Buffer }) =>
  sql('idempotency.release')`
    delete from idempotency_keys
     where shopper_id = current_shopper_id() and key = ${input.key} and request_hash = ${input.requestHash} and status is null`;

export const purgeKeys = (now: Date) => sql('idempotency.purge')`
    delete from idempotency_keys where expires_at <= ${now}`;
