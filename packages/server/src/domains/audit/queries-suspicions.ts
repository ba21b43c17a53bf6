import { sql } from '../../platform/db/sql.ts';
import type { SecurityEvent } from './queries.ts';

/** Counts one more in each subject's window; the first of them that reaches the threshold, and only that, becomes the event. */
export const countSuspicion = (
  input: SecurityEvent & {
    subjects: readonly string[];
    threshold: number;
    weight: number;
    windowEndsAt: Date;
  },
) => sql('audit.count_suspicion')`
  with counted as (
    insert into suspicion_counts as c (kind, subject, count, window_ends_at)
    select ${input.kind}::text, subject, ${input.weight}::int, ${input.windowEndsAt}
      from unnest(${input.subjects}::text[]) subject order by subject
    on conflict (kind, subject) do update
       set count = case when c.window_ends_at <= ${input.at}::timestamptz then excluded.count else least(c.count + excluded.count, 1000000) end,
           window_ends_at = case when c.window_ends_at <= ${input.at}::timestamptz then excluded.window_ends_at else c.window_ends_at end
    returning count, (c.count - ${input.weight}::int) as before
  )
  insert into security_events (at, kind, subject_id, evidence, request_id, ip, user_agent)
  select ${input.at}::timestamptz, ${input.kind}::text, ${input.subjectId}::uuid, ${input.evidence}::jsonb || jsonb_build_object('count', count),
         ${input.requestId}, ${input.ip}::inet, ${input.userAgent}
    from counted where count >= ${input.threshold}::int
     and not exists (select from counted told where told.before >= ${input.threshold}::int)
   order by count desc limit 1`;

export const purgeSuspicions = (now: Date) => sql('audit.purge_suspicions')`
  delete from suspicion_counts where window_ends_at < ${now}`;

export const dropOldSecurityEvents = (days: number) => sql('audit.drop_old_events')`
  select drop_old_security_events(${days}::int)`;
