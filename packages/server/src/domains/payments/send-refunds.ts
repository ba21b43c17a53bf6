import { recordAudit } from '../audit/public.ts';
import { nobody } from '../../platform/db/database.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { statesBefore } from '../../platform/states.ts';
import { byJob, leaseOf, type PaymentDeps } from './deps.ts';
import {
  GatewayRefused,
  GatewayUnavailable,
  type GatewayRefund,
  type PaymentGateway,
} from './gateways/gateway.ts';
import { lockPayment, markOrphaned } from './queries.ts';
import {
  claimRefunds,
  countRefunded,
  moveRefund,
  postponeRefund,
  type DueRefund,
} from './queries-refunds.ts';
import { refundStates } from './states.ts';

const FIRST_GAP_MS = 2_000;
const LONGEST_GAP_MS = 30 * 60_000;
const POLL_MS = 60_000;
const AT_ONCE = 20;
const MOST_TRIES = 60;

/** Sends what is due to go back, or with an id only that, until the gateways have answered (PAY-6). Returns how many were taken. */
export async function sendRefunds(deps: PaymentDeps, id: string | null = null): Promise<number> {
  const now = deps.now();
  const leaseUntil = new Date(now.getTime() + leaseOf(deps));
  const claim = claimRefunds({ id, now, leaseUntil, limit: AT_ONCE });
  const due = (await deps.system.as(nobody).write(claim)).rows[0];
  if (due.length > 0) failpoint('refund.claimed');
  for (const refund of due) await sendOne(deps, refund);
  return due.length;
}

async function sendOne(deps: PaymentDeps, refund: DueRefund): Promise<void> {
  try {
    const gateway = deps.gateways.get(refund.provider);
    if (refund.provider === 'cod') return await succeed(deps, refund, 'cash');
    if (!gateway || refund.intentId === null)
      throw new GatewayUnavailable(`${refund.provider} is not configured`);
    const answer = await askForIt(gateway, refund, refund.intentId);
    failpoint('refund.sent');
    if (answer.status === 'succeeded') await succeed(deps, refund, answer.id);
    else if (answer.status === 'failed') await fail(deps, refund, 'failed at the gateway');
    else await wait(deps, refund, answer.id);
  } catch (error) {
    if (error instanceof GatewayRefused) return fail(deps, refund, error.code);
    if (!(error instanceof GatewayUnavailable))
      deps.logger.error({ err: error, refundId: refund.id }, 'refund not sent');
    if (refund.tries >= MOST_TRIES) return fail(deps, refund, (error as Error).message.slice(0, 300));
    await postpone(deps, refund, error as Error);
  }
}

// A gateway forgets idempotency keys after a day, and its answer may have been lost: so it is asked before it is told again (L-26).
async function askForIt(
  gateway: PaymentGateway,
  refund: DueRefund,
  intentId: string,
): Promise<GatewayRefund> {
  if (refund.tries > 1 || refund.status === 'sent') {
    const known = (await gateway.listRefunds(intentId)).find(({ refundId }) => refundId === refund.id);
    if (known) return known;
  }
  const { amountMinor, currency } = refund;
  return gateway.refund({ refundId: refund.id, intentId, amountMinor, currency });
}

async function succeed(deps: PaymentDeps, refund: DueRefund, gatewayRefundId: string): Promise<void> {
  const context = { now: deps.now(), origin: byJob('refunds') };
  const { shopperId, amountMinor } = refund;
  await deps.system.as(nobody).transaction(async (tx) => {
    const key = { shopperId, id: refund.paymentId };
    const [[payment], [moved]] = await tx.run(
      lockPayment(key),
      move(refund, 'succeeded', gatewayRefundId, null, context.now),
    );
    if (!moved || !payment) return;
    await tx.run(
      countRefunded({ ...key, amountMinor, now: context.now }),
      recordAudit({
        ...context.origin,
        at: context.now,
        actorId: refund.requestedBy,
        actorRole: refund.requestedBy ? 'staff' : 'system',
        action: 'refund.succeeded',
        targetKind: 'payment',
        targetId: refund.paymentId,
        after: { refundId: refund.id, amountMinor: String(amountMinor), currency: refund.currency },
      }),
    );
    await deps.orders.onRefunded(
      tx,
      { payment, orderId: refund.orderId, amountMinor, because: refund.reason },
      context,
    );
  });
  failpoint('refund.counted');
}

async function wait(deps: PaymentDeps, refund: DueRefund, gatewayRefundId: string): Promise<void> {
  const now = deps.now();
  const nextTryAt = new Date(now.getTime() + POLL_MS);
  const access = deps.system.as(nobody);
  if (refund.status === 'requested')
    await access.write(move(refund, 'sent', gatewayRefundId, null, now, nextTryAt));
  else await access.write(postponeRefund({ ...refund, failure: 'pending at the gateway', nextTryAt, now }));
}

async function fail(deps: PaymentDeps, refund: DueRefund, failure: string): Promise<void> {
  const now = deps.now();
  await deps.system.as(nobody).transaction(async (tx) => {
    const key = { shopperId: refund.shopperId, id: refund.paymentId };
    const [[payment], [moved]] = await tx.run(lockPayment(key), move(refund, 'failed', null, failure, now));
    if (!moved || !payment) return;
    await tx.run(
      markOrphaned({ ...key, flag: `refund failed: ${failure}`.slice(0, 200), now }),
      recordAudit({
        ...byJob('refunds'),
        at: now,
        actorId: null,
        actorRole: 'system',
        action: 'refund.failed',
        targetKind: 'payment',
        targetId: refund.paymentId,
        after: { refundId: refund.id, failure },
      }),
    );
  });
}

async function postpone(deps: PaymentDeps, refund: DueRefund, error: Error): Promise<void> {
  const now = deps.now();
  const gapMs = Math.min(FIRST_GAP_MS * 2 ** (refund.tries - 1), LONGEST_GAP_MS);
  const nextTryAt = new Date(now.getTime() + gapMs);
  const failure = error.message.slice(0, 300);
  await deps.system.as(nobody).write(postponeRefund({ ...refund, failure, nextTryAt, now }));
}

function move(
  refund: DueRefund,
  to: 'sent' | 'succeeded' | 'failed',
  gatewayRefundId: string | null,
  failure: string | null,
  now: Date,
  nextTryAt: Date | null = null,
) {
  const { shopperId, id } = refund;
  return moveRefund({
    shopperId,
    id,
    to,
    from: statesBefore(refundStates, to),
    gatewayRefundId,
    failure,
    nextTryAt,
    now,
  });
}
