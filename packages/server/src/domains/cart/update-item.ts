import type { Access } from '../../platform/db/database.ts';
import type { Who } from '../../platform/http/route.ts';
import { changeCart, requireDone, type CartAnswer } from './change-cart.ts';
import type { CartView } from './queries.ts';
import { setQuantity, type Condition } from './queries-change.ts';

/** Sets the quantity of one line (CART-3), within stock and limits; another's line is forbidden, an unknown one not found. */
export async function updateItem(
  access: Access<Who>,
  input: CartView & Condition & { itemId: string; quantity: number },
): Promise<CartAnswer> {
  const { row, cart } = await changeCart(access, input, setQuantity(input));
  requireDone(row, input.policy.maxLines);
  return cart;
}
