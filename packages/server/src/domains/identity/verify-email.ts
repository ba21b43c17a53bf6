import type { Origin } from '../audit/public.ts';
import { nobody } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { auditUser } from './audit-user.ts';
import { identityErrors } from './errors.ts';
import { hashToken } from './opaque-token.ts';
import { dropLinks, takeLink, verifyEmail } from './queries-links.ts';
import type { RecoveryDeps } from './recovery-deps.ts';

/**
 * Takes the token of a link as proof of the address; LINK_INVALID where it proves nothing. `present` is the user signed in where
 * it was opened, if any. Returns whose address it is.
 */
export async function verifyEmailAddress(
  { system, now }: RecoveryDeps,
  { token, present }: { token: string; present: string | null },
  origin: Origin,
): Promise<string> {
  const at = now();
  return system.as(nobody).transaction(async (tx) => {
    const [[link]] = await tx.run(takeLink({ hash: hashToken(token), purpose: 'verify_email', now: at }));
    if (!link) throw refuse(identityErrors.linkInvalid);
    const { userId, email } = link;
    const [[verified]] = await tx.run(verifyEmail({ userId, email, elsewhere: present !== userId, now: at }));
    // The address is another by now: the link was for the former one.
    if (!verified) throw refuse(identityErrors.linkInvalid);
    await tx.run(
      dropLinks(userId, ['verify_email']),
      auditUser('user.email_verified', { userId, by: null, origin, at }),
    );
    return userId;
  });
}
