import type { Tx } from '../../platform/db/database.ts';
import { retryLater } from '../../platform/http/errors.ts';
import { identityErrors } from './errors.ts';
import { readSpentBudgets, takeFromBudgets, type Allowance } from './queries-budgets.ts';

/** Counts one use of each allowance, or refuses with ASKED_TOO_OFTEN; the transaction then undoes what was counted. */
export async function spendBudgets(tx: Tx, allowances: readonly Allowance[], now: Date): Promise<void> {
  const [taken] = await tx.run(takeFromBudgets(allowances, now));
  if (taken.length === allowances.length) return;
  const counted = new Set(taken.map(({ scope }) => scope));
  const [full] = await tx.run(readSpentBudgets(allowances, now));
  const ends = full.filter(({ scope }) => !counted.has(scope)).map(({ endsAt }) => endsAt);
  throw retryLater(identityErrors.askedTooOften, secondsUntil(ends, now));
}

/** Whole seconds until the last of these times, at least one. */
export function secondsUntil(times: readonly Date[], now: Date): number {
  return Math.max(1, ...times.map((time) => Math.ceil((time.getTime() - now.getTime()) / 1_000)));
}
