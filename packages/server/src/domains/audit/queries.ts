import { sql } from '../../platform/db/sql.ts';

/** Where a change or refusal came from. */
export interface Origin {
  requestId: string;
  ip: string;
  userAgent: string;
}

export interface AuditEntry extends Origin {
  at: Date;
  actorId: string | null;
  actorRole: string;
  action: string;
  targetKind: string;
  targetId: string | null;
  before?: unknown;
  after?: unknown;
}

/** One row of the audit log, to travel in the transaction of the change it tells of (AUD-1). */
export const recordAudit = (entry: AuditEntry) => sql('audit.record')`
  insert into audit_log (at, actor_id, actor_role, action, target_kind, target_id, before, after, request_id, ip, user_agent)
  values (${entry.at}, ${entry.actorId}, ${entry.actorRole}, ${entry.action}, ${entry.targetKind}, ${entry.targetId},
          ${json(entry.before)}, ${json(entry.after)}, ${entry.requestId}, ${entry.ip}, ${entry.userAgent})`;

const json = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value));

export interface SecurityEvent extends Origin {
  at: Date;
  kind: string;
  subjectId: string | null;
  evidence: Record<string, unknown>;
}

/** Something suspicious, for staff and alerts (AUTH-12). Evidence never holds a secret. */
export const recordSecurityEvent = (event: SecurityEvent) => sql('audit.security_event')`
  insert into security_events (at, kind, subject_id, evidence, request_id, ip, user_agent)
  values (${event.at}, ${event.kind}, ${event.subjectId}, ${event.evidence}, ${event.requestId}, ${event.ip}, ${event.userAgent})`;
