import type { Access } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import type { CartAnswer } from './change-cart.ts';
import { cartErrors } from './errors.ts';
import { readCart, type CartView } from './queries.ts';

/** The caller's cart in the market asked for; an empty one, never made by looking, where there is none (CART-1). */
export async function showCart(access: Access<Who>, view: CartView): Promise<CartAnswer> {
  const { who, rows } = await access.read(readCart(view));
  const document = rows[0][0];
  if (!document) throw refuse(cartErrors.shopperGone);
  return { ...document, shopperId: who.shopperId };
}
