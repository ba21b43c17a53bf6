import { nobody, type Database } from '../../platform/db/database.ts';
import type { Job } from '../../platform/jobs/job-runner.ts';
import { dropOldSecurityEvents, purgeSuspicions } from './queries-suspicions.ts';

/** Forgets counts whose window is over, and events after a year, so that neither grows for ever (L-23). */
export function purgeSecurityJob({ system, now }: { system: Database; now: () => Date }): Job {
  return {
    name: 'purge-security',
    cron: '41 * * * *',
    run: async () => void (await system.as(nobody).write(purgeSuspicions(now()), dropOldSecurityEvents())),
  };
}
