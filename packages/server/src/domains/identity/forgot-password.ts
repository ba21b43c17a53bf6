import type { Origin } from '../audit/public.ts';
import { nobody } from '../../platform/db/database.ts';
import { newId } from '../../platform/new-id.ts';
import { accountMail } from './account-mails.ts';
import { auditUser } from './audit-user.ts';
import { mailAllowances } from './mail-allowances.ts';
import { makeLink } from './make-link.ts';
import { findRecoverable, queueMailToUser } from './queries-links.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import { spendBudgets } from './spend-budget.ts';

/**
 * Mails a link for a new password to whoever has an account with this address. Nobody learns whether there is one: the
 * same statements are sent for a made-up user, for whom they write nothing (AUTH-10).
 */
export async function forgotPassword(
  { system, store, publicUrl, codeSecret, now }: RecoveryDeps,
  email: string,
  { origin, locale }: { origin: Origin; locale: string },
): Promise<void> {
  const at = now();
  await system.as(nobody).transaction(async (tx) => {
    await spendBudgets(tx, mailAllowances(codeSecret, 'reset_password', email), at);
    const [[account]] = await tx.run(findRecoverable(email));
    const userId = account?.id ?? newId(at);
    const link = makeLink('reset_password', { userId, email, publicUrl, now: at });
    const mail = accountMail('reset_password', account?.locale ?? locale, {
      store: store.name,
      name: account?.name ?? '',
      url: link.url,
    });
    await tx.run(
      link.statement,
      queueMailToUser({ userId, to: email, ...mail, now: at, secretUntil: link.secretUntil }),
      auditUser('user.password_forgotten', { userId: account?.id ?? null, by: null, origin, at }),
    );
  });
}
