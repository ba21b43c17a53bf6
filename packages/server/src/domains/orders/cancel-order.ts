import { recordAudit, type Origin } from '../audit/public.ts';
import { nobody, type Identity, type Tx } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { Who } from '../../platform/http/route.ts';
import { newId } from '../../platform/new-id.ts';
import { lockPayment, movePayment, requestRefund, sendRefunds, type RefundRow } from '../payments/public.ts';
import type { OrderDeps } from './deps.ts';
import { orderErrors } from './errors.ts';
import { findOrder } from './find-order.ts';
import { mailBuyer } from './mail-buyer.ts';
import { orderCanceledMail } from './order-mails.ts';
import { findBuyersCancel, lockOrder, moveOrder, restock, type OrderRow } from './queries.ts';
import { orderStates, type OrderStatus } from './states.ts';

/** The states in which a buyer may still change his mind (ORD-4). */
const BUYER_MAY_CANCEL: readonly OrderStatus[] = ['pending', 'processing'];
const NOT_YET_SHIPPED: readonly OrderStatus[] = ['pending', 'processing'];

export interface Actor {
  id: string;
  role: string;
}

/**
 * The buyer cancels his order: goods back, commissions voided, money on its way back (ORD-4). Else INVALID_TRANSITION. One he
 * has canceled already is canceled: whoever lost the answer may ask again.
 */
export async function cancelOrder(
  deps: OrderDeps,
  caller: Identity<Who>,
  input: { orderId: string; reason: string },
  origin: Origin,
): Promise<void> {
  const { order, who } = await findOrder(deps, caller, input.orderId);
  const actor = { id: who.shopperId, role: 'customer' };
  const refundId = await deps.system.as(nobody).transaction(async (tx) => {
    const [[locked]] = await tx.run(lockOrder(order.id));
    if (locked?.status === 'canceled' && (await tx.run(findBuyersCancel(locked)))[0].length > 0) return null;
    const started = await cancel(tx, deps, locked ?? order, {
      ...input,
      actor,
      from: BUYER_MAY_CANCEL,
      origin,
    });
    failpoint('cancel.commit');
    return started;
  });
  failpoint('cancel.done');
  if (refundId) await sendRefunds(deps, refundId);
}

/** Cancels in a transaction of the caller's; resolves to the refund to be sent, if there is money to give back. */
export async function cancel(
  tx: Tx,
  deps: OrderDeps,
  order: OrderRow,
  input: { actor: Actor; reason: string; from: readonly OrderStatus[]; origin: Origin },
): Promise<string | null> {
  const now = deps.now();
  const { shopperId, id } = order;
  const { actor, reason, origin } = input;
  const move = {
    shopperId,
    id,
    to: 'canceled',
    actorId: actor.id,
    actorRole: actor.role,
    reason,
    trackingNumber: null,
    now,
  } as const;
  const shelved = input.from.filter((status) => NOT_YET_SHIPPED.includes(status));
  const [[unshipped]] = await tx.run(moveOrder({ ...move, from: shelved }));
  const underWay = input.from.filter((status) => !NOT_YET_SHIPPED.includes(status));
  const moved =
    unshipped ??
    (underWay.length > 0 ? (await tx.run(moveOrder({ ...move, from: underWay })))[0][0] : undefined);
  if (!moved)
    throw refuse(orderErrors.invalidTransition, {
      from: order.status,
      to: 'canceled',
      allowed: [...orderStates[order.status]],
    });
  // What has been shipped is not on the shelf.
  if (unshipped) await tx.run(restock({ shopperId, orderId: id, actor: actor.id, now }));
  await deps.followOrder(tx, { shopperId, id, status: 'canceled' }, now);
  const refund = await startRefund(tx, order, { actor, reason, now });
  await mailBuyer(tx, { store: deps.store.name, orderId: id, now }, (locale, summary) =>
    orderCanceledMail(locale, summary, refund?.amountMinor ?? null),
  );
  await tx.run(
    recordAudit({
      ...origin,
      at: now,
      actorId: actor.id,
      actorRole: actor.role,
      action: 'order.cancel',
      targetKind: 'order',
      targetId: id,
      before: { status: order.status },
      // What a buyer writes stands in the history, which can forget it; this log cannot.
      after: {
        status: 'canceled',
        reason: actor.role === 'customer' ? undefined : reason,
        refundId: refund?.id ?? null,
      },
    }),
  );
  return refund?.id ?? null;
}

async function startRefund(
  tx: Tx,
  order: OrderRow,
  { actor, reason, now }: { actor: Actor; reason: string; now: Date },
): Promise<RefundRow | null> {
  const key = { shopperId: order.shopperId, id: order.paymentId };
  const [[payment]] = await tx.run(lockPayment(key));
  if (!payment) return null;
  if (payment.capturedMinor === 0n) {
    const unpaid = { ...key, to: 'canceled', from: ['pending'], failure: null, checkAt: null, now } as const;
    await tx.run(movePayment(unpaid));
    return null;
  }
  const refundId = newId(now);
  const [[refund]] = await tx.run(
    requestRefund({
      ...key,
      refundId,
      orderId: order.id,
      amountMinor: null,
      reason: reason || 'canceled',
      requestedBy: actor.id,
      now,
    }),
  );
  return refund ?? null;
}
