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

/** Ends one of the caller's own sessions; resolves to his id, or null where none of this id lives. */
export async function endOneSession(
  access: Access<Who>,
  input: { sessionId: string; origin: Origin; now: Date },
): Promise<string | null> {
  const { sessionId, origin, now } = input;
  return access.transaction(async (tx) => {
    const [ended] = await tx.run(revokeMySessions({ sessionId, because: 'ended from another session', now }));
    if (ended.length === 0) return null;
    const { shopperId, role } = tx.who;
    tx.queue(
      recordAudit({
        ...origin,
        at: now,
        actorId: shopperId,
        actorRole: role,
        action: 'user.end_session',
        targetKind: 'user',
        targetId: shopperId,
        after: { endedSession: sessionId },
      }),
    );
    return shopperId;
  });
}
