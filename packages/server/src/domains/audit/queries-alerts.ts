import { sql } from '../../platform/db/sql.ts';

/** Instances take turns from here to the end of the transaction. */
export const lockAlerts = () => sql('alert.lock')`
  select pg_advisory_xact_lock(7264013)`;

export interface AlertRule {
  id: string;
  kinds: readonly string[];
  threshold: number;
  windowMinutes: number;
}

/**
 * Raises a rule's alert where enough has happened in its window, with its mails: once in a window, and of events that no
 * alert of the rule has counted yet.
 */
export const raiseAlert = (input: {
  rule: AlertRule;
  now: Date;
  webhook: boolean;
  mailTo: readonly string[];
  fallback: string;
  texts: Record<string, { subject: string; body: string }>;
}) => sql<{ id: string }>('alert.raise')`
  with last as (
    select coalesce(max(raised_at), '-infinity') as at from alerts where rule = ${input.rule.id}::text
  ), opening as (
    select greatest(last.at, ${input.now}::timestamptz - make_interval(mins => ${input.rule.windowMinutes}::int)) as at
      from last where last.at <= ${input.now}::timestamptz - make_interval(mins => ${input.rule.windowMinutes}::int)
  ), counted as (
    select count(*)::int as events, min(e.at) as since,
           coalesce((array_agg(distinct host(e.ip)) filter (where e.ip is not null))[1:20], '{}') as addresses,
           coalesce((array_agg(distinct e.subject_id) filter (where e.subject_id is not null))[1:20], '{}') as subjects
      from opening, security_events e
     where e.kind = any (${input.rule.kinds}::text[]) and e.at > opening.at and e.at <= ${input.now}::timestamptz
    having count(*) >= ${input.rule.threshold}::int
  ), raised as (
    insert into alerts (rule, raised_at, kinds, since, events, addresses, subjects, webhook_next_at)
    select ${input.rule.id}::text, ${input.now}::timestamptz, ${input.rule.kinds}::text[], since, events, addresses, subjects,
           case when ${input.webhook}::boolean then ${input.now}::timestamptz end
      from counted
    returning id, events, addresses
  ), readers as (
    select address as email, ${input.fallback}::text as locale from unnest(${input.mailTo}::text[]) address
    union all
    select u.email, coalesce(s.locale, ${input.fallback}::text) from users u join shoppers s on s.id = u.shopper_id
     where cardinality(${input.mailTo}::text[]) = 0 and s.role = 'admin' and s.active and u.email is not null
  ), mailed as (
    insert into outbox (channel, recipient, kind, locale, subject, body, created_at)
    select 'mail', r.email, 'alert', r.locale, t.text ->> 'subject',
           replace(replace(t.text ->> 'body', '{events}', raised.events::text), '{addresses}', array_to_string(raised.addresses, ', ')), ${input.now}
      from raised, readers r cross join lateral (select ${input.texts}::jsonb -> r.locale as text) t
  )
  select id from raised`;

export interface DueAlert {
  id: string;
  rule: string;
  raisedAt: Date;
  since: Date;
  kinds: string[];
  events: number;
  addresses: string[];
  tries: number;
}

/** Takes the next alert that is to be posted, until `leaseUntil`. */
export const claimAlert = (input: { now: Date; leaseUntil: Date }) => sql<DueAlert>('alert.claim')`
  update alerts set webhook_tries = webhook_tries + 1, webhook_next_at = ${input.leaseUntil}
   where id = (select id from alerts where webhook_next_at <= ${input.now} order by webhook_next_at limit 1 for update skip locked)
  returning id, rule, raised_at, since, kinds, events, addresses, webhook_tries as tries`;

export const closeAlert = (input: {
  id: string;
  sentAt: Date | null;
  nextAt: Date | null;
  error: string | null;
}) =>
  sql('alert.close')`
  update alerts set webhook_sent_at = ${input.sentAt}, webhook_next_at = ${input.nextAt}, webhook_error = ${input.error}
   where id = ${input.id}`;

export const purgeAlerts = (before: Date) => sql('alert.purge')`
  delete from alerts where raised_at < ${before}`;
