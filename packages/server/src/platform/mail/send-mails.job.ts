import type { Transporter } from 'nodemailer';
import { setTimeout as sleep } from 'node:timers/promises';
import { nobody, type Database } from '../db/database.ts';
import type { Job } from '../jobs/job-runner.ts';
import { claimUnsent, markFailed, markSent, type ClaimedMessage } from './queries.ts';

interface Mailing {
  system: Database;
  from: string;
  now: () => Date;
  /** Whether links and codes are forgotten once sent; the development outbox shows them. */
  forget: boolean;
}

interface MailFailure extends Error {
  code?: string;
  responseCode?: number;
}

const MAX_ATTEMPTS = 20;
const MINUTE_MS = 60_000;
const LONGEST_GAP_MS = 6 * 60 * MINUTE_MS;
/** How long one mail belongs to who took it; far longer than sending may take. */
const LEASE_MS = 5 * MINUTE_MS;
const SENDING_MS = MINUTE_MS;
const TOO_OLD_MS = 7 * 24 * 60 * MINUTE_MS;
// What is wrong with this one mail, not with the way to the server.
const ITS_OWN_FAULT = new Set(['EENVELOPE', 'EMESSAGE']);

/**
 * Sends what lies in the outbox, one mail after the other; a failing mail server delays mails and nothing else. Without
 * a server they stay for the development page.
 */
export function sendMailsJob({ smtpUrl, ...mailing }: Mailing & { smtpUrl: string | undefined }): Job {
  if (!smtpUrl) return { name: 'send-mails', cron: '0 0 * * *', run: async () => 0 };
  let transport: Promise<Transporter> | undefined;
  return {
    name: 'send-mails',
    everySeconds: 2,
    run: async () => sendAll(await (transport ??= openTransport(smtpUrl)), mailing),
  };
}

async function openTransport(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    url,
    dnsTimeout: 5_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
  });
}

/** Sends until none is due or the server fails; the rest then waits untouched. Returns how many went out. */
async function sendAll(transport: Transporter, { system, from, now, forget }: Mailing): Promise<number> {
  for (let sent = 0; ; sent++) {
    const at = now().getTime();
    const claim = claimUnsent({
      channel: 'mail',
      now: new Date(at),
      leaseUntil: new Date(at + LEASE_MS),
      createdAfter: new Date(at - TOO_OLD_MS),
      maxAttempts: MAX_ATTEMPTS,
    });
    const [mail] = (await system.as(nobody).write(claim)).rows[0];
    if (!mail) return sent;
    const failure = await send(transport, from, mail);
    const outcome = failure
      ? markFailed(mail.id, verdict(mail, failure, now()))
      : markSent(mail.id, { now: now(), forget });
    await system.as(nobody).write(outcome);
    if (failure && !ITS_OWN_FAULT.has(failure.code ?? '')) return sent;
  }
}

async function send(transport: Transporter, from: string, mail: ClaimedMessage): Promise<MailFailure | null> {
  const late = new AbortController();
  const sent = transport.sendMail({
    from,
    to: { name: '', address: mail.recipient },
    subject: mail.subject,
    text: mail.body,
    // The same at a second try lets the receiving side drop the double.
    messageId: `<${mail.id}@cartwright>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  const bound = sleep(SENDING_MS, undefined, { signal: late.signal }).then(() => {
    throw new Error(`sending took longer than ${SENDING_MS / 1_000} seconds`);
  });
  bound.catch(() => {});
  return Promise.race([sent, bound])
    .then(
      () => null,
      (error: unknown) => error as MailFailure,
    )
    .finally(() => late.abort());
}

// A mail that the server refuses for good (RFC 5321 §4.2.1: 5yz) is not offered to it again.
function verdict(mail: ClaimedMessage, failure: MailFailure, now: Date) {
  const forGood = ITS_OWN_FAULT.has(failure.code ?? '') && (failure.responseCode ?? 0) >= 500;
  const gapMs = Math.min(MINUTE_MS * 2 ** (mail.attempts - 1), LONGEST_GAP_MS);
  return {
    error: failure.message.slice(0, 500),
    tryAgainAt: new Date(now.getTime() + gapMs),
    attempts: forGood ? MAX_ATTEMPTS : mail.attempts,
  };
}
