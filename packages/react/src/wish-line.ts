import type { Wishlist, WishlistItem } from '@cartwright/client';
import type { Outcome } from './cart-intents.ts';
import type { Preview } from './cart-line.ts';

export interface WishInput {
  productId: string;
  /** A wish for the product as such where not given. */
  variantId?: string | null;
  preview?: Preview;
}

/** A wish as it is to be shown. `itemId` is null until the server has answered. */
export type WishLine = Omit<WishlistItem, 'id' | 'addedAt'> & {
  readonly key: string;
  readonly itemId: string | null;
  readonly pending: boolean;
};

/** What is wanted of one wish and not settled yet. */
export interface Wish {
  key: string;
  wanted: boolean;
  state: 'waiting' | 'sent';
  input: WishInput | null;
  idempotencyKey: string;
  unanswered: number;
  waiters: ((outcome: Outcome) => void)[];
}

/** A product is wished for once, as such or as one variant. */
export function wishKey({ productId, variantId }: { productId: string; variantId?: string | null }): string {
  return `${productId}:${variantId ?? ''}`;
}

/** The wishlist as it is to be shown: what is settled, with what is wanted on top. */
export function wishLines(settled: Wishlist | null, wishes: ReadonlyMap<string, Wish>): WishLine[] {
  const lines: WishLine[] = (settled?.items ?? []).map(({ id, addedAt: _, ...item }) => {
    const key = wishKey(item);
    return { ...item, key, itemId: id, pending: wishes.has(key) };
  });
  const known = new Set(lines.map(({ key }) => key));
  const fresh = [...wishes.values()].flatMap((wish) =>
    wish.wanted && wish.input && !known.has(wish.key) ? [previewWish(wish.key, wish.input)] : [],
  );
  return [...lines, ...fresh].filter(({ key }) => wishes.get(key)?.wanted ?? true);
}

// The server has not heard of it yet.
function previewWish(key: string, { productId, variantId = null, preview }: WishInput): WishLine {
  return {
    key,
    itemId: null,
    pending: true,
    productId,
    variantId,
    slug: preview?.slug ?? '',
    title: preview?.title ?? '',
    options: preview?.options ?? null,
    imageUrl: preview?.imageUrl ?? null,
    price: preview?.price ?? null,
    currency: preview?.currency ?? '',
    available: preview?.available ?? 0,
    status: 'ok',
  };
}
