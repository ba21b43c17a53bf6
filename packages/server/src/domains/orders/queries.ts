import { sql } from '../../platform/db/sql.ts';
import type { OrderStatus } from './states.ts';

/** The caller's order as the answer's JSON. */
export const readOwnOrder = (orderId: string) => sql<{ body: string }>('order.read_own')`
  select json_build_object('order', order_json(o))::text as body
    from orders o where o.shopper_id = (select current_shopper_id()) and o.id = ${orderId}::uuid`;

/** An order just made for a shopper, as the answer's JSON. */
export const readPlacedOrder = (order: { shopperId: string; orderId: string }) => sql<{ body: string }>(
  'order.read_placed',
)`
  select json_build_object('order', order_json(o))::text as body
    from orders o where o.shopper_id = ${order.shopperId}::uuid and o.id = ${order.orderId}::uuid`;

/** Anybody's order, for staff. */
export const readAnyOrder = (orderId: string) => sql<{ body: string }>('order.read_any')`
  select json_build_object('order', order_json(o))::text as body from orders o where o.id = ${orderId}::uuid`;

/** Is there such an order at all, whoever's it is? Asked only after a miss. */
export const orderExists = (id: string) => sql<{ known: boolean }>('order.exists')`
  select order_exists(${id}::uuid) as known`;

export interface OrderRow {
  shopperId: string;
  id: string;
  status: OrderStatus;
  number: bigint;
  checkoutId: string;
  paymentId: string;
  email: string;
  locale: string;
  currency: string;
  totalMinor: bigint;
}

/** One of the caller's orders. */
export const findOwnOrder = (orderId: string) => sql<OrderRow>('order.find_own')`
  select shopper_id, id, status, number, checkout_id, payment_id, email, locale, currency, total_minor
    from orders where shopper_id = (select current_shopper_id()) and id = ${orderId}::uuid`;

/** An order held against all who would change it too. */
export const lockOrder = (orderId: string) => sql<OrderRow>('order.lock')`
  select shopper_id, id, status, number, checkout_id, payment_id, email, locale, currency, total_minor
    from orders where id = ${orderId}::uuid for update`;

export interface PageInput {
  after: { at: string; id: string } | null;
  limit: number;
}

/** A page of the caller's orders, newest first, as the answer's JSON. */
export const listOwnOrders = ({ after, limit }: PageInput) => sql<{ body: string }>('order.list_own')`
  with page as (
    select o.* from orders o
     where o.shopper_id = (select current_shopper_id())
       and (${after === null}::boolean or (o.placed_at, o.id) < (${after?.at ?? '-infinity'}::timestamptz, ${after?.id ?? null}::uuid))
     order by o.placed_at desc, o.id desc
     limit ${limit + 1}::int
  ), shown as (select *, row_number() over (order by placed_at desc, id desc) as line from page)
  select json_build_object(
    'orders', coalesce((select json_agg(order_json((select o from orders o where o.shopper_id = s.shopper_id and o.id = s.id)) order by line)
                          from shown s where line <= ${limit}::int), '[]'),
    'nextCursor', (select translate(encode(convert_to(json_build_array(placed_at::text, id)::text, 'UTF8'), 'base64'), E'+/=\n', '-_')
                     from shown where line = ${limit}::int and exists (select from shown where line > ${limit}::int)))::text as body`;

/** A page of all orders, for staff. */
export const listAnyOrders = ({ after, limit, status }: PageInput & { status: string | null }) => sql<{
  body: string;
}>('order.list_any')`
  with page as (
    select o.* from orders o
     where (${status}::text is null or o.status = ${status}::text)
       and (${after === null}::boolean or (o.placed_at, o.id) < (${after?.at ?? '-infinity'}::timestamptz, ${after?.id ?? null}::uuid))
     order by o.placed_at desc, o.id desc
     limit ${limit + 1}::int
  ), shown as (select *, row_number() over (order by placed_at desc, id desc) as line from page)
  select json_build_object(
    'orders', coalesce((select json_agg(order_json((select o from orders o where o.shopper_id = s.shopper_id and o.id = s.id)) order by line)
                          from shown s where line <= ${limit}::int), '[]'),
    'nextCursor', (select translate(encode(convert_to(json_build_array(placed_at::text, id)::text, 'UTF8'), 'base64'), E'+/=\n', '-_')
                     from shown where line = ${limit}::int and exists (select from shown where line > ${limit}::int)))::text as body`;

/** Moves an order from one of these states, with the time and the history of it; no row where it is in another. */
export const moveOrder = (input: {
  shopperId: string;
  id: string;
  to: OrderStatus;
  from: readonly OrderStatus[];
  actorId: string | null;
  actorRole: string;
  reason: string;
  trackingNumber: string | null;
  now: Date;
}) => sql<{ status: OrderStatus }>('order.move')`
  with before as (
    select shopper_id, id, status from orders where shopper_id = ${input.shopperId}::uuid and id = ${input.id}::uuid for update
  ), moved as (
    update orders o
       set status = ${input.to}, updated_at = ${input.now}::timestamptz, tracking_number = coalesce(${input.trackingNumber}::text, tracking_number),
           processing_at = case when ${input.to} = 'processing' then ${input.now}::timestamptz else processing_at end,
           shipped_at = case when ${input.to} = 'shipped' then ${input.now}::timestamptz else shipped_at end,
           delivered_at = case when ${input.to} = 'delivered' then ${input.now}::timestamptz else delivered_at end,
           canceled_at = case when ${input.to} = 'canceled' then ${input.now}::timestamptz else canceled_at end,
           refunded_at = case when ${input.to} = 'refunded' then ${input.now}::timestamptz else refunded_at end
      from before
     where o.shopper_id = before.shopper_id and o.id = before.id and before.status = any (${input.from}::text[])
    returning o.shopper_id, o.id, o.status, before.status as came_from
  ), history as (
    insert into order_history (shopper_id, order_id, from_status, to_status, at, actor_id, actor_role, reason, tracking_number)
    select shopper_id, id, came_from, status, ${input.now}::timestamptz, ${input.actorId}::uuid, ${input.actorRole}::text, ${input.reason}::text,
           ${input.trackingNumber}::text
      from moved
  )
  select status from moved`;

/** That its buyer canceled an order; no row where staff did. */
export const findBuyersCancel = (order: { shopperId: string; id: string }) => sql<{ id: string }>(
  'order.buyers_cancel',
)`
  select id from order_history
   where shopper_id = ${order.shopperId}::uuid and order_id = ${order.id}::uuid and to_status = 'canceled' and actor_role = 'customer'`;

/** Puts an order's goods back on the shelf (STK-5). Who moves the order to canceled does it, so it happens once. */
export const restock = (input: {
  shopperId: string;
  orderId: string;
  actor: string;
  now: Date;
}) => sql<object>('order.restock')`
  insert into stock_movements (variant_id, kind, on_hand_change, actor, reason, order_id, at)
  select l.variant_id, 'restock', sum(l.quantity)::int, ${input.actor}::text, 'order canceled', l.order_id, ${input.now}::timestamptz
    from order_lines l
   where l.shopper_id = ${input.shopperId}::uuid and l.order_id = ${input.orderId}::uuid and exists (select from variants v where v.id = l.variant_id)
   group by l.variant_id, l.order_id order by l.variant_id`;
