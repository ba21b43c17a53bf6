import type { Tx } from '../../platform/db/database.ts';
import type { Statement } from '../../platform/db/sql.ts';
import type { PaymentDeps } from '../payments/public.ts';

/** What the rest of the shop does with an order, in the order's own transaction; commissions are to the right of orders. */
export type FollowOrder = (
  tx: Tx,
  order: { shopperId: string; id: string; status: string },
  now: Date,
) => Promise<void>;

/** Writes what the designers of a new order earn. */
export type BeginCommissions = (order: { shopperId: string; orderId: string; now: Date }) => Statement;

export interface OrderDeps extends PaymentDeps {
  followOrder: FollowOrder;
}
