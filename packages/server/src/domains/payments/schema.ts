import { z } from 'zod';
import { id } from '../../platform/http/input.ts';

const provider = z.enum(['sandbox', 'stripe', 'razorpay', 'cod']);
const money = z.number().nonnegative().describe("major units with the currency's digits");
/** A gateway's own id. */
export const gatewayId = z.string().regex(/^[\w-]{1,255}$/);

export const marketHeaders = z.looseObject({
  'x-market': z.string().max(32).optional().describe('market code such as `us`'),
});

export const beginInput = z
  .strictObject({
    provider: provider.optional().describe('the first the market offers where left out'),
    checkoutId: id.optional().describe('the newest where left out'),
  })
  .nullish();

export const verifyInput = z.strictObject({
  paymentId: id,
  intentId: gatewayId.optional().describe('what the gateway calls it (Razorpay: `razorpay_order_id`)'),
  gatewayPaymentId: gatewayId.optional().describe('Razorpay: `razorpay_payment_id`'),
  signature: z.string().max(255).optional().describe('Razorpay: `razorpay_signature`'),
});

export const paymentParams = z.strictObject({ id });
export const webhookParams = z.strictObject({ provider: z.enum(['sandbox', 'stripe', 'razorpay']) });

const payment = z.object({
  id,
  checkoutId: id,
  provider,
  status: z.string(),
  amount: money,
  currency: z.string(),
  intentId: z.string().nullable(),
});

export const begunAnswer = z.object({
  payment: payment.extend({
    client: z
      .record(z.string(), z.string())
      .nullable()
      .describe("what the gateway's page or script needs; null where nothing is to be paid now"),
    holdUntil: z.string().describe('how long the goods are kept for it'),
  }),
});

export const paymentAnswer = z.object({
  payment: payment.extend({ failure: z.string().nullable(), orderId: id.nullable() }),
});

export const providersAnswer = z.object({ providers: z.array(provider), market: z.string() });
export const webhookAnswer = z.object({ received: z.literal(true) });
