import type { Database, Identity } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { orderErrors } from './errors.ts';
import { findOwnOrder, orderExists, type OrderRow } from './queries.ts';

/** The caller's order; another's is FORBIDDEN, none ORDER_NOT_FOUND (ORD-2). */
export async function findOrder(
  { shop }: { shop: Database },
  caller: Identity<Who>,
  orderId: string,
): Promise<{ order: OrderRow; who: Who }> {
  const { who, rows } = await shop.as(caller).read(findOwnOrder(orderId));
  const [order] = rows[0];
  if (!order) throw await missing({ shop }, caller, orderId);
  return { order, who };
}

/** Why an order of this id is not to be seen. */
export async function missing(
  { shop }: { shop: Database },
  caller: Identity<Who>,
  orderId: string,
): Promise<Error> {
  const { rows } = await shop.as(caller).read(orderExists(orderId));
  return refuse(rows[0][0]!.known ? httpErrors.forbidden : orderErrors.orderNotFound);
}
