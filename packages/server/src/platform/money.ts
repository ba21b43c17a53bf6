/** A ratio by which money is multiplied, for example 22 % tax as 22/100; the denominator is positive. */
export interface Rate {
  numerator: bigint;
  denominator: bigint;
}

export type MoneyFault =
  'CURRENCY_INVALID' | 'AMOUNT_MALFORMED' | 'AMOUNT_TOO_PRECISE' | 'AMOUNT_OUT_OF_RANGE' | 'RATE_INVALID';

/** Thrown for an amount, currency or rate that cannot be taken exactly; `fault` says why. */
export class MoneyError extends Error {
  readonly fault: MoneyFault;

  constructor(fault: MoneyFault, message: string) {
    super(message);
    this.name = 'MoneyError';
    this.fault = fault;
  }
}

// ISO 4217 table A.1: every currency that does not have two digits after the point.
const DIGITS_OTHER_THAN_TWO: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map(digits(0)),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map(digits(3)),
  ...'CLF UYW'.split(' ').map(digits(4)),
]);

const LARGEST_MINOR = 2n ** 63n - 1n;
const SMALLEST_MINOR = -(2n ** 63n);
// An int8 has 19 digits; anything far longer is refused before BigInt spends time on it.
const LONGEST_AMOUNT = 64;

/** Tells how many digits `currency` (three capital letters, ISO 4217) has after the point; throws CURRENCY_INVALID. */
export function currencyDigits(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new MoneyError('CURRENCY_INVALID', 'A currency is three capital letters (ISO 4217).');
  }
  return DIGITS_OTHER_THAN_TWO.get(currency) ?? 2;
}

/** Reads a decimal such as `-125.50` in major units as minor units, exactly or not at all (throws MoneyError). */
export function parseMajor(text: string, currency: string): bigint {
  const scale = currencyDigits(currency);
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (parts === null) {
    throw new MoneyError('AMOUNT_MALFORMED', 'An amount is digits with at most one decimal point.');
  }
  const [, sign = '', whole = '', decimals = ''] = parts;
  const significant = decimals.replace(/0+$/, '');
  if (significant.length > scale) {
    throw new MoneyError('AMOUNT_TOO_PRECISE', `${currency} has ${scale} digits after the point.`);
  }
  const magnitude = whole.replace(/^0+(?=\d)/, '') + significant.padEnd(scale, '0');
  if (magnitude.length > LONGEST_AMOUNT) throw outOfRange();
  const minor = BigInt(sign + magnitude);
  if (minor > LARGEST_MINOR || minor < SMALLEST_MINOR) throw outOfRange();
  return minor;
}

/** Writes minor units in major units with exactly the currency's digits: `125.50` for EUR, `125` for JPY. */
export function formatMajor(minor: bigint, currency: string): string {
  const scale = currencyDigits(currency);
  const sign = minor < 0n ? '-' : '';
  const figures = String(minor < 0n ? -minor : minor).padStart(scale + 1, '0');
  if (scale === 0) return sign + figures;
  return `${sign}${figures.slice(0, -scale)}.${figures.slice(-scale)}`;
}

/** Multiplies minor units by a rate and rounds half to even; throws RATE_INVALID or AMOUNT_OUT_OF_RANGE. */
export function multiplyRate(minor: bigint, rate: Rate): bigint {
  const product = roundHalfEven(minor * rate.numerator, rate.denominator);
  if (product > LARGEST_MINOR || product < SMALLEST_MINOR) throw outOfRange();
  return product;
}

/** Divides to the nearest whole number, an exact half to the even one; throws RATE_INVALID unless the denominator is positive. */
export function roundHalfEven(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new MoneyError('RATE_INVALID', 'A denominator is greater than zero.');
  const truncated = numerator / denominator;
  const rest = numerator % denominator;
  const doubled = (rest < 0n ? -rest : rest) * 2n;
  const away = doubled > denominator || (doubled === denominator && truncated % 2n !== 0n);
  if (!away) return truncated;
  return numerator < 0n ? truncated - 1n : truncated + 1n;
}

function outOfRange(): MoneyError {
  return new MoneyError('AMOUNT_OUT_OF_RANGE', 'The amount does not fit a 64-bit integer of minor units.');
}

function digits(count: number): (currency: string) => [string, number] {
  return (currency) => [currency, count];
}
