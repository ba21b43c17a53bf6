import { nobody, type Database } from '../../db/database.ts';
import type { Job } from '../../jobs/job-runner.ts';
import { purgeKeys } from './queries.ts';

/** Removes idempotency keys whose 24 hours are over (API-14). */
export function purgeIdempotencyKeysJob({ system, now }: { system: Database; now: () => Date }): Job {
  return {
    name: 'purge-idempotency-keys',
    cron: '23 * * * *',
    run: async () => void (await system.as(nobody).write(purgeKeys(now()))),
  };
}
