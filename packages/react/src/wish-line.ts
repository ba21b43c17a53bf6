import type { WishlistItem } from '@cartwright/client';
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

/** A product is wished for once, as such or as one variant. */
export function wishKey({ productId, variantId }: { productId: string; variantId?: string | null }): string {
  return `${productId}:${variantId ?? ''}`;
}

/** A wish that the server has not heard of yet. */
export function previewWish(key: string, { productId, variantId = null, preview }: WishInput): WishLine {
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
