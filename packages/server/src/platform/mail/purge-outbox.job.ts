import { nobody, type Database } from '../db/database.ts';
import type { Job } from '../jobs/job-runner.ts';
import { forgetSecrets, purgeOutbox } from './queries.ts';

const DAY_MS = 86_400_000;
const SENT_KEPT_DAYS = 30;
const KEPT_DAYS = 90;

interface PurgeDeps {
  system: Database;
  now: () => Date;
  forget: boolean;
}

/** Removes mails some time after they were sent, or could not be: they hold names and addresses (L-23), and with `forget` links and codes as soon as they are worth nothing. */
export function purgeOutboxJob({ system, now, forget }: PurgeDeps): Job {
  const daysAgo = (days: number) => new Date(now().getTime() - days * DAY_MS);
  return {
    name: 'purge-outbox',
    cron: '37 * * * *',
    run: () =>
      system
        .as(nobody)
        .write(
          purgeOutbox({ sent: daysAgo(SENT_KEPT_DAYS), created: daysAgo(KEPT_DAYS) }),
          ...(forget ? [forgetSecrets(now())] : []),
        ),
  };
}
