import { recordAudit, type Origin } from '../audit/public.ts';
import type { Access } from '../../platform/db/database.ts';
import type { Statement } from '../../platform/db/sql.ts';
import { refuse } from '../../platform/errors.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { identityErrors } from './errors.ts';
import { STAFF, type Role } from './permissions.ts';
import { changeUserRow, lockShoppers } from './queries.ts';
import { shortenSessions } from './session-queries.ts';

interface Change {
  userId: string;
  active: boolean | null;
  role: Role | null;
  /** How long a session of staff lives. */
  staffSeconds: number;
  now: Date;
}

/**
 * Suspends or reinstates an account, or gives it another role; both hold from its next request on (AUTH-6). The sessions of
 * who becomes staff end as early as those of staff.
 */
export async function changeUser(
  access: Access<Who>,
  input: Change,
  origin: Origin,
): Promise<{ id: string; active: boolean; role: Role }> {
  return access.transaction(async (tx) => {
    const who = await tx.identify();
    // Else the last admin could lock everybody out, himself included.
    const mine = input.userId === who.shopperId;
    if (mine && (input.active === false || (input.role !== null && input.role !== who.role)))
      throw refuse(httpErrors.forbidden);
    await tx.run(lockShoppers([who.shopperId, input.userId]));
    const [[user]] = await tx.run(changeUserRow({ ...input, by: { id: who.shopperId, role: who.role } }));
    if (!user) throw refuse(identityErrors.noSuchUser);
    const audit = (action: string, before: object, after: object): Statement =>
      recordAudit({
        ...origin,
        at: input.now,
        actorId: who.shopperId,
        actorRole: who.role,
        action,
        targetKind: 'user',
        targetId: user.id,
        before,
        after,
      });
    const { id, active, role, wasActive, wasRole } = user;
    if (input.active !== null)
      tx.queue(audit(active ? 'user.reinstate' : 'user.suspend', { active: wasActive }, { active }));
    if (input.role !== null) tx.queue(audit('user.change_role', { role: wasRole }, { role }));
    if (STAFF.includes(role) && !STAFF.includes(wasRole as Role)) {
      const until = new Date(input.now.getTime() + input.staffSeconds * 1_000);
      tx.queue(shortenSessions({ userId: id, until }));
    }
    return { id, active, role };
  });
}
