import { nobody, type Database } from '../../platform/db/database.ts';
import type { Job } from '../../platform/jobs/job-runner.ts';
import { purgeRefreshTokens, purgeSessions } from './session-queries.ts';

const KEPT_DAYS = 30;

/** Removes sessions that ended a month ago and refresh tokens past their own time, so that neither table grows for ever (L-23). */
export function purgeExpiredSessionsJob({ system, now }: { system: Database; now: () => Date }): Job {
  return {
    name: 'purge-sessions',
    cron: '17 * * * *',
    run: async () => {
      const at = now();
      const before = new Date(at.getTime() - KEPT_DAYS * 86_400_000);
      const { rows } = await system.as(nobody).write(purgeSessions(before), purgeRefreshTokens(at));
      return { sessions: rows[0].length };
    },
  };
}
