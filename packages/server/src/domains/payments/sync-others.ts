import type { Origin } from '../audit/public.ts';
import type { PaymentDeps } from './deps.ts';
import { GatewayRefused, GatewayUnavailable } from './gateways/gateway.ts';
import type { PaymentRow } from './queries.ts';
import { syncPayment } from './sync-payment.ts';

const MOST = 5;

/**
 * Asks the gateways about what the caller began to pay before and is about to give up: he may have paid it, and only his
 * browser or a webhook has not told yet. Then it becomes its order now, instead of money that is sent back while he pays
 * again (L-9). A gateway that does not answer keeps nobody from paying.
 */
export async function syncOthers(
  deps: PaymentDeps,
  others: readonly PaymentRow[],
  origin: Origin,
): Promise<void> {
  await Promise.all(
    others.slice(0, MOST).map(async (payment) => {
      try {
        await syncPayment(deps, payment, origin);
      } catch (error) {
        if (!(error instanceof GatewayUnavailable || error instanceof GatewayRefused)) throw error;
      }
    }),
  );
}
