import type { Store } from '../../store.ts';
import { type MarketRules, marketRules } from '../wishlist/public.ts';

const DAY_MS = 86_400_000;

/** The store's rules for carts, in the form that statements take. */
export interface CartPolicy extends MarketRules {
  defaultMaxQuantity: number;
  maxLines: number;
  noticePercent: number;
  /** Snapshots of prices taken after this still bind (CART-11). */
  snapshotsSince(now: Date): Date;
}

/** Derives the cart's rules from the store file, once per process. */
export function cartPolicy(store: Pick<Store, 'defaultMarket' | 'markets' | 'cart'>): CartPolicy {
  return {
    ...marketRules(store),
    defaultMaxQuantity: store.cart.defaultMaxQuantity,
    maxLines: store.cart.maxLines,
    noticePercent: store.cart.priceChangeNoticePercent,
    snapshotsSince: (now) => new Date(now.getTime() - store.cart.priceSnapshotDays * DAY_MS),
  };
}
