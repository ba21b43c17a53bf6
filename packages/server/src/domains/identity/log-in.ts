import { recordAudit, type LaterRecords, type Origin } from '../audit/public.ts';
import { nobody, type Database } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { identityErrors } from './errors.ts';
import { passwordFits } from './passwords.ts';
import { findAccountByEmail } from './queries.ts';
import { startSession, type IssuedTokens, type SessionPolicy, type Transport } from './start-session.ts';

/** Starts a session for the right email and password. Unknown accounts and wrong passwords get the same answer after the same work. */
export async function logIn(
  system: Database,
  input: { email: string; password: string; transport: Transport },
  origin: Origin,
  policy: SessionPolicy & { later: LaterRecords },
): Promise<{ userId: string; issued: IssuedTokens }> {
  const [[account]] = (await system.as(nobody).read(findAccountByEmail(input.email))).rows;
  const fits = await passwordFits(input.password, account?.passwordHash ?? null);
  const at = policy.now();
  const refused = {
    ...origin,
    at,
    actorId: null,
    actorRole: 'anonymous',
    action: 'user.log_in_failed',
    targetKind: 'user',
    targetId: account?.id ?? null,
  };
  if (!account || !fits) {
    await policy.later.record(refused);
    throw refuse(identityErrors.credentialsInvalid);
  }
  if (!account.active) {
    await policy.later.record({ ...refused, after: { reason: identityErrors.accountInactive.reason } });
    throw refuse(identityErrors.accountInactive);
  }
  const session = startSession(account, { ...origin, transport: input.transport }, policy);
  await system.as(nobody).write(
    ...session.statements,
    recordAudit({
      ...origin,
      at,
      actorId: account.id,
      actorRole: account.role,
      action: 'user.log_in',
      targetKind: 'user',
      targetId: account.id,
    }),
  );
  return { userId: account.id, issued: session.issued };
}
