import type { Store } from '../../store.ts';
import type { MarketRules } from './queries.ts';

/** The store's markets as statements need them. */
export function marketRules(store: Pick<Store, 'defaultMarket' | 'markets'>): MarketRules {
  const currencies = Object.entries(store.markets).map(([code, market]) => [code, market.currency]);
  return { defaultMarket: store.defaultMarket, currencies: JSON.stringify(Object.fromEntries(currencies)) };
}
