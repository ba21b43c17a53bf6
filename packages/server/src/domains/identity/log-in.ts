import { recordAudit, type LaterRecords } from '../audit/public.ts';
import { nobody, type Database } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { retryLater } from '../../platform/http/errors.ts';
import type { SignInOrigin } from './device.ts';
import { identityErrors } from './errors.ts';
import { beginAttempt, failedAttempt, successfulAttempt, type Attempt } from './login-guard.ts';
import { passwordFits } from './passwords.ts';
import { findLogin, keepPassword, type LoginAccount } from './queries-login.ts';
import type { SecretBox } from '../../platform/secret-box.ts';
import { refusalOf, takeCode } from './totp.ts';
import { startSession, type IssuedTokens, type SessionPolicy, type Transport } from './start-session.ts';

interface LogInPolicy extends SessionPolicy {
  later: LaterRecords;
  guardSecret: string;
  box: SecretBox;
}

/**
 * Starts a session for the right email and password. Unknown accounts and wrong passwords get the same answer after the
 * same work. Counted before it is compared: after too many failures from one place ACCOUNT_LOCKED, there alone (AUTH-10).
 */
export async function logIn(
  system: Database,
  input: { email: string; password: string; totpCode?: string | undefined; transport: Transport },
  from: SignInOrigin,
  policy: LogInPolicy,
): Promise<{ userId: string; issued: IssuedTokens }> {
  const { rows } = await system
    .as(nobody)
    .read(findLogin({ email: input.email, deviceHash: from.deviceHash }));
  const [account] = rows[0];
  const attempt = await beginAttempt(system, { ...input, from, account }, policy);
  if (attempt.retryAfter !== null) {
    await failed(attempt, account, identityErrors.accountLocked.reason, from, policy);
    throw retryLater(identityErrors.accountLocked, attempt.retryAfter);
  }
  const fits = await passwordFits(input.password, account?.passwordHash ?? null);
  if (!account || !fits) {
    await failed(attempt, account, identityErrors.credentialsInvalid.reason, from, policy);
    throw refuse(identityErrors.credentialsInvalid);
  }
  if (!account.active) {
    await failed(attempt, account, identityErrors.accountInactive.reason, from, policy);
    throw refuse(identityErrors.accountInactive);
  }
  if (account.asksCode) await requireCode(system, account, input.totpCode, { attempt, from, policy });
  const session = startSession(account, { ...from, transport: input.transport }, policy);
  await system.as(nobody).write(
    keepPassword(account.id, account.passwordHash!),
    ...session.statements,
    ...successfulAttempt(attempt),
    recordAudit({
      ...from,
      at: policy.now(),
      actorId: account.id,
      actorRole: account.role,
      action: 'user.log_in',
      targetKind: 'user',
      targetId: account.id,
    }),
  );
  return { userId: account.id, issued: session.issued };
}

// The password was right: only now is anybody told that a code is asked for.
async function requireCode(
  system: Database,
  account: LoginAccount,
  code: string | undefined,
  { attempt, from, policy }: { attempt: Attempt; from: SignInOrigin; policy: LogInPolicy },
): Promise<void> {
  const refused =
    code === undefined
      ? { refusal: identityErrors.totpRequired }
      : await takeCode({ ...policy, system }, account.id, code, from, { confirmed: true });
  if (!refused) return;
  await failed(attempt, account, refused.refusal.reason, from, policy);
  throw refusalOf(refused);
}

// What tells of the refusal is written while the answer is on its way: it takes no longer where there is an account.
function failed(
  attempt: Attempt,
  account: LoginAccount | undefined,
  reason: string,
  from: SignInOrigin,
  policy: LogInPolicy,
): Promise<void> {
  const audit = recordAudit({
    ...from,
    at: policy.now(),
    actorId: null,
    actorRole: 'anonymous',
    action: 'user.log_in_failed',
    targetKind: 'user',
    targetId: account?.id ?? null,
    after: { reason },
  });
  const told = failedAttempt(attempt, account, from, policy);
  return policy.later.write({ action: 'user.log_in_failed', requestId: from.requestId }, audit, ...told);
}
