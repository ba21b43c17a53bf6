import type { Origin } from '../audit/public.ts';
import { lockCarts } from '../cart/public.ts';
import { nobody, type Identity } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { retryLater } from '../../platform/http/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { inventoryErrors } from '../inventory/public.ts';
import {
  findPayment,
  GatewayUnavailable,
  lockPaymentAndCheckout,
  paymentErrors,
  syncPayment,
  type Along,
  type PaymentClaim,
  type PaymentRow,
  type Synced,
} from '../payments/public.ts';
import type { OrderDeps } from './deps.ts';
import { orderErrors } from './errors.ts';

interface MadeOrder {
  orderId: string;
  /** The answer's JSON that shows it, where making it gave that as well. */
  body: string | null;
}

/**
 * Makes the order of a checkout the caller has paid, or gives the one that a webhook made meanwhile (PAY-5); resolves to
 * it, and has `along` written with it where it was made in one go. What the gateway says decides, never the browser. Refuses with PAYMENT_NOT_FOUND, PAYMENT_NOT_OWNED,
 * PAYMENT_INVALID (not paid), PAYMENT_RETURNED (the money goes back), ORDER_DELAYED and PAYMENT_GATEWAY_UNAVAILABLE.
 */
export async function completeOrder(
  deps: OrderDeps,
  caller: Identity<Who>,
  claim: PaymentClaim,
  origin: Origin,
  along: Along<string>,
): Promise<MadeOrder> {
  const payment = await findPayment(deps, caller, claim, origin);
  if (payment.provider === 'cod') return placeUnpaid(deps, payment, origin);
  const synced = await askGateway(deps, payment, origin, along);
  switch (synced.kind) {
    case 'order':
      return synced;
    case 'later':
      throw retryLater(orderErrors.orderDelayed, 5);
    case 'refund':
      throw refuse(paymentErrors.paymentReturned, { because: synced.because });
    case 'mismatch':
      throw mismatched(synced.field);
    case 'open': {
      const { status, failure } = synced.payment;
      throw refuse(paymentErrors.paymentInvalid, { status, failure });
    }
  }
}

// How much it is, or whose (PAY-3). The rest is told to staff only.
function mismatched(field: string): Error {
  if (!['amount', 'currency', 'mode'].includes(field)) return refuse(paymentErrors.paymentNotOwned);
  return refuse(paymentErrors.paymentInvalid, { status: 'orphaned', failure: `mismatch: ${field}` });
}

/** As the gateway says now; PAYMENT_GATEWAY_UNAVAILABLE where it says nothing. */
export async function askGateway(
  deps: OrderDeps,
  payment: PaymentRow,
  origin: Origin,
  along?: Along<string>,
): Promise<Synced> {
  try {
    return await syncPayment(deps, payment, origin, along);
  } catch (error) {
    if (error instanceof GatewayUnavailable) throw retryLater(paymentErrors.gatewayUnavailable, 5, error);
    throw error;
  }
}

// Cash on delivery, and what costs nothing: the goods go out before the money comes in.
async function placeUnpaid(deps: OrderDeps, payment: PaymentRow, origin: Origin): Promise<MadeOrder> {
  const { shopperId } = payment;
  const context = { now: deps.now(), origin };
  const orderId = await deps.system.as(nobody).transaction(async (tx) => {
    const [, [row]] = await tx.run(lockCarts([shopperId]), lockPaymentAndCheckout(payment));
    const isPlaced = row?.checkoutStatus === 'placed';
    const open = isPlaced || (row?.checkoutStatus === 'paying' && row.status === 'pending');
    if (!row || !open)
      throw refuse(paymentErrors.paymentInvalid, { status: row?.status ?? 'gone', failure: null });
    const placed = await deps.orders.placeOrder(tx, row, { ...context, placed: isPlaced });
    if (placed.kind === 'short') {
      const { available, wanted } = placed.shortages[0]!;
      throw refuse(inventoryErrors.insufficientStock, { available, requested: wanted });
    }
    failpoint('cash.commit');
    return placed.orderId;
  });
  failpoint('cash.done');
  deps.bus.publish(`cart:${shopperId}`, '');
  return { orderId, body: null };
}
