import { z } from 'zod';
import { MAX_AMOUNT } from '../sandbox/schema.ts';

/** Everything in a form is text. */
const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/, 'Invalid integer')
    .transform(Number)
    .pipe(z.int().min(min).max(max));

const amount = integer(1, MAX_AMOUNT);
const limit = integer(1, 100).default(10);
const expand = z.array(z.string()).default([]);
const text = z.string().max(1_000).optional();
const anything = z.unknown().optional();

// Stripe's limits: 50 keys of 40 letters, values of 500.
const metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((all) => Object.keys(all).length <= 50, 'At most 50 keys of metadata.')
  .default({});

const created = z
  .union([
    integer(0, MAX_AMOUNT).transform((at) => ({ gte: at, lte: at })),
    z.strictObject({
      gt: integer(0, MAX_AMOUNT).optional(),
      gte: integer(0, MAX_AMOUNT).optional(),
      lt: integer(0, MAX_AMOUNT).optional(),
      lte: integer(0, MAX_AMOUNT).optional(),
    }),
  ])
  .default({});

/** What a buyer's payment is made with: one of Stripe's test ids, or a test card's number. */
const withCard = {
  payment_method: text,
  payment_method_data: z
    .looseObject({ card: z.looseObject({ number: z.string().max(40) }).optional() })
    .optional(),
  return_url: z.url({ protocol: /^https?$/ }).optional(),
  payment_method_options: anything,
  off_session: anything,
  receipt_email: text,
  use_stripe_sdk: anything,
};

export const createSchema = z.strictObject({
  amount,
  currency: z
    .string()
    .regex(/^[a-zA-Z]{3}$/)
    .toUpperCase(),
  metadata,
  description: text,
  confirm: z.enum(['true', 'false']).default('false'),
  capture_method: z.enum(['automatic', 'automatic_async']).optional(),
  automatic_payment_methods: anything,
  payment_method_types: anything,
  customer: text,
  shipping: anything,
  setup_future_usage: text,
  statement_descriptor: text,
  statement_descriptor_suffix: text,
  expand,
  ...withCard,
});

export const confirmSchema = z.strictObject({
  client_secret: text,
  /** Stripe's browser script sends the publishable key with the form. */
  key: text,
  expand,
  ...withCard,
});

export const cancelSchema = z.strictObject({ cancellation_reason: text, expand });
export const retrieveSchema = z.strictObject({ client_secret: text, key: text, expand });

export const refundSchema = z.strictObject({
  payment_intent: text,
  charge: text,
  amount: amount.optional(),
  metadata,
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  expand,
});

export const listSchema = z.strictObject({
  limit,
  created,
  starting_after: text,
  ending_before: text,
  customer: text,
  payment_intent: text,
  charge: text,
  expand,
});

export type ListQuery = z.output<typeof listSchema>;
