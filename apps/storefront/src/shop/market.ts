import { useQuery } from '@tanstack/react-query';
import { marketsQuery, type Market } from './queries.ts';
import { usePreferences } from './preferences.ts';

const UNKNOWN: Market = {
  code: '',
  name: '',
  currency: 'USD',
  locales: ['en'],
  taxIncluded: false,
  default: true,
  countries: null,
  required: { private: [], business: [] },
};

/** The market whose prices are shown: the chosen one, else the store's first. */
export function useMarket(): Market {
  const { market } = usePreferences();
  const { data } = useQuery(marketsQuery);
  return data?.find(({ code }) => code === market) ?? data?.find((one) => one.default) ?? UNKNOWN;
}
