import { sql } from '../../platform/db/sql.ts';
import type { PaymentKey } from './queries.ts';

/**
 * After a look that has not said when the next shall be: then, where money may still come; where an order is due, as the
 * lease says; never, where the payment is through.
 */
export const settleLook = (key: PaymentKey & { leaseUntil: Date; checkAt: Date }) => sql<object>(
  'watch.settle',
)`
  update payments
     set check_at = case when status in ('creating', 'pending', 'processing', 'failed')
                          and not (provider = 'cod' and exists (select from orders o where o.shopper_id = payments.shopper_id and o.payment_id = payments.id))
                         then ${key.checkAt}::timestamptz end
   where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid and check_at = ${key.leaseUntil} and flag is distinct from 'order_due'`;

/** Ends a payment on delivery whose order was never placed. The checkout is locked first. */
export const cancelUnplaced = (key: PaymentKey & { now: Date }) => sql<object>('watch.cancel_unplaced')`
  update payments set status = 'canceled', check_at = null, updated_at = ${key.now}
   where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid and status in ('creating', 'pending') and captured_minor = 0
     and not exists (select from orders o where o.shopper_id = payments.shopper_id and o.payment_id = payments.id)`;
