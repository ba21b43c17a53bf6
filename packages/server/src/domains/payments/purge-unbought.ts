import { nobody } from '../../platform/db/database.ts';
import type { PaymentDeps } from './deps.ts';
import { purgeCheckouts, purgeFormerGuests, purgeHolds } from './queries-purge.ts';

/** Holds that ended: the ledger knows what they did. */
const HOLD_DAYS = 30;
/** Checkouts that became no order: far beyond the days in which money may still come for them (L-27). */
const CHECKOUT_DAYS = 90;
const DAY_MS = 86_400_000;
const BATCH = 500;
const MOST_BATCHES = 200;

/**
 * Removes what was never bought once nobody needs it any more (L-23): ended holds after 30 days, checkouts without an order and
 * their unpaid payments after 90. What brought money stays, and so does all that became an order. Tells how many.
 */
export async function purgeUnbought({
  system,
  now,
}: Pick<PaymentDeps, 'system' | 'now'>): Promise<{ holds: number; checkouts: number }> {
  const access = system.as(nobody);
  const before = (days: number) => new Date(now().getTime() - days * DAY_MS);
  const holds = await inBatches(
    async () => (await access.write(purgeHolds({ before: before(HOLD_DAYS), limit: BATCH }))).rows[0],
  );
  const checkouts = await inBatches(async () => {
    const [gone] = (await access.write(purgeCheckouts({ before: before(CHECKOUT_DAYS), limit: BATCH }))).rows;
    const whose = [...new Set(gone.map(({ shopperId }) => shopperId))];
    if (whose.length > 0) await access.write(purgeFormerGuests(whose));
    return gone;
  });
  return { holds, checkouts };
}

// Small transactions: none keeps its locks for long, and what is done stays done.
async function inBatches(removeSome: () => Promise<unknown[]>): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const removed = (await removeSome()).length;
    total += removed;
    if (removed < BATCH) break;
  }
  return total;
}
