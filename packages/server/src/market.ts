import { defineErrors, refuse } from './platform/errors.ts';
import type { Store } from './store.ts';

export const marketErrors = defineErrors({
  marketUnknown: { status: 400, reason: 'MARKET_UNKNOWN' },
});

/** The market a request names in `X-Market`, null when it names none; a market the store has not is refused (CART-15). */
export function requestedMarket(
  headers: Record<string, string | string[] | undefined>,
  store: Store,
): string | null {
  const header = headers['x-market'];
  if (header === undefined || header === '') return null;
  if (typeof header !== 'string' || !Object.hasOwn(store.markets, header.toLowerCase()))
    throw refuse(marketErrors.marketUnknown);
  return header.toLowerCase();
}

/** Refuses a market code of a body that the store has not. */
export function checkMarket(market: string | null | undefined, store: Store): void {
  if (market && !Object.hasOwn(store.markets, market)) throw refuse(marketErrors.marketUnknown);
}

/** A market's code and currency, as statements need them. */
export interface MarketRef {
  code: string;
  currency: string;
}

/** The market of this code; MARKET_UNKNOWN where the store has none. */
export function marketByCode(code: string, store: Store): MarketRef {
  checkMarket(code, store);
  return { code, currency: store.markets[code]!.currency };
}
