import type { Origin } from '../audit/public.ts';
import { sql } from '../../platform/db/sql.ts';

/** One text per language, and the language of who has chosen none. */
export interface MailTexts {
  kind: string;
  fallback: string;
  texts: Record<string, { subject: string; body: string }>;
}

/** Sign-ins of one person take turns from here to the end of the transaction. */
export const lockPerson = (userId: string) => sql('signin.lock_person')`
  select id from shoppers where id = ${userId} for no key update`;

interface Because extends Origin {
  now: Date;
}

/** Ends the session that the browser held before this sign-in, whoever's it was. */
export const endReplaced = (
  input: Because & { tokenHash: Buffer | null; userId: string | null; sessionId: string | null },
) => sql<{ shopperId: string }>('signin.end_replaced')`
  with ended as (
    update sessions set revoked_at = ${input.now}, revoked_because = 'replaced by another sign-in'
     where revoked_at is null and (shopper_id, id) in (
             select shopper_id, session_id from refresh_tokens where hash = ${input.tokenHash}::bytea and expires_at > ${input.now}
             union all select ${input.userId}::uuid, ${input.sessionId}::uuid)
    returning shopper_id, id
  ), audited as (
    insert into audit_log (at, actor_id, actor_role, action, target_kind, target_id, after, request_id, ip, user_agent)
    select ${input.now}, shopper_id, (select role from shoppers where id = shopper_id), 'user.log_out', 'user', shopper_id::text,
           jsonb_build_object('because', 'replaced by another sign-in', 'session', id),
           ${input.requestId}, ${input.ip}::inet, ${input.userAgent} from ended
  )
  select shopper_id from ended`;

/** Ends the oldest sessions beyond so many (AUTH-8), never the one just begun, and tells their owner. */
export const endOldest = (
  input: Because & { userId: string; sessionId: string; most: number; mail: MailTexts },
) => sql<{ id: string }>('signin.end_oldest')`
  with ended as (
    update sessions set revoked_at = ${input.now}, revoked_because = 'too many sessions'
     where shopper_id = ${input.userId}::uuid and revoked_at is null and id in (
             select id from sessions where shopper_id = ${input.userId}::uuid and revoked_at is null and expires_at > ${input.now}
              order by id = ${input.sessionId}::uuid desc, created_at desc, id desc offset ${input.most})
    returning id
  ), gone as (select json_agg(id) as ids from ended having count(*) > 0
  ), event as (
    insert into security_events (at, kind, subject_id, evidence, request_id, ip, user_agent)
    select ${input.now}, 'session_limit', ${input.userId}::uuid, jsonb_build_object('endedSessions', ids),
           ${input.requestId}, ${input.ip}::inet, ${input.userAgent} from gone
  ), audited as (
    insert into audit_log (at, actor_id, actor_role, action, target_kind, target_id, after, request_id, ip, user_agent)
    select ${input.now}, ${input.userId}::uuid, (select role from shoppers where id = ${input.userId}::uuid), 'user.log_out', 'user', ${input.userId}::text,
           jsonb_build_object('because', 'too many sessions', 'sessions', ids),
           ${input.requestId}, ${input.ip}::inet, ${input.userAgent} from gone
  ), mailed as (
    insert into outbox (channel, recipient, concerns, kind, locale, subject, body, created_at)
    select 'mail', u.email, u.shopper_id, ${input.mail.kind}, l.locale, t.text ->> 'subject', t.text ->> 'body', ${input.now}
      from gone, users u join shoppers s on s.id = u.shopper_id
     cross join lateral (select coalesce(s.locale, ${input.mail.fallback}) as locale) l
     cross join lateral (select ${input.mail.texts}::jsonb -> l.locale as text) t
     where u.shopper_id = ${input.userId}::uuid and u.email is not null
  )
  select id from ended`;

/**
 * Remembers where a person signs in from. A device or network that he never used, while he did use others, makes an event
 * and a mail (AUTH-12): one, also when both are new.
 */
export const noteOrigin = (
  input: Because & {
    userId: string;
    device: string;
    network: string;
    evidence: Record<string, unknown>;
    mail: MailTexts;
  },
) => sql<{ kind: string }>('signin.note_origin')`
  with used as materialized (
    select kind, bool_or(mark = case kind when 'device' then ${input.device}::text else ${input.network}::text end) as known
      from known_origins where shopper_id = ${input.userId}::uuid group by kind
  ), noted as (
    insert into known_origins as known (shopper_id, kind, mark, first_seen_at, last_seen_at)
    values (${input.userId}::uuid, 'device', ${input.device}::text, ${input.now}, ${input.now}),
           (${input.userId}::uuid, 'network', ${input.network}::text, ${input.now}, ${input.now})
    on conflict (shopper_id, kind, mark) do update set last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at)
  ), news as materialized (
    select 'new_' || min(kind) as kind, json_agg(kind order by kind) as what from used where not known having count(*) > 0
  ), event as (
    insert into security_events (at, kind, subject_id, evidence, request_id, ip, user_agent)
    select ${input.now}, kind, ${input.userId}::uuid, ${input.evidence}::jsonb || jsonb_build_object('new', what),
           ${input.requestId}, ${input.ip}::inet, ${input.userAgent} from news
  ), mailed as (
    insert into outbox (channel, recipient, concerns, kind, locale, subject, body, created_at)
    select 'mail', u.email, u.shopper_id, ${input.mail.kind}, l.locale, t.text ->> 'subject', t.text ->> 'body', ${input.now}
      from news, users u join shoppers s on s.id = u.shopper_id
     cross join lateral (select coalesce(s.locale, ${input.mail.fallback}) as locale) l
     cross join lateral (select ${input.mail.texts}::jsonb -> l.locale as text) t
     where u.shopper_id = ${input.userId}::uuid and u.email is not null
  )
  select kind from news`;

/** Devices and networks not used for so long are forgotten, and are new when they come again. */
export const purgeKnownOrigins = (before: Date) => sql('signin.purge_origins')`
  delete from known_origins where last_seen_at < ${before}`;
