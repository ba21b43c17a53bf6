import { sql } from '../../platform/db/sql.ts';
import type { Provider } from './gateways/gateway.ts';

/** Stores a genuine event once: neither its id nor its very body is taken twice (L-11). No row where it was known. */
export const storeEvent = (input: {
  provider: string;
  eventId: string;
  bodyHash: Buffer;
  type: string;
  intentId: string | null;
  body: string;
  occurredAt: Date;
  now: Date;
}) => sql<{ eventId: string }>('event.store')`
  insert into gateway_events (provider, event_id, body_hash, type, intent_id, body, occurred_at, received_at, next_try_at)
  values (${input.provider}, ${input.eventId}, ${input.bodyHash}, ${input.type}, ${input.intentId}, ${input.body},
          ${input.occurredAt}, ${input.now}, ${input.now})
  on conflict do nothing
  returning event_id`;

export interface DueEvent {
  provider: Provider;
  eventId: string;
  type: string;
  intentId: string | null;
  receivedAt: Date;
  tries: number;
}

/** Takes events nobody has dealt with, each for one worker until `leaseUntil`. */
export const claimEvents = (input: { eventId: string | null; now: Date; leaseUntil: Date; limit: number }) =>
  sql<DueEvent>('event.claim')`
  update gateway_events e set tries = e.tries + 1, next_try_at = ${input.leaseUntil}
    from (select provider, event_id from gateway_events
           where next_try_at <= ${input.now} and (${input.eventId}::text is null or event_id = ${input.eventId})
           order by next_try_at limit ${input.limit}::int for update skip locked) due
   where e.provider = due.provider and e.event_id = due.event_id
  returning e.provider, e.event_id, e.type, e.intent_id, e.received_at, e.tries`;

/** Says what came of an event; `nextTryAt` null is the end of it. */
export const closeEvent = (input: {
  provider: string;
  eventId: string;
  outcome: string;
  nextTryAt: Date | null;
  now: Date;
}) => sql<object>('event.close')`
  update gateway_events
     set outcome = ${input.outcome}, next_try_at = ${input.nextTryAt},
         done_at = case when ${input.nextTryAt}::timestamptz is null then ${input.now}::timestamptz end
   where provider = ${input.provider} and event_id = ${input.eventId}`;

/** Genuine events are remembered for 30 days (PAY-4); one that was never dealt with stays. */
export const purgeEvents = (before: Date) => sql<object>('event.purge')`
  delete from gateway_events where received_at < ${before} and done_at is not null`;
