import type { Origin } from '../audit/public.ts';
import { nobody } from '../../platform/db/database.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import { accountMail } from './account-mails.ts';
import { auditUser } from './audit-user.ts';
import { mailAllowances } from './mail-allowances.ts';
import { takeFromBudgets } from './queries-budgets.ts';
import { findAccountByEmail } from './queries.ts';
import type { RecoveryDeps } from './recovery-deps.ts';

/** Tells the owner of an address that somebody wanted to sign up with it, not too often, and the audit log always. */
export async function tellOwner(
  { system, store, codeSecret, now }: Pick<RecoveryDeps, 'system' | 'store' | 'codeSecret' | 'now'>,
  { email, mailLocale }: { email: string; mailLocale: string },
  origin: Origin,
): Promise<void> {
  const at = now();
  const allowances = mailAllowances(codeSecret, 'sign_up', email);
  const [[owner], taken] = (
    await system.as(nobody).write(findAccountByEmail(email), takeFromBudgets(allowances, at))
  ).rows;
  const mail = accountMail('sign_up_again', owner?.locale ?? mailLocale, { store: store.name });
  await system
    .as(nobody)
    .write(
      auditUser('user.sign_up_refused', { userId: owner?.id ?? null, by: null, origin, at }),
      ...(taken.length === allowances.length
        ? [queueMail({ to: email, concerns: owner?.id ?? null, ...mail, now: at })]
        : []),
    );
}
