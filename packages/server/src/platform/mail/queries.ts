import { sql } from '../db/sql.ts';

export interface OutboxMessage {
  id: string;
  channel: 'mail' | 'sms';
  recipient: string;
  kind: string;
  locale: string;
  subject: string;
  body: string;
  createdAt: Date;
  sentAt: Date | null;
}

export interface ClaimedMail {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  /** Tries so far, this one included. */
  attempts: number;
}

/** Puts a mail into the outbox, to travel in the transaction of what it tells of. */
export const queueMail = (input: {
  to: string;
  kind: string;
  locale: string;
  subject: string;
  body: string;
  now: Date;
}) => sql('mail.queue')`
  insert into outbox (channel, recipient, kind, locale, subject, body, created_at)
  values ('mail', ${input.to}, ${input.kind}, ${input.locale}, ${input.subject}, ${input.body}, ${input.now})`;

/** Takes the next unsent mail until `leaseUntil`: nobody else sends it meanwhile, and a sender that dies loses none. */
export const claimUnsent = (input: {
  now: Date;
  leaseUntil: Date;
  createdAfter: Date;
  maxAttempts: number;
}) => sql<ClaimedMail>('mail.claim_unsent')`
  update outbox set attempts = attempts + 1, next_try_at = ${input.leaseUntil}
   where id = (
     select id from outbox
      where sent_at is null and channel = 'mail' and attempts < ${input.maxAttempts} and created_at > ${input.createdAfter}
        and (next_try_at is null or next_try_at <= ${input.now})
      order by created_at limit 1 for update skip locked)
  returning id, recipient, subject, body, attempts`;

export const markSent = (id: string, now: Date) => sql('mail.mark_sent')`
  update outbox set sent_at = ${now}, last_error = null where id = ${id}`;

export const markFailed = (id: string, failure: { error: string; tryAgainAt: Date; attempts: number }) => sql(
  'mail.mark_failed',
)`
  update outbox set last_error = ${failure.error}, next_try_at = ${failure.tryAgainAt}, attempts = ${failure.attempts} where id = ${id}`;

export const purgeOutbox = (before: { sent: Date; created: Date }) => sql('mail.purge')`
  delete from outbox where sent_at < ${before.sent} or created_at < ${before.created}`;

export const listOutbox = (limit: number) => sql<OutboxMessage>('mail.list')`
  select id, channel, recipient, kind, locale, subject, body, created_at, sent_at from outbox
   order by created_at desc, id desc limit ${limit}`;
