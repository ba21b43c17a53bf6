import type { Client, DataOf, Session } from '@cartwright/client';
import {
  createContext,
  createElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from 'react';
import { CartStore, type CartStoreOptions } from './cart-store.ts';
import type { CartView } from './cart-view.ts';
import { WishlistStore, type WishlistView } from './wishlist-store.ts';

interface Shop {
  client: Client;
  cart: CartStore;
  wishlist: WishlistStore;
}

const ShopContext = createContext<Shop | null>(null);

export interface CartProviderProps {
  client: Client;
  options?: CartStoreOptions;
  children?: ReactNode;
}

/** Holds the cart, wishlist and session of the client for everything below it. `options` are read once. */
export function CartProvider({ client, options, children }: CartProviderProps): ReactNode {
  const shop = useMemo(
    () => ({ client, cart: new CartStore(client, options), wishlist: new WishlistStore(client) }),
    // Not when the options change.
    [client],
  );
  useEffect(() => {
    const stops = [shop.cart.start(), shop.wishlist.start()];
    return () => stops.forEach((stop) => stop());
  }, [shop]);
  return createElement(ShopContext.Provider, { value: shop }, children);
}

function useShop(): Shop {
  const shop = useContext(ShopContext);
  if (!shop) throw new Error('This needs a <CartProvider> above it.');
  return shop;
}

/** What the cart's hook gives besides the view; the same functions all the time. */
export type CartActions = Pick<
  CartStore,
  'add' | 'update' | 'remove' | 'undo' | 'clear' | 'flush' | 'reload' | 'dismiss'
>;

/** The client of the provider above. */
export function useClient(): Client {
  return useShop().client;
}

/** The cart, and a new drawing whenever anything of it changes. */
export function useCart(): CartView & CartActions;
/** One value of the cart, and a new drawing only when that changes; it must be the same object while it says the same. */
export function useCart<Value>(select: (view: CartView) => Value): Value;
export function useCart<Value>(select?: (view: CartView) => Value): Value | (CartView & CartActions) {
  const { cart } = useShop();
  const read = () => (select ? select(cart.getView()) : cart.getView());
  const value = useSyncExternalStore(cart.subscribe, read, read);
  const actions = useCartActions();
  return select ? (value as Value) : { ...(value as CartView), ...actions };
}

/** The cart's changes alone, for a button that shows nothing of the cart. */
export function useCartActions(): CartActions {
  const { cart } = useShop();
  return useMemo(
    () => ({
      add: (input) => cart.add(input),
      update: (key, quantity) => cart.update(key, quantity),
      remove: (key) => cart.remove(key),
      undo: (key) => cart.undo(key),
      clear: () => cart.clear(),
      flush: () => cart.flush(),
      reload: () => cart.reload(),
      dismiss: (key) => cart.dismiss(key),
    }),
    [cart],
  );
}

export type WishlistActions = Pick<WishlistStore, 'add' | 'remove' | 'moveToCart' | 'reload'>;

/** The wishlist. */
export function useWishlist(): WishlistView & WishlistActions {
  const { wishlist } = useShop();
  const view = useSyncExternalStore(wishlist.subscribe, wishlist.getView, wishlist.getView);
  return { ...view, ...useWishlistActions() };
}

/** The wishlist's changes alone, for a button that shows nothing of the wishlist. */
export function useWishlistActions(): WishlistActions {
  const { wishlist } = useShop();
  return useMemo(
    () => ({
      add: (input) => wishlist.add(input),
      remove: (key) => wishlist.remove(key),
      moveToCart: (key, choice) => wishlist.moveToCart(key, choice),
      reload: () => wishlist.reload(),
    }),
    [wishlist],
  );
}

export type SessionActions = Pick<Client['session'], 'load' | 'signOut'> & {
  /** Resolves to what became of a guest's cart besides; rejects as the client's calls do. */
  signIn: (body: { email: string; password: string }) => Promise<DataOf<'post', '/api/auth/login'>>;
  signUp: (body: {
    email: string;
    password: string;
    name?: string;
  }) => Promise<DataOf<'post', '/api/auth/signup'>>;
};

/** Who is signed in. */
export function useSession(): Session & SessionActions {
  const { client } = useShop();
  const { session } = client;
  const current = useSyncExternalStore(session.subscribe, session.current, session.current);
  const actions = useMemo<SessionActions>(
    () => ({
      load: session.load,
      signOut: session.signOut,
      signIn: (body) => client.post('/api/auth/login', { body }),
      signUp: (body) => client.post('/api/auth/signup', { body }),
    }),
    [client, session],
  );
  return { ...current, ...actions };
}
