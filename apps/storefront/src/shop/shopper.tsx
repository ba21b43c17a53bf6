import type { Session, User } from '@cartwright/client';
import {
  CartProvider,
  useCart,
  useCartActions,
  useSession,
  useWishlist,
  useWishlistActions,
  wishKey,
  type CartLine,
  type Outcome,
  type WishLine,
} from '@cartwright/react';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useMessages } from '../messages/messages.tsx';
import { closeCart } from '../parts/cart-drawer-state.ts';
import { sentenceOf } from '../parts/states.tsx';
import { clearToasts, toast } from '../parts/toasts.tsx';
import { account } from './account-routes.ts';
import { client } from './client.ts';
import { preferences } from './preferences.ts';
import type { Product, Variant } from './queries.ts';

export type { CartLine, WishLine };
export type Purchase = CartLine['purchase'];

/** The shopper's own things: session, cart and wishlist, for everything below. */
export function ShopperProvider({ children }: { children: ReactNode }) {
  return (
    <CartProvider client={client}>
      <Watch />
      {children}
    </CartProvider>
  );
}

const leaving = { byHimself: false, forGood: false };

/** Whether he is deleting his account, and so is led to no sign-in. */
export const isLeavingForGood = () => leaving.forGood;

// What belongs to whoever was here before goes with him, in whichever tab he left.
function Watch() {
  const { epoch, kind, user, load } = useSession();
  const { auth } = useMessages();
  const queries = useQueryClient();
  const before = useRef({ epoch, kind });
  useEffect(() => void load().catch(() => {}), [load]);
  useEffect(() => {
    const { epoch: earlier, kind: was } = before.current;
    before.current = { epoch, kind };
    if (earlier === epoch) return;
    queries.removeQueries({ queryKey: ['mine'] });
    if (was === 'unknown') return;
    if (was === 'user') {
      clearToasts();
      closeCart();
      if (kind === 'none' && !leaving.byHimself) toast(auth.expired);
    }
    leaving.byHimself = false;
  }, [epoch, kind, queries, auth]);
  useEffect(() => {
    if (user) preferences.adopt({ language: user.locale, market: user.market });
  }, [user]);
  return null;
}

export function useShopperSession(): {
  session: Session;
  user: User | null;
  /** Whether the server has said who is there. */
  known: boolean;
  signOut: (options?: { everywhere?: boolean }) => Promise<void>;
  /** Deletes the account, whose password this is, empty where it has none; `goodbye` leads to where everybody may be. */
  deleteAccount: (password: string, goodbye: () => Promise<void>) => Promise<void>;
} {
  const session = useSession();
  return {
    session,
    user: session.user,
    known: session.kind !== 'unknown',
    signOut: async (options) => {
      leaving.byHimself = true;
      await session.signOut(options);
    },
    deleteAccount: async (password, goodbye) => {
      leaving.byHimself = leaving.forGood = true;
      try {
        await account.delete(password);
        forgetStored();
        await goodbye();
      } finally {
        leaving.byHimself = leaving.forGood = false;
      }
    },
  };
}

/** Why it is not known who is there, and the way to ask again; null while that is known or still being asked. */
export function useSessionFailure(): { error: unknown; retry: () => void } | null {
  const { known } = useShopperSession();
  const failed = useCart(({ status, error }) => (status === 'failed' ? error : null));
  const { reload } = useCartActions();
  return !known && failed ? { error: failed, retry: () => void reload() } : null;
}

// Nothing of a person is put there; where he scrolled is, under the addresses of his orders.
function forgetStored(): void {
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {
    // Storage is off, and so holds nothing.
  }
}

/** Tells what went wrong; nothing where the answer was for somebody who has left. */
function useTellFailure(): (outcome: Outcome) => boolean {
  const messages = useMessages();
  return useCallback(
    (outcome) => {
      if (outcome.ok) return true;
      if (outcome.error) toast(sentenceOf(outcome.error, messages), { bad: true });
      return false;
    },
    [messages],
  );
}

/** What can be done to a line of the cart: always the same functions, so that no other line is drawn for it. */
export function useLineActions() {
  const cart = useCartActions();
  const wishlist = useWishlistActions();
  const tell = useTellFailure();
  const { cart: words, product } = useMessages();
  return useMemo(
    () => ({
      setQuantity: ({ key }: CartLine, quantity: number) => void cart.update(key, quantity).then(tell),
      remove: ({ key, title }: CartLine) => {
        void cart.remove(key).then(tell);
        const undo = () => void cart.undo(key).then(tell);
        toast(words.removed(title), { action: { label: words.undo, run: undo } });
      },
      /** From the cart onto the wishlist. */
      keep: async ({ key, productId, variantId }: CartLine) => {
        if (!tell(await wishlist.add({ productId, variantId }))) return;
        if (tell(await cart.remove(key))) toast(product.kept);
      },
    }),
    [cart, wishlist, tell, words, product],
  );
}

export function useShopperCart() {
  const view = useCart((whole) => whole);
  const actions = useCartActions();
  const tell = useTellFailure();
  const { cart: words, failures } = useMessages();
  const put = async (input: {
    product: Product;
    variant: Variant;
    quantity: number;
    purchase: Purchase;
  }): Promise<boolean> => {
    const { product, variant, quantity, purchase } = input;
    const { options, price, currency, maxQuantity, available } = variant;
    const imageUrl = variant.imageUrl ?? product.imageUrl;
    const preview = { title: product.title, slug: product.slug, imageUrl, options, price, currency };
    const { kind } = client.session.current();
    const added = tell(
      await actions.add({
        productId: product.id,
        variantId: variant.id,
        quantity,
        ...(purchase.type === 'subscription' && { interval: purchase.interval }),
        preview: { ...preview, maxQuantity, available },
      }),
    );
    // Made a guest, and nobody again with the very next request: this browser keeps no cookies, whatever it says.
    const forgotten = kind !== 'user' && client.session.current().kind === 'none';
    if (!added && forgotten) toast(failures.cookies, { bad: true });
    return added;
  };
  return {
    ...view,
    reload: () => void actions.reload(),
    add: put,
    clear: async () => tell(await actions.clear()) && toast(words.cleared),
    /** Takes out, reduces and reprices what cannot be ordered as it is. */
    fix: async () => {
      await actions.flush();
      try {
        await client.post('/api/cart/validate', { body: { fix: true } });
        toast(words.fixed);
      } catch (error) {
        tell({ ok: false, error: error as Extract<Outcome, { ok: false }>['error'] });
      }
      await actions.reload();
    },
  };
}

export function useShopperWishlist() {
  const { add, remove, moveToCart, reload, ...view } = useWishlist();
  const cart = useCartActions();
  const tell = useTellFailure();
  const { product: words, wishlist: own } = useMessages();
  const find = (productId: string) => view.items.find((item) => item.productId === productId);
  return {
    ...view,
    find,
    reload: () => void reload(),
    toggle: async (item: { productId: string; variantId: string | null }) => {
      const kept = find(item.productId);
      if (!tell(await (kept ? remove(kept.key) : add(item)))) return;
      toast(kept ? words.unkept : words.kept);
    },
    unkeep: async (item: WishLine) => {
      const undo = () =>
        void add({
          productId: item.productId,
          variantId: item.variantId,
          preview: { ...item, options: item.options ?? {} },
        }).then(tell);
      if (tell(await remove(wishKey(item))))
        toast(own.removed(item.title), { action: { label: own.undo, run: undo } });
    },
    moveToCart: async (item: WishLine) => {
      if (tell(await moveToCart(wishKey(item)))) toast(own.moved(item.title));
      await cart.reload();
    },
  };
}
