import { z } from 'zod';

export const MAX_AMOUNT = 999_999_999_999;

export const amountSchema = z.int().min(1).max(MAX_AMOUNT);
export const metadataSchema = z.record(z.string().max(40), z.string().max(500)).default({});

export const intentSchema = z.strictObject({
  amount: amountSchema,
  currency: z.string().regex(/^[A-Z]{3}$/),
  metadata: metadataSchema,
  description: z.string().max(500).nullable().default(null),
  returnUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
});

export const refundSchema = z.strictObject({
  intent: z.string(),
  amount: amountSchema,
  metadata: metadataSchema,
});

export const confirmSchema = z.strictObject({
  clientSecret: z.string(),
  card: z.strictObject({
    number: z.string().max(40),
    expMonth: z.coerce.number().int().min(1).max(12),
    expYear: z.coerce.number().int().min(2000).max(2100),
    cvc: z.string().regex(/^\d{3,4}$/),
  }),
});

export const challengeSchema = z.strictObject({
  clientSecret: z.string(),
  outcome: z.enum(['pass', 'fail']),
});

export const listSchema = z.strictObject({
  createdAfter: z.iso.datetime({ offset: true }).optional(),
  after: z.string().optional(),
  paymentId: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(100),
});
