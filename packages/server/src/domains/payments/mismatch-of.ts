import type { GatewayIntent } from './gateways/gateway.ts';
import type { PaymentRow } from './queries.ts';

/** What of an intent is not as we made it (L-12); null where all is. Money that somebody is giving back at its gateway is not. */
export function mismatchOf(payment: PaymentRow, intent: GatewayIntent): string | null {
  const { metadata } = intent;
  if (intent.id !== payment.intentId) return 'intent';
  if (intent.capturedMinor !== payment.amountMinor || intent.refundedMinor > 0n) return 'amount';
  if (intent.currency !== payment.currency) return 'currency';
  if (intent.mode !== payment.mode) return 'mode';
  if (metadata['customer_id'] !== (payment.customerId ?? payment.shopperId)) return 'customer';
  if (metadata['cart_id'] !== payment.cartId) return 'cart';
  if (metadata['checkout_id'] !== payment.checkoutId) return 'checkout';
  return metadata['payment_id'] === payment.id ? null : 'payment';
}
