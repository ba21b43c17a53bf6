import type { Origin } from '../audit/public.ts';
import type { Identity } from '../../platform/db/database.ts';
import { retryLater } from '../../platform/http/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import type { PaymentDeps } from './deps.ts';
import { paymentErrors } from './errors.ts';
import { GatewayRefused, GatewayUnavailable } from './gateways/gateway.ts';
import { listOwnOpenPayments } from './queries-holds.ts';
import { syncPayment } from './sync-payment.ts';

/**
 * Asks the gateways about all that the caller is in the middle of paying, so that what he has paid is known before anything
 * ends. PAYMENT_GATEWAY_UNAVAILABLE where one does not answer.
 */
export async function settleOpenPayments(
  deps: PaymentDeps,
  caller: Identity<Who>,
  origin: Origin,
): Promise<void> {
  const [open] = (await deps.shop.as(caller).read(listOwnOpenPayments())).rows;
  for (const payment of open) {
    try {
      await syncPayment(deps, payment, origin);
    } catch (error) {
      if (error instanceof GatewayUnavailable) throw retryLater(paymentErrors.gatewayUnavailable, 5, error);
      if (!(error instanceof GatewayRefused)) throw error;
    }
  }
}
