import type { Origin } from '../audit/public.ts';
import type { Identity } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import { accountMail } from './account-mails.ts';
import { auditUser } from './audit-user.ts';
import { identityErrors } from './errors.ts';
import { mailAllowances } from './mail-allowances.ts';
import { makeLink } from './make-link.ts';
import { readMyAddress } from './queries-links.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import { spendBudgets } from './spend-budget.ts';

/**
 * Sends the caller another link to confirm his address; the ones before stay good. NOTHING_TO_VERIFY where it is confirmed
 * or there is none, ASKED_TOO_OFTEN where mails come too close.
 */
export async function resendVerification(
  { system, store, publicUrl, codeSecret, now }: RecoveryDeps,
  caller: Identity<Who>,
  { origin, locale }: { origin: Origin; locale: string },
): Promise<void> {
  const at = now();
  await system.as(caller).transaction(async (tx) => {
    const [[mine]] = await tx.run(readMyAddress());
    if (!mine?.email || mine.emailVerified) throw refuse(identityErrors.nothingToVerify);
    const { shopperId: userId, role } = tx.who;
    await spendBudgets(tx, mailAllowances(codeSecret, 'verify_email', userId), at);
    const link = makeLink('verify_email', { userId, email: mine.email, publicUrl, now: at });
    await tx.run(
      link.statement,
      queueMail({
        to: mine.email,
        concerns: userId,
        ...accountMail('verify_email', locale, { store: store.name, url: link.url }),
        now: at,
        secretUntil: link.secretUntil,
      }),
      auditUser('user.verification_sent', { userId, by: { id: userId, role }, origin, at }),
    );
  });
}
