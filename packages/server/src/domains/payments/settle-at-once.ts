import { lockCarts } from '../cart/public.ts';
import { nobody } from '../../platform/db/database.ts';
import { isRefusal } from '../../platform/db/failure.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { Origin } from '../audit/public.ts';
import { NotAtOnce, type Along, type PaymentDeps } from './deps.ts';
import type { GatewayIntent } from './gateways/gateway.ts';
import { mismatchOf } from './mismatch-of.ts';
import { lockUnpaid, markPaid, type PaymentRow } from './queries.ts';

/**
 * What nearly every payment needs, in two round trips and with nothing looked at in between: nobody has taken its money in,
 * its checkout is being paid, the intent is ours to the cent, the goods are there. Resolves to null where anything is
 * otherwise; then nothing is done, and `settlePayment` goes the whole way, which decides.
 */
export async function settleAtOnce(
  deps: PaymentDeps,
  payment: PaymentRow,
  intent: GatewayIntent,
  context: { now: Date; origin: Origin },
  along: Along<string>,
): Promise<{ kind: 'order'; orderId: string; body: string } | null> {
  if (payment.capturedMinor > 0n || payment.flag !== null || mismatchOf(payment, intent) !== null)
    return null;
  const { capturedMinor } = intent;
  try {
    return await deps.system.as(nobody).transaction(async (tx) => {
      tx.queue(
        lockCarts([payment.shopperId]),
        lockUnpaid(payment),
        markPaid({ ...payment, capturedMinor, flag: null, checkAt: null, now: context.now }),
      );
      const placed = await deps.orders.placeAtOnce(tx, payment, context);
      tx.queue(...along(placed.body));
      failpoint('settle.at-once');
      return { kind: 'order', ...placed };
    });
  } catch (error) {
    // Anything but what may be otherwise would double the cost of every order without a word.
    const expected = error instanceof NotAtOnce || isRefusal(error, 'NOT_AS_READ');
    deps.logger[expected ? 'debug' : 'warn']({ err: error, paymentId: payment.id }, 'order not made at once');
    return null;
  }
}
