import { sql } from '../../platform/db/sql.ts';
import type { CartView } from './queries.ts';

/** Both sides of a merge as they are now: is the guest still one, and where will the user's cart be. */
export const readSides = (input: CartView & { guestId: string; userId: string }) => sql<{
  market: string;
  /** Whether the guest's snapshots are of the market that the user's cart will be in. */
  sameMarket: boolean;
}>('cart.merge.sides')`
  select asked.market, coalesce(theirs.market = asked.market, false) as same_market
    from shoppers u
    join shoppers g on g.id = ${input.guestId}::uuid and g.kind = 'guest'
    left join carts theirs on theirs.shopper_id = g.id
   cross join lateral (select asked_market(${input.market}, u.market, ${input.policy.defaultMarket}, ${input.policy.currencies}::jsonb) as market) asked
   where u.id = ${input.userId}::uuid and u.kind = 'user'`;

export interface MergeLine {
  productId: string;
  variantId: string;
  title: string;
  purchase: 'once' | 'week' | 'month' | 'quarter';
  quantity: number;
  offered: boolean;
  subscriptionEligible: boolean;
  currentMinor: bigint | null;
  available: number;
  maxQuantity: number;
}

/** A guest's lines, judged in the market of the cart they go to; the oldest first. */
export const readGuestLines = (input: CartView & { guestId: string; userId: string }) => sql<MergeLine>(
  'cart.merge.lines',
)`
  with asked as materialized (
    select asked.market, ${input.policy.currencies}::jsonb ->> asked.market as currency
      from shoppers u
     cross join lateral (select asked_market(${input.market}, u.market, ${input.policy.defaultMarket}, ${input.policy.currencies}::jsonb) as market) asked
     where u.id = ${input.userId}::uuid
  )
  select l.product_id, l.variant_id, coalesce(p.title, l.title) as title, l.purchase, l.quantity,
         coalesce(p.status = 'published' and d.published and v.active, false) as offered,
         coalesce(v.subscription_eligible, false) as subscription_eligible,
         price.price_minor as current_minor, coalesce(stock.on_hand - stock.reserved, 0) as available,
         coalesce(v.max_quantity, p.max_quantity, ${input.policy.defaultMaxQuantity}::int) as max_quantity
    from asked
    join cart_lines l on l.shopper_id = ${input.guestId}::uuid
    left join products p on p.id = l.product_id
    left join designers d on d.id = p.designer_id
    left join variants v on v.id = l.variant_id
    left join variant_prices price
      on price.variant_id = l.variant_id and price.market = asked.market and price.currency = asked.currency
    left join stock_levels stock on stock.variant_id = l.variant_id
   order by l.added_at, l.id`;

/** What a user's cart holds, by line. */
export const readHeldLines = (userId: string) => sql<{
  variantId: string;
  purchase: string;
  quantity: number;
}>('cart.merge.held')`
  select variant_id, purchase, quantity from cart_lines where shopper_id = ${userId}::uuid`;

export interface MergedPieces {
  variantId: string;
  purchase: string;
  quantity: number;
}

/** Adds the pieces to the user's cart, made where he has none. Lines new to it bring the guest's snapshot of the same market along. */
export const addGuestPieces = (
  input: CartView & {
    guestId: string;
    userId: string;
    market: string;
    sameMarket: boolean;
    pieces: readonly MergedPieces[];
  },
) => sql<{ version: bigint }>('cart.merge.add')`
  with saved_cart as (
    insert into carts as cart (shopper_id, market, currency, created_at, updated_at)
    values (${input.userId}, ${input.market}::text, ${input.policy.currencies}::jsonb ->> ${input.market}::text, ${input.now}, ${input.now})
    on conflict (shopper_id) do update
       set version = cart.version + 1, market = excluded.market, currency = excluded.currency,
           updated_at = greatest(excluded.updated_at, cart.updated_at + interval '1 millisecond')
    returning shopper_id, market, currency, version
  ), saved_lines as (
    insert into cart_lines as line
           (shopper_id, product_id, variant_id, title, purchase, quantity, price_minor, seen_minor, priced_at, added_at)
    select cart.shopper_id, l.product_id, l.variant_id, l.title, l.purchase, added.quantity,
           case when ${input.sameMarket}::boolean then l.price_minor else price.price_minor end,
           case when ${input.sameMarket}::boolean then l.seen_minor else price.price_minor end,
           case when ${input.sameMarket}::boolean then l.priced_at else ${input.now} end, l.added_at
      from saved_cart cart
     cross join unnest(${input.pieces.map((piece) => piece.variantId)}::uuid[], ${input.pieces.map((piece) => piece.purchase)}::text[],
                       ${input.pieces.map((piece) => piece.quantity)}::int[]) as added (variant_id, purchase, quantity)
      join cart_lines l on l.shopper_id = ${input.guestId}::uuid and l.variant_id = added.variant_id and l.purchase = added.purchase
      left join variant_prices price
        on price.variant_id = l.variant_id and price.market = cart.market and price.currency = cart.currency
    on conflict (shopper_id, variant_id, purchase) do update set quantity = line.quantity + excluded.quantity
  )
  select version from saved_cart`;

/**
 * What the guest is about to pay, and what he has ordered with the user's own email; locked before the payments of it, as
 * everybody does.
 */
export const lockGuestCheckouts = (input: { guestId: string; userId: string }) => sql<{ id: string }>(
  'cart.merge.lock_checkouts',
)`
  select c.id from checkouts c join users u on u.shopper_id = ${input.userId}::uuid
   where c.shopper_id = ${input.guestId}::uuid and (c.status = 'paying' or (c.status = 'placed' and c.email = u.email))
   order by c.id for update of c`;

/** After `lockGuestCheckouts`: what the gateways were told of the payments goes on naming the guest. */
export const keepPayer = (input: { guestId: string; checkouts: readonly string[] }) => sql<object>(
  'cart.merge.keep_payer',
)`
  update payments set customer_id = coalesce(customer_id, shopper_id)
   where shopper_id = ${input.guestId}::uuid and checkout_id = any (${input.checkouts}::uuid[])`;

/** After `keepPayer`: they are the user's; payments, holds and orders follow by their keys. */
export const moveCheckouts = (input: {
  guestId: string;
  userId: string;
  checkouts: readonly string[];
}) => sql<object>('cart.merge.move_checkouts')`
  update checkouts set shopper_id = ${input.userId}::uuid
   where shopper_id = ${input.guestId}::uuid and id = any (${input.checkouts}::uuid[])`;

/** The guest, his cart, his wishlist and all else of his: gone. Of one who has paid, what belongs to the payment stays. */
export const deleteGuest = (guestId: string) => sql<object>('cart.merge.forget')`
  with token as (delete from guests where shopper_id = ${guestId}::uuid),
       cart as (delete from carts where shopper_id = ${guestId}::uuid)
  delete from shoppers
   where id = ${guestId}::uuid and kind = 'guest' and not exists (select from payments p where p.shopper_id = ${guestId}::uuid)`;
