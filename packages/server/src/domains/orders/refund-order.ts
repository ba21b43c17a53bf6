import { recordAudit, type Origin } from '../audit/public.ts';
import type { Identity } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { Who } from '../../platform/http/route.ts';
import { askBack, sendRefunds } from '../payments/public.ts';
import type { OrderDeps } from './deps.ts';
import { orderErrors } from './errors.ts';
import { lockOrder } from './queries.ts';

export interface RefundInput {
  orderId: string;
  /** A decimal in major units of the order's currency; null is all that is left. */
  amount: string | null;
  reason: string;
  /** The request's idempotency key: the refund's id comes from it, so even a repeated run asks once. */
  key: string;
}

/**
 * Staff give money back, some or all (PAY-6); resolves to the refund's id. It is sent at once and then by a job until the
 * gateway has answered. Refuses with ORDER_NOT_FOUND, NOTHING_TO_REFUND, REFUND_TOO_LARGE and IDEMPOTENCY_MISMATCH.
 */
export async function refundOrder(
  deps: OrderDeps,
  staff: Identity<Who>,
  input: RefundInput,
  origin: Origin,
): Promise<string> {
  const now = deps.now();
  const refundId = await deps.system.as(staff).transaction(async (tx) => {
    const [[order]] = await tx.run(lockOrder(input.orderId));
    if (!order) throw refuse(orderErrors.orderNotFound);
    const { refundId: id, fresh } = await askBack(tx, {
      ...input,
      shopperId: order.shopperId,
      id: order.paymentId,
      currency: order.currency,
      orderId: order.id,
      scope: order.id,
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
        action: 'order.refund',
        targetKind: 'order',
        targetId: order.id,
        after: { refundId: id, amountMinor: String(fresh.amountMinor), reason: input.reason },
      }),
    );
    failpoint('payback.commit');
    return id;
  });
  failpoint('payback.done');
  await sendRefunds(deps, refundId);
  return refundId;
}
