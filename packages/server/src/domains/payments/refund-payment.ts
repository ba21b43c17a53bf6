import { recordAudit, type Origin } from '../audit/public.ts';
import type { Identity } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { askBack } from './ask-back.ts';
import type { PaymentDeps } from './deps.ts';
import { paymentErrors } from './errors.ts';
import { lockAnyPayment } from './queries-staff.ts';
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
 * Staff give back the money of a payment, above all of one that became no order and waits for somebody (PAY-7). Sent at once
 * and then by a job. Refuses with PAYMENT_NOT_FOUND, NOTHING_TO_REFUND, REFUND_TOO_LARGE and IDEMPOTENCY_MISMATCH.
 */
export async function refundPayment(
  deps: PaymentDeps,
  staff: Identity<Who>,
  input: PaymentRefund,
  origin: Origin,
): Promise<void> {
  const now = deps.now();
  const refundId = await deps.system.as(staff).transaction(async (tx) => {
    const [[payment]] = await tx.run(lockAnyPayment(input.paymentId));
    if (!payment) throw refuse(paymentErrors.paymentNotFound);
    const { refundId: id, fresh } = await askBack(tx, {
      ...input,
      ...payment,
      scope: payment.id,
      staffId: tx.who.shopperId,
      now,
    });
    if (!fresh) return id;
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
