import { currencyDigits, formatMajor } from '../../platform/money.ts';

/** Language and, where the market is named after a country, its customs: `en` in market `in` writes 1,00,000.00. */
export function regionalLocale(language: string, market: string): string {
  return /^[a-z]{2}$/.test(market) ? `${language}-${market.toUpperCase()}` : language;
}

/** Writes an amount of minor units with its currency as the locale does, exactly. */
export function formatAmount(minor: bigint, currency: string, locale: string): string {
  // A decimal as text is formatted without going through a float.
  return formatOf(currency, locale).format(formatMajor(minor, currency) as `${number}`);
}

// Making one costs as much as a thousand uses. There are as many as a shop has markets and languages.
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, locale: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    const digits = currencyDigits(currency);
    const exactly = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    formats.set(key, (format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...exactly })));
  }
  return format;
}
