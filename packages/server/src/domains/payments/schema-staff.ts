import { z } from 'zod';
import { id, plainText } from '../../platform/http/input.ts';

const provider = z.enum(['sandbox', 'stripe', 'razorpay', 'cod']);
const status = z.enum([
  'creating',
  'pending',
  'processing',
  'paid',
  'failed',
  'canceled',
  'partly_refunded',
  'refunded',
  'orphaned',
]);
const money = z.number().nonnegative().describe("major units with the currency's digits");
const time = z.string();

export const paymentsQuery = z.object({
  status: status.optional(),
  provider: provider.optional(),
  ordered: z.enum(['true', 'false']).optional().describe('whether it became an order'),
  from: z.iso.datetime({ offset: true }).optional().describe('begun at or after'),
  to: z.iso.datetime({ offset: true }).optional().describe('begun before'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).optional(),
});
export const staffPaymentParams = z.strictObject({ id });
export const refundInput = z.strictObject({
  amount: z
    .union([z.number().positive().max(1e12), z.string().regex(/^\d{1,12}(\.\d{1,4})?$/)])
    .optional()
    .describe('major units; all that is left where left out'),
  reason: plainText(500, 1),
});

const payment = z.object({
  id,
  checkoutId: id,
  provider,
  mode: z.enum(['test', 'live']),
  status,
  flag: z.string().nullable().describe('why it waits for somebody'),
  failure: z.string().nullable(),
  amount: money.describe('asked for'),
  captured: money,
  refunded: money,
  currency: z.string(),
  intentId: z.string().nullable(),
  shopperId: id,
  email: z.string(),
  order: z.object({ id, number: z.string(), status: z.string() }).nullable(),
  refunds: z.array(
    z.object({
      id,
      amount: money,
      status: z.string(),
      reason: z.string(),
      failure: z.string().nullable(),
      createdAt: time,
    }),
  ),
  createdAt: time,
  paidAt: time.nullable(),
  updatedAt: time,
});

export const paymentAnswer = z.object({ payment });
export const paymentsAnswer = z.object({ payments: z.array(payment), nextCursor: z.string().nullable() });
