import type { GatewayIntent } from './gateways/gateway.ts';
import type { PaymentStatus } from './states.ts';

/** What an intent makes of its payment. A declined try is a failure that the buyer may follow with another. */
export function statusOf({ status, failure }: GatewayIntent): PaymentStatus {
  switch (status) {
    case 'succeeded':
      return 'paid';
    case 'canceled':
    case 'processing':
      return status;
    case 'requires_action':
      return 'pending';
    case 'requires_payment':
      return failure === null ? 'pending' : 'failed';
  }
}
