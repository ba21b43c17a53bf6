import { sql } from '../../platform/db/sql.ts';

/**
 * Removes checkouts that became no order and were not touched since, with their payments: none that brought money, may still
 * bring it or is being given back, and none that holds goods. At most `limit`; tells whose they were.
 */
export const purgeCheckouts = (input: { before: Date; limit: number }) => sql<{ shopperId: string }>(
  'purge.checkouts',
)`
  with old as (
    select c.shopper_id, c.id from checkouts c
     where c.status <> 'placed' and c.updated_at < ${input.before}
       and not exists (select from stock_holds h where h.shopper_id = c.shopper_id and h.checkout_id = c.id and h.status = 'live')
       and not exists (select from payments p
                        where p.shopper_id = c.shopper_id and p.checkout_id = c.id
                          and (p.captured_minor > 0 or p.status not in ('failed', 'canceled') or p.check_at is not null or p.updated_at >= ${input.before}
                               or exists (select from refunds r where r.shopper_id = p.shopper_id and r.payment_id = p.id)))
     order by c.updated_at limit ${input.limit}::int
       for update of c skip locked
  ), unpaid as (
    delete from payments p using old where p.shopper_id = old.shopper_id and p.checkout_id = old.id
  )
  delete from checkouts c using old where c.shopper_id = old.shopper_id and c.id = old.id
  returning c.shopper_id`;

/** Removes holds that ended before; the ledger of stock has kept what they did. At most `limit`. */
export const purgeHolds = (input: { before: Date; limit: number }) => sql<{ id: string }>('purge.holds')`
  delete from stock_holds where (shopper_id, id) in (
    select shopper_id, id from stock_holds where status <> 'live' and ended_at < ${input.before} order by ended_at limit ${input.limit}::int)
  returning id`;

/** Removes guests who signed in since and left nothing behind but what was just removed. */
export const purgeFormerGuests = (ids: readonly string[]) => sql<object>('purge.former_guests')`
  delete from shoppers s
   where s.id = any (${ids}::uuid[]) and s.kind = 'guest'
     and not exists (select from guests g where g.shopper_id = s.id) and not exists (select from checkouts c where c.shopper_id = s.id)`;
