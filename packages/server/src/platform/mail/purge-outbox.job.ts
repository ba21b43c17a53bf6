import { nobody, type Database } from '../db/database.ts';
import type { Job } from '../jobs/job-runner.ts';
import { purgeOutbox } from './queries.ts';

const DAY_MS = 86_400_000;
const SENT_KEPT_DAYS = 30;
const KEPT_DAYS = 90;

/** Removes mails some time after they were sent, or could not be: they hold names and addresses (L-23). */
export function purgeOutboxJob({ system, now }: { system: Database; now: () => Date }): Job {
  const daysAgo = (days: number) => new Date(now().getTime() - days * DAY_MS);
  return {
    name: 'purge-outbox',
    cron: '37 3 * * *',
    run: () =>
      system.as(nobody).write(purgeOutbox({ sent: daysAgo(SENT_KEPT_DAYS), created: daysAgo(KEPT_DAYS) })),
  };
}
