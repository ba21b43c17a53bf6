import { nobody, type Database } from '../../platform/db/database.ts';
import type { Job } from '../../platform/jobs/job-runner.ts';
import { purgeBudgets } from './queries-budgets.ts';
import { purgeCodes } from './queries-codes.ts';
import { purgePendingSignUps } from './queries-sign-up.ts';
import { purgeLinks } from './queries-links.ts';

/** Removes links, codes and budgets whose time is over, so that none of the tables grows for ever (L-23). */
export function purgeSecretsJob({ system, now }: { system: Database; now: () => Date }): Job {
  return {
    name: 'purge-secrets',
    cron: '27 * * * *',
    run: () =>
      system
        .as(nobody)
        .write(purgeLinks(now()), purgeCodes(now()), purgeBudgets(now()), purgePendingSignUps(now())),
  };
}
