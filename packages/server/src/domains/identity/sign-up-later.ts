import type { Origin } from '../audit/public.ts';
import { nobody } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import { newId } from '../../platform/new-id.ts';
import { accountMail } from './account-mails.ts';
import { auditUser } from './audit-user.ts';
import type { SignInOrigin } from './device.ts';
import { identityErrors } from './errors.ts';
import { keyedHash } from './keyed-hash.ts';
import { mailAllowances } from './mail-allowances.ts';
import { hashToken, newToken } from './opaque-token.ts';
import { hashPassword, passwordFits } from './passwords.ts';
import {
  dropPendingSignUps,
  findPendingSignUp,
  insertPendingSignUp,
  insertVerifiedUser,
  takePendingSignUp,
} from './queries-sign-up.ts';
import { findAccountByEmail, insertCredentials, insertUserShopper } from './queries.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import type { SignUpInput } from './sign-up.ts';
import { spendBudgets } from './spend-budget.ts';
import { startSession, type IssuedTokens, type SessionPolicy, type Transport } from './start-session.ts';

const LINK_MS = 48 * 3_600_000;

/**
 * Makes no account yet, only mails the address: a link to confirm the account, or that it has one already. The caller gets
 * the same answer after the same work (AUTH-10). PASSWORD_WEAK, ASKED_TOO_OFTEN.
 */
export async function requestSignUp(
  { system, store, publicUrl, codeSecret, now }: RecoveryDeps,
  input: Omit<SignUpInput, 'transport'>,
  origin: Origin,
): Promise<void> {
  const { email, name, market, locale, mailLocale } = input;
  const passwordHash = await hashPassword(input.password);
  const at = now();
  const token = newToken();
  const expiresAt = new Date(at.getTime() + LINK_MS);
  const url = `${publicUrl}/confirm-sign-up#token=${token}`;
  await system.as(nobody).transaction(async (tx) => {
    await spendBudgets(tx, mailAllowances(codeSecret, 'sign_up', email), at);
    const [[owner]] = await tx.run(findAccountByEmail(email));
    const mail = owner
      ? accountMail('sign_up_again', owner.locale ?? mailLocale, { store: store.name })
      : accountMail('confirm_sign_up', mailLocale, { store: store.name, url });
    const hash = hashToken(token);
    await tx.run(
      insertPendingSignUp({ hash, email, name, passwordHash, market, locale, now: at, expiresAt }),
      queueMail({ to: email, concerns: owner?.id ?? null, ...mail, now: at, secretUntil: expiresAt }),
      auditUser('user.sign_up_requested', { userId: owner?.id ?? null, by: null, origin, at }),
    );
  });
}

/**
 * Makes the account that waited for this link and starts its first session. Whoever opens the link must know the password
 * as well: else it could be that of a stranger who signed up with this address. LINK_INVALID, PASSWORD_WRONG,
 * ASKED_TOO_OFTEN after ten tries, and EMAIL_TAKEN where the address got an account meanwhile.
 */
export async function confirmSignUp(
  deps: RecoveryDeps & SessionPolicy,
  { token, password, transport }: { token: string; password: string; transport: Transport },
  from: SignInOrigin,
): Promise<{ userId: string; issued: IssuedTokens }> {
  const { system, codeSecret } = deps;
  const at = deps.now();
  const hash = hashToken(token);
  const [[known]] = (await system.as(nobody).read(findPendingSignUp(hash, at))).rows;
  if (!known) throw refuse(identityErrors.linkInvalid);
  const tries = {
    scope: 'password_tries',
    key: keyedHash(codeSecret, 'sign_up', token),
    most: 10,
    seconds: 3_600,
  };
  await system.as(nobody).transaction((tx) => spendBudgets(tx, [tries], at));
  if (!(await passwordFits(password, known.passwordHash))) throw refuse(identityErrors.passwordWrong);
  return system.as(nobody).transaction(async (tx) => {
    const [[pending]] = await tx.run(takePendingSignUp(hash, at));
    if (!pending) throw refuse(identityErrors.linkInvalid);
    const { email, name, passwordHash, market, locale } = pending;
    const id = newId(at);
    const person = { id, role: 'customer', market };
    const session = startSession(person, { ...from, transport }, deps);
    await tx.run(
      insertUserShopper({ ...person, locale, now: at }),
      insertVerifiedUser({ id, email, name, now: at }),
      insertCredentials({ id, passwordHash, now: at }),
      ...session.statements,
      dropPendingSignUps(email),
      auditUser('user.sign_up', { userId: id, by: person, origin: from, at }),
    );
    return { userId: id, issued: session.issued };
  });
}
