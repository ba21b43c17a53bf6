import type { Origin } from '../audit/public.ts';
import type { Identity } from '../../platform/db/database.ts';
import type { Who } from '../../platform/http/route.ts';
import type { PaymentDeps } from './deps.ts';
import { GatewayRefused, GatewayUnavailable, type Provider } from './gateways/gateway.ts';
import { listOtherPayments } from './queries-holds.ts';
import { syncPayment } from './sync-payment.ts';

/**
 * Asks the gateways about what the caller began to pay before and is about to give up: he may have paid it, and only his
 * browser or a webhook has not told yet. Then it becomes its order now, instead of money that is sent back while he pays
 * again (L-9). A gateway that does not answer keeps nobody from paying.
 */
export async function syncOthers(
  deps: PaymentDeps,
  caller: Identity<Who>,
  begun: { checkoutId: string | null; provider: Provider | null },
  origin: Origin,
): Promise<void> {
  const others = (await deps.shop.as(caller).read(listOtherPayments(begun))).rows[0];
  await Promise.all(
    others.map(async (payment) => {
      try {
        await syncPayment(deps, payment, origin);
      } catch (error) {
        if (!(error instanceof GatewayUnavailable || error instanceof GatewayRefused)) throw error;
      }
    }),
  );
}
