import { refuse } from '../../platform/errors.ts';
import type { Store } from '../../store.ts';
import { catalogErrors } from './errors.ts';

/** The market an answer is for, as statements need it. */
export interface MarketRef {
  code: string;
  currency: string;
}

/**
 * The market that the `X-Market` header names, else the user's own, else the store's default (CART-15).
 * A header that names none of the store's markets is refused with MARKET_UNKNOWN; a user's vanished market is passed over.
 */
export function resolveMarket(store: Store, header: string | undefined, ofUser?: string | null): MarketRef {
  const named = header?.trim().toLowerCase();
  if (named) {
    const market = findMarket(store, named);
    if (!market) throw refuse(catalogErrors.marketUnknown);
    return market;
  }
  return (ofUser ? findMarket(store, ofUser) : null) ?? findMarket(store, store.defaultMarket)!;
}

/** The market of this code, or null where the store has none. */
export function findMarket(store: Store, code: string): MarketRef | null {
  if (!Object.hasOwn(store.markets, code)) return null;
  return { code, currency: store.markets[code]!.currency };
}
