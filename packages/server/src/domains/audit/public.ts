export { recordAudit, recordSecurityEvent, type AuditEntry, type Origin, type SecurityEvent } from './queries.ts';
