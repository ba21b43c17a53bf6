import { z } from 'zod';
import { plainText } from '../../platform/http/input.ts';
import { email } from '../identity/public.ts';

// They turn the text that follows them around: an address could read as another on a label.
const TURNING = /[\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** One line of text; what is empty is not given. */
const line = (max: number) =>
  plainText(max)
    .nullable()
    .transform((value) => value?.replace(TURNING, '').trim() || null);
export const text = (max: number) =>
  line(max)
    .optional()
    .transform((value) => value ?? null);

const country = z
  .string()
  .max(20)
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, 'is not an ISO 3166-1 code such as US')
  .meta({ example: 'US' });

/** What of an address may be changed; what is not sent is left as it is. */
export const addressChanges = {
  name: line(200),
  line1: line(200),
  line2: line(200),
  city: line(100),
  region: line(100),
  postalCode: line(20),
  country,
  phone: line(32),
};

/** An address as a buyer gives it; which of it is needed, the market says. */
export const addressFields = {
  name: text(200),
  line1: text(200).describe('street and house'),
  line2: text(200),
  city: text(100),
  region: text(100).describe('state, county or province'),
  postalCode: text(20),
  country: country.nullish().transform((value) => value ?? null),
};
const address = z
  .strictObject(addressFields)
  .nullish()
  .transform((value) => value ?? null);

const customerType = z.enum(['private', 'business']);

export const checkoutHeaders = z.looseObject({
  'x-market': z.string().max(32).optional().describe('market code such as `us`'),
});

/** All a buyer decides. Prices, totals, tax and who he is are never read from him. */
export const checkoutInput = z.strictObject({
  email: email
    .nullish()
    .transform((value) => value ?? null)
    .describe("a user's own where left out; a guest must give one"),
  phone: text(32).describe('with its country code, or of the country of the address'),
  shippingAddress: address,
  billingAddress: address.describe('the shipping address where left out'),
  shippingMethod: text(40).describe('id of `GET /api/checkout/shipping-methods`'),
  customerType: customerType.default('private'),
  company: text(200),
  vatNumber: text(32),
  note: text(1_000).transform((value) => value ?? ''),
});

export const shippingQuery = z.object({
  country: country.optional().describe('of the open checkout where left out'),
  postalCode: text(20),
  customerType: customerType.optional(),
});

const money = z.number().nonnegative().describe("major units with the currency's digits");

const problem = z.object({
  reason: z.string(),
  field: z.string().describe('such as `shippingAddress.city`'),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});

const shippingMethod = z.object({
  id: z.string(),
  label: z.string(),
  price: money,
  freeFrom: money.nullable().describe('value of the goods from which it costs nothing'),
});

const offered = {
  methods: z.array(shippingMethod).describe('those that can be chosen'),
  unavailable: z.array(shippingMethod.extend({ problems: z.array(problem) })),
};

const givenAddress = z
  .object({
    name: z.string().nullable(),
    line1: z.string().nullable(),
    line2: z.string().nullable(),
    city: z.string().nullable(),
    region: z.string().nullable(),
    postalCode: z.string().nullable(),
    country: z.string().nullable(),
  })
  .nullable();

const quotedLine = z.object({
  productId: z.string(),
  variantId: z.string(),
  slug: z.string(),
  sku: z.string().nullable(),
  title: z.string(),
  options: z.record(z.string(), z.string()),
  imageUrl: z.string().nullable(),
  purchase: z.union([
    z.object({ type: z.literal('once') }),
    z.object({ type: z.literal('subscription'), interval: z.enum(['week', 'month', 'quarter']) }),
  ]),
  quantity: z.number().int(),
  price: money,
  lineTotal: money,
  taxPercent: z.number(),
  tax: money,
});

export const checkoutAnswer = z.object({
  checkout: z.object({
    id: z.string(),
    status: z.enum(['open', 'paying', 'placed', 'closed']),
    lines: z.array(quotedLine).describe('what can be bought of the cart'),
    subtotal: money,
    shipping: money,
    tax: money.describe('in the other amounts already where `taxIncluded`, else on top'),
    taxIncluded: z.boolean(),
    total: money,
    currency: z.string(),
    market: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    customerType,
    company: z.string().nullable(),
    vatNumber: z.string().nullable(),
    shippingAddress: givenAddress,
    billingAddress: givenAddress,
    shippingMethod: z.string().nullable(),
    shippingLabel: z.string().nullable(),
    shippingMethods: z.object(offered).optional().describe('in the answer to PUT'),
    priceChanges: z
      .array(
        z.object({
          itemId: z.string(),
          variantId: z.string(),
          title: z.string(),
          change: z.object({
            old: money,
            new: money,
            percent: z.number().nullable(),
            notable: z.boolean().describe('above the percentage that the store wants shown'),
          }),
        }),
      )
      .optional()
      .describe('since the buyer last agreed to a price; in the answer to PUT'),
    note: z.string(),
    problems: z.array(problem).describe('every broken rule; it can be paid once there is none'),
    createdAt: z.string(),
    updatedAt: z.string(),
  }),
});

export const shippingAnswer = z.object({
  ...offered,
  currency: z.string(),
  market: z.string(),
  country: z.string().nullable(),
  needed: z.boolean().describe('whether anything of the cart is sent at all'),
});
