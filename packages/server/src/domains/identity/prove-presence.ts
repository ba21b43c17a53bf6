import { nobody } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Origin } from '../audit/public.ts';
import { userEntry } from './audit-user.ts';
import { identityErrors } from './errors.ts';
import { keyedHash } from './keyed-hash.ts';
import { passwordFits } from './passwords.ts';
import { restoreBudget, type Allowance } from './queries-budgets.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import { spendBudgets } from './spend-budget.ts';

/** For so long a sign-in proves that it is still the person himself. */
const RECENT_MS = 10 * 60_000;

export interface Standing {
  passwordHash: string | null;
  signedInAt: Date;
}

/**
 * A session alone does not change how its owner is reached, for then whoever borrows one could take the account: it takes
 * the password, or a sign-in of the last ten minutes. PASSWORD_WRONG, RECENT_SIGN_IN_REQUIRED.
 */
export async function provePresence(
  deps: RecoveryDeps,
  standing: Standing,
  proof: { userId: string; role: string; password: string | undefined; origin: Origin },
): Promise<void> {
  if (proof.password !== undefined && standing.passwordHash !== null)
    return provePassword(deps, standing.passwordHash, { ...proof, password: proof.password });
  if (deps.now().getTime() - standing.signedInAt.getTime() > RECENT_MS)
    throw refuse(identityErrors.recentSignInRequired);
}

/** That the caller knows his password; tries are counted before they are compared, ten an hour. */
export async function provePassword(
  { system, codeSecret, later, now }: RecoveryDeps,
  passwordHash: string,
  { userId, role, password, origin }: { userId: string; role: string; password: string; origin: Origin },
): Promise<void> {
  const at = now();
  const tries: Allowance = {
    scope: 'password_tries',
    key: keyedHash(codeSecret, 'password', userId),
    most: 10,
    seconds: 3_600,
  };
  await system.as(nobody).transaction((tx) => spendBudgets(tx, [tries], at));
  if (await passwordFits(password, passwordHash)) {
    await system.as(nobody).write(restoreBudget(tries));
    return;
  }
  await later.record(userEntry('user.password_refused', { userId, by: { id: userId, role }, origin, at }));
  throw refuse(identityErrors.passwordWrong);
}
