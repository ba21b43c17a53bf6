import type { Access } from '../../platform/db/database.ts';
import { countAbandoned } from './queries-upkeep.ts';

/** How many carts lie untouched for so many hours, and what they are worth by currency (CART-12). For staff, over system. */
export async function countAbandonedCarts(
  access: Access<unknown>,
  input: { now: Date; hours: number },
): Promise<string> {
  return (await access.read(countAbandoned(input))).rows[0][0]!.body;
}
