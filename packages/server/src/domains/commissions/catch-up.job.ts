import { nobody, type Database } from '../../platform/db/database.ts';
import type { Job } from '../../platform/jobs/job-runner.ts';
import type { Logger } from '../../platform/log/logger.ts';
import { followOrder } from './follow-order.ts';
import { listOrdersWithout } from './queries.ts';

const AT_ONCE = 50;
const LOOK_BACK_MS = 30 * 86_400_000;

/**
 * Writes the commissions of orders that could not be written with them (PAY-7), and brings them to where their orders are.
 * Returns for how many.
 */
export async function catchUpCommissions({ system, logger, now }: CatchUpDeps): Promise<number> {
  const since = new Date(now().getTime() - LOOK_BACK_MS);
  const access = system.as(nobody);
  const orders = (await access.read(listOrdersWithout({ since, limit: AT_ONCE }))).rows[0];
  let written = 0;
  for (const order of orders) {
    try {
      await access.transaction(async (tx) => {
        await followOrder(tx, { ...order, status: 'pending' }, now());
        if (order.status !== 'pending') await followOrder(tx, order, now());
      });
      written++;
    } catch (error) {
      logger.error({ err: error, orderId: order.id }, 'commissions still not written');
    }
  }
  return written;
}

interface CatchUpDeps {
  system: Database;
  logger: Logger;
  now: () => Date;
}

/** The job that runs it every minute. */
export function catchUpCommissionsJob(deps: CatchUpDeps): Job {
  return { name: 'catch-up-commissions', everySeconds: 60, run: () => catchUpCommissions(deps) };
}
