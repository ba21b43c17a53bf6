import type { Store } from '../../store.ts';

const DAY_MS = 86_400_000;

/** The store's rules for carts, in the form that statements take. */
export interface CartPolicy {
  defaultMarket: string;
  /** Market → currency, as JSON. */
  currencies: string;
  defaultMaxQuantity: number;
  maxLines: number;
  noticePercent: number;
  /** Snapshots of prices taken after this still bind (CART-11). */
  snapshotsSince(now: Date): Date;
}

/** Derives the cart's rules from the store file, once per process. */
export function cartPolicy(store: Pick<Store, 'defaultMarket' | 'markets' | 'cart'>): CartPolicy {
  const currencies = Object.entries(store.markets).map(([code, market]) => [code, market.currency]);
  return {
    defaultMarket: store.defaultMarket,
    currencies: JSON.stringify(Object.fromEntries(currencies)),
    defaultMaxQuantity: store.cart.defaultMaxQuantity,
    maxLines: store.cart.maxLines,
    noticePercent: store.cart.priceChangeNoticePercent,
    snapshotsSince: (now) => new Date(now.getTime() - store.cart.priceSnapshotDays * DAY_MS),
  };
}
