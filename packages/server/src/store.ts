import { z } from 'zod';
import { isAddressRange } from './address-range.ts';
import { checkoutProblems, checkoutRules, marketCheckout } from './store-checkout.ts';
import { alerts, lockout, security } from './store-security.ts';
import { sampleCheckout } from './store-defaults.ts';
import { phoneSignIn, signUp } from './store-sign-in.ts';

const currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as USD');
const marketCode = z.string().regex(/^[a-z]{2,8}$/, 'a short lower-case code such as us');
const days = z.number().int().min(1).max(3_650);

const market = z.strictObject({
  name: z.string().min(1).describe('What people read.'),
  currency: currency.describe('Every price of the market is in it.'),
  locales: z
    .array(z.enum(['en', 'et', 'ru']))
    .min(1)
    .describe("The first is the market's language when neither the user nor the browser says otherwise."),
  tax: z.strictObject({
    ratePercent: z.number().min(0).max(100).describe('VAT, GST or sales tax in percent.'),
    included: z.boolean().describe('Whether prices include it.'),
  }),
  payments: z
    .array(z.enum(['sandbox', 'stripe', 'razorpay', 'cod']))
    .min(1)
    .describe('Ways to pay, the first offered first.'),
  checkout: marketCheckout.prefault({}),
});

const cart = z.strictObject({
  guests: z.enum(['on', 'off']).default('on').describe('Whether guests may have carts.'),
  onLogout: z
    .enum(['preserve', 'clear'])
    .default('preserve')
    .describe('What becomes of the cart when its owner signs out.'),
  defaultMaxQuantity: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(10)
    .describe('Pieces of one product per cart where the product says nothing else.'),
  maxLines: z.number().int().min(1).max(100).default(100).describe('Most lines of a cart.'),
  guestExpiryDays: days.default(30).describe('Days after which a guest and his cart are forgotten.'),
  userExpiryDays: days
    .nullable()
    .default(null)
    .describe("Days without use after which a user's cart is emptied; null keeps it for ever."),
  abandonedAfterHours: z
    .number()
    .int()
    .min(1)
    .default(24)
    .describe('A cart counts as abandoned after so many hours without change.'),
  priceSnapshotDays: days
    .default(7)
    .describe('How long a line keeps the price it was put in at, if that is the lower one.'),
  priceChangeNoticePercent: z
    .number()
    .min(0)
    .max(100)
    .default(10)
    .describe('A change of price above this is shown to the buyer and logged.'),
});

const webhookAddresses = z
  .array(z.string().refine(isAddressRange, 'an address or a CIDR range such as 3.18.12.63/32'))
  .max(1_000)
  .default([])
  .describe(
    'Addresses or CIDR ranges that its webhooks may come from; empty believes any address, and the signature alone.',
  );

/** What a store file may hold; the docs table of it is generated. */
export const storeSchema = z
  .strictObject({
    name: z.string().min(1).max(100).describe('Stands in mails and documents.'),
    seller: z
      .strictObject({
        addressLines: z.array(z.string().min(1).max(200)).max(6).default([]).describe('Stands on invoices.'),
        vatNumber: z.string().min(2).max(32).nullable().default(null).describe('Stands on invoices.'),
        email: z.email().nullable().default(null).describe('Where buyers may ask; stands on invoices.'),
      })
      .prefault({}),
    defaultMarket: marketCode.describe('Market of whoever says nothing else; one of `markets`.'),
    markets: z.record(marketCode, market),
    cart: cart.prefault({}),
    checkout: checkoutRules.prefault({}),
    accounts: z
      .strictObject({
        sessionDays: days.default(7).describe('Days a session lives without being used.'),
        staffSessionHours: z
          .number()
          .int()
          .min(1)
          .max(168)
          .default(12)
          .describe('The same for staff, in hours.'),
        maxSessions: z
          .number()
          .int()
          .min(1)
          .max(100)
          .default(5)
          .describe('Sessions of one user at a time; the oldest gives way.'),
        phoneSignIn,
        signUp,
        sessionAddress: z
          .enum(['off', 'subnet', 'strict'])
          .default('off')
          .describe('Whether a session must stay in its network (/24, /48) or at its very address.'),
        lockout: lockout.prefault({}),
      })
      .prefault({}),
    security: security.prefault({}),
    alerts: alerts.prefault({}),
    payments: z
      .strictObject({
        holdMinutes: z
          .number()
          .int()
          .min(1)
          .max(1_440)
          .default(15)
          .describe('Minutes for which the goods of a checkout are kept once its payment has begun.'),
        longestHoldMinutes: z
          .number()
          .int()
          .min(1)
          .max(1_440)
          .default(60)
          .describe('The most that grows to while the buyer is in the middle of paying.'),
        webhookAddresses: z
          .strictObject({ stripe: webhookAddresses, razorpay: webhookAddresses, sandbox: webhookAddresses })
          .prefault({}),
      })
      .prefault({}),
    rateLimits: z
      .strictObject({
        cart: perMinute(100, 'per address'),
        checkout: perMinute(10, 'per user'),
        auth: perMinute(5, 'per address'),
        payment: perMinute(3, 'per user'),
        default: perMinute(300, 'per address, of everything else'),
      })
      .prefault({}),
  })
  .superRefine((store, context) => {
    if (!store.markets[store.defaultMarket]) {
      context.addIssue({ code: 'custom', path: ['defaultMarket'], message: 'names no market of this file' });
    }
    for (const [code, { checkout, currency }] of Object.entries(store.markets)) {
      for (const { path, message } of checkoutProblems(checkout, currency))
        context.addIssue({ code: 'custom', path: ['markets', code, 'checkout', path], message });
    }
  });

function perMinute(requests: number, of: string) {
  return z.number().int().min(1).max(1_000_000).default(requests).describe(`Requests a minute ${of}.`);
}

/** The shop's policy: markets, limits and rules. Everything a merchant decides, nothing a machine needs. */
export type Store = z.infer<typeof storeSchema>;

/** Checks a store file's content; every problem at once, each with its path. */
export function parseStore(content: unknown): { store: Store } | { problems: string[] } {
  const parsed = storeSchema.safeParse(content);
  if (parsed.success) return { store: parsed.data };
  return {
    problems: parsed.error.issues.map((issue) => `${issue.path.join('.') || '(file)'}: ${issue.message}`),
  };
}

/** What runs where no STORE_FILE is given: the four markets of the sample store. */
export const defaultStore: Store = storeSchema.parse({
  name: 'Cartwright Sample Store',
  defaultMarket: 'us',
  markets: {
    us: {
      name: 'United States',
      currency: 'USD',
      locales: ['en'],
      tax: { ratePercent: 0, included: false },
      payments: ['sandbox', 'stripe'],
      checkout: sampleCheckout.us,
    },
    ee: {
      name: 'Eesti',
      currency: 'EUR',
      locales: ['et', 'en', 'ru'],
      tax: { ratePercent: 24, included: true },
      payments: ['sandbox', 'stripe', 'cod'],
      checkout: sampleCheckout.ee,
    },
    kg: {
      name: 'Кыргызстан',
      currency: 'KGS',
      locales: ['ru', 'en'],
      tax: { ratePercent: 12, included: true },
      payments: ['sandbox', 'cod'],
      checkout: sampleCheckout.kg,
    },
    in: {
      name: 'India',
      currency: 'INR',
      locales: ['en'],
      tax: { ratePercent: 18, included: true },
      payments: ['razorpay', 'sandbox'],
      checkout: sampleCheckout.in,
    },
  },
} satisfies z.input<typeof storeSchema>);
