import { nobody } from '../../platform/db/database.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { byJob, type PaymentDeps } from './deps.ts';
import { GatewayUnavailable } from './gateways/gateway.ts';
import { lockCheckout } from './queries.ts';
import { extendHolds, listExpiredHolds, listOpenPayments, releaseHolds } from './queries-holds.ts';
import { syncPayment } from './sync-payment.ts';

const AT_ONCE = 50;
const MINUTE_MS = 60_000;

/**
 * Gives back what checkouts held too long (STK-3). Before, their gateways are asked: who is in the middle of paying keeps
 * the goods a while longer, up to the store's `longestHoldMinutes` (L-5). Returns how many checkouts were looked at.
 */
export async function releaseExpiredHolds(deps: PaymentDeps): Promise<number> {
  const list = listExpiredHolds({ now: deps.now(), limit: AT_ONCE });
  const expired = (await deps.system.as(nobody).read(list)).rows[0];
  for (const { shopperId, checkoutId } of expired) await releaseOne(deps, shopperId, checkoutId);
  return expired.length;
}

async function releaseOne(deps: PaymentDeps, shopperId: string, checkoutId: string): Promise<void> {
  const access = deps.system.as(nobody);
  const open = (await access.read(listOpenPayments({ shopperId, checkoutId }))).rows[0];
  for (const payment of open) {
    try {
      await syncPayment(deps, payment, byJob('holds'));
    } catch (error) {
      if (!(error instanceof GatewayUnavailable)) {
        // Whoever it is that cannot be looked at, his goods and the others' are free once their time is over.
        deps.logger.error(
          { err: error, paymentId: payment.id },
          'payment not looked at before its goods go back',
        );
        continue;
      }
      const until = new Date(deps.now().getTime() + MINUTE_MS);
      const longestMs = deps.store.payments.longestHoldMinutes * MINUTE_MS;
      await access.write(extendHolds({ shopperId, checkoutId, until, longestMs }));
    }
  }
  const now = deps.now();
  await access.transaction(async (tx) => {
    await tx.run(
      lockCheckout({ shopperId, id: checkoutId }),
      releaseHolds({
        shopperId,
        checkoutId,
        expiredOnly: true,
        reason: `expired checkout ${checkoutId}`,
        now,
      }),
    );
    failpoint('holds.commit');
  });
  failpoint('holds.released');
}
