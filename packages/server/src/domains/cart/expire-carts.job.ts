import { nobody, type Database } from '../../platform/db/database.ts';
import type { Job } from '../../platform/jobs/job-runner.ts';
import type { Store } from '../../store.ts';
import { deleteIdleCarts, deleteIdleGuests } from './queries-upkeep.ts';

const DAY_MS = 86_400_000;
const BATCH = 500;
const MOST_BATCHES = 200;

/** Deletes guests, and carts of users where the store says so, that nobody has used for the store's number of days (CART-12). */
export async function expireCarts(
  system: Database,
  store: Pick<Store, 'cart'>,
  now: Date,
): Promise<{ guests: number; carts: number }> {
  const { guestExpiryDays, userExpiryDays } = store.cart;
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const access = system.as(nobody);
  const guests = await inBatches(
    async () =>
      (await access.write(deleteIdleGuests({ before: before(guestExpiryDays), limit: BATCH }))).rows[0],
  );
  if (userExpiryDays === null) return { guests, carts: 0 };
  const carts = await inBatches(
    async () =>
      (await access.write(deleteIdleCarts({ before: before(userExpiryDays), limit: BATCH }))).rows[0],
  );
  return { guests, carts };
}

/** The job that runs it every hour. */
export function expireCartsJob({
  system,
  store,
  now,
}: {
  system: Database;
  store: Store;
  now: () => Date;
}): Job {
  return { name: 'expire-carts', cron: '41 * * * *', run: () => expireCarts(system, store, now()) };
}

// Small transactions: none keeps its locks for long, and what is done stays done.
async function inBatches(deleteSome: () => Promise<{ deleted: number }[]>): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const deleted = (await deleteSome())[0]?.deleted ?? 0;
    total += deleted;
    if (deleted < BATCH) break;
  }
  return total;
}
