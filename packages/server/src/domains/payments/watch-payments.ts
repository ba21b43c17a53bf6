import { nobody } from '../../platform/db/database.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { statesBefore } from '../../platform/states.ts';
import { byJob, leaseOf, type PaymentDeps } from './deps.ts';
import { GatewayUnavailable } from './gateways/gateway.ts';
import { claimDuePayments, movePayment, type PaymentRow } from './queries.ts';
import { paymentStates } from './states.ts';
import { applyIntent, syncPayment } from './sync-payment.ts';

const AT_ONCE = 20;
/** How long a buyer may take to come back to a payment he began. */
const OPEN_MS = 24 * 3_600_000;

/**
 * Looks at payments that nobody came back for: those of a process that died, orders still due for money that is in, intents
 * of checkouts given up. Returns how many were taken.
 */
export async function watchPayments(deps: PaymentDeps): Promise<number> {
  const now = deps.now();
  const claim = claimDuePayments({ now, leaseUntil: new Date(now.getTime() + leaseOf(deps)), limit: AT_ONCE });
  const due = (await deps.system.as(nobody).write(claim)).rows[0];
  for (const payment of due) {
    try {
      await look(deps, payment);
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
  if (payment.provider === 'cod') return;
  const origin = byJob('payments');
  const synced = await syncPayment(deps, payment, origin);
  if (synced.kind !== 'open') return;
  const { flag, intentId, createdAt, status, provider } = synced.payment;
  const givenUp = flag === 'superseded' || deps.now().getTime() - createdAt.getTime() > OPEN_MS;
  if (!givenUp || status === 'processing' || status === 'canceled') return;
  const gateway = deps.gateways.get(provider);
  if (gateway && intentId !== null) {
    failpoint('intent.cancel');
    const intent = await gateway.cancelIntent(intentId);
    failpoint('intent.canceled');
    await applyIntent(deps, synced.payment, intent, origin);
    return;
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
