import { sql } from '../platform/db/sql.ts';

/** What is wrong with one row, in words. */
export interface Breach {
  problem: string;
}

/** 1: each balance is the sum of its ledger, and what is reserved is what live holds promise. */
export const stockBreaches = () => sql<Breach>('invariant.stock')`
  with ledger as (
    select variant_id, sum(on_hand_change) as on_hand, sum(reserved_change) as reserved from stock_movements group by variant_id
  ), held as (
    select variant_id, sum(quantity) as pieces from stock_holds where status = 'live' group by variant_id
  )
  select format('variant %s: on hand %s, ledger %s; reserved %s, ledger %s, held %s', v.id, coalesce(level.on_hand, 0),
                coalesce(ledger.on_hand, 0), coalesce(level.reserved, 0), coalesce(ledger.reserved, 0), coalesce(held.pieces, 0)) as problem
    from variants v
    left join stock_levels level on level.variant_id = v.id
    left join ledger on ledger.variant_id = v.id
    left join held on held.variant_id = v.id
   where coalesce(level.on_hand, 0) <> coalesce(ledger.on_hand, 0) or coalesce(level.reserved, 0) <> coalesce(ledger.reserved, 0)
      or coalesce(level.reserved, 0) <> coalesce(held.pieces, 0) or level.on_hand < 0 or level.reserved > level.on_hand`;

/** 1: what orders took and gave back is in the ledger, once. */
export const goodsBreaches = () => sql<Breach>('invariant.goods')`
  with ordered as (
    select o.id, l.variant_id, sum(l.quantity) as pieces, bool_or(o.canceled_at is not null and o.shipped_at is null) as returned
      from orders o join order_lines l on l.shopper_id = o.shopper_id and l.order_id = o.id
     where exists (select from variants v where v.id = l.variant_id)
     group by o.id, l.variant_id
  ), booked as (
    select order_id, variant_id, -sum(on_hand_change) filter (where kind = 'sell') as sold,
           coalesce(sum(on_hand_change) filter (where kind = 'restock'), 0) as restocked
      from stock_movements where order_id is not null group by order_id, variant_id
  )
  select format('order %s, variant %s: %s pieces, sold %s, put back %s', coalesce(o.id, b.order_id), coalesce(o.variant_id, b.variant_id),
                coalesce(o.pieces, 0), coalesce(b.sold, 0), coalesce(b.restocked, 0)) as problem
    from ordered o full join booked b on b.order_id = o.id and b.variant_id = o.variant_id
   where coalesce(o.pieces, 0) <> coalesce(b.sold, 0) or coalesce(b.restocked, 0) <> case when o.returned then o.pieces else 0 end`;

/** 2: one charge is kept for an order; every other of its checkout has gone back or is on its way. */
export const chargeBreaches = () => sql<Breach>('invariant.charges')`
  with asked as (
    select shopper_id, payment_id, sum(amount_minor) as minor from refunds where status <> 'failed' group by shopper_id, payment_id
  )
  select format('payment %s of checkout %s keeps %s beside the payment of its order', p.id, p.checkout_id, p.captured_minor - coalesce(asked.minor, 0)) as problem
    from payments p
    join orders o on o.shopper_id = p.shopper_id and o.checkout_id = p.checkout_id and o.payment_id <> p.id
    left join asked on asked.shopper_id = p.shopper_id and asked.payment_id = p.id
   where p.captured_minor > coalesce(asked.minor, 0) and p.status <> 'orphaned'`;

/** 3: captured money belongs to an order of equal amount and currency, or is on its way back, or waits flagged. */
export const moneyBreaches = () => sql<Breach>('invariant.money')`
  select format('payment %s: %s %s captured, order %s', p.id, p.captured_minor, p.currency, coalesce(o.total_minor::text, 'none')) as problem
    from payments p
    left join orders o on o.shopper_id = p.shopper_id and o.payment_id = p.id
   where p.captured_minor > 0 and p.status <> 'orphaned' and coalesce(p.flag, '') <> 'order_due'
     and case when o.id is null
              then p.captured_minor > coalesce((select sum(r.amount_minor) from refunds r
                                                 where r.shopper_id = p.shopper_id and r.payment_id = p.id and r.status <> 'failed'), 0)
              -- What came beside the order's money is given back without the order.
              else (o.total_minor, o.currency) <> (p.captured_minor - coalesce((select sum(r.amount_minor) from refunds r
                                                     where r.shopper_id = p.shopper_id and r.payment_id = p.id and r.order_id is null and r.status <> 'failed'), 0),
                                                   p.currency) end`;

