import { sql } from '../../platform/db/sql.ts';

export interface EventPage {
  limit: number;
  after: { at: string; id: string } | null;
}

export interface EventFilter {
  kind: string | null;
  subjectId: string | null;
  ip: string | null;
  since: Date | null;
  until: Date | null;
}

/** A page of all security events, the newest first, as finished JSON. */
export const listSecurityEvents = ({ limit, after, ...filter }: EventPage & EventFilter) => sql<{
  body: string;
}>('event.list_security')`
  with page as (
    select e.*, row_number() over (order by at desc, id desc) as line from security_events e
     where (${filter.kind}::text is null or kind = ${filter.kind}::text)
       and (${filter.subjectId}::uuid is null or subject_id = ${filter.subjectId}::uuid)
       and (${filter.ip}::inet is null or ip = ${filter.ip}::inet)
       and at >= coalesce(${filter.since}::timestamptz, '-infinity') and at < coalesce(${filter.until}::timestamptz, 'infinity')
       and (${after === null}::boolean or (at, id) < (${after?.at ?? '-infinity'}::timestamptz, ${after?.id ?? null}::uuid))
     order by at desc, id desc limit ${limit + 1}::int
  )
  select json_build_object(
    'securityEvents', coalesce((select json_agg(json_build_object(
        'id', id, 'at', iso_time(at), 'kind', kind, 'subjectId', subject_id, 'evidence', evidence, 'requestId', request_id,
        'ip', host(ip), 'userAgent', user_agent) order by line) from page where line <= ${limit}::int), '[]'),
    'nextCursor', (select translate(encode(convert_to(json_build_array(at::text, id)::text, 'UTF8'), 'base64'), E'+/=\n', '-_')
                     from page where line = ${limit}::int and exists (select from page where line > ${limit}::int)))::text as body`;

/** The same of the caller's own, of the kinds that concern him; what staff watch him for is not among them. */
export const listMySecurityEvents = ({ limit, after, kinds }: EventPage & { kinds: readonly string[] }) =>
  sql<{ body: string }>('event.list_mine')`
  with page as (
    select e.*, row_number() over (order by at desc, id desc) as line from security_events e
     where subject_id = (select current_shopper_id()) and kind = any (${kinds}::text[])
       and (${after === null}::boolean or (at, id) < (${after?.at ?? '-infinity'}::timestamptz, ${after?.id ?? null}::uuid))
     order by at desc, id desc limit ${limit + 1}::int
  )
  select json_build_object(
    'securityEvents', coalesce((select json_agg(json_build_object(
        'id', id, 'at', iso_time(at), 'kind', kind, 'ip', host(ip), 'userAgent', user_agent) order by line)
        from page where line <= ${limit}::int), '[]'),
    'nextCursor', (select translate(encode(convert_to(json_build_array(at::text, id)::text, 'UTF8'), 'base64'), E'+/=\n', '-_')
                     from page where line = ${limit}::int and exists (select from page where line > ${limit}::int)))::text as body`;

/** A page of the alerts, the newest first. */
export const listAlerts = ({ limit, after, rule }: EventPage & { rule: string | null }) => sql<{
  body: string;
}>('alert.list')`
  with page as (
    select a.*, row_number() over (order by raised_at desc, id desc) as line from alerts a
     where (${rule}::text is null or rule = ${rule}::text)
       and (${after === null}::boolean or (raised_at, id) < (${after?.at ?? '-infinity'}::timestamptz, ${after?.id ?? null}::uuid))
     order by raised_at desc, id desc limit ${limit + 1}::int
  )
  select json_build_object(
    'alerts', coalesce((select json_agg(json_build_object(
        'id', id, 'rule', rule, 'raisedAt', iso_time(raised_at), 'since', iso_time(since), 'kinds', kinds, 'events', events,
        'addresses', addresses, 'subjects', subjects,
        'webhook', json_build_object('tries', webhook_tries, 'sentAt', iso_time(webhook_sent_at), 'error', webhook_error))
        order by line) from page where line <= ${limit}::int), '[]'),
    'nextCursor', (select translate(encode(convert_to(json_build_array(raised_at::text, id)::text, 'UTF8'), 'base64'), E'+/=\n', '-_')
                     from page where line = ${limit}::int and exists (select from page where line > ${limit}::int)))::text as body`;
