import { nobody, type Database } from '../../platform/db/database.ts';
import { claimGuestOrders } from './queries-claim.ts';

/**
 * Gives a user the orders that guests placed with his email (CHK-5), once it is verified by himself: a link opened where he is
 * not signed in may have been opened by another. Resolves to how many.
 */
export async function claimOrders(system: Database, userId: string): Promise<number> {
  const { rows } = await system.as(nobody).write(claimGuestOrders(userId));
  return rows[0][0]!.claimed;
}
