import { z } from 'zod';
import { MAX_AMOUNT } from '../sandbox/schema.ts';

// Razorpay's limits: 15 notes of 256 letters; an empty list stands for none.
const notes = z
  .union([z.record(z.string(), z.coerce.string().max(256)), z.tuple([]).transform(() => ({}))])
  .refine((all) => Object.keys(all).length <= 15, 'At most 15 notes.')
  .default({});
const MIN_ORDER = 100;
const receipt = z.string().max(40).nullable().default(null);
const seconds = z.coerce.number().int().min(0).max(MAX_AMOUNT);

export const orderSchema = z.strictObject({
  amount: z.int('The amount must be an integer.').min(MIN_ORDER).max(MAX_AMOUNT),
  currency: z.string().regex(/^[A-Z]{3}$/),
  receipt,
  notes,
  partial_payment: z.literal(false).optional(),
  payment_capture: z.union([z.boolean(), z.literal([0, 1, '0', '1'])]).optional(),
});

export const captureSchema = z.strictObject({
  amount: z.int('The amount must be an integer.').min(1),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('INR'),
});

export const refundSchema = z.strictObject({
  amount: z.int('The amount must be an integer.').min(1).nullable().default(null),
  notes,
  receipt,
  speed: z.enum(['normal', 'optimum']).optional(),
});

export const listSchema = z.object({
  from: seconds.optional(),
  to: seconds.optional(),
  count: z.coerce.number().int().min(1).max(100).default(10),
  skip: z.coerce.number().int().min(0).default(0),
  receipt: z.string().optional(),
  authorized: z.enum(['0', '1']).optional(),
  'expand[]': z.union([z.string(), z.array(z.string())]).default([]),
});
