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

/** Claims unsent mails until `tryAgainAt`: nobody else sends them meanwhile, and a sender that dies loses none. */
export const claimUnsent = (input: {
  now: Date;
  tryAgainAt: Date;
  maxAttempts: number;
  limit: number;
}) => sql<OutboxMessage>('mail.claim_unsent')`
  update outbox set attempts = attempts + 1, next_try_at = ${input.tryAgainAt}
   where id in (
     select id from outbox
      where sent_at is null and channel = 'mail' and attempts < ${input.maxAttempts} and (next_try_at is null or next_try_at <= ${input.now})
      order by created_at limit ${input.limit} for update skip locked)
  returning id, channel, recipient, kind, locale, subject, body, created_at, sent_at`;

export const markSent = (id: string, now: Date) => sql('mail.mark_sent')`
  update outbox set sent_at = ${now}, last_error = null where id = ${id}`;

export const markFailed = (id: string, error: string) => sql('mail.mark_failed')`
  update outbox set last_error = ${error} where id = ${id}`;

export const listOutbox = (limit: number) => sql<OutboxMessage>('mail.list')`
  select id, channel, recipient, kind, locale, subject, body, created_at, sent_at from outbox
   order by created_at desc, id desc limit ${limit}`;
