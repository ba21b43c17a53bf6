import type { Access } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { wishlistErrors } from './errors.ts';
import { addWish, lockWishlist, readWishlist, type WishlistView } from './queries.ts';

/** Items on one wishlist. */
export const MAX_WISHES = 500;

/** Puts a product or one of its variants on the wishlist; `added` is false where it was there already. */
export async function addToWishlist(
  access: Access<unknown>,
  input: WishlistView & { productId: string; variantId: string | null; now: Date },
): Promise<{ added: boolean; body: string }> {
  const { rows } = await access.write(
    lockWishlist(),
    addWish({ ...input, max: MAX_WISHES }),
    readWishlist(input),
  );
  const [, [row], [document]] = rows;
  if (!row || !document) throw refuse(wishlistErrors.shopperGone);
  if (row.outcome === 'product-unknown') throw refuse(wishlistErrors.productNotFound);
  if (row.outcome === 'variant-unknown') throw refuse(wishlistErrors.variantNotFound);
  if (row.outcome === 'full') throw refuse(wishlistErrors.wishlistFull, { max: MAX_WISHES });
  return { added: row.outcome === 'added', body: document.body };
}
