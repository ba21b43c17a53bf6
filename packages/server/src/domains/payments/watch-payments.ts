import { nobody } from '../../platform/db/database.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { statesBefore } from '../../platform/states.ts';
import { byJob, leaseOf, type PaymentDeps } from './deps.ts';
import {
  GatewayRefused,
  GatewayUnavailable,
  type GatewayIntent,
  type PaymentGateway,
} from './gateways/gateway.ts';
import { nextLook } from './next-look.ts';
import { claimDuePayments, lockCheckout, movePayment, type PaymentRow } from './queries.ts';
import { cancelUnplaced, settleLook } from './queries-watch.ts';
import { paymentStates } from './states.ts';
import { applyIntent, syncPayment } from './sync-payment.ts';

const AT_ONCE = 20;
/** How long a buyer may take to come back to a payment he began. */
const OPEN_MS = 24 * 3_600_000;
/** How long money may still come where the gateway cannot be told to take none (L-27). */
const LATEST_MS = 5 * OPEN_MS;

/**
 * Looks at payments that nobody came back for: those of a process that died, orders still due for money that is in, intents
 * of checkouts given up. Returns how many were taken. Each is looked at less and less often, and in the end no more.
 */
export async function watchPayments(deps: PaymentDeps): Promise<number> {
  const now = deps.now();
  const leaseUntil = new Date(now.getTime() + leaseOf(deps));
  const claim = claimDuePayments({ now, leaseUntil, limit: AT_ONCE });
  const due = (await deps.system.as(nobody).write(claim)).rows[0];
  for (const payment of due) {
    try {
      await look(deps, payment);
      await deps.system
        .as(nobody)
        .write(settleLook({ ...payment, leaseUntil, checkAt: nextLook(payment, now) }));
    } catch (error) {
      const expected = error instanceof GatewayUnavailable;
      deps.logger[expected ? 'warn' : 'error'](
        { err: error, paymentId: payment.id },
        'payment not looked at',
      );
    }
  }
  return due.length;
}

async function look(deps: PaymentDeps, payment: PaymentRow): Promise<void> {
  const ageMs = deps.now().getTime() - payment.createdAt.getTime();
  if (payment.provider === 'cod') return endUnplaced(deps, payment, ageMs);
  const origin = byJob('payments');
  const synced = await syncPayment(deps, payment, origin);
  if (synced.kind !== 'open') return;
  const { flag, intentId, status, provider, mode } = synced.payment;
  const givenUp = flag === 'superseded' || ageMs > OPEN_MS;
  if (!givenUp || status === 'processing' || status === 'canceled') return;
  const gateway = deps.gateways.get(provider);
  if (gateway?.mode === mode && intentId !== null) {
    failpoint('intent.cancel');
    const intent = await canceled(gateway, intentId);
    failpoint('intent.canceled');
    if (intent) await applyIntent(deps, synced.payment, intent, origin);
    if (intent && (intent.status === 'canceled' || ageMs <= LATEST_MS)) return;
  }
  const from = statesBefore(paymentStates, 'canceled');
  const move = movePayment({
    ...synced.payment,
    to: 'canceled',
    from,
    failure: null,
    checkAt: null,
    now: deps.now(),
  });
  await deps.system.as(nobody).write(move);
}

/** Null where the gateway knows no such intent, so that nobody can pay it. */
async function canceled(gateway: PaymentGateway, intentId: string): Promise<GatewayIntent | null> {
  try {
    return await gateway.cancelIntent(intentId);
  } catch (error) {
    if (error instanceof GatewayRefused && (await gateway.retrieveIntent(intentId)) === null) return null;
    throw error;
  }
}

// Nobody is asked for money before the order is there; until then the price is not to be kept for ever.
async function endUnplaced({ system, now }: PaymentDeps, payment: PaymentRow, ageMs: number): Promise<void> {
  if (payment.flag !== 'superseded' && ageMs <= OPEN_MS) return;
  const { shopperId, checkoutId, id } = payment;
  await system.as(nobody).transaction(async (tx) => {
    await tx.run(lockCheckout({ shopperId, id: checkoutId }), cancelUnplaced({ shopperId, id, now: now() }));
  });
}
