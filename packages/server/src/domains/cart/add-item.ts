import type { Access } from '../../platform/db/database.ts';
import type { Who } from '../../platform/http/route.ts';
import { changeCart, requireDone, type CartAnswer } from './change-cart.ts';
import { addLine, type Addition } from './queries-change.ts';

/**
 * Puts pieces of a variant into the cart (CART-2), onto the line of the same variant and purchase where there is one.
 * Refuses without any trace in the cart what is unknown, not sold here, beyond the stock or beyond a limit.
 */
export async function addItem(access: Access<Who>, input: Addition): Promise<CartAnswer> {
  const { row, cart } = await changeCart(access, input, addLine(input));
  requireDone(row, input.policy.maxLines);
  return cart;
}
