import type { DataOf } from '@cartwright/client';
import { client } from '../../shop/client.ts';
import { shopName } from '../../shop/shop-name.ts';
import { inTime } from './in-time.ts';

type Begun = DataOf<'post', '/api/payments/create-order'>['payment'];

interface Paid {
  razorpay_payment_id: string;
  razorpay_order_id: string;
  razorpay_signature: string;
}

interface RazorpayOptions {
  key: string;
  order_id: string;
  amount: string;
  currency: string;
  name: string;
  handler: (paid: Paid) => void;
  modal: { ondismiss: () => void };
}

declare global {
  interface Window {
    Razorpay?: new (options: RazorpayOptions) => { open: () => void };
  }
}

const SCRIPT = 'https://checkout.razorpay.com/v1/checkout.js';

/**
 * Opens Razorpay's window. Resolves once it was paid or closed; the signature it brings back is given to the server, which
 * asks Razorpay itself what is true.
 */
export async function openRazorpay(payment: Begun): Promise<'paid' | 'closed'> {
  const { keyId, orderId, amount, currency } = payment.client ?? {};
  if (!keyId || !orderId || !amount || !currency) throw new Error('Razorpay is not configured for browsers');
  await inTime('Razorpay', loadScript());
  const paid = await new Promise<Paid | null>((resolve) => {
    const checkout = new window.Razorpay!({
      key: keyId,
      order_id: orderId,
      amount,
      currency,
      name: shopName,
      handler: resolve,
      modal: { ondismiss: () => resolve(null) },
    });
    checkout.open();
  });
  if (!paid) return 'closed';
  const body = {
    paymentId: payment.id,
    intentId: paid.razorpay_order_id,
    gatewayPaymentId: paid.razorpay_payment_id,
    signature: paid.razorpay_signature,
  };
  // The page that waits asks again; what counts is what the server hears from Razorpay.
  await client.post('/api/payments/verify', { body }).catch(() => {});
  return 'paid';
}

function loadScript(): Promise<void> {
  if (window.Razorpay) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = SCRIPT;
    script.onload = () => (window.Razorpay ? resolve() : reject(new Error('Razorpay did not load')));
    script.onerror = () => reject(new Error('Razorpay did not load'));
    document.head.append(script);
  });
}
