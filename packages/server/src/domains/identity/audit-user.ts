import { recordAudit, type AuditEntry, type Origin } from '../audit/public.ts';

interface UserEvent {
  /** Whose account it is about; null where nobody's. */
  userId: string | null;
  /** Who did it; null where nobody was signed in. */
  by: { id: string; role: string } | null;
  origin: Origin;
  at: Date;
  after?: unknown;
}

/** The audit entry of what happened to an account (AUD-1). */
export function userEntry(action: string, { userId, by, origin, at, after }: UserEvent): AuditEntry {
  return {
    ...origin,
    at,
    actorId: by?.id ?? null,
    actorRole: by?.role ?? 'anonymous',
    action,
    targetKind: 'user',
    targetId: userId,
    after,
  };
}

/** The same as a statement, to travel with the change. */
export function auditUser(action: string, event: UserEvent) {
  return recordAudit(userEntry(action, event));
}
