import { recordAudit, recordSecurityEvent, type Origin } from '../audit/public.ts';
import { lockCarts } from '../cart/public.ts';
import { nobody, type Tx } from '../../platform/db/database.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { newId } from '../../platform/new-id.ts';
import { nothingAlong, type Along, type PaymentDeps } from './deps.ts';
import type { GatewayIntent } from './gateways/gateway.ts';
import { mismatchOf } from './mismatch-of.ts';
import {
  closeCheckout,
  findPaymentById,
  lockPaymentAndCheckout,
  markOrphaned,
  markPaid,
  type PaymentRow,
} from './queries.ts';
import { releaseHolds } from './queries-holds.ts';
import { findRefundReason, requestRefund } from './queries-refunds.ts';
import { settleAtOnce } from './settle-at-once.ts';
import { surplusOf } from './surplus-of.ts';

/** Why money that came in goes back. */
const BECAUSE = ['sold-out', 'paid-twice', 'superseded', 'order-failed'] as const;
export type Because = (typeof BECAUSE)[number];

export type Settled =
  /** With the answer that shows it, where it was made just now in one go. */
  | { kind: 'order'; orderId: string; body: string | null }
  | { kind: 'refund'; because: Because }
  /** Charged, but not as we asked: kept for staff to look at. */
  | { kind: 'mismatch'; field: string }
  /** The order could not be made just now; a job tries again. */
  | { kind: 'later' };

const MISMATCH = 'mismatch: ';
const ORDER_TRIES = 8;
const FIRST_GAP_MS = 2_000;

/**
 * Takes in the money of an intent that has succeeded, and makes the order in the same transaction: one order for one
 * checkout, whoever comes first and however often (PAY-5, L-7). What cannot become an order goes back (PAY-7). `along` is
 * asked for what goes with an order that can be shown at once.
 */
export async function settlePayment(
  deps: PaymentDeps,
  payment: PaymentRow,
  intent: GatewayIntent,
  origin: Origin,
  along: Along<string> = nothingAlong,
): Promise<Settled> {
  const context = { now: deps.now(), origin };
  try {
    const settled =
      (await settleAtOnce(deps, payment, intent, context, along)) ??
      (await deps.system.as(nobody).transaction(async (tx) => {
        const outcome = await settle(tx, deps, payment, intent, context);
        failpoint('settle.commit');
        return outcome;
      }));
    failpoint('settle.done');
    if (settled.kind === 'moved') {
      return await settlePayment(deps, settled.payment, intent, origin, along);
    }
    if (settled.kind === 'order') deps.bus.publish(`cart:${payment.shopperId}`, '');
    return settled;
  } catch (error) {
    deps.logger.error({ err: error, paymentId: payment.id }, 'order not made after payment');
    return keepMoney(deps, payment, intent.capturedMinor, context);
  }
}

interface Context {
  now: Date;
  origin: Origin;
}

async function settle(
  tx: Tx,
  deps: PaymentDeps,
  payment: PaymentRow,
  intent: GatewayIntent,
  context: Context,
): Promise<Settled | { kind: 'moved'; payment: PaymentRow }> {
  const { now } = context;
  const [, [row]] = await tx.run(lockCarts([payment.shopperId]), lockPaymentAndCheckout(payment));
  if (!row) return { kind: 'moved', payment: await findMoved(tx, payment) };
  const due = row.capturedMinor === 0n || row.flag === 'order_due';
  const surplus = surplusOf(row, intent, due);
  const flag = due ? null : row.flag;
  const checkAt = due ? null : row.checkAt;
  if (due || surplus > 0n)
    tx.queue(markPaid({ ...row, capturedMinor: intent.capturedMinor, flag, checkAt, now }));
  // What waits for staff is theirs to give back, all of it.
  if (surplus > 0n && row.status !== 'orphaned') await giveBackSurplus(tx, row, surplus, context);
  if (due) failpoint('settle.paid');
  // Before whose it is: a guest's order may have been claimed since, and this money is too much in any case.
  const isPlaced = row.checkoutStatus === 'placed';
  if (due && isPlaced) return giveBack(tx, row, 'paid-twice', context);
  const once = { ...intent, capturedMinor: intent.capturedMinor - surplus };
  const mismatch = due ? mismatchOf(row, once) : null;
  if (mismatch) return reportMismatch(tx, row, mismatch, context);
  if (row.checkoutStatus === 'closed' && due) return giveBack(tx, row, 'superseded', context);
  if (!due && !isPlaced) return asDecided(tx, row);
  const placed = await deps.orders.placeOrder(tx, row, { ...context, placed: isPlaced });
  if (placed.kind === 'short') return giveBack(tx, row, 'sold-out', context);
  if (placed.kind === 'existing' && placed.paymentId !== row.id) return asDecided(tx, row);
  return { kind: 'order', orderId: placed.orderId, body: null };
}

