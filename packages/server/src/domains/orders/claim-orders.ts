import { nobody, type Database } from '../../platform/db/database.ts';
import { claimGuestOrders } from './queries-claim.ts';

/** Gives a user the orders that guests placed with his email, once it is verified (CHK-5); resolves to how many. */
export async function claimOrders(system: Database, userId: string): Promise<number> {
  const { rows } = await system.as(nobody).write(claimGuestOrders(userId));
  return rows[0][0]!.claimed;
}
