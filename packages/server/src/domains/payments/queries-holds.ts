import { sql } from '../../platform/db/sql.ts';
import type { PaymentRow } from './queries.ts';

/** Pieces that a checkout wants and cannot have. */
export interface Shortage {
  variantId: string;
  wanted: number;
  available: number;
}

/** Promises the caller's checkout its pieces until then (STK-3); rows say what is short, and then nothing was promised. */
export const holdStock = (input: {
  checkoutId: string;
  now: Date;
  until: Date;
  longestMs: number;
}) => sql<Shortage>('hold.take')`
  select variant_id, wanted, greatest(available, 0) as available
    from hold_checkout_stock(${input.checkoutId}::uuid, ${input.now}::timestamptz, ${input.until}::timestamptz,
                             make_interval(secs => ${input.longestMs}::float8 / 1000))`;

/**
 * The same, and where nothing is short, freezes the checkout and writes its new payment: of its total, in its currency
 * (PAY-2). Where something is short, nothing is done.
 */
export const holdStockAndPay = (
  hold: Parameters<typeof holdStock>[0],
  payment: Pick<PaymentRow, 'id' | 'provider' | 'mode' | 'checkAt' | 'begunIp'>,
) => sql<Shortage>('hold.take_and_pay')`
  with short as materialized (
    select variant_id, wanted, greatest(available, 0) as available
      from hold_checkout_stock(${hold.checkoutId}::uuid, ${hold.now}::timestamptz, ${hold.until}::timestamptz,
                               make_interval(secs => ${hold.longestMs}::float8 / 1000))
  ), frozen as (
    update checkouts set status = 'paying', updated_at = ${hold.now}
     where shopper_id = (select current_shopper_id()) and id = ${hold.checkoutId}::uuid and status = 'open'
       and not exists (select from short)
  ), begun as (
    insert into payments (shopper_id, id, checkout_id, cart_id, provider, mode, amount_minor, currency, check_at, created_at, updated_at, begun_ip)
    select c.shopper_id, ${payment.id}::uuid, c.id, c.cart_id, ${payment.provider}::text, ${payment.mode}::text, c.total_minor, c.currency,
           ${payment.checkAt}::timestamptz, ${hold.now}::timestamptz, ${hold.now}::timestamptz, ${payment.begunIp}::inet
      from checkouts c where c.shopper_id = (select current_shopper_id()) and c.id = ${hold.checkoutId}::uuid
       and not exists (select from short)
  )
  select variant_id, wanted, available from short`;

/** Takes a paid checkout's goods, held or free, for an order; rows say what is short, and then nothing was taken. */
export const sellStock = (input: { shopperId: string; checkoutId: string; orderId: string; now: Date }) =>
  sql<Shortage>('hold.sell')`
  select variant_id, wanted, greatest(available, 0) as available
    from sell_checkout_stock(${input.shopperId}::uuid, ${input.checkoutId}::uuid, ${input.orderId}::uuid, ${input.now}::timestamptz)`;

/** Keeps what a checkout holds for longer, but never beyond `atMost` from when it was first held (L-5). */
export const extendHolds = (input: {
  shopperId: string;
  checkoutId: string;
  until: Date;
  longestMs: number;
}) =>
  sql<object>('hold.extend')`
  update stock_holds
     set expires_at = greatest(expires_at, least(${input.until}::timestamptz, created_at + make_interval(secs => ${input.longestMs}::float8 / 1000)))
   where shopper_id = ${input.shopperId}::uuid and checkout_id = ${input.checkoutId}::uuid and status = 'live'`;

/** Gives back what a checkout still holds: all of it, or with `expiredOnly` what has run out. The checkout is locked first. */
export const releaseHolds = (input: {
  shopperId: string;
  checkoutId: string;
  expiredOnly: boolean;
  reason: string;
  now: Date;
}) => sql<{ variantId: string; quantity: number }>('hold.release')`
  with ended as (
    update stock_holds set status = 'released', ended_at = ${input.now}
     where shopper_id = ${input.shopperId}::uuid and checkout_id = ${input.checkoutId}::uuid and status = 'live'
       and (not ${input.expiredOnly}::boolean or expires_at <= ${input.now})
    returning variant_id, quantity
  ), booked as (
    insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, at)
    select variant_id, 'release', 0, -quantity, 'holds', ${input.reason}::text, ${input.now}::timestamptz from ended order by variant_id
  )
  select variant_id, quantity from ended`;

/** Checkouts that hold something whose time has run out. */
export const listExpiredHolds = (input: { now: Date; limit: number }) => sql<{
  shopperId: string;
  checkoutId: string;
}>('hold.expired')`
  select distinct shopper_id, checkout_id from stock_holds
   where status = 'live' and expires_at <= ${input.now} limit ${input.limit}::int`;

/** The payments of a checkout that a gateway may be working on. */
export const listOpenPayments = (input: { shopperId: string; checkoutId: string }) => sql<PaymentRow>(
  'hold.payments',
)`
  select * from payments
   where shopper_id = ${input.shopperId}::uuid and checkout_id = ${input.checkoutId}::uuid and status in ('creating', 'pending', 'processing', 'failed')
     and provider <> 'cod'`;

/** Payments of the caller that may have been paid and not told of yet. */
export const listOwnOpenPayments = () => sql<PaymentRow>('hold.own_open_payments')`
  select p.*
    from payments p
    join checkouts c on c.shopper_id = p.shopper_id and c.id = p.checkout_id
   where p.shopper_id = (select current_shopper_id()) and c.status = 'paying' and p.provider <> 'cod' and p.intent_id is not null
     and (p.status in ('creating', 'pending', 'processing', 'failed') or p.flag = 'order_due')
   order by p.created_at desc, p.id desc limit 20`;
