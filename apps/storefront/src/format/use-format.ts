import { useMemo } from 'react';
import { useMarket } from '../shop/market.ts';
import { usePreferences } from '../shop/preferences.ts';

export interface Format {
  /** An amount in major units, as the market writes it. */
  money: (amount: number | null | undefined, currency: string) => string;
  date: (iso: string) => string;
  dateTime: (iso: string) => string;
  country: (code: string) => string;
}

/** Money, dates and names of countries in the visitor's language, as they are written where the market is. */
export function useFormat(): Format {
  const { language } = usePreferences();
  const { code } = useMarket();
  return useMemo(() => makeFormat(localeOf(language, code)), [language, code]);
}

/** `et-EE` for Estonian in the market `ee`; a market that is no country leaves the language alone. */
export function localeOf(language: string, market: string): string {
  return /^[a-z]{2}$/.test(market) ? `${language}-${market.toUpperCase()}` : language;
}

export function makeFormat(locale: string): Format {
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const countries = new Intl.DisplayNames([locale], { type: 'region' });
  const currencies = new Map<string, Intl.NumberFormat>();
  return {
    money(amount, currency) {
      if (amount === null || amount === undefined) return '–';
      let format = currencies.get(currency);
      if (!format) {
        format = new Intl.NumberFormat(locale, { style: 'currency', currency });
        currencies.set(currency, format);
      }
      return format.format(amount);
    },
    date: (iso) => dates.format(new Date(iso)),
    dateTime: (iso) => times.format(new Date(iso)),
    country: (code) => countries.of(code) ?? code,
  };
}
