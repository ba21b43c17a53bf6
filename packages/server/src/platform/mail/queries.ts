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

export interface ClaimedMessage {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  /** Tries so far, this one included. */
  attempts: number;
  secretUntil: Date | null;
}

/** Puts a mail into the outbox, to travel in the transaction of what it tells of. */
export const queueMail = (input: {
  to: string;
  /** Whose account or order it tells of; null where nobody's. An address alone does not say: anybody may have typed it. */
  concerns: string | null;
  kind: string;
  locale: string;
  subject: string;
  body: string;
  now: Date;
  /** Until when the link in it is worth anything; null where it holds no secret. */
  secretUntil?: Date | null;
}) => sql('mail.queue')`
  insert into outbox (channel, recipient, concerns, kind, locale, subject, body, created_at, secret_until)
  values ('mail', ${input.to}, ${input.concerns}, ${input.kind}, ${input.locale}, ${input.subject}, ${input.body}, ${input.now}, ${input.secretUntil ?? null})`;

/** Puts an SMS into the outbox, likewise. */
export const queueSms = (input: {
  to: string;
  concerns: string | null;
  kind: string;
  locale: string;
  body: string;
  now: Date;
  secretUntil: Date;
}) => sql('sms.queue')`
  insert into outbox (channel, recipient, concerns, kind, locale, body, created_at, secret_until)
  values ('sms', ${input.to}, ${input.concerns}, ${input.kind}, ${input.locale}, ${input.body}, ${input.now}, ${input.secretUntil})`;

/**
 * Takes the next unsent message of a channel until `leaseUntil`: nobody else sends it meanwhile, and a sender that dies
 * loses none. One whose link or code is worth nothing any more is not sent.
 */
export const claimUnsent = (input: {
  channel: 'mail' | 'sms';
  now: Date;
  leaseUntil: Date;
  createdAfter: Date;
  maxAttempts: number;
}) => sql<ClaimedMessage>('mail.claim_unsent')`
  update outbox set attempts = attempts + 1, next_try_at = ${input.leaseUntil}
   where id = (
     select id from outbox
      where sent_at is null and channel = ${input.channel} and attempts < ${input.maxAttempts} and created_at > ${input.createdAfter}
        and (next_try_at is null or next_try_at <= ${input.now})
        and (secret_until is null or secret_until > ${input.now})
      order by created_at limit 1 for update skip locked)
  returning id, recipient, subject, body, attempts, secret_until`;

/** With `forget`, a link or code that has been sent is not kept. */
export const markSent = (id: string, { now, forget }: { now: Date; forget: boolean }) => sql(
  'mail.mark_sent',
)`
  update outbox set sent_at = ${now}, last_error = null,
         body = case when ${forget}::boolean and secret_until is not null then '' else body end
   where id = ${id}`;

export const markFailed = (id: string, failure: { error: string; tryAgainAt: Date; attempts: number }) => sql(
  'mail.mark_failed',
)`
  update outbox set last_error = ${failure.error}, next_try_at = ${failure.tryAgainAt}, attempts = ${failure.attempts} where id = ${id}`;

export const purgeOutbox = (before: { sent: Date; created: Date }) => sql('mail.purge')`
  delete from outbox where sent_at < ${before.sent} or created_at < ${before.created}`;

/** Forgets the links and codes that are worth nothing any more. */
export const forgetSecrets = (now: Date) => sql('mail.forget_secrets')`
  update outbox set body = '' where secret_until < ${now} and body <> ''`;

export const listOutbox = (limit: number) => sql<OutboxMessage>('mail.list')`
  select id, channel, recipient, kind, locale, subject, body, created_at, sent_at from outbox
   order by created_at desc, id desc limit ${limit}`;
