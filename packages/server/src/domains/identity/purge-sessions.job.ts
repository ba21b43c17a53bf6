import { nobody, type Database } from '../../platform/db/database.ts';
import type { Job } from '../../platform/jobs/job-runner.ts';
import { DEVICE_DAYS } from './device.ts';
import { purgeLoginGuards } from './queries-login.ts';
import { purgeKnownOrigins } from './queries-sign-in.ts';
import { purgeRefreshTokens, purgeSessions } from './session-queries.ts';

const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;
/** Sessions removed in one statement, so that none runs long. */
const BATCH = 5_000;
const MOST_GUARDS = 500_000;

/** Removes sessions that ended a month ago and refresh tokens past their own time, and what is kept of devices and failed sign-ins, so that no table grows for ever (L-23). */
export function purgeExpiredSessionsJob({
  system,
  now,
  batch = BATCH,
}: {
  system: Database;
  now: () => Date;
  batch?: number;
}): Job {
  return {
    name: 'purge-sessions',
    cron: '17 * * * *',
    run: async () => {
      const at = now();
      const before = new Date(at.getTime() - KEPT_DAYS * DAY_MS);
      await system
        .as(nobody)
        .write(
          purgeRefreshTokens(at),
          purgeKnownOrigins(new Date(at.getTime() - DEVICE_DAYS * DAY_MS)),
          purgeLoginGuards({ before: new Date(at.getTime() - DAY_MS), most: MOST_GUARDS }),
        );
      for (let sessions = 0; ;) {
        const gone = (await system.as(nobody).write(purgeSessions({ before, most: batch }))).rows[0].length;
        sessions += gone;
        if (gone < batch) return { sessions };
      }
    },
  };
}
