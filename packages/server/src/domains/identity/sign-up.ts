import { recordAudit } from '../audit/public.ts';
import { nobody, type Database } from '../../platform/db/database.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import { newId } from '../../platform/new-id.ts';
import { accountMail } from './account-mails.ts';
import { makeLink } from './make-link.ts';
import { hashPassword } from './passwords.ts';
import { insertCredentials, insertUser, insertUserShopper } from './queries.ts';
import { tellOwner } from './tell-owner.ts';
import type { SignInOrigin } from './device.ts';
import { startSession, type IssuedTokens, type SessionPolicy, type Transport } from './start-session.ts';

export interface SignUpInput {
  email: string;
  password: string;
  name: string;
  market: string | null;
  /** The language he chose; null follows his browser. */
  locale: string | null;
  mailLocale: string;
  transport: Transport;
}

/**
 * Makes a customer, his first session and his welcome mail in one transaction; EMAIL_TAKEN, of which the owner is
 * told, and PASSWORD_WEAK leave nothing behind.
 */
export async function signUp(
  system: Database,
  input: SignUpInput,
  from: SignInOrigin,
  policy: SessionPolicy & { publicUrl: string; codeSecret: string },
): Promise<{ userId: string; issued: IssuedTokens }> {
  const passwordHash = await hashPassword(input.password);
  const now = policy.now();
  const id = newId(now);
  const person = { id, role: 'customer', market: input.market };
  const session = startSession(person, { ...from, transport: input.transport }, policy);
  const link = makeLink('verify_email', { userId: id, email: input.email, publicUrl: policy.publicUrl, now });
  const statements = [
    insertUserShopper({ ...person, locale: input.locale, now }),
    insertUser({ id, email: input.email, name: input.name, now }),
    insertCredentials({ id, passwordHash, now }),
    ...session.statements,
    queueMail({
      to: input.email,
      concerns: id,
      ...accountMail('welcome', input.mailLocale, {
        name: input.name,
        store: policy.store.name,
        url: link.url,
      }),
      now,
      secretUntil: link.secretUntil,
    }),
    link.statement,
    recordAudit({
      ...from,
      at: now,
      actorId: id,
      actorRole: 'customer',
      action: 'user.sign_up',
      targetKind: 'user',
      targetId: id,
    }),
  ];
  await system
    .as(nobody)
    .write(...statements)
    .catch(async (error: unknown) => {
      if ((error as { constraint?: string }).constraint === 'users_email_taken')
        await tellOwner({ ...policy, system }, input, from);
      throw error;
    });
  return { userId: id, issued: session.issued };
}
