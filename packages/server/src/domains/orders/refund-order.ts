import { createHash } from 'node:crypto';
import { recordAudit, type Origin } from '../audit/public.ts';
import type { Identity } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { MoneyError, parseMajor } from '../../platform/money.ts';
import { findRefund, lockPayment, paymentErrors, requestRefund, sendRefunds } from '../payments/public.ts';
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
 * gateway has answered. Refuses with ORDER_NOT_FOUND, NOTHING_TO_REFUND and REFUND_TOO_LARGE.
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
    const id = idOf(tx.who.shopperId, input);
    const key = { shopperId: order.shopperId, id: order.paymentId };
    const [[payment], [refund]] = await tx.run(
      lockPayment(key),
      requestRefund({
        ...key,
        refundId: id,
        orderId: order.id,
        amountMinor: input.amount === null ? null : minorOf(input.amount, order.currency),
        reason: input.reason,
        requestedBy: tx.who.shopperId,
        now,
      }),
    );
    if (!payment || payment.capturedMinor === 0n) throw refuse(paymentErrors.nothingToRefund);
    // The same key again: asked for already. Another: nothing is left.
    if (!refund) return (await tx.run(findRefund({ shopperId: order.shopperId, id })))[0][0]?.id ?? null;
    await tx.run(
      recordAudit({
        ...origin,
        at: now,
        actorId: tx.who.shopperId,
        actorRole: tx.who.role,
        action: 'order.refund',
        targetKind: 'order',
        targetId: order.id,
        after: { refundId: id, amountMinor: String(refund.amountMinor), reason: input.reason },
      }),
    );
    failpoint('payback.commit');
    return id;
  });
  failpoint('payback.done');
  if (refundId === null) throw refuse(paymentErrors.nothingToRefund);
  await sendRefunds(deps, refundId);
  return refundId;
}

function idOf(staffId: string, { orderId, key }: RefundInput): string {
  const hex = createHash('sha256').update(`${staffId} ${orderId} ${key}`).digest('hex');
  // UUIDv8 (RFC 9562 §5.8): ours to fill.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function minorOf(amount: string, currency: string): bigint {
  try {
    return parseMajor(amount, currency);
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    throw refuse(httpErrors.validationFailed, {
      fields: [{ in: 'body', field: 'amount', problem: 'invalid', hint: error.message }],
    });
  }
}
