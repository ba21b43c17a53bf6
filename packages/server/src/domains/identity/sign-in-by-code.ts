import { nobody, type Tx } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { newId } from '../../platform/new-id.ts';
import { auditUser, userEntry } from './audit-user.ts';
import type { SignInOrigin } from './device.ts';
import { identityErrors } from './errors.ts';
import { STAFF, type Role } from './permissions.ts';
import { checkCode, useCode } from './phone-codes.ts';
import { findAccountByPhone, insertPhoneUser, type PhoneAccount } from './queries-codes.ts';
import { insertUserShopper } from './queries.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import { startSession, type IssuedTokens, type SessionPolicy, type Transport } from './start-session.ts';
import { refusalOf as totpRefusal, takeCode, type TotpDeps } from './totp.ts';

type CodeDeps = RecoveryDeps & SessionPolicy & TotpDeps;

interface CodeInput {
  phone: string;
  code: string;
  totpCode: string | undefined;
  transport: Transport;
}

/**
 * Starts a session for the right code; the first one makes the account (AUTH-2). CODE_INVALID, CODE_TRIES_SPENT; told only to
 * who had the right code: ACCOUNT_INACTIVE, TOTP_REQUIRED and TOTP_INVALID where an authenticator is on, after which the code
 * is still good, and PASSWORD_SIGN_IN_ONLY for staff.
 */
export async function signInByCode(
  deps: CodeDeps,
  { phone, code, totpCode, transport }: CodeInput,
  from: SignInOrigin,
): Promise<{ userId: string; issued: IssuedTokens }> {
  const right = await checkCode(deps, { use: 'sign_in', whose: '', phone }, { code, by: null, origin: from });
  const second = await takeSecondFactor(deps, { phone, totpCode }, from);
  const at = deps.now();
  const outcome = await deps.system.as(nobody).transaction(async (tx) => {
    await useCode(tx, right, at);
    const [[known]] = await tx.run(findAccountByPhone(phone));
    const refusal = known ? refusalOf(known, second) : null;
    // Returned, not thrown: the code stays used up.
    if (refusal) return { refusal, userId: known!.id };
    const person = known ?? (await register(tx, phone, at));
    const session = startSession(person, { ...from, transport }, deps);
    const by = { id: person.id, role: person.role };
    await tx.run(
      ...session.statements,
      auditUser(known ? 'user.log_in' : 'user.sign_up', {
        userId: person.id,
        by,
        origin: from,
        at,
        after: { by: 'phone code' },
      }),
    );
    return { refusal: null, userId: person.id, issued: session.issued };
  });
  if (!outcome.refusal) return outcome;
  await record(deps, outcome.userId, outcome.refusal.reason, from);
  throw refuse(outcome.refusal);
}

/** Whose authenticator the code was of; null where none is asked for. A message alone must not go around it. */
async function takeSecondFactor(
  deps: CodeDeps,
  { phone, totpCode }: { phone: string; totpCode: string | undefined },
  from: SignInOrigin,
): Promise<string | null> {
  const [[account]] = (await deps.system.as(nobody).read(findAccountByPhone(phone))).rows;
  if (!account?.asksCode || refusalOf(account, account.id)) return null;
  const refused =
    totpCode === undefined
      ? { refusal: identityErrors.totpRequired }
      : await takeCode(deps, account.id, totpCode, from, { confirmed: true });
  if (!refused) return account.id;
  await record(deps, account.id, refused.refusal.reason, from);
  throw totpRefusal(refused);
}

async function record({ later, now }: CodeDeps, userId: string, reason: string, from: SignInOrigin) {
  const after = { by: 'phone code', reason };
  await later.record(userEntry('user.log_in_failed', { userId, by: null, origin: from, at: now(), after }));
}

// An authenticator that was turned on a moment ago is asked for by the next try.
function refusalOf({ id, active, role, asksCode }: PhoneAccount, second: string | null) {
  if (!active) return identityErrors.accountInactive;
  if (STAFF.includes(role as Role)) return identityErrors.passwordSignInOnly;
  return asksCode && second !== id ? identityErrors.totpRequired : null;
}

async function register(tx: Tx, phone: string, now: Date) {
  const person = { id: newId(now), role: 'customer', market: null };
  await tx.run(
    insertUserShopper({ ...person, locale: null, now }),
    insertPhoneUser({ id: person.id, phone, now }),
  );
  return person;
}
