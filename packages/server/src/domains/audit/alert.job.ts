import { createHmac } from 'node:crypto';
import { nobody, type Database } from '../../platform/db/database.ts';
import type { Job } from '../../platform/jobs/job-runner.ts';
import type { Store } from '../../store.ts';
import { alertTexts } from './alert-texts.ts';
import { claimAlert, closeAlert, lockAlerts, raiseAlert, type DueAlert } from './queries-alerts.ts';

interface Alerting {
  system: Database;
  store: Store;
  now: () => Date;
}

export interface AlertWebhook {
  url: string;
  /** Signs what is sent. */
  secret: string;
}

const POST_MS = 10_000;
const LEASE_MS = 60_000;
const FIRST_GAP_MS = 30_000;
const MOST_TRIES = 10;

/** Holds the store's rules against the security events (AUD-5); each alert is raised once in its window, over all instances. */
export function raiseAlertsJob(alerting: Alerting & { webhook: AlertWebhook | null }): Job {
  const { system, store, now, webhook } = alerting;
  return {
    name: 'raise-alerts',
    everySeconds: 5,
    run: async () => {
      for (const rule of store.alerts.rules) {
        const alert = raiseAlert({
          rule,
          now: now(),
          webhook: webhook !== null,
          mailTo: store.alerts.mailTo,
          fallback: store.markets[store.defaultMarket]!.locales[0]!,
          texts: alertTexts(rule, store.name),
        });
        await system.as(nobody).write(lockAlerts(), alert);
      }
    },
  };
}

/** Posts alerts to the webhook, signed; a failing one delays alerts and nothing else, and is given up after ten tries. */
export function postAlertsJob(posting: Omit<Alerting, 'store'> & { webhook: AlertWebhook }): Job {
  const { system, now, webhook } = posting;
  return {
    name: 'post-alerts',
    everySeconds: 5,
    run: async () => {
      for (;;) {
        const at = now();
        const claim = claimAlert({ now: at, leaseUntil: new Date(at.getTime() + LEASE_MS) });
        const [alert] = (await system.as(nobody).write(claim)).rows[0];
        if (!alert) return;
        const error = await post(webhook, alert, at);
        const gapMs = FIRST_GAP_MS * 2 ** (alert.tries - 1);
        const nextAt = error === null || alert.tries >= MOST_TRIES ? null : new Date(now().getTime() + gapMs);
        const sentAt = error === null ? now() : null;
        await system.as(nobody).write(closeAlert({ id: alert.id, sentAt, nextAt, error }));
        if (error !== null) return;
      }
    },
  };
}

// The time is signed with the body, so that an old one cannot be sent again as new.
async function post({ url, secret }: AlertWebhook, alert: DueAlert, at: Date): Promise<string | null> {
  const { tries: _tries, ...told } = alert;
  const body = JSON.stringify({ alert: told });
  const seconds = Math.floor(at.getTime() / 1_000);
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-cartwright-signature': `t=${seconds},v1=${signature}`,
        'x-cartwright-alert': alert.id,
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(POST_MS),
    });
    await answer.body?.cancel();
    return answer.ok ? null : `answered ${answer.status}`;
  } catch (error) {
    return (error as Error).message.slice(0, 300);
  }
}
