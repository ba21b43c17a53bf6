import type { Access } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { wishlistErrors } from './errors.ts';
import { deleteWish, readWishlist, type WishlistView } from './queries.ts';

/** Takes an item off the wishlist; another's item is forbidden, an unknown one not found. */
export async function removeFromWishlist(
  access: Access<unknown>,
  input: WishlistView & { id: string },
): Promise<string> {
  const { rows } = await access.write(deleteWish(input.id), readWishlist(input));
  const [[row], [document]] = rows;
  if (!document) throw refuse(wishlistErrors.shopperGone);
  if (!row!.deleted) throw refuse(row!.foreign ? wishlistErrors.forbidden : wishlistErrors.itemNotFound);
  return document.body;
}
