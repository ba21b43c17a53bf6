import { sql } from '../../platform/db/sql.ts';
import type { Who } from '../../platform/http/route.ts';

export interface Device {
  ip: string;
  userAgent: string;
  deviceHash: Buffer | null;
  client: string | null;
}

export const insertSession = (
  input: Device & { userId: string; sessionId: string; transport: string; now: Date; expiresAt: Date },
) => sql('session.insert')`
  insert into sessions (shopper_id, id, transport, user_agent, ip, device_hash, client, created_at, last_seen_at, expires_at)
  values (${input.userId}, ${input.sessionId}, ${input.transport}, ${input.userAgent}, ${input.ip}, ${input.deviceHash}, ${input.client},
          ${input.now}, ${input.now}, ${input.expiresAt})`;

export const insertRefreshToken = (input: {
  userId: string;
  sessionId: string;
  hash: Buffer;
  now: Date;
  expiresAt: Date;
}) => sql('session.insert_refresh_token')`
  insert into refresh_tokens (shopper_id, session_id, hash, issued_at, expires_at)
  values (${input.userId}, ${input.sessionId}, ${input.hash}, ${input.now}, ${input.expiresAt})`;

export interface RefreshState {
  userId: string;
  sessionId: string;
  transport: 'cookie' | 'bearer';
  userAgent: string;
  revoked: boolean;
  expiresAt: Date;
  rotatedAt: Date | null;
  successorHash: Buffer | null;
  /** What of the request is not as the session knows it; null where all is. */
  problem: string | null;
}

/** The token and its session, both locked: two refreshes of one session take turns, and the second sees what the first did. */
export const lockRefreshToken = (
  hash: Buffer,
  from: { deviceHash: Buffer | null; client: string; ip: string; ipRule: string },
) => sql<RefreshState>('session.lock_refresh_token')`
  select t.shopper_id as user_id, t.session_id, e.transport, e.user_agent, e.revoked_at is not null as revoked, t.expires_at, t.rotated_at, t.successor_hash,
         session_context_problem(e, ${from.deviceHash}, ${from.client}, ${from.ip}, ${from.ipRule}) as problem
    from refresh_tokens t join sessions e on e.shopper_id = t.shopper_id and e.id = t.session_id
   where t.hash = ${hash} for update of e, t`;

/** Whose session it is, as of now, and whether the successor of a rotated token is itself already rotated. */
export const readRefreshContext = (input: { userId: string; successorHash: Buffer | null }) => sql<{
  role: string;
  active: boolean;
  market: string | null;
  successorRotated: boolean;
}>('session.refresh_context')`
  select role, active, market,
         exists (select from refresh_tokens n where n.hash = ${input.successorHash} and n.rotated_at is not null) as successor_rotated
    from shoppers where id = ${input.userId}`;

export const rotateRefreshToken = (input: { hash: Buffer; successorHash: Buffer; now: Date }) => sql(
  'session.rotate',
)`
  update refresh_tokens set rotated_at = ${input.now}, successor_hash = ${input.successorHash} where hash = ${input.hash}`;

/** The user agent moves along: a browser that was updated is the same one still. */
export const prolongSession = (input: {
  userId: string;
  sessionId: string;
  ip: string;
  userAgent: string;
  now: Date;
  expiresAt: Date;
}) => sql('session.prolong')`
  update sessions set last_seen_at = ${input.now}, expires_at = ${input.expiresAt}, ip = ${input.ip}, user_agent = ${input.userAgent}
   where shopper_id = ${input.userId} and id = ${input.sessionId}`;

export const revokeSession = (input: {
  userId: string;
  sessionId: string;
  because: string;
  now: Date;
}) => sql('session.revoke')`
  update sessions set revoked_at = ${input.now}, revoked_because = ${input.because}
   where shopper_id = ${input.userId} and id = ${input.sessionId} and revoked_at is null`;

/** The prelude of sensitive statements: the session holds, and the request comes from where it began (AUTH-9). */
export const identifySensitive = (input: {
  userId: string;
  sessionId: string;
  now: Date;
  roles: readonly string[] | null;
  deviceHash: Buffer | null;
  client: string;
  ip: string;
  ipRule: string;
  owner?: string | null;
}) => sql<Who>('identify.sensitive')`
  select shopper_id, kind, role, market, locale
    from identify_sensitive(${input.userId}, ${input.sessionId}, ${input.now}, ${input.roles},
           ${input.deviceHash}, ${input.client}, ${input.ip}, ${input.ipRule})
   where case when coalesce(${input.owner ?? null}::uuid, shopper_id) = shopper_id then true
              else refuse('OWNER_CHANGED') end`;

/** The caller's sessions that live, the last used first. */
export const listMySessions = (now: Date) => sql<{
  id: string;
  client: string | null;
  userAgent: string;
  ip: string | null;
  transport: 'cookie' | 'bearer';
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}>('session.list_mine')`
  select id, client, user_agent, host(ip) as ip, transport, created_at, last_seen_at, expires_at from sessions
   where shopper_id = current_shopper_id() and revoked_at is null and expires_at > ${now}
   order by last_seen_at desc, created_at desc, id desc`;

/** Lets the sessions of who became staff end as early as those of staff do. */
export const shortenSessions = (input: { userId: string; until: Date }) => sql('session.shorten')`
  with tokens as (
    update refresh_tokens set expires_at = ${input.until} where shopper_id = ${input.userId} and expires_at > ${input.until}
  )
  update sessions set expires_at = ${input.until} where shopper_id = ${input.userId} and expires_at > ${input.until}`;

/** Ends the caller's own session, or all of his when no id is given. */
export const revokeMySessions = (input: { sessionId: string | null; because: string; now: Date }) => sql<{
  id: string;
}>('session.revoke_mine')`
  update sessions set revoked_at = ${input.now}, revoked_because = ${input.because}
   where shopper_id = current_shopper_id() and (${input.sessionId}::uuid is null or id = ${input.sessionId}) and revoked_at is null
  returning id`;

export const insertGuestShopper = (input: { id: string; market: string | null; now: Date }) => sql(
  'guest.insert_shopper',
)`
  insert into shoppers (id, kind, role, market, created_at) values (${input.id}, 'guest', 'guest', ${input.market}, ${input.now})`;

export const insertGuest = (input: { id: string; tokenHash: Buffer; now: Date; expiresAt: Date }) => sql(
  'guest.insert',
)`
  insert into guests (shopper_id, token_hash, created_at, expires_at) values (${input.id}, ${input.tokenHash}, ${input.now}, ${input.expiresAt})`;

export const findGuest = (input: { tokenHash: Buffer; now: Date }) => sql<{ id: string }>('guest.find')`
  select shopper_id as id from guests where token_hash = ${input.tokenHash} and expires_at > ${input.now}`;

/** Sessions over before then, with their tokens, at most so many; guests' rows go with their carts. */
export const purgeSessions = ({ before, most }: { before: Date; most: number }) => sql<{ id: string }>(
  'session.purge',
)`
  delete from sessions where (shopper_id, id) in (
    select shopper_id, id from sessions where expires_at < ${before} or revoked_at < ${before} limit ${most}::int) returning id`;

/** Rotated tokens no longer needed to notice their reuse: their own time is over. */
export const purgeRefreshTokens = (now: Date) => sql('session.purge_refresh_tokens')`
  delete from refresh_tokens where expires_at < ${now} and rotated_at is not null`;
