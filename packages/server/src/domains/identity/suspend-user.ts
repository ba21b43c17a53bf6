import { recordAudit, type Origin } from '../audit/public.ts';
import type { Access } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { identityErrors } from './errors.ts';
import { setActive } from './queries.ts';

/** Suspends or reinstates an account; a suspended user's tokens stop working with his next request (AUTH-6). */
export async function suspendUser(
  access: Access<Who>,
  input: { userId: string; active: boolean; now: Date },
  origin: Origin,
): Promise<{ id: string; active: boolean }> {
  return access.transaction(async (tx) => {
    // Else the last admin could lock everybody out, himself included.
    const who = await tx.identify();
    if (input.userId === who.shopperId && !input.active) throw refuse(httpErrors.forbidden);
    const [[user]] = await tx.run(setActive(input));
    if (!user) throw refuse(identityErrors.noSuchUser);
    const action = input.active ? 'user.reinstate' : 'user.suspend';
    tx.queue(
      recordAudit({
        ...origin,
        at: input.now,
        actorId: who.shopperId,
        actorRole: who.role,
        action,
        targetKind: 'user',
        targetId: user.id,
        before: { active: user.before },
        after: { active: user.active },
      }),
    );
    return { id: user.id, active: user.active };
  });
}
