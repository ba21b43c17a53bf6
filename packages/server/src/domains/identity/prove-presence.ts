import type { Database } from '../../platform/db/database.ts';
import { refuse, type ErrorKind } from '../../platform/errors.ts';
import { retryLater } from '../../platform/http/errors.ts';
import type { LaterRecords, Origin } from '../audit/public.ts';
import { nobody } from '../../platform/db/database.ts';
import { auditUser } from './audit-user.ts';
import { identityErrors } from './errors.ts';
import {
  beginProof,
  failedAttempt,
  successfulAttempt,
  type Attempt,
  type GuardPolicy,
} from './login-guard.ts';
import { passwordFits } from './passwords.ts';

/** For so long a sign-in proves that it is still the person himself. */
const RECENT_MS = 10 * 60_000;

/** What stands behind the caller's session. */
export interface Standing {
  role: string;
  email: string | null;
  passwordHash: string | null;
  signedInAt: Date;
}

export interface PresenceDeps extends GuardPolicy {
  system: Database;
  later: LaterRecords;
}

interface Proof {
  userId: string;
  sessionId: string;
  password: string | undefined;
  origin: Origin;
  /** What a wrong password is called where it is not PASSWORD_WRONG, and its audit row. */
  wrong?: ErrorKind<string, undefined>;
  action?: string;
}

/**
 * A session alone does not change how its owner is reached, for then whoever borrows one could take the account: it takes
 * the password, or a sign-in of the last ten minutes. PASSWORD_WRONG, ACCOUNT_LOCKED, RECENT_SIGN_IN_REQUIRED.
 */
export async function provePresence(deps: PresenceDeps, standing: Standing, proof: Proof): Promise<void> {
  if (proof.password !== undefined && standing.passwordHash !== null)
    return provePassword(deps, standing, proof);
  if (!isRecent(standing.signedInAt, deps.now())) throw refuse(identityErrors.recentSignInRequired);
}

/** For what a recent sign-in is not enough: the password where he has one. */
export async function provePasswordOrPresence(
  deps: PresenceDeps,
  standing: Standing,
  proof: Proof,
): Promise<void> {
  if (standing.passwordHash === null) await provePresence(deps, standing, proof);
  else if (proof.password === undefined) throw await refused(deps, standing, proof, null);
  else await provePassword(deps, standing, proof);
}

// Counted before it is compared, as sign-in does (AUTH-10): five wrong ones lock this session's way, longer each time.
async function provePassword(deps: PresenceDeps, standing: Standing, proof: Proof): Promise<void> {
  const { userId, sessionId, origin } = proof;
  const attempt = await beginProof(
    deps.system,
    { account: standing.email ?? userId, sessionId, ip: origin.ip },
    deps,
  );
  if (attempt.retryAfter === null && (await passwordFits(proof.password!, standing.passwordHash))) {
    await deps.system.as(nobody).write(...successfulAttempt(attempt));
    return;
  }
  throw await refused(deps, standing, proof, attempt);
}

// Written down while the answer is on its way.
async function refused(
  deps: PresenceDeps,
  { role }: Standing,
  { userId, origin, action = 'user.password_refused', wrong = identityErrors.passwordWrong }: Proof,
  attempt: Attempt | null,
): Promise<Error> {
  const wait = attempt?.retryAfter ?? null;
  const { reason } = wait === null ? wrong : identityErrors.accountLocked;
  await deps.later.write(
    { action, requestId: origin.requestId },
    auditUser(action, { userId, by: { id: userId, role }, origin, at: deps.now(), after: { reason } }),
    ...(attempt ? failedAttempt(attempt, { id: userId, market: null }, origin, deps) : []),
  );
  return wait === null ? refuse(wrong) : retryLater(identityErrors.accountLocked, wait);
}

function isRecent(signedInAt: Date, now: Date): boolean {
  return now.getTime() - signedInAt.getTime() <= RECENT_MS;
}
