import { suspect } from '../audit/public.ts';
import { nobody } from '../../platform/db/database.ts';
import { oneClient } from '../../platform/http/client-address.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { byJob, leaseOf, type PaymentDeps } from './deps.ts';
import { GatewayUnavailable } from './gateways/gateway.ts';
import { findPaymentByIntent, type PaymentRow } from './queries.ts';
import { claimEvents, closeEvent, type DueEvent } from './queries-events.ts';
import { hurryRefunds } from './queries-refunds.ts';
import { sendRefunds } from './send-refunds.ts';
import { syncPayment } from './sync-payment.ts';

const FIRST_GAP_MS = 2_000;
const LONGEST_GAP_MS = 15 * 60_000;
const MOST_TRIES = 40;
const AT_ONCE = 20;
// Of a payment, not of a refund; each gateway has its own word.
const DECLINED = /^(payment|intent|payment_intent)\..*failed$/;

/**
 * Works on stored events, or with an id only on that. An event is a hint that something changed: what is true now is
 * asked of the gateway, so their order and number do not matter (L-8). Returns how many were taken.
 */
export async function processEvents(deps: PaymentDeps, eventId: string | null = null): Promise<number> {
  const now = deps.now();
  const leaseUntil = new Date(now.getTime() + leaseOf(deps));
  const claim = claimEvents({ eventId, now, leaseUntil, limit: AT_ONCE });
  const due = (await deps.system.as(nobody).write(claim)).rows[0];
  if (due.length > 0) failpoint('event.claimed');
  for (const event of due) await processOne(deps, event);
  return due.length;
}

async function processOne(deps: PaymentDeps, event: DueEvent): Promise<void> {
  try {
    const outcome = await outcomeOf(deps, event);
    failpoint('event.worked');
    await close(deps, event, outcome, null);
  } catch (error) {
    const { message } = error as Error;
    const expected = error instanceof GatewayUnavailable;
    if (!expected) deps.logger.error({ err: error, eventId: event.eventId }, 'gateway event not processed');
    const gapMs = Math.min(FIRST_GAP_MS * 2 ** (event.tries - 1), LONGEST_GAP_MS);
    const again = event.tries >= MOST_TRIES ? null : new Date(deps.now().getTime() + gapMs);
    await close(deps, event, `failed: ${message}`.slice(0, 300), again);
  }
}

async function outcomeOf(deps: PaymentDeps, event: DueEvent): Promise<string> {
  if (event.intentId === null) return 'tells of no payment';
  const find = findPaymentByIntent({ provider: event.provider, intentId: event.intentId });
  const [payment] = (await deps.system.as(nobody).read(find)).rows[0];
  // An intent is told of before we have kept its id, or is not ours at all.
  if (!payment) {
    if (event.tries < 6) throw new GatewayUnavailable('no payment of ours has this intent yet');
    return 'not ours';
  }
  const synced = await syncPayment(deps, payment, byJob('webhook'));
  await deps.system.as(nobody).write(hurryRefunds({ ...payment, now: deps.now() }));
  await sendRefunds(deps, null);
  if (DECLINED.test(event.type)) await reportDecline(deps, payment, event.type);
  return synced.kind === 'open' ? synced.payment.status : synced.kind;
}

// Who tries cards is seen by how many of them fail (AUTH-12); events are taken once, so each decline counts once.
async function reportDecline(deps: PaymentDeps, payment: PaymentRow, type: string): Promise<void> {
  const { shopperId, begunIp } = payment;
  const decline = suspect(
    {
      kind: 'card_testing',
      subjects: [`shopper:${shopperId}`, ...(begunIp === null ? [] : [`address:${oneClient(begunIp)}`])],
      subjectId: shopperId,
      evidence: { paymentId: payment.id, provider: payment.provider, type },
      origin: { ...byJob('webhook'), ip: begunIp ?? '127.0.0.1' },
    },
    { rules: deps.store.security, now: deps.now() },
  );
  await deps.system.as(nobody).write(decline);
}

async function close(
  deps: PaymentDeps,
  event: DueEvent,
  outcome: string,
  nextTryAt: Date | null,
): Promise<void> {
  const { provider, eventId } = event;
  await deps.system.as(nobody).write(closeEvent({ provider, eventId, outcome, nextTryAt, now: deps.now() }));
}
