import type { Origin } from '../audit/public.ts';
import type { Identity } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import { accountMail } from './account-mails.ts';
import { auditUser } from './audit-user.ts';
import { identityErrors } from './errors.ts';
import { hashPassword } from './passwords.ts';
import { provePasswordOrPresence } from './prove-presence.ts';
import { dropLinks, readStanding, replacePassword, revokeSessions } from './queries-links.ts';
import type { RecoveryDeps } from './recovery-deps.ts';

/**
 * Replaces the caller's password, for which he gives the old one, and ends his other sessions (AUTH-11). Who has none yet
 * must have signed in a moment ago. PASSWORD_WRONG, ACCOUNT_LOCKED, PASSWORD_WEAK,
 * RECENT_SIGN_IN_REQUIRED. Returns how many sessions ended.
 */
export async function changePassword(
  deps: RecoveryDeps,
  { caller, sessionId }: { caller: Identity<Who>; sessionId: string },
  input: { currentPassword: string | undefined; newPassword: string; origin: Origin; locale: string },
): Promise<{ userId: string; ended: number }> {
  const { system, store, now } = deps;
  const { who, rows } = await system.as(caller).read(readStanding(sessionId));
  const standing = rows[0][0]!;
  const person = { id: who.shopperId, role: standing.role };
  const oldHash = standing.passwordHash;
  const { currentPassword: password, origin } = input;
  await provePasswordOrPresence(deps, standing, { userId: person.id, sessionId, password, origin });
  const passwordHash = await hashPassword(input.newPassword);
  const at = now();
  return system.as(caller).transaction(async (tx) => {
    const userId = person.id;
    const [[replaced]] = await tx.run(replacePassword({ userId, passwordHash, oldHash, now: at }));
    // Changed meanwhile, by another device: what was given is the old one no more.
    if (!replaced) throw refuse(identityErrors.passwordWrong);
    const [ended] = await tx.run(
      revokeSessions({ userId, except: sessionId, because: 'password changed', now: at }),
      dropLinks(userId, ['reset_password']),
      auditUser(oldHash === null ? 'user.password_set' : 'user.password_changed', {
        userId,
        by: person,
        origin: input.origin,
        at,
      }),
    );
    if (standing.email) {
      const mail = accountMail('password_changed', standing.locale ?? input.locale, {
        store: store.name,
        name: standing.name,
      });
      await tx.run(queueMail({ to: standing.email, concerns: userId, ...mail, now: at }));
    }
    return { userId, ended: ended.length };
  });
}
