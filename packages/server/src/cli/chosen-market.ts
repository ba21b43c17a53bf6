import { marketByCode, type MarketRef } from '../market.ts';
import { OperatorError } from '../platform/operator-error.ts';
import type { Store } from '../store.ts';

/** The market a command was told, or the store's default. */
export function chosenMarket(code: string | undefined, store: Store): MarketRef {
  if (code === undefined) return marketByCode(store.defaultMarket, store);
  if (Object.hasOwn(store.markets, code)) return marketByCode(code, store);
  throw new OperatorError(
    `The store has no market "${code}".`,
    `It has: ${Object.keys(store.markets).join(', ')}.`,
  );
}
