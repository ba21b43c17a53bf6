import { sql } from '../../platform/db/sql.ts';

/** Moves the checkouts that became orders; their payments, holds and orders follow by their keys. */
export const claimGuestOrders = (userId: string) => sql<{ claimed: number }>('order.claim')`
  with claimed as (
    update checkouts c set shopper_id = u.shopper_id
      from users u, orders o, shoppers s
     where u.shopper_id = ${userId}::uuid and u.email_verified_at is not null and not u.email_verified_elsewhere
       and o.email = u.email and s.id = o.shopper_id and s.kind = 'guest'
       and c.shopper_id = o.shopper_id and c.id = o.checkout_id
    returning c.id
  )
  select count(*)::int as claimed from claimed`;
