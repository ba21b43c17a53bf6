import { nobody, type Database } from '../../platform/db/database.ts';
import type { Job } from '../../platform/jobs/job-runner.ts';
import type { Store } from '../../store.ts';
import { purgeAlerts } from './queries-alerts.ts';
import { dropOldSecurityEvents, purgeSuspicions } from './queries-suspicions.ts';

const DAY_MS = 86_400_000;

/** Forgets counts whose window is over, and events and alerts after the store's time, so that none grows for ever (L-23). */
export function purgeSecurityJob({
  system,
  store,
  now,
}: {
  system: Database;
  store: Store;
  now: () => Date;
}): Job {
  return {
    name: 'purge-security',
    cron: '41 * * * *',
    run: async () => {
      const { keptDays } = store.security;
      const before = new Date(now().getTime() - keptDays * DAY_MS);
      await system
        .as(nobody)
        .write(purgeSuspicions(now()), dropOldSecurityEvents(keptDays), purgeAlerts(before));
    },
  };
}
