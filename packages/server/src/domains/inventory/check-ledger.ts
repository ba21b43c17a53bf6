import type { Access } from '../../platform/db/database.ts';
import { type Imbalance, listImbalances } from './queries.ts';

/** Compares every balance with the sum of its ledger (STK-4); an empty list is right. For `doctor` and the tests. */
export async function checkLedger(access: Access<unknown>): Promise<Imbalance[]> {
  const { rows } = await access.read(listImbalances());
  return rows[0];
}
