import { createTransport, type Transporter } from 'nodemailer';
import { nobody, type Database } from '../db/database.ts';
import type { Job } from '../jobs/job-runner.ts';
import { claimUnsent, markFailed, markSent } from './queries.ts';

const MAX_ATTEMPTS = 20;
const BATCH = 20;
const RETRY_MS = 5 * 60_000;

/** Sends what lies in the outbox; a failing mail server delays mails and nothing else. Without one they stay for the page. */
export function sendMailsJob(deps: {
  system: Database;
  smtpUrl: string | undefined;
  from: string;
  now: () => Date;
}): Job {
  const transport = deps.smtpUrl
    ? createTransport(deps.smtpUrl, { connectionTimeout: 10_000, socketTimeout: 20_000 } as never)
    : null;
  return {
    name: 'send-mails',
    cron: '* * * * *',
    run: async () => (transport ? sendBatch(transport, deps) : 0),
  };
}

async function sendBatch(
  transport: Transporter,
  { system, from, now }: { system: Database; from: string; now: () => Date },
): Promise<number> {
  const at = now();
  const claim = claimUnsent({
    now: at,
    tryAgainAt: new Date(at.getTime() + RETRY_MS),
    maxAttempts: MAX_ATTEMPTS,
    limit: BATCH,
  });
  const [messages] = (await system.as(nobody).write(claim)).rows;
  for (const message of messages) {
    // The same Message-ID at a second try lets the receiving side drop the double.
    const sent = transport.sendMail({
      from,
      to: message.recipient,
      subject: message.subject,
      text: message.body,
      messageId: `<${message.id}@cartwright>`,
    });
    const outcome = await sent.then(
      () => markSent(message.id, now()),
      (error: unknown) => markFailed(message.id, (error as Error).message.slice(0, 500)),
    );
    await system.as(nobody).write(outcome);
  }
  return messages.length;
}
