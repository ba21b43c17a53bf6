import type { Access } from '../../platform/db/database.ts';
import type { Who } from '../../platform/http/route.ts';
import { changeCart, requireDone, type CartAnswer } from './change-cart.ts';
import type { CartView } from './queries.ts';
import { deleteLines, type Condition } from './queries-change.ts';

export interface ClearedCart extends CartAnswer {
  /** Lines taken out. */
  deletedCount: number;
}

/** Empties the cart (CART-3); it stays the same cart. */
export async function clearCart(access: Access<Who>, input: CartView & Condition): Promise<ClearedCart> {
  const { row, cart } = await changeCart(access, input, deleteLines(input));
  requireDone(row, input.policy.maxLines);
  return { ...cart, deletedCount: row.deletedCount };
}
