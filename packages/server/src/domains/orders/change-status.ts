import { recordAudit, type Origin } from '../audit/public.ts';
import type { Identity, Tx } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { Who } from '../../platform/http/route.ts';
import { newId } from '../../platform/new-id.ts';
import { statesBefore } from '../../platform/states.ts';
import { lockPayment, markPaid, requestRefund, sendRefunds } from '../payments/public.ts';
import { cancel } from './cancel-order.ts';
import type { OrderDeps } from './deps.ts';
import { orderErrors } from './errors.ts';
import { mailBuyer } from './mail-buyer.ts';
import { orderShippedMail } from './order-mails.ts';
import { lockOrder, moveOrder, type OrderRow } from './queries.ts';
import { orderStates, type OrderStatus } from './states.ts';

export interface StatusInput {
  orderId: string;
  status: Exclude<OrderStatus, 'pending'>;
  reason: string;
  trackingNumber: string | null;
}

/**
 * Staff move an order along its table (ORD-3), with what hangs on it: goods, commissions, money, mail, audit row. Refuses
 * with ORDER_NOT_FOUND and INVALID_TRANSITION, which names what is allowed.
 */
export async function changeStatus(
  deps: OrderDeps,
  staff: Identity<Who>,
  input: StatusInput,
  origin: Origin,
): Promise<void> {
  const refundId = await deps.system.as(staff).transaction(async (tx) => {
    const [[order]] = await tx.run(lockOrder(input.orderId));
    if (!order) throw refuse(orderErrors.orderNotFound);
    const actor = { id: tx.who.shopperId, role: tx.who.role };
    const started =
      input.status === 'canceled'
        ? await cancel(tx, deps, order, {
            actor,
            reason: input.reason,
            from: statesBefore(orderStates, 'canceled'),
            origin,
          })
        : await advance(tx, deps, order, { ...input, actor, origin });
    failpoint('status.commit');
    return started;
  });
  failpoint('status.done');
  if (refundId) await sendRefunds(deps, refundId);
}

async function advance(
  tx: Tx,
  deps: OrderDeps,
  order: OrderRow,
  {
    status: to,
    reason,
    trackingNumber,
    actor,
    origin,
  }: StatusInput & { actor: { id: string; role: string }; origin: Origin },
): Promise<string | null> {
  const now = deps.now();
  const { shopperId, id } = order;
  const from = statesBefore(orderStates, to);
  const [[moved]] = await tx.run(
    moveOrder({
      shopperId,
      id,
      to,
      from,
      actorId: actor.id,
      actorRole: actor.role,
      reason,
      trackingNumber,
      now,
    }),
  );
  const allowed = [...orderStates[order.status]];
  if (!moved) throw refuse(orderErrors.invalidTransition, { from: order.status, to, allowed });
  await deps.followOrder(tx, { shopperId, id, status: to }, now);
  const refundId = to === 'refunded' ? await giveBackRest(tx, order, { actor, reason, now }) : null;
  if (to === 'delivered') await takeCash(tx, order, now);
  if (to === 'shipped')
    await mailBuyer(tx, { store: deps.store.name, orderId: id, now }, (locale, summary) =>
      orderShippedMail(locale, summary, trackingNumber),
    );
  await tx.run(
    recordAudit({
      ...origin,
      at: now,
      actorId: actor.id,
      actorRole: actor.role,
      action: 'order.status',
      targetKind: 'order',
      targetId: id,
      before: { status: order.status },
      after: { status: to, reason, trackingNumber, refundId },
    }),
  );
  return refundId;
}

// Who pays on delivery has paid now.
async function takeCash(tx: Tx, order: OrderRow, now: Date): Promise<void> {
  const key = { shopperId: order.shopperId, id: order.paymentId };
  const [[payment]] = await tx.run(lockPayment(key));
  if (payment?.provider !== 'cod' || payment.status !== 'pending') return;
  await tx.run(markPaid({ ...key, capturedMinor: payment.amountMinor, flag: null, checkAt: null, now }));
}

async function giveBackRest(
  tx: Tx,
  order: OrderRow,
  { actor, reason, now }: { actor: { id: string }; reason: string; now: Date },
): Promise<string | null> {
  const key = { shopperId: order.shopperId, id: order.paymentId };
  const [, [refund]] = await tx.run(
    lockPayment(key),
    requestRefund({
      ...key,
      refundId: newId(now),
      orderId: order.id,
      amountMinor: null,
      reason: reason || 'refunded',
      requestedBy: actor.id,
      now,
    }),
  );
  return refund?.id ?? null;
}
