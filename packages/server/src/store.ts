import { z } from 'zod';

const currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as USD');
const marketCode = z.string().regex(/^[a-z]{2,8}$/, 'a short lower-case code such as us');
const days = z.number().int().min(1).max(3_650);

const market = z.strictObject({
  name: z.string().min(1),
  currency,
  /** The first is the market's language when neither the user nor the browser says otherwise. */
  locales: z.array(z.enum(['en', 'et', 'ru'])).min(1),
  tax: z.strictObject({ ratePercent: z.number().min(0).max(100), included: z.boolean() }),
  payments: z.array(z.enum(['sandbox', 'stripe', 'razorpay', 'cod'])).min(1),
});

const cart = z.strictObject({
  guests: z.enum(['on', 'off']).default('on'),
  onLogout: z.enum(['preserve', 'clear']).default('preserve'),
  /** Pieces of one product per cart where the product says nothing else. */
  defaultMaxQuantity: z.number().int().min(1).max(100).default(10),
  maxLines: z.number().int().min(1).max(100).default(100),
  guestExpiryDays: days.default(30),
  /** Days without use after which a user's cart is emptied; null keeps it for ever. */
  userExpiryDays: days.nullable().default(null),
  /** A cart counts as abandoned after so many hours without change. */
  abandonedAfterHours: z.number().int().min(1).default(24),
  /** How long a line keeps the price it was put in at, if that is the lower one. */
  priceSnapshotDays: days.default(7),
  /** A change of price above this is shown to the buyer and logged. */
  priceChangeNoticePercent: z.number().min(0).max(100).default(10),
});

const storeSchema = z
  .strictObject({
    name: z.string().min(1).max(100),
    defaultMarket: marketCode,
    markets: z.record(marketCode, market),
    cart: cart.prefault({}),
    accounts: z
      .strictObject({
        sessionDays: days.default(7),
        staffSessionHours: z.number().int().min(1).max(168).default(12),
        maxSessions: z.number().int().min(1).max(100).default(5),
      })
      .prefault({}),
    rateLimits: z
      .strictObject({
        cart: perMinute(100),
        checkout: perMinute(10),
        auth: perMinute(5),
        payment: perMinute(3),
        default: perMinute(300),
      })
      .prefault({}),
  })
  .superRefine((store, context) => {
    if (!store.markets[store.defaultMarket]) {
      context.addIssue({ code: 'custom', path: ['defaultMarket'], message: 'names no market of this file' });
    }
  });

function perMinute(requests: number) {
  return z.number().int().min(1).max(1_000_000).default(requests);
}

/** The shop's policy: markets, limits and rules. Everything a merchant decides, nothing a machine needs. */
export type Store = z.infer<typeof storeSchema>;
export type Market = z.infer<typeof market>;

/** Checks a store file's content; every problem at once, each with its path. */
export function parseStore(content: unknown): { store: Store } | { problems: string[] } {
  const parsed = storeSchema.safeParse(content);
  if (parsed.success) return { store: parsed.data };
  return { problems: parsed.error.issues.map((issue) => `${issue.path.join('.') || '(file)'}: ${issue.message}`) };
}

/** What runs where no STORE_FILE is given: the four markets of the sample store. */
export const defaultStore: Store = storeSchema.parse({
  name: 'Cartwright Sample Store',
  defaultMarket: 'us',
  markets: {
    us: { name: 'United States', currency: 'USD', locales: ['en'], tax: { ratePercent: 0, included: false }, payments: ['sandbox', 'stripe'] },
    ee: { name: 'Eesti', currency: 'EUR', locales: ['et', 'en', 'ru'], tax: { ratePercent: 24, included: true }, payments: ['sandbox', 'stripe', 'cod'] },
    kg: { name: 'Кыргызстан', currency: 'KGS', locales: ['ru', 'en'], tax: { ratePercent: 12, included: true }, payments: ['sandbox', 'cod'] },
    in: { name: 'India', currency: 'INR', locales: ['en'], tax: { ratePercent: 18, included: true }, payments: ['razorpay', 'sandbox'] },
  },
} satisfies z.input<typeof storeSchema>);
