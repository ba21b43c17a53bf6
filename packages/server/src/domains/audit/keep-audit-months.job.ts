import { nobody, type Database } from '../../platform/db/database.ts';
import type { Job } from '../../platform/jobs/job-runner.ts';
import { keepMonths } from './queries-chain.ts';

/**
 * Makes the months of the audit log ahead of time and drops those that are over for a year (AUD-2), by the database's
 * clock. Dropping waits at most two seconds for those who write; failing that, the next day does it.
 */
export function keepAuditMonthsJob({ system }: { system: Database }): Job {
  return {
    name: 'keep-audit-months',
    cron: '7 4 * * *',
    run: () => system.as(nobody).write(keepMonths()),
  };
}
