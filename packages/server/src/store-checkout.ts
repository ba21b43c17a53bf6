import { z } from 'zod';
import { currencyDigits } from './platform/money.ts';

const DECIMALS = /^\d{1,12}(?:\.(\d{1,4}))?$/;
const amount = z
  .string()
  .regex(DECIMALS, 'an amount of the market’s currency as text, such as "125.50"')
  .describe('Major units as text, exact: "125.50".');
const country = z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 code such as US');
const grams = z.number().int().min(0).max(100_000_000);
const interval = z.enum(['week', 'month', 'quarter']);
const customerType = z.enum(['private', 'business']);
const field = z.enum([
  'name',
  'phone',
  'line1',
  'line2',
  'city',
  'region',
  'postalCode',
  'company',
  'vatNumber',
]);

const FIELDS: z.infer<typeof field>[] = ['name', 'line1', 'city', 'postalCode'];

const limits = z
  .strictObject({
    minimum: amount.nullable().default(null).describe('Least value of the goods of one order.'),
    maximum: amount.nullable().default(null).describe('Greatest value of the goods of one order.'),
  })
  .prefault({});

/** One way to send goods, in one market. A limit that is left out does not apply. */
const shippingMethod = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a short lower-case word such as courier'),
  label: z.strictObject({ en: z.string().min(1), et: z.string().min(1), ru: z.string().min(1) }),
  price: amount,
  freeFrom: amount.nullable().default(null).describe('Value of the goods from which it costs nothing.'),
  countries: z.array(country).nullable().default(null).describe('Only to these; null is all of the market.'),
  refusesPostalCodes: z.array(z.string().min(1)).default([]).describe('Beginnings of postal codes.'),
  minWeightGrams: grams.default(0),
  maxWeightGrams: grams.nullable().default(null),
  refusesTags: z
    .array(z.string().min(1))
    .default([])
    .describe('Product tags such as `hazardous` or `bulky`.'),
  toPoBoxes: z.boolean().default(true),
  minimum: amount.nullable().default(null).describe('Least value of the goods.'),
  maximum: amount.nullable().default(null).describe('Greatest value of the goods.'),
  customerTypes: z.array(customerType).min(1).default(['private', 'business']),
});

/** The rules of ordering in one market (CHK-2). */
export const marketCheckout = z.strictObject({
  countries: z
    .array(country)
    .min(1)
    .nullable()
    .default(null)
    .describe('Countries delivered to; null is every one.'),
  required: z
    .strictObject({
      private: z.array(field).default(FIELDS).describe('What a private customer must fill in.'),
      business: z
        .array(field)
        .default([...FIELDS, 'company', 'vatNumber'])
        .describe('What a business must fill in.'),
    })
    .prefault({}),
  order: z.strictObject({ private: limits, business: limits }).prefault({}),
  verifiedPhoneAbove: amount
    .nullable()
    .default(null)
    .describe('Value of the goods above which the phone must be a verified one.'),
  subscriptions: z
    .strictObject({
      intervals: z
        .array(interval)
        .default(['week', 'month', 'quarter'])
        .describe('Intervals offered; none is no subscriptions.'),
      signedInOnly: z.boolean().default(true).describe('Whether only signed-in users may subscribe.'),
    })
    .prefault({}),
  taxOnShipping: z.boolean().default(true).describe("Whether the market's tax applies to shipping."),
  shippingMethods: z
    .array(shippingMethod)
    .default([])
    .describe('Ways to send goods; without any, nothing that needs shipping can be ordered.'),
});

/** The rules of ordering in every market. */
export const checkoutRules = z.strictObject({
  unverifiedEmail: z
    .enum(['allow', 'refuse'])
    .default('allow')
    .describe(
      'Whether a user may order with an address that was not confirmed; guests, who have none, always may.',
    ),
});

export type MarketCheckout = z.infer<typeof marketCheckout>;

/** What is wrong with a market's amounts and methods as a whole: digits its currency has not, a method named twice. */
export function checkoutProblems(
  checkout: MarketCheckout,
  currency: string,
): { path: string; message: string }[] {
  // That is told of where the currency is.
  if (!/^[A-Z]{3}$/.test(currency)) return [];
  const { order, verifiedPhoneAbove, shippingMethods } = checkout;
  const named: [string, string | null][] = [
    ['verifiedPhoneAbove', verifiedPhoneAbove],
    ...Object.entries(order).flatMap(([type, { minimum, maximum }]): [string, string | null][] => [
      [`order.${type}.minimum`, minimum],
      [`order.${type}.maximum`, maximum],
    ]),
    ...shippingMethods.flatMap((method) =>
      (['price', 'freeFrom', 'minimum', 'maximum'] as const).map((key): [string, string | null] => [
        `shippingMethods.${method.id}.${key}`,
        method[key],
      ]),
    ),
  ];
  const digits = currencyDigits(currency);
  const ids = shippingMethods.map(({ id }) => id);
  return [
    ...named
      .filter(([, value]) => (DECIMALS.exec(value ?? '')?.[1] ?? '').replace(/0+$/, '').length > digits)
      .map(([path]) => ({ path, message: `${currency} has ${digits} digits after the point` })),
    ...ids
      .filter((id, index) => ids.indexOf(id) !== index)
      .map((id) => ({ path: 'shippingMethods', message: `names ${id} twice` })),
  ];
}
