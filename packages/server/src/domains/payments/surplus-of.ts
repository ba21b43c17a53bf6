import type { GatewayIntent } from './gateways/gateway.ts';
import type { PaymentRow } from './queries.ts';

/**
 * What an intent has brought beyond what it is for: money that came after ours was taken in (Razorpay lets a second payment of
 * a paid order through), or the whole sum several times at once (L-7). Anything else that is too much, and any of which
 * somebody has given back before, is no surplus but a mismatch (L-12).
 */
export function surplusOf(payment: PaymentRow, intent: GatewayIntent, due: boolean): bigint {
  const { capturedMinor, refundedMinor, amountMinor } = intent;
  if (!due) return capturedMinor > payment.capturedMinor ? capturedMinor - payment.capturedMinor : 0n;
  const asked = amountMinor === payment.amountMinor && amountMinor > 0n;
  const whole = asked && refundedMinor === 0n && capturedMinor % amountMinor === 0n;
  return whole && capturedMinor > amountMinor ? capturedMinor - amountMinor : 0n;
}
