import { recordAudit } from '../audit/public.ts';
import { nobody, type Database } from '../../platform/db/database.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import { newId } from '../../platform/new-id.ts';
import { hashPassword } from './passwords.ts';
import { insertCredentials, insertUser, insertUserShopper } from './queries.ts';
import type { SignInOrigin } from './device.ts';
import { startSession, type IssuedTokens, type SessionPolicy, type Transport } from './start-session.ts';
import { welcomeMail } from './welcome-mail.ts';

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

/** Makes a customer, his first session and his welcome mail in one transaction; EMAIL_TAKEN and PASSWORD_WEAK leave nothing behind. */
export async function signUp(
  system: Database,
  input: SignUpInput,
  from: SignInOrigin,
  policy: SessionPolicy,
): Promise<{ userId: string; issued: IssuedTokens }> {
  const passwordHash = await hashPassword(input.password);
  const now = policy.now();
  const id = newId(now);
  const person = { id, role: 'customer', market: input.market };
  const session = startSession(person, { ...from, transport: input.transport }, policy);
  await system.as(nobody).write(
    insertUserShopper({ ...person, locale: input.locale, now }),
    insertUser({ id, email: input.email, name: input.name, now }),
    insertCredentials({ id, passwordHash, now }),
    ...session.statements,
    queueMail({
      to: input.email,
      ...welcomeMail(input.mailLocale, { name: input.name, store: policy.store.name }),
      now,
    }),
    recordAudit({
      ...from,
      at: now,
      actorId: id,
      actorRole: 'customer',
      action: 'user.sign_up',
      targetKind: 'user',
      targetId: id,
    }),
  );
  return { userId: id, issued: session.issued };
}
