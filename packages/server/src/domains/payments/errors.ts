import { z } from 'zod';
import { defineErrors } from '../../platform/errors.ts';

export const paymentErrors = defineErrors({
  paymentInvalid: {
    status: 400,
    reason: 'PAYMENT_INVALID',
    details: z.object({ status: z.string(), failure: z.string().nullable() }),
  },
  paymentNotOwned: { status: 403, reason: 'PAYMENT_NOT_OWNED' },
  paymentNotFound: { status: 404, reason: 'PAYMENT_NOT_FOUND' },
  providerNotOffered: {
    status: 400,
    reason: 'PROVIDER_NOT_OFFERED',
    details: z.object({ providers: z.array(z.string()) }),
  },
  paymentRefused: { status: 400, reason: 'PAYMENT_REFUSED', details: z.object({ code: z.string() }) },
  paymentReturned: {
    status: 409,
    reason: 'PAYMENT_RETURNED',
    details: z.object({
      because: z.enum(['sold-out', 'paid-twice', 'superseded', 'order-failed']),
    }),
  },
  gatewayUnavailable: {
    status: 503,
    reason: 'PAYMENT_GATEWAY_UNAVAILABLE',
    details: z.object({ retryAfter: z.number().int().describe('seconds') }),
  },
  webhookInvalid: { status: 400, reason: 'WEBHOOK_INVALID' },
  refundTooLarge: {
    status: 400,
    reason: 'REFUND_TOO_LARGE',
    constraints: ['refunds_within_capture'],
  },
  nothingToRefund: { status: 409, reason: 'NOTHING_TO_REFUND' },
});
