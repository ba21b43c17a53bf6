import { nobody, type Database } from '../db/database.ts';
import type { Job } from '../jobs/job-runner.ts';
import { claimUnsent, markFailed, markSent } from '../mail/queries.ts';
import { sendBySms, SmsFailure, type TwilioAccount } from './twilio.ts';

interface Sending {
  system: Database;
  now: () => Date;
  /** Whether codes are forgotten once sent; the development outbox shows them. */
  forget: boolean;
}

const MAX_ATTEMPTS = 6;
const FIRST_GAP_MS = 2_000;
/** How long one SMS belongs to who took it; longer than sending may take. */
const LEASE_MS = 20_000;
const TOO_OLD_MS = 3_600_000;

/**
 * Sends the SMS of the outbox; a failing service delays them and nothing else, and none goes out whose code is worth nothing
 * any more. Without a service they stay for the development page.
 */
export function sendSmsJob({ account, ...sending }: Sending & { account: TwilioAccount | null }): Job {
  if (!account) return { name: 'send-sms', cron: '0 0 * * *', run: async () => 0 };
  return { name: 'send-sms', everySeconds: 1, run: () => sendAll(account, sending) };
}

/** Sends until none is due or the service fails. Returns how many went out. */
async function sendAll(account: TwilioAccount, { system, now, forget }: Sending): Promise<number> {
  for (let sent = 0; ; sent++) {
    const at = now().getTime();
    const claim = claimUnsent({
      channel: 'sms',
      now: new Date(at),
      leaseUntil: new Date(at + LEASE_MS),
      createdAfter: new Date(at - TOO_OLD_MS),
      maxAttempts: MAX_ATTEMPTS,
    });
    const [sms] = (await system.as(nobody).write(claim)).rows[0];
    if (!sms) return sent;
    const until = sms.secretUntil?.getTime() ?? at + TOO_OLD_MS;
    const validSeconds = Math.ceil((until - at) / 1_000);
    const failure = await sendBySms(account, { to: sms.recipient, body: sms.body, validSeconds }).then(
      () => null,
      (error: unknown) => error as Error,
    );
    if (!failure) {
      await system.as(nobody).write(markSent(sms.id, { now: now(), forget }));
      continue;
    }
    const forGood = failure instanceof SmsFailure && failure.forGood;
    const tryAgainAt = new Date(now().getTime() + FIRST_GAP_MS * 2 ** (sms.attempts - 1));
    await system.as(nobody).write(
      markFailed(sms.id, {
        error: failure.message.slice(0, 500),
        tryAgainAt,
        attempts: forGood ? MAX_ATTEMPTS : sms.attempts,
      }),
    );
    if (!forGood) return sent;
  }
}
