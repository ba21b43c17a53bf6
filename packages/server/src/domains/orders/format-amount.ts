import { currencyDigits, formatMajor } from '../../platform/money.ts';

/** Language and, where the market is named after a country, its customs: `en` in market `in` writes 1,00,000.00. */
export function regionalLocale(language: string, market: string): string {
  return /^[a-z]{2}$/.test(market) ? `${language}-${market.toUpperCase()}` : language;
}

/** Writes an amount of minor units with its currency as the locale does, exactly. */
export function formatAmount(minor: bigint, currency: string, locale: string): string {
  const digits = currencyDigits(currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // A decimal as text is formatted without going through a float.
  return format.format(formatMajor(minor, currency) as `${number}`);
}
