import { recordAudit, type Origin } from '../audit/public.ts';
import type { Identity, Tx } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { askBack } from './ask-back.ts';
import type { PaymentDeps } from './deps.ts';
import { paymentErrors } from './errors.ts';
import { closeCheckout, markOrphaned, type PaymentKey } from './queries.ts';
import { releaseHolds } from './queries-holds.ts';
import { lockAnyPayment, lockCheckoutOf } from './queries-staff.ts';
import { sendRefunds } from './send-refunds.ts';

export interface PaymentRefund {
  paymentId: string;
  /** A decimal in major units of the payment's currency; null is all that is left. */
  amount: string | null;
  reason: string;
  /** The request's idempotency key. */
  key: string;
}

/**
 * Staff give back the money of a payment, above all of one that became no order and waits for somebody (PAY-7). Where its order
 * is still to be made, it is given up with it. Sent at once and then by a job. Refuses with PAYMENT_NOT_FOUND, NOTHING_TO_REFUND,
 * REFUND_TOO_LARGE and IDEMPOTENCY_MISMATCH.
 */
export async function refundPayment(
  deps: PaymentDeps,
  staff: Identity<Who>,
  input: PaymentRefund,
  origin: Origin,
): Promise<void> {
  const now = deps.now();
  const refundId = await deps.system.as(staff).transaction(async (tx) => {
    const [, [payment]] = await tx.run(lockCheckoutOf(input.paymentId), lockAnyPayment(input.paymentId));
    if (!payment) throw refuse(paymentErrors.paymentNotFound);
    const { refundId: id, fresh } = await askBack(tx, {
      ...input,
      ...payment,
      scope: payment.id,
      staffId: tx.who.shopperId,
      now,
    });
    if (!fresh) return id;
    if (payment.flag === 'order_due') await giveUpOrder(tx, payment, now);
    await tx.run(
      recordAudit({
        ...origin,
        at: now,
        actorId: tx.who.shopperId,
        actorRole: tx.who.role,
        action: 'payment.refund',
        targetKind: 'payment',
        targetId: payment.id,
        before: { status: payment.status, flag: payment.flag },
        after: { refundId: id, amountMinor: String(fresh.amountMinor), reason: input.reason },
      }),
    );
    return id;
  });
  await sendRefunds(deps, refundId);
}

// Money that goes back pays for no order, and nobody is to make one of it meanwhile: what is left of it is for staff as well.
async function giveUpOrder(
  tx: Tx,
  { shopperId, id, checkoutId }: PaymentKey & { checkoutId: string },
  now: Date,
): Promise<void> {
  const reason = 'order given up';
  await tx.run(
    markOrphaned({ shopperId, id, flag: reason, now }),
    releaseHolds({ shopperId, checkoutId, expiredOnly: false, reason, now }),
    closeCheckout({ shopperId, id: checkoutId, now }),
  );
}
