import { nobody } from '../../platform/db/database.ts';
import type { Job } from '../../platform/jobs/job-runner.ts';
import type { PaymentDeps } from './deps.ts';
import { processEvents } from './process-events.ts';
import { purgeEvents } from './queries-events.ts';
import { purgeUnbought } from './purge-unbought.ts';
import { reconcile } from './reconcile.ts';
import { releaseExpiredHolds } from './release-holds.ts';
import { sendRefunds } from './send-refunds.ts';
import { watchPayments } from './watch-payments.ts';

const EVENT_DAYS = 30;
const DAY_MS = 86_400_000;
/** As far back as a gateway may still change its mind about a failed payment (L-27). */
const RECONCILED_DAYS = 4;

/** What of payments goes on without a request. Each takes its work row by row, so any number of runners may. */
export function paymentJobs(deps: PaymentDeps): Job[] {
  const ago = (days: number) => new Date(deps.now().getTime() - days * DAY_MS);
  return [
    { name: 'process-gateway-events', everySeconds: 2, run: () => processEvents(deps) },
    { name: 'watch-payments', everySeconds: 2, run: () => watchPayments(deps) },
    { name: 'send-refunds', everySeconds: 2, run: () => sendRefunds(deps) },
    { name: 'release-holds', everySeconds: 5, run: () => releaseExpiredHolds(deps) },
    { name: 'reconcile', cron: '17 * * * *', run: () => reconcile(deps, { since: ago(RECONCILED_DAYS) }) },
    { name: 'purge-unbought', cron: '53 3 * * *', run: () => purgeUnbought(deps) },
    {
      name: 'purge-gateway-events',
      cron: '23 3 * * *',
      run: () => deps.system.as(nobody).write(purgeEvents(ago(EVENT_DAYS))),
    },
  ];
}
