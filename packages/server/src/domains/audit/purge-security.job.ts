import { nobody, type Database } from '../../platform/db/database.ts';
import type { Job } from '../../platform/jobs/job-runner.ts';
import { purgeAlerts } from './queries-alerts.ts';
import { dropOldSecurityEvents, purgeSuspicions } from './queries-suspicions.ts';

const YEAR_MS = 365 * 86_400_000;

/** Forgets counts whose window is over, and events and alerts after a year, so that none grows for ever (L-23). */
export function purgeSecurityJob({ system, now }: { system: Database; now: () => Date }): Job {
  return {
    name: 'purge-security',
    cron: '41 * * * *',
    run: async () => {
      const yearAgo = new Date(now().getTime() - YEAR_MS);
      await system.as(nobody).write(purgeSuspicions(now()), dropOldSecurityEvents(), purgeAlerts(yearAgo));
    },
  };
}
