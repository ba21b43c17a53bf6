import { recordAudit, type Origin } from '../audit/public.ts';
import type { Access } from '../../platform/db/database.ts';
import type { Who } from '../../platform/http/route.ts';
import { revokeMySessions } from './session-queries.ts';

/**
 * Ends the caller's session or all of his; their tokens are useless from this moment on (AUTH-7).
 * `before` runs first, while the session still speaks for him.
 */
export async function endSessions(
  access: Access<Who & { sessionId?: string }>,
  input: { all: boolean; claimedSession: string | undefined; origin: Origin; now: Date },
  before: () => Promise<void>,
): Promise<{ shopperId: string; ended: number }> {
  await before();
  const because = input.all ? 'logout of all' : 'logout';
  return access.transaction(async (tx) => {
    const sessionId = input.all ? null : (input.claimedSession ?? (await tx.identify()).sessionId)!;
    const [ended] = await tx.run(revokeMySessions({ sessionId, because, now: input.now }));
    tx.queue(
      recordAudit({
        ...input.origin,
        at: input.now,
        actorId: tx.who.shopperId,
        actorRole: tx.who.role,
        action: 'user.log_out',
        targetKind: 'user',
        targetId: tx.who.shopperId,
        after: { because },
      }),
    );
    return { shopperId: tx.who.shopperId, ended: ended.length };
  });
}
