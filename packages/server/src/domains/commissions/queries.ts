import { sql } from '../../platform/db/sql.ts';

/**
 * What the designers of an order's lines earn, written with the order (COM-1): the product's share where it has one of its
 * own, else the designer's, of the line without its tax, half to even.
 */
export const insertCommissions = (input: { shopperId: string; orderId: string; now: Date }) => sql<object>(
  'commission.insert',
)`
  insert into commissions (order_id, position, designer_id, percent, base_minor, amount_minor, currency, created_at, updated_at)
  select l.order_id, l.position, l.designer_id, share.percent, base.minor, round_half_even(base.minor * share.percent, 100), o.currency, ${input.now}, ${input.now}
    from order_lines l
    join orders o on o.shopper_id = l.shopper_id and o.id = l.order_id
    join designers d on d.id = l.designer_id
    left join products p on p.id = l.product_id
   cross join lateral (select round(coalesce(p.commission_rate, d.commission_rate) * 100, 4) as percent) share
   cross join lateral (select l.line_total_minor - case when o.tax_included then l.tax_minor else 0 end as minor) base
   where l.shopper_id = ${input.shopperId}::uuid and l.order_id = ${input.orderId}::uuid`;

/** Moves the commissions of an order on; those already past it, or ended, stay. */
export const moveCommissions = (input: {
  orderId: string;
  to: string;
  from: readonly string[];
  now: Date;
}) => sql<object>('commission.move')`
  update commissions set status = ${input.to}, updated_at = ${input.now}
   where order_id = ${input.orderId}::uuid and status = any (${input.from}::text[])`;

/** Orders since then whose designers earn something and that have no commission yet; those that are over need none. */
export const listOrdersWithout = (input: { since: Date; limit: number }) => sql<{
  shopperId: string;
  id: string;
  status: string;
}>('commission.orders_without')`
  select o.shopper_id, o.id, o.status from orders o
   where o.placed_at > ${input.since} and o.status not in ('canceled', 'refunded')
     and not exists (select from commissions c where c.order_id = o.id)
     and exists (select from order_lines l join designers d on d.id = l.designer_id where l.shopper_id = o.shopper_id and l.order_id = o.id)
   order by o.placed_at limit ${input.limit}::int`;
