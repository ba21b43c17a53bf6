import { parseMajor, type Rate } from '../../platform/money.ts';
import type { Store } from '../../store.ts';

export type CustomerType = 'private' | 'business';
export type RequiredField = Store['markets'][string]['checkout']['required'][CustomerType][number];
type Interval = Store['markets'][string]['checkout']['subscriptions']['intervals'][number];

export interface Limits {
  minimumMinor: bigint | null;
  maximumMinor: bigint | null;
}

export interface ShippingMethod extends Limits {
  id: string;
  label: { en: string; et: string; ru: string };
  priceMinor: bigint;
  freeFromMinor: bigint | null;
  countries: readonly string[] | null;
  refusesPostalCodes: readonly string[];
  minWeightGrams: number;
  maxWeightGrams: number | null;
  refusesTags: readonly string[];
  toPoBoxes: boolean;
  customerTypes: readonly CustomerType[];
}

/** The rules of ordering in one market, in minor units of its currency. */
export interface MarketPolicy {
  code: string;
  currency: string;
  locale: string;
  tax: { percent: number; included: boolean; onShipping: boolean };
  countries: readonly string[] | null;
  required: Record<CustomerType, readonly RequiredField[]>;
  order: Record<CustomerType, Limits>;
  verifiedPhoneAboveMinor: bigint | null;
  subscriptions: { intervals: readonly Interval[]; signedInOnly: boolean };
  shippingMethods: readonly ShippingMethod[];
}

export interface CheckoutPolicy {
  markets: Readonly<Record<string, MarketPolicy>>;
  unverifiedEmail: 'allow' | 'refuse';
}

/** Derives the rules of ordering from the store file, once per process (CHK-2). */
export function checkoutPolicy(store: Pick<Store, 'markets' | 'checkout'>): CheckoutPolicy {
  const markets = Object.entries(store.markets).map(([code, market]) => [code, marketPolicy(code, market)]);
  return {
    markets: Object.fromEntries(markets) as Record<string, MarketPolicy>,
    unverifiedEmail: store.checkout.unverifiedEmail,
  };
}

function marketPolicy(code: string, market: Store['markets'][string]): MarketPolicy {
  const { currency, checkout, tax } = market;
  const minor = (amount: string | null) => (amount === null ? null : parseMajor(amount, currency));
  const limits = ({ minimum, maximum }: { minimum: string | null; maximum: string | null }): Limits => ({
    minimumMinor: minor(minimum),
    maximumMinor: minor(maximum),
  });
  return {
    code,
    currency,
    locale: market.locales[0]!,
    tax: { percent: tax.ratePercent, included: tax.included, onShipping: checkout.taxOnShipping },
    countries: checkout.countries,
    required: checkout.required,
    order: { private: limits(checkout.order.private), business: limits(checkout.order.business) },
    verifiedPhoneAboveMinor: minor(checkout.verifiedPhoneAbove),
    subscriptions: checkout.subscriptions,
    shippingMethods: checkout.shippingMethods.map(({ price, freeFrom, minimum, maximum, ...method }) => ({
      ...method,
      ...limits({ minimum, maximum }),
      priceMinor: parseMajor(price, currency),
      freeFromMinor: minor(freeFrom),
    })),
  };
}

/** What a tax of so many percent is of an amount: a part of it where prices include the tax, else on top of it. */
export function taxRate(percent: number, included: boolean): Rate {
  // Percentages have at most six decimals; as a ratio of whole numbers they are exact.
  const numerator = BigInt(Math.round(percent * 1_000_000));
  return { numerator, denominator: 100_000_000n + (included ? numerator : 0n) };
}
