import { createHmac } from 'node:crypto';

/** What Razorpay's checkout hands to the browser as proof: HMAC of order and payment with the key's secret. */
export function checkoutSignature(orderId: string, paymentId: string, secret: string): string {
  return createHmac('sha256', secret).update(`${orderId}|${paymentId}`).digest('hex');
}
