import type { Cart, CartItem, Session, User, Wishlist, WishlistItem } from '@cartwright/client';
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useMessages } from '../messages/messages.tsx';
import { sentenceOf } from '../parts/states.tsx';
import { clearToasts, toast } from '../parts/toasts.tsx';
import { client } from './client.ts';
import type { Product, Variant } from './queries.ts';

export type CartLine = Omit<CartItem, 'id' | 'addedAt' | 'sku'> & { key: string; itemId: string | null };
export type Purchase = CartItem['purchase'];

interface Shared {
  session: Session;
  cart: Cart | null;
  wishlist: Wishlist | null;
  error: unknown;
  setCart: (cart: Cart) => void;
  setWishlist: (wishlist: Wishlist) => void;
  reload: () => void;
}

const Shop = createContext<Shared | null>(null);

export function ShopperProvider({ children }: { children: ReactNode }) {
  const session = useSyncExternalStore(client.session.subscribe, client.session.current);
  const [cart, setCart] = useState<Cart | null>(null);
  const [wishlist, setWishlist] = useState<Wishlist | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [asked, setAsked] = useState(0);
  const queries = useQueryClient();
  useEffect(() => {
    void client.session.load().catch(setError);
  }, []);
  useEffect(() => {
    setCart(null);
    setWishlist(null);
    clearToasts();
    queries.removeQueries({ queryKey: ['mine'] });
  }, [session.epoch, queries]);
  useEffect(() => {
    if (!session.ownerId) return;
    client.get('/api/cart').then((answer) => setCart(answer.cart), setError);
    client.get('/api/wishlist').then((answer) => setWishlist(answer.wishlist), setError);
  }, [session.ownerId, asked]);
  const reload = useCallback(() => setAsked((count) => count + 1), []);
  const shared = useMemo(
    () => ({ session, cart, wishlist, error, setCart, setWishlist, reload }),
    [session, cart, wishlist, error, reload],
  );
  return <Shop value={shared}>{children}</Shop>;
}

function useShared(): Shared {
  return useContext(Shop)!;
}

export function useShopperSession(): { session: Session; user: User | null; known: boolean } {
  const { session } = useShared();
  return { session, user: session.user, known: session.kind !== 'unknown' };
}

export function useShopperCart() {
  const { cart, error, setCart, reload, session } = useShared();
  const messages = useMessages();
  const { cart: words } = messages;
  const failed = (reason: unknown) => {
    toast(sentenceOf(reason, messages), { bad: true });
    reload();
  };
  const add = async (input: { product: Product; variant: Variant; quantity: number; purchase: Purchase }) => {
    const { product, variant, quantity, purchase } = input;
    try {
      await client.session.ensureShopper();
      const body = { productId: product.id, variantId: variant.id, quantity, purchase };
      setCart((await client.post('/api/cart/items', { body })).cart);
    } catch (reason) {
      failed(reason);
    }
  };
  const lines: CartLine[] = (cart?.items ?? []).map(({ id, ...item }) => ({ ...item, key: id, itemId: id }));
  const path = ({ itemId }: CartLine) => ({ itemId: itemId! });
  return {
    status: cart || session.kind === 'none' ? 'ready' : error ? 'failed' : 'loading',
    lines,
    totalItems: cart?.totalItems ?? 0,
    totalPrice: cart?.totalPrice ?? 0,
    currency: cart?.currency ?? null,
    error,
    reload,
    add,
    setQuantity: (line: CartLine, quantity: number) =>
      void client
        .patch('/api/cart/items/{itemId}', { path: path(line), body: { quantity } })
        .then((answer) => setCart(answer.cart), failed),
    remove: async (line: CartLine) => {
      try {
        setCart((await client.delete('/api/cart/items/{itemId}', { path: path(line) })).cart);
        toast(words.removed(line.title), { action: { label: words.undo, run: () => {} } });
      } catch (reason) {
        failed(reason);
      }
    },
    clear: async () => {
      const answer = await client.delete('/api/cart/items').catch(failed);
      if (answer) setCart(answer.cart);
    },
    fix: async () => {
      const answer = await client.post('/api/cart/validate', { body: { fix: true } }).catch(failed);
      if (answer) setCart(answer.cart);
      toast(words.fixed);
    },
  };
}

export function useShopperWishlist() {
  const { wishlist, error, setWishlist, setCart, reload, session } = useShared();
  const messages = useMessages();
  const { product: words } = messages;
  const failed = (reason: unknown) => toast(sentenceOf(reason, messages), { bad: true });
  const find = (productId: string) => wishlist?.items.find((item) => item.productId === productId);
  const put = async (item: { productId: string; variantId: string | null }) => {
    await client.session.ensureShopper();
    setWishlist((await client.post('/api/wishlist/items', { body: item })).wishlist);
  };
  const unkeep = async ({ id }: { id: string }) => {
    setWishlist((await client.delete('/api/wishlist/items/{id}', { path: { id } })).wishlist);
    toast(words.unkept);
  };
  return {
    status: wishlist || session.kind === 'none' ? 'ready' : error ? 'failed' : 'loading',
    items: wishlist?.items ?? [],
    error,
    reload,
    find,
    toggle: async (item: { productId: string; variantId: string | null }) => {
      const kept = find(item.productId);
      await (kept ? unkeep(kept) : put(item).then(() => toast(words.kept))).catch(failed);
    },
    keep: async ({ productId, variantId, itemId }: CartLine) => {
      try {
        await put({ productId, variantId });
        setCart((await client.delete('/api/cart/items/{itemId}', { path: { itemId: itemId! } })).cart);
        toast(words.kept);
      } catch (reason) {
        failed(reason);
      }
    },
    unkeep: (item: WishlistItem) => unkeep(item).catch(failed),
    moveToCart: async ({ id, title }: WishlistItem) => {
      try {
        const answer = await client.post('/api/wishlist/items/{id}/move-to-cart', { path: { id }, body: {} });
        setCart(answer.cart);
        setWishlist(answer.wishlist as unknown as Wishlist);
        toast(messages.wishlist.moved(title));
      } catch (reason) {
        failed(reason);
      }
    },
  };
}
