import { sql } from '../../platform/db/sql.ts';

/** Deletes guests that have used neither cart nor wishlist since `before`, with all that is theirs; at most `limit`. */
export const deleteIdleGuests = (input: { before: Date; limit: number }) => sql<{ deleted: number }>(
  'cart.expire.guests',
)`
  with idle as (
    select s.id
      from shoppers s
      join guests g on g.shopper_id = s.id
      left join carts c on c.shopper_id = s.id
     where g.created_at < ${input.before} and coalesce(c.updated_at, g.created_at) < ${input.before}
       and not exists (select from payments p where p.shopper_id = s.id)
       and not exists (select from wishlist_items w where w.shopper_id = s.id and w.added_at >= ${input.before})
     limit ${input.limit}::int
       for update of s skip locked
  ), gone as (
    delete from shoppers using idle
     where shoppers.id = idle.id
       and not exists (select from carts c where c.shopper_id = idle.id and c.updated_at >= ${input.before})
    returning shoppers.id
  )
  select count(*)::int as deleted from gone`;

/** Deletes users' carts unchanged since `before`; at most `limit`. A cart that changes meanwhile stays. */
export const deleteIdleCarts = (input: { before: Date; limit: number }) => sql<{ deleted: number }>(
  'cart.expire.users',
)`
  with idle as (
    select c.shopper_id
      from carts c join shoppers s on s.id = c.shopper_id and s.kind = 'user'
     where c.updated_at < ${input.before}
     limit ${input.limit}::int
       for update of c skip locked
  ), gone as (
    delete from carts using idle where carts.shopper_id = idle.shopper_id and carts.updated_at < ${input.before} returning carts.id
  )
  select count(*)::int as deleted from gone`;

/** Carts with something in them, unchanged for so many hours, and what their snapshots are worth by currency, as the answer's JSON. */
export const countAbandoned = ({ now, hours }: { now: Date; hours: number }) => sql<{ body: string }>(
  'cart.abandoned',
)`
  with idle as (
    select c.shopper_id, c.currency, sum(l.quantity * coalesce(l.price_minor, 0)) as minor
      from carts c join cart_lines l on l.shopper_id = c.shopper_id
     where c.updated_at < ${now}::timestamptz - make_interval(hours => ${hours}::int)
     group by c.shopper_id, c.currency
  ), by_currency as (
    select currency, count(*) as carts, sum(minor)::bigint as minor from idle group by currency
  )
  select json_build_object('abandoned', json_build_object(
           'count', coalesce(sum(carts), 0), 'olderThanHours', ${hours}::int,
           'value', coalesce(json_agg(json_build_object('currency', currency, 'carts', carts, 'total', money_major(minor, currency))
                                      order by currency), '[]')))::text as body
    from by_currency`;
