import { defineStates } from '../../platform/states.ts';

export type PaymentStatus =
  | 'creating'
  | 'pending'
  | 'processing'
  | 'paid'
  | 'failed'
  | 'canceled'
  | 'partly_refunded'
  | 'refunded'
  | 'orphaned';

/**
 * What a gateway may still say of a payment. Money can come after a failure (Razorpay, for days) and after a cancellation
 * (L-27), so neither is an end; and a second time after all has gone back (L-7). Orphaned is money with neither order nor way back, for staff to look at.
 */
export const paymentStates = defineStates<PaymentStatus>('payment', {
  '': ['creating'],
  creating: ['pending', 'processing', 'paid', 'failed', 'canceled'],
  pending: ['processing', 'paid', 'failed', 'canceled'],
  processing: ['pending', 'paid', 'failed', 'canceled'],
  failed: ['pending', 'processing', 'paid', 'canceled'],
  canceled: ['processing', 'paid'],
  paid: ['partly_refunded', 'refunded', 'orphaned'],
  orphaned: ['paid', 'partly_refunded', 'refunded'],
  partly_refunded: ['refunded', 'orphaned'],
  refunded: ['partly_refunded'],
});

export type RefundStatus = 'requested' | 'sent' | 'succeeded' | 'failed';

/** Sent is with the gateway, which has not decided; a failed one may be asked for again by staff (PAY-6). */
export const refundStates = defineStates<RefundStatus>('refund', {
  '': ['requested'],
  requested: ['sent', 'succeeded', 'failed'],
  sent: ['succeeded', 'failed'],
  succeeded: [],
  failed: ['requested'],
});
