import type { Access } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { deleteWish, lockWish, readWishlist, wishExists } from '../wishlist/public.ts';
import { requireDone, type CartAnswer } from './change-cart.ts';
import { cartErrors } from './errors.ts';
import { lockCart, readCart } from './queries.ts';
import { addLine, type Addition } from './queries-change.ts';

export interface MoveInput extends Omit<Addition, 'productId' | 'purchase' | 'claimedPrice'> {
  /** The wishlist's item. `variantId` chooses where the wish is for a product. */
  wishId: string;
}

/** Moves a wish into the cart in one transaction (CART-14); it stays a wish where the cart refuses it. */
export async function moveToCart(
  access: Access<Who>,
  input: MoveInput,
): Promise<{ cart: CartAnswer; wishlistBody: string }> {
  return access.transaction(async (tx) => {
    const [, [wish], [known]] = await tx.run(lockCart(), lockWish(input.wishId), wishExists(input.wishId));
    if (!wish) throw refuse(known?.there ? cartErrors.forbidden : cartErrors.itemNotFound);
    const addition = { ...input, productId: wish.productId, variantId: wish.variantId ?? input.variantId };
    const [[row]] = await tx.run(addLine({ ...addition, purchase: 'once', claimedPrice: null }));
    if (!row) throw refuse(cartErrors.shopperGone);
    requireDone(row, input.policy.maxLines);
    const [, [cart], [wishlist]] = await tx.run(deleteWish(wish.id), readCart(input), readWishlist(input));
    return { cart: { ...cart!, shopperId: tx.who.shopperId }, wishlistBody: wishlist!.body };
  });
}
