import type { Access } from '../../platform/db/database.ts';
import type { Who } from '../../platform/http/route.ts';
import { changeCart, requireDone, type CartAnswer } from './change-cart.ts';
import { addLine, type Addition } from './queries-change.ts';

/**
 * Puts pieces of a variant into the cart (CART-2), onto the line of the same variant and purchase where there is one.
 * Refuses without any trace in the cart what is unknown, not sold here, beyond the stock or beyond a limit.
 * `onMismatch` is told who believed in another price, and which part of ours it is.
 */
export async function addItem(
  access: Access<Who>,
  input: Addition,
  onMismatch?: (share: number, shopperId: string) => Promise<void>,
): Promise<CartAnswer> {
  const { row, who, cart } = await changeCart(access, input, addLine(input));
  if (row.claimedShare !== null) await onMismatch?.(row.claimedShare, who.shopperId);
  requireDone(row, input.policy.maxLines);
  return cart;
}
