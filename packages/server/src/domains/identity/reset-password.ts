import type { Origin } from '../audit/public.ts';
import { nobody } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import { accountMail } from './account-mails.ts';
import { auditUser } from './audit-user.ts';
import { identityErrors } from './errors.ts';
import { hashToken } from './opaque-token.ts';
import { hashPassword } from './passwords.ts';
import {
  dropLinks,
  dropOtherWays,
  findLink,
  lockReach,
  revokeSessions,
  savePassword,
  takeLink,
  verifyEmail,
} from './queries-links.ts';
import type { RecoveryDeps } from './recovery-deps.ts';

/**
 * Sets the password of whoever was sent this link and ends all his sessions (AUTH-11). LINK_INVALID and PASSWORD_WEAK change
 * nothing; after the latter the link still works. The link proves the address, too; where its
 * owner had not proved it from within the account, phone and authenticator go with the former password. Returns whose password it was.
 */
export async function resetPassword(
  { system, store, now }: RecoveryDeps,
  { token, password }: { token: string; password: string },
  { origin, locale }: { origin: Origin; locale: string },
): Promise<string> {
  const link = { hash: hashToken(token), purpose: 'reset_password', now: now() } as const;
  // Hashing is dear: not for tokens nobody was sent.
  const [[known]] = (await system.as(nobody).read(findLink(link))).rows;
  if (!known) throw refuse(identityErrors.linkInvalid);
  const passwordHash = await hashPassword(password);
  const at = link.now;
  return system.as(nobody).transaction(async (tx) => {
    const [[taken]] = await tx.run(takeLink(link));
    if (!taken) throw refuse(identityErrors.linkInvalid);
    const { userId, email } = taken;
    const [[person]] = await tx.run(lockReach(userId));
    if (!person || person.email !== email) throw refuse(identityErrors.linkInvalid);
    // Else whoever signed up with this address before its owner would keep a way in, or bar his.
    const [dropped] = person.emailHis ? [[]] : await tx.run(dropOtherWays(userId, at));
    await tx.run(
      savePassword({ userId, passwordHash, now: at }),
      // Whoever opened it has the account from now on.
      verifyEmail({ userId, email, elsewhere: false, now: at }),
      dropLinks(userId, ['reset_password', 'change_email']),
      revokeSessions({ userId, except: null, because: 'password reset', now: at }),
      queueMail({
        to: email,
        concerns: userId,
        ...accountMail('password_changed', person.locale ?? locale, { store: store.name, name: person.name }),
        now: at,
      }),
      ...(dropped.length === 0
        ? []
        : [
            queueMail({
              to: email,
              concerns: userId,
              ...accountMail('ways_removed', person.locale ?? locale, { store: store.name }),
              now: at,
            }),
          ]),
      auditUser('user.password_reset', {
        userId,
        by: null,
        origin,
        at,
        after: { removed: dropped.map(({ what }) => what) },
      }),
    );
    return userId;
  });
}
