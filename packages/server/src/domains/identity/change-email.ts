import type { Origin } from '../audit/public.ts';
import { nobody, type Identity } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import { accountMail } from './account-mails.ts';
import { auditUser } from './audit-user.ts';
import { identityErrors } from './errors.ts';
import { mailAllowances } from './mail-allowances.ts';
import { makeLink } from './make-link.ts';
import { hashToken } from './opaque-token.ts';
import { provePresence } from './prove-presence.ts';
import { dropLinks, findRecoverable, lockReach, readStanding, setEmail, takeLink } from './queries-links.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import { spendBudgets } from './spend-budget.ts';

/**
 * Mails a link to the address the caller wants and tells the one he has. Whether the wanted one has an account already is
 * told to that address alone. RECENT_SIGN_IN_REQUIRED, PASSWORD_WRONG, ACCOUNT_LOCKED, ASKED_TOO_OFTEN.
 */
export async function requestEmailChange(
  deps: RecoveryDeps,
  { caller, sessionId }: { caller: Identity<Who>; sessionId: string },
  input: { email: string; password: string | undefined; origin: Origin; locale: string },
): Promise<void> {
  const { system, store, publicUrl, codeSecret, now } = deps;
  const { email, origin, locale } = input;
  const { who, rows } = await system.as(caller).read(readStanding(sessionId));
  const standing = rows[0][0]!;
  const userId = who.shopperId;
  const by = { id: userId, role: standing.role };
  await provePresence(deps, standing, { userId, sessionId, password: input.password, origin });
  const at = now();
  await system.as(caller).transaction(async (tx) => {
    await spendBudgets(
      tx,
      [...mailAllowances(codeSecret, 'change_email', userId), ...addressAllowance(codeSecret, email)],
      at,
    );
    const [[owner]] = await tx.run(findRecoverable(email));
    const taken = owner !== undefined && owner.id !== userId;
    const link = makeLink('change_email', { userId, email, publicUrl, now: at });
    const mail = taken
      ? accountMail('sign_up_again', owner.locale ?? locale, { store: store.name })
      : accountMail('change_email', locale, { store: store.name, url: link.url });
    await tx.run(
      dropLinks(userId, ['change_email']),
      link.statement,
      queueMail({ to: email, concerns: userId, ...mail, now: at, secretUntil: link.secretUntil }),
      auditUser('user.email_change_requested', { userId, by, origin, at }),
    );
    if (standing.email && standing.email !== email) {
      const notice = accountMail('change_email_notice', standing.locale ?? locale, { store: store.name });
      await tx.run(queueMail({ to: standing.email, concerns: userId, ...notice, now: at }));
    }
  });
}

/**
 * Gives the user the address that its link proves to be his; he stays the same person with all that is his. LINK_INVALID,
 * and EMAIL_TAKEN where another was faster. `present` is the user signed in where it was opened. Returns who he is.
 */
export async function confirmEmailChange(
  { system, store, now }: RecoveryDeps,
  { token, present }: { token: string; present: string | null },
  { origin, locale }: { origin: Origin; locale: string },
): Promise<string> {
  const at = now();
  return system.as(nobody).transaction(async (tx) => {
    const [[link]] = await tx.run(takeLink({ hash: hashToken(token), purpose: 'change_email', now: at }));
    if (!link) throw refuse(identityErrors.linkInvalid);
    const { userId, email } = link;
    const [[before]] = await tx.run(lockReach(userId));
    if (!before?.active) throw refuse(identityErrors.linkInvalid);
    await tx.run(
      setEmail({ userId, email, elsewhere: present !== userId, now: at }),
      // What was sent to the former address must not open the account any more.
      dropLinks(userId, ['verify_email', 'change_email', 'reset_password']),
      auditUser('user.email_changed', { userId, by: null, origin, at }),
    );
    if (before.email && before.email !== email) {
      const notice = accountMail('email_changed', before.locale ?? locale, {
        store: store.name,
        name: before.name,
      });
      await tx.run(queueMail({ to: before.email, concerns: userId, ...notice, now: at }));
    }
    return userId;
  });
}

function addressAllowance(secret: string, email: string) {
  return mailAllowances(secret, 'change_email', email).map((allowance) => ({
    ...allowance,
    scope: `${allowance.scope}_address`,
  }));
}