// He signed in since, and what he had begun as a guest is his.
async function findMoved(tx: Tx, { provider, id, shopperId }: PaymentRow): Promise<PaymentRow> {
  const [[payment]] = await tx.run(findPaymentById({ provider, id }));
  if (!payment || payment.shopperId === shopperId) throw new Error(`payment ${id} is gone`);
  return payment;
}

// Who asks again is told what was decided when the money came in.
async function asDecided(tx: Tx, row: PaymentRow): Promise<Settled> {
  const field = row.flag?.startsWith(MISMATCH) ? row.flag.slice(MISMATCH.length) : null;
  if (field) return { kind: 'mismatch', field };
  const [[decided]] = await tx.run(findRefundReason(row));
  return { kind: 'refund', because: BECAUSE.find((one) => one === decided?.reason) ?? 'order-failed' };
}

async function reportMismatch(
  tx: Tx,
  payment: PaymentRow,
  field: string,
  { now, origin }: Context,
): Promise<Settled> {
  await tx.run(
    markOrphaned({ ...payment, flag: MISMATCH + field, now }),
    recordSecurityEvent({
      ...origin,
      at: now,
      kind: 'payment_mismatch',
      subjectId: payment.shopperId,
      evidence: { paymentId: payment.id, intentId: payment.intentId, field },
    }),
    recordAudit({
      ...origin,
      ...bySystem(now),
      action: 'payment.mismatch',
      ...about(payment),
      after: { field },
    }),
  );
  return { kind: 'mismatch', field };
}

// Each whole payment goes back by itself, as it came: no gateway gives back of two at once.
async function giveBackSurplus(
  tx: Tx,
  payment: PaymentRow,
  surplus: bigint,
  { now, origin }: Context,
): Promise<void> {
  for (let left = surplus; left > 0n; left -= payment.amountMinor) {
    const amountMinor = left < payment.amountMinor ? left : payment.amountMinor;
    const because = 'paid-twice' satisfies Because;
    const refund = { refundId: newId(now), orderId: null, amountMinor, reason: because, requestedBy: null };
    await tx.run(
      requestRefund({ ...payment, ...refund, now }),
      recordAudit({
        ...origin,
        ...bySystem(now),
        action: 'payment.refund',
        ...about(payment),
        after: { because, amountMinor: String(amountMinor) },
      }),
    );
  }
}

async function giveBack(
  tx: Tx,
  payment: PaymentRow,
  because: Because,
  { now, origin }: Context,
): Promise<Settled> {
  const refundId = newId(now);
  const { shopperId, checkoutId } = payment;
  await tx.run(
    requestRefund({
      ...payment,
      refundId,
      orderId: null,
      amountMinor: null,
      reason: because,
      requestedBy: null,
      now,
    }),
    recordAudit({
      ...origin,
      ...bySystem(now),
      action: 'payment.refund',
      ...about(payment),
      after: { because },
    }),
  );
  if (because !== 'paid-twice') {
    await tx.run(
      releaseHolds({ shopperId, checkoutId, expiredOnly: false, reason: because, now }),
      closeCheckout({ shopperId, id: checkoutId, now }),
    );
  }
  return { kind: 'refund', because };
}

// The money is in, whatever else failed: that alone is written down, and the order tried again, in the end given up.
async function keepMoney(
  { system }: PaymentDeps,
  payment: PaymentRow,
  capturedMinor: bigint,
  context: Context,
): Promise<Settled> {
  const { now } = context;
  return system.as(nobody).transaction(async (tx) => {
    const [[row]] = await tx.run(lockPaymentAndCheckout(payment));
    if (!row || (row.capturedMinor > 0n && row.flag !== 'order_due')) return { kind: 'later' };
    const tries = row.capturedMinor === 0n ? 0 : row.tries;
    const givenUp = tries >= ORDER_TRIES;
    const checkAt = givenUp ? null : new Date(now.getTime() + FIRST_GAP_MS * 2 ** tries);
    await tx.run(markPaid({ ...row, capturedMinor, flag: givenUp ? null : 'order_due', checkAt, now }));
    return givenUp ? giveBack(tx, row, 'order-failed', context) : { kind: 'later' };
  });
}

const bySystem = (at: Date) => ({ at, actorId: null, actorRole: 'system' });
const about = ({ id }: PaymentRow) => ({ targetKind: 'payment', targetId: id });
