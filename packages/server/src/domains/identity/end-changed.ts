import { recordAudit, recordSecurityEvent, type Origin } from '../audit/public.ts';
import type { Statement } from '../../platform/db/sql.ts';
import { revokeSession } from './session-queries.ts';

/** Ends a session whose token came from elsewhere than where it began, with its event and audit row (AUTH-9). */
export function endChanged(input: {
  userId: string;
  sessionId: string;
  /** What differs: device, client or address. */
  problem: string;
  origin: Origin;
  now: Date;
}): Statement[] {
  const { userId, sessionId, problem, origin, now } = input;
  return [
    revokeSession({ userId, sessionId, because: 'session context changed', now }),
    recordSecurityEvent({
      ...origin,
      at: now,
      kind: 'session_context_changed',
      subjectId: userId,
      evidence: { sessionId, differs: problem },
    }),
    recordAudit({
      ...origin,
      at: now,
      // Whoever sends it from elsewhere need not be the one it was given to.
      actorId: null,
      actorRole: 'anonymous',
      action: 'user.session_context_changed',
      targetKind: 'user',
      targetId: userId,
      after: { endedSession: sessionId, differs: problem },
    }),
  ];
}
