import type { Access } from '../../platform/db/database.ts';
import type { Who } from '../../platform/http/route.ts';
import { changeCart, requireDone, type CartAnswer } from './change-cart.ts';
import type { CartView } from './queries.ts';
import { deleteLine, type Condition } from './queries-change.ts';

/** Takes one line out (CART-3); another's line is forbidden, an unknown one not found. */
export async function removeItem(
  access: Access<Who>,
  input: CartView & Condition & { itemId: string },
): Promise<CartAnswer> {
  const { row, cart } = await changeCart(access, input, deleteLine(input));
  requireDone(row, input.policy.maxLines);
  return cart;
}
