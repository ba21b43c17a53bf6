import { currencyDigits } from '../../../platform/money.ts';
import { GatewayRefused, GatewayUnavailable } from './gateway.ts';

/** How a provider writes a currency: digits after the point, and what its amounts must be a multiple of. */
interface Writing {
  digits: number;
  step: bigint;
}

type Writings = ReadonlyMap<string, Writing | 'unsupported'>;

// docs.stripe.com/currencies. ISK has no decimals any more but is still written with two. Of UGX Stripe's own pages say both
// that and that it is written with none; a charge a hundred times too high is worse than none.
const STRIPE: Writings = new Map([
  ...written('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF', { digits: 0, step: 1n }),
  ...written('ISK', { digits: 2, step: 100n }),
  ...written('BHD JOD KWD OMR TND', { digits: 3, step: 10n }),
  ...written('UGX', 'unsupported'),
]);

// razorpay.com/docs: "zero decimal currencies such as JPY", "three decimal currencies such as KWD, BHD, OMR" with a last digit of 0.
const RAZORPAY: Writings = new Map([
  ...written('JPY', { digits: 0, step: 1n }),
  ...written('BHD KWD OMR', { digits: 3, step: 10n }),
]);

const WRITINGS = { stripe: STRIPE, razorpay: RAZORPAY };

/**
 * Our minor units (ISO 4217) as the whole number a provider takes. Never rounds: the buyer pays what the order says or
 * nothing (L-12); throws `GatewayRefused` where the provider cannot charge exactly that.
 */
export function toProviderUnits(
  provider: keyof typeof WRITINGS,
  amountMinor: bigint,
  currency: string,
): number {
  const writing = writingOf(provider, currency);
  if (!writing)
    throw new GatewayRefused(
      'currency_unsupported',
      `${provider} cannot be asked for ${currency} with certainty.`,
    );
  const units = rescale(amountMinor, currencyDigits(currency), writing.digits);
  if (units === null || units % writing.step !== 0n)
    throw new GatewayRefused('amount_not_chargeable', `${provider} takes no such fraction of ${currency}.`);
  if (units <= 0n || units > BigInt(Number.MAX_SAFE_INTEGER))
    throw new GatewayRefused('amount_out_of_range', `${provider} takes no such amount of ${currency}.`);
  return Number(units);
}

/** What a provider says, in our minor units; throws `GatewayUnavailable` for what cannot be an amount of that currency. */
export function fromProviderUnits(provider: keyof typeof WRITINGS, units: number, currency: string): bigint {
  const writing = writingOf(provider, currency);
  const minor = writing && rescale(BigInt(units), writing.digits, currencyDigits(currency));
  if (minor === null)
    throw new GatewayUnavailable(`${provider} told an amount of ${currency} that cannot be.`);
  return minor;
}

/** Whether amounts of this currency can be exchanged with the provider at all. */
export function isExchangeable(provider: keyof typeof WRITINGS, currency: string): boolean {
  return writingOf(provider, currency) !== null;
}

function writingOf(provider: keyof typeof WRITINGS, currency: string): Writing | null {
  const special = WRITINGS[provider].get(currency);
  if (special) return special === 'unsupported' ? null : special;
  // Anything else is two digits everywhere, or nothing we know how to write.
  return /^[A-Z]{3}$/.test(currency) && currencyDigits(currency) === 2 ? { digits: 2, step: 1n } : null;
}

function rescale(amount: bigint, from: number, to: number): bigint | null {
  const factor = 10n ** BigInt(Math.abs(to - from));
  if (to >= from) return amount * factor;
  return amount % factor === 0n ? amount / factor : null;
}

function written(currencies: string, writing: Writing | 'unsupported'): [string, Writing | 'unsupported'][] {
  return currencies.split(' ').map((currency) => [currency, writing]);
}
