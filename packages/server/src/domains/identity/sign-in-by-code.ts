import { nobody, type Tx } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { newId } from '../../platform/new-id.ts';
import { auditUser, userEntry } from './audit-user.ts';
import type { SignInOrigin } from './device.ts';
import { identityErrors } from './errors.ts';
import { STAFF, type Role } from './permissions.ts';
import { checkCode, useCode } from './phone-codes.ts';
import { findAccountByPhone, insertPhoneUser } from './queries-codes.ts';
import { insertUserShopper, type Account } from './queries.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import { startSession, type IssuedTokens, type SessionPolicy, type Transport } from './start-session.ts';

/**
 * Starts a session for the right code; the first one makes the account (AUTH-2). CODE_INVALID, CODE_TRIES_SPENT; told only to
 * who had the right code: ACCOUNT_INACTIVE, and PASSWORD_SIGN_IN_ONLY for staff, whose second factor a code must not go around.
 */
export async function signInByCode(
  deps: RecoveryDeps & SessionPolicy,
  { phone, code, transport }: { phone: string; code: string; transport: Transport },
  from: SignInOrigin,
): Promise<{ userId: string; issued: IssuedTokens }> {
  const right = await checkCode(deps, { use: 'sign_in', whose: '', phone }, { code, by: null, origin: from });
  const at = deps.now();
  const outcome = await deps.system.as(nobody).transaction(async (tx) => {
    await useCode(tx, right, at);
    const [[known]] = await tx.run(findAccountByPhone(phone));
    const refusal = known ? refusalOf(known) : null;
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
  const { userId, refusal } = outcome;
  const after = { by: 'phone code', reason: refusal.reason };
  await deps.later.record(userEntry('user.log_in_failed', { userId, by: null, origin: from, at, after }));
  throw refuse(refusal);
}

function refusalOf({ active, role }: Account) {
  if (!active) return identityErrors.accountInactive;
  return STAFF.includes(role as Role) ? identityErrors.passwordSignInOnly : null;
}

async function register(tx: Tx, phone: string, now: Date) {
  const person = { id: newId(now), role: 'customer', market: null };
  await tx.run(
    insertUserShopper({ ...person, locale: null, now }),
    insertPhoneUser({ id: person.id, phone, now }),
  );
  return person;
}
