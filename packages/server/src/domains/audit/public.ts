export { originOf } from './origin-of.ts';
export { postAlertsJob, raiseAlertsJob, type AlertWebhook } from './alert.job.ts';
export { listAlerts, listMySecurityEvents, listSecurityEvents } from './queries-events.ts';
export { keepAuditMonthsJob } from './keep-audit-months.job.ts';
export { LaterRecords } from './later-records.ts';
export { purgeSecurityJob } from './purge-security.job.ts';
export { sealAuditJob } from './seal-audit.job.ts';
export { suspect, Suspicions } from './suspicions.ts';
export { verifyChain, type ChainReport, type FaultKind, type Head } from './verify-chain.ts';
export {
  recordAudit,
  recordSecurityEvent,
  type AuditEntry,
  type Origin,
  type SecurityEvent,
} from './queries.ts';
