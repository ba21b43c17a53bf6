import type { Access } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { wishlistErrors } from './errors.ts';
import { readWishlist, type WishlistView } from './queries.ts';

/** The caller's wishlist, newest first, as JSON. */
export async function showWishlist(access: Access<unknown>, view: WishlistView): Promise<string> {
  const { rows } = await access.read(readWishlist(view));
  if (!rows[0][0]) throw refuse(wishlistErrors.shopperGone);
  return rows[0][0].body;
}
