import { nobody, type Database } from '../../platform/db/database.ts';
import type { Job } from '../../platform/jobs/job-runner.ts';
import { sealRows } from './queries-chain.ts';

/** Rows in one transaction: some 50 ms of work, during which nobody waits for it. */
const BATCH = 1_000;

/** Puts the rows that were written since the last time into the chain; a row is without its link for seconds (AUD-2). */
export function sealAuditJob({ system, batch = BATCH }: { system: Database; batch?: number }): Job {
  return {
    name: 'seal-audit',
    everySeconds: 5,
    run: async () => {
      for (let total = 0; ;) {
        const { sealed } = (await system.as(nobody).write(sealRows(batch))).rows[0][0]!;
        total += sealed;
        if (sealed < batch) return { sealed: total };
      }
    },
  };
}
