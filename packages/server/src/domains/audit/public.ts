export { originOf } from './origin-of.ts';
export {
  recordAudit,
  recordSecurityEvent,
  type AuditEntry,
  type Origin,
  type SecurityEvent,
} from './queries.ts';
