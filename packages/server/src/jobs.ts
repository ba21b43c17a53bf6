import type { Config } from './config.ts';
import {
  keepAuditMonthsJob,
  postAlertsJob,
  purgeSecurityJob,
  raiseAlertsJob,
  sealAuditJob,
} from './domains/audit/public.ts';
import { expireCartsJob } from './domains/cart/public.ts';
import { catchUpCommissionsJob } from './domains/commissions/public.ts';
import { purgeSecretsJob } from './domains/identity/purge-secrets.job.ts';
import { resealSecretsJob } from './domains/identity/public.ts';
import { purgeExpiredSessionsJob } from './domains/identity/purge-sessions.job.ts';
import type { OrderDeps } from './domains/orders/public.ts';
import { paymentJobs } from './domains/payments/public.ts';
import { orderDeps } from './order-deps.ts';
import { purgeIdempotencyKeysJob } from './platform/http/idempotency/purge-keys.job.ts';
import type { Job } from './platform/jobs/job-runner.ts';
import { purgeOutboxJob } from './platform/mail/purge-outbox.job.ts';
import { sendMailsJob } from './platform/mail/send-mails.job.ts';
import { sendSmsJob } from './platform/sms/send-sms.job.ts';
import { smsService } from './sms-settings.ts';

interface JobDeps extends Omit<OrderDeps, 'orders' | 'followOrder'> {
  config: Config;
}

/** Every background job of the product and when it runs. */
export function allJobs(deps: JobDeps): Job[] {
  const { config, store, system, logger, now } = deps;
  const { ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: secret } = config;
  const webhook = url && secret ? { url, secret } : null;
  return [
    expireCartsJob({ system, store, now }),
    sendMailsJob({
      system,
      smtpUrl: config.SMTP_URL,
      from: config.MAIL_FROM,
      now,
      forget: config.production,
    }),
    purgeExpiredSessionsJob({ system, now }),
    resealSecretsJob({ system, keys: config.keys }),
    sendSmsJob({ system, account: smsService(config), now, forget: config.production }),
    purgeSecretsJob({ system, now }),
    purgeOutboxJob({ system, now, forget: config.production }),
    purgeIdempotencyKeysJob({ system, now }),
    ...paymentJobs(orderDeps({ ...deps, leaseMs: config.LEASE_SECONDS * 1_000 })),
    sealAuditJob({ system }),
    purgeSecurityJob({ system, store, now }),
    raiseAlertsJob({ system, store, now, webhook }),
    ...(webhook ? [postAlertsJob({ system, now, webhook })] : []),
    keepAuditMonthsJob({ system }),
    catchUpCommissionsJob({ system, logger, now }),
  ];
}
