export type { Outcome } from './cart-intents.ts';
export {
  type AddInput,
  type CartLine,
  type Failure,
  type Interval,
  keyOf,
  type Preview,
} from './cart-line.ts';
export { CartStore, type CartStoreOptions } from './cart-store.ts';
export type { CartView } from './cart-view.ts';
export {
  type CartActions,
  CartProvider,
  type CartProviderProps,
  type SessionActions,
  useCart,
  useCartActions,
  useClient,
  useSession,
  useWishlist,
  useWishlistActions,
  type WishlistActions,
} from './provider.ts';
export { type WishInput, wishKey, type WishLine } from './wish-line.ts';
export { WishlistStore, type WishlistView } from './wishlist-store.ts';
