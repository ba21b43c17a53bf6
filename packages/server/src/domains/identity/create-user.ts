import type { Access } from '../../platform/db/database.ts';
import { newId } from '../../platform/new-id.ts';
import { recordAudit } from '../audit/public.ts';
import { hashPassword } from './passwords.ts';
import type { Role } from './permissions.ts';
import { findAccountByEmail, insertCredentials, insertUser, insertUserShopper } from './queries.ts';

/** Makes a user of any role, for the command line; false when the email has an account already, which is left alone. */
export async function createUser(
  access: Access<unknown>,
  input: { email: string; name: string; role: Role; password: string; now: Date },
): Promise<boolean> {
  const email = input.email.trim().toLowerCase();
  const { rows } = await access.read(findAccountByEmail(email));
  if (rows[0].length > 0) return false;
  const passwordHash = await hashPassword(input.password);
  const id = newId(input.now);
  await access.write(
    insertUserShopper({ id, role: input.role, market: null, locale: null, now: input.now }),
    insertUser({ id, email, name: input.name, now: input.now }),
    insertCredentials({ id, passwordHash, now: input.now }),
    recordAudit({
      at: input.now,
      actorId: null,
      actorRole: 'operator',
      action: 'user.create',
      targetKind: 'user',
      targetId: id,
      after: { role: input.role },
      requestId: 'command line',
      ip: '127.0.0.1',
      userAgent: 'cartwright',
    }),
  );
  return true;
}
