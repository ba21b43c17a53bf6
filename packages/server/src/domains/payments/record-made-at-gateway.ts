import { recordAudit, recordSecurityEvent } from '../audit/public.ts';
import { nobody } from '../../platform/db/database.ts';
import type { DatabaseFailure } from '../../platform/db/failure.ts';
import { byJob, type PaymentDeps } from './deps.ts';
import type { GatewayRefund } from './gateways/gateway.ts';
import { namedId } from './named-id.ts';
import { lockPayment, type PaymentRow } from './queries.ts';
import { countRefunded, moveRefund } from './queries-refunds.ts';
import { recordRefund } from './queries-reconcile.ts';

const REASON = 'made at the gateway';

/**
 * Writes down a refund that somebody made at the gateway by hand, so that the books agree and the order knows of it: once,
 * with an audit row and a security event for staff. Tells what it was; not healed where more has gone back than we can count.
 */
export async function recordMadeAtGateway(
  deps: PaymentDeps,
  payment: PaymentRow,
  { id: gatewayRefundId, amountMinor }: GatewayRefund,
): Promise<{ problem: string; healed: boolean }> {
  const now = deps.now();
  const origin = byJob('reconcile');
  const { shopperId, provider, currency } = payment;
  const refundId = namedId(`${provider} ${gatewayRefundId}`);
  const key = { shopperId, id: payment.id };
  const problem = `refund ${gatewayRefundId} was made at the gateway and not asked for here`;
  try {
    await deps.system.as(nobody).transaction(async (tx) => {
      const [[locked], [recorded]] = await tx.run(
        lockPayment(key),
        recordRefund({ ...key, refundId, gatewayRefundId, amountMinor, reason: REASON, now }),
      );
      if (!locked || !recorded) return;
      const moved = { shopperId, id: refundId, gatewayRefundId, failure: null, nextTryAt: null, now };
      const told = { refundId, gatewayRefundId, amountMinor: String(amountMinor), currency };
      await tx.run(
        moveRefund({ ...moved, to: 'succeeded', from: ['requested'] }),
        countRefunded({ ...key, amountMinor, now }),
        recordAudit({
          ...origin,
          at: now,
          actorId: null,
          actorRole: 'gateway',
          action: 'refund.succeeded',
          targetKind: 'payment',
          targetId: payment.id,
          after: told,
        }),
        recordSecurityEvent({
          ...origin,
          at: now,
          kind: 'refund_made_at_gateway',
          subjectId: shopperId,
          evidence: { paymentId: payment.id, ...told },
        }),
      );
      const { orderId } = recorded;
      await deps.orders.onRefunded(
        tx,
        { payment: locked, orderId, amountMinor, because: REASON },
        { now, origin },
      );
    });
  } catch (error) {
    if ((error as DatabaseFailure).constraint !== 'refunds_within_capture') throw error;
    return { problem: `${problem}, beyond what is known to be paid`, healed: false };
  }
  return { problem, healed: true };
}