/** 5: one order for a checkout and for a payment, and none without a payment of its own shopper. */
export const orderBreaches = () => sql<Breach>('invariant.orders')`
  select format('checkout %s has %s orders', checkout_id, count(*)) as problem from orders group by checkout_id having count(*) > 1
  union all
  select format('order %s is %s while its checkout is %s', o.id, o.status, c.status)
    from orders o join checkouts c on c.shopper_id = o.shopper_id and c.id = o.checkout_id where c.status <> 'placed'
  union all
  select format('checkout %s is placed without an order', c.id)
    from checkouts c where c.status = 'placed' and not exists (select from orders o where o.shopper_id = c.shopper_id and o.checkout_id = c.id)`;

/** 6: the history of each order is one path along its table that ends where the order is. */
export const historyBreaches = () => sql<Breach>('invariant.history')`
  with step as (
    select h.order_id, h.from_status, h.to_status, lag(h.to_status) over w as came_from, lead(h.id) over w is null as last
      from order_history h window w as (partition by h.shopper_id, h.order_id order by h.at, h.id)
  )
  select format('order %s: history goes from %s to %s after %s', order_id, from_status, to_status, came_from) as problem
    from step where from_status is distinct from came_from
      or not exists (select from state_transitions t where t.machine = 'order' and t.from_state = coalesce(step.from_status, '') and t.to_state = step.to_status)
  union all
  select format('order %s is %s, its history ends with %s', o.id, o.status, step.to_status)
    from orders o left join step on step.order_id = o.id and step.last where step.to_status is distinct from o.status`;

/** 7: what is asked back and what has gone back are within what was captured, and agree with each other. */
export const refundBreaches = () => sql<Breach>('invariant.refunds')`
  with refund as (
    select shopper_id, payment_id, sum(amount_minor) filter (where status <> 'failed') as asked, sum(amount_minor) filter (where status = 'succeeded') as done
      from refunds group by shopper_id, payment_id
  )
  select format('payment %s: captured %s, asked back %s, gone back %s, counted %s', p.id, p.captured_minor, refund.asked, refund.done, p.refunded_minor) as problem
    from payments p left join refund on refund.shopper_id = p.shopper_id and refund.payment_id = p.id
   where coalesce(refund.asked, 0) > p.captured_minor or coalesce(refund.done, 0) <> p.refunded_minor`;

/** 9: every hold that has ended ended once, and nothing is held for what is over. */
export const holdBreaches = () => sql<Breach>('invariant.holds')`
  select format('hold %s of checkout %s is live although the checkout is %s', h.id, h.checkout_id, c.status) as problem
    from stock_holds h join checkouts c on c.shopper_id = h.shopper_id and c.id = h.checkout_id
   where h.status = 'live' and c.status in ('placed', 'closed', 'open')`;

/** 10: every order, every move of one and every refund has its audit row. */
export const auditBreaches = () => sql<Breach>('invariant.audit')`
  select format('order %s was placed without an audit row', o.id) as problem from orders o
   where not exists (select from audit_log a where a.target_id = o.id::text and a.action = 'order.place')
  union all
  select format('order %s became %s without an audit row', h.order_id, h.to_status)
    from order_history h
   where h.from_status is not null
     and not exists (select from audit_log a where a.target_id = h.order_id::text and a.action in ('order.status', 'order.cancel') and a.after ->> 'status' = h.to_status)
  union all
  select format('refund %s succeeded without an audit row', r.id) from refunds r
   where r.status = 'succeeded' and not exists (select from audit_log a where a.action = 'refund.succeeded' and a.after ->> 'refundId' = r.id::text)`;

/** 12: nothing waits longer than its bound. */
export const queueBreaches = (before: Date) => sql<Breach>('invariant.queues')`
  select format('gateway event %s waits since %s', event_id, received_at) as problem from gateway_events where next_try_at < ${before}
  union all
  select format('refund %s waits since %s', id, next_try_at) from refunds where next_try_at < ${before}
  union all
  select format('payment %s waits to be looked at since %s', id, check_at) from payments where check_at < ${before}
  union all
  select format('hold %s should have been released at %s', id, expires_at) from stock_holds where status = 'live' and expires_at < ${before}`;
