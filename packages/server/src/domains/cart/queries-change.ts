import { sql } from '../../platform/db/sql.ts';
import type { Origin } from '../audit/public.ts';
import type { CartView } from './queries.ts';

/** What a change says of itself. Any outcome but the hoped-for one means that nothing was changed. */
export interface ChangeRow<Outcome extends string = string> {
  outcome: Outcome | 'version-differs' | 'line-unknown' | 'line-foreign';
}

export interface QuantityRow {
  outcome:
    | ChangeRow<'added' | 'updated'>['outcome']
    | 'product-unknown'
    | 'variant-required'
    | 'variant-unknown'
    | 'subscription-unavailable'
    | 'not-sold-in-market'
    | 'cart-full'
    | 'insufficient-stock'
    | 'quantity-limit';
  available: number | null;
  maxQuantity: number | null;
  /** Pieces of the variant the cart would have held, over all its lines. */
  requested: number | null;
  /** The variants to choose from, where one was required. */
  choices: string[] | null;
}

/** How an addition compares with what its sender believed. */
export interface AdditionRow extends QuantityRow {
  /** The claimed price as a part of ours; null where none was claimed, or ours. */
  claimedShare: number | null;
}

export interface Condition {
  /** Versions of the cart the client accepts to change (If-Match); null accepts any. */
  ifMatch: readonly bigint[] | null;
}

export type Purchase = 'once' | 'week' | 'month' | 'quarter';

export interface Addition extends CartView, Condition {
  productId: string;
  variantId: string | null;
  quantity: number;
  purchase: Purchase;
  /** What the client believes one piece costs, in major units; compared, never used. */
  claimedPrice: string | null;
  origin: Origin;
}

/** Puts pieces in, onto the line that is there or a new one, and makes the cart at its first use; all or nothing. */
export const addLine = (input: Addition) => sql<AdditionRow>('cart.add')`
  with asked as materialized (
    select s.id as shopper_id, s.role, coalesce(c.version, 0) as version,
           asked.market, ${input.policy.currencies}::jsonb ->> asked.market as currency
      from shoppers s
      left join carts c on c.shopper_id = s.id
     cross join lateral (select asked_market(${input.market}, s.market, ${input.policy.defaultMarket}, ${input.policy.currencies}::jsonb) as market) asked
     where s.id = (select current_shopper_id())
  ), wanted as materialized (
    select p.title, p.status = 'published' and d.published as offered, v.id as variant_id, v.subscription_eligible,
           coalesce(v.max_quantity, p.max_quantity, ${input.policy.defaultMaxQuantity}::int) as max_quantity,
           price.price_minor, price.currency, coalesce(stock.on_hand - stock.reserved, 0) as available
      from products p
      join designers d on d.id = p.designer_id
      left join variants v on v.product_id = p.id and v.active and v.id = coalesce(${input.variantId}::uuid,
             (select (array_agg(o.id))[1] from variants o where o.product_id = p.id and o.active having count(*) = 1))
      left join variant_prices price
        on price.variant_id = v.id and (price.market, price.currency) = (select market, currency from asked)
      left join stock_levels stock on stock.variant_id = v.id
     where p.id = ${input.productId}::uuid
  ), held as materialized (
    select count(*) as lines, coalesce(sum(l.quantity) filter (where l.variant_id = w.variant_id), 0)::int as pieces,
           coalesce(bool_or(l.variant_id = w.variant_id and l.purchase = ${input.purchase}::text), false) as joined
      from cart_lines l left join wanted w on true
     where l.shopper_id = (select current_shopper_id())
  ), verdict as materialized (
    select case
             when not coalesce(asked.version = any (${input.ifMatch}::bigint[]), true) then 'version-differs'
             when w.offered is not true then 'product-unknown'
             when w.variant_id is null and ${input.variantId}::uuid is null then 'variant-required'
             when w.variant_id is null then 'variant-unknown'
             when ${input.purchase}::text <> 'once' and not w.subscription_eligible then 'subscription-unavailable'
             when w.price_minor is null then 'not-sold-in-market'
             when held.lines >= ${input.policy.maxLines}::int and not held.joined then 'cart-full'
             when held.pieces + ${input.quantity}::int > w.available then 'insufficient-stock'
             when held.pieces + ${input.quantity}::int > w.max_quantity then 'quantity-limit'
             else 'added'
           end as outcome,
           asked.*, w.title, w.variant_id, w.price_minor, w.available, w.max_quantity, held.pieces
      from asked cross join held left join wanted w on true
  ), saved_cart as (
    insert into carts as cart (shopper_id, market, currency, created_at, updated_at)
    select shopper_id, market, currency, ${input.now}, ${input.now} from verdict where outcome = 'added'
    on conflict (shopper_id) do update
       set version = cart.version + 1, market = excluded.market, currency = excluded.currency,
           updated_at = greatest(excluded.updated_at, cart.updated_at + interval '1 millisecond')
    returning shopper_id
  ), saved_line as (
    insert into cart_lines as line
           (shopper_id, product_id, variant_id, title, purchase, quantity, price_minor, seen_minor, priced_at, added_at)
    select cart.shopper_id, ${input.productId}::uuid, v.variant_id, v.title, ${input.purchase}::text, ${input.quantity}::int,
           v.price_minor, v.price_minor, ${input.now}, ${input.now}
      from saved_cart cart cross join verdict v
    on conflict (shopper_id, variant_id, purchase) do update
       set quantity = line.quantity + excluded.quantity, title = excluded.title, seen_minor = excluded.seen_minor,
           price_minor = least(case when line.priced_at > ${input.policy.snapshotsSince(input.now)} then line.price_minor end,
                               excluded.price_minor),
           priced_at = case when line.priced_at > ${input.policy.snapshotsSince(input.now)} and line.price_minor < excluded.price_minor
                            then line.priced_at else excluded.priced_at end
  ), audited as (
    insert into audit_log (at, actor_id, actor_role, action, target_kind, target_id, before, after, request_id, ip, user_agent)
    select ${input.now}, shopper_id, role, 'cart.price_mismatch', 'variant', variant_id::text,
           jsonb_build_object('price', money_major(price_minor, currency), 'currency', currency),
           jsonb_build_object('claimed', ${input.claimedPrice}::numeric),
           ${input.origin.requestId}, ${input.origin.ip}::inet, ${input.origin.userAgent}
      from verdict
     where ${input.claimedPrice}::numeric <> money_major(price_minor, currency)
  )
  select outcome, available, max_quantity, pieces + ${input.quantity}::int as requested,
         case when outcome = 'variant-required' then
           (select array_agg(id order by position) from variants where product_id = ${input.productId}::uuid and active) end as choices,
         case when ${input.claimedPrice}::numeric <> money_major(price_minor, currency)
              then (${input.claimedPrice}::numeric / nullif(money_major(price_minor, currency), 0))::float8 end as claimed_share
    from verdict`;

/** Sets a line's quantity; the stock and the limit count all lines of its variant. */
export const setQuantity = (
  input: CartView & Condition & { itemId: string; quantity: number },
) => sql<QuantityRow>('cart.update')`
  with asked as materialized (
    select s.id as shopper_id, coalesce(c.version, 0) as version,
           asked.market, ${input.policy.currencies}::jsonb ->> asked.market as currency
      from shoppers s
      left join carts c on c.shopper_id = s.id
     cross join lateral (select asked_market(${input.market}, s.market, ${input.policy.defaultMarket}, ${input.policy.currencies}::jsonb) as market) asked
     where s.id = (select current_shopper_id())
  ), line as materialized (
    select l.id, coalesce(p.status = 'published' and d.published and v.active, false) as offered, price.price_minor,
           coalesce(v.max_quantity, p.max_quantity, ${input.policy.defaultMaxQuantity}::int) as max_quantity,
           coalesce(stock.on_hand - stock.reserved, 0) as available,
           (select coalesce(sum(o.quantity), 0)::int from cart_lines o
             where o.shopper_id = l.shopper_id and o.variant_id = l.variant_id and o.id <> l.id) + ${input.quantity}::int as pieces
      from cart_lines l
      left join products p on p.id = l.product_id
      left join designers d on d.id = p.designer_id
      left join variants v on v.id = l.variant_id
      left join variant_prices price
        on price.variant_id = l.variant_id and (price.market, price.currency) = (select market, currency from asked)
      left join stock_levels stock on stock.variant_id = l.variant_id
     where l.shopper_id = (select current_shopper_id()) and l.id = ${input.itemId}::uuid
  ), verdict as materialized (
    select case
             when not coalesce(asked.version = any (${input.ifMatch}::bigint[]), true) then 'version-differs'
             when line.id is null then case when cart_line_exists(${input.itemId}::uuid) then 'line-foreign' else 'line-unknown' end
             when not line.offered then 'product-unknown'
             when line.price_minor is null then 'not-sold-in-market'
             when line.pieces > line.available then 'insufficient-stock'
             when line.pieces > line.max_quantity then 'quantity-limit'
             else 'updated'
           end as outcome,
           asked.*, line.available, line.max_quantity, line.pieces
      from asked left join line on true
  ), saved_cart as (
    update carts cart
       set version = cart.version + 1, market = v.market, currency = v.currency,
           updated_at = greatest(${input.now}, cart.updated_at + interval '1 millisecond')
      from verdict v
     where v.outcome = 'updated' and cart.shopper_id = v.shopper_id
    returning cart.shopper_id
  ), saved_line as (
    update cart_lines line set quantity = ${input.quantity}::int
      from saved_cart cart
     where line.shopper_id = cart.shopper_id and line.id = ${input.itemId}::uuid
  )
  select outcome, available, max_quantity, pieces as requested, null::uuid[] as choices from verdict`;

/** Takes one line out. */
export const deleteLine = (input: CartView & Condition & { itemId: string }) => sql<ChangeRow<'removed'>>(
  'cart.remove',
)`
  with verdict as materialized (
    select case
             when not coalesce(coalesce(c.version, 0) = any (${input.ifMatch}::bigint[]), true) then 'version-differs'
             when l.id is not null then 'removed'
             when cart_line_exists(${input.itemId}::uuid) then 'line-foreign'
             else 'line-unknown'
           end as outcome,
           s.id as shopper_id, asked.market
      from shoppers s
      left join carts c on c.shopper_id = s.id
      left join cart_lines l on l.shopper_id = s.id and l.id = ${input.itemId}::uuid
     cross join lateral (select asked_market(${input.market}, s.market, ${input.policy.defaultMarket}, ${input.policy.currencies}::jsonb) as market) asked
     where s.id = (select current_shopper_id())
  ), saved_cart as (
    update carts cart
       set version = cart.version + 1, market = v.market, currency = ${input.policy.currencies}::jsonb ->> v.market,
           updated_at = greatest(${input.now}, cart.updated_at + interval '1 millisecond')
      from verdict v
     where v.outcome = 'removed' and cart.shopper_id = v.shopper_id
    returning cart.shopper_id
  ), gone as (
    delete from cart_lines line using saved_cart cart
     where line.shopper_id = cart.shopper_id and line.id = ${input.itemId}::uuid
  )
  select outcome from verdict`;

/** Takes every line out; the cart itself stays, and stays unchanged where it was empty. */
export const deleteLines = (input: CartView & Condition) => sql<
  ChangeRow<'cleared'> & { deletedCount: number }
>('cart.clear')`
  with verdict as materialized (
    select case when coalesce(coalesce(c.version, 0) = any (${input.ifMatch}::bigint[]), true) then 'cleared'
                else 'version-differs' end as outcome,
           s.id as shopper_id, asked.market,
           (select count(*)::int from cart_lines l where l.shopper_id = s.id) as deleted_count
      from shoppers s
      left join carts c on c.shopper_id = s.id
     cross join lateral (select asked_market(${input.market}, s.market, ${input.policy.defaultMarket}, ${input.policy.currencies}::jsonb) as market) asked
     where s.id = (select current_shopper_id())
  ), saved_cart as (
    update carts cart
       set version = cart.version + 1, market = v.market, currency = ${input.policy.currencies}::jsonb ->> v.market,
           updated_at = greatest(${input.now}, cart.updated_at + interval '1 millisecond')
      from verdict v
     where v.outcome = 'cleared' and v.deleted_count > 0 and cart.shopper_id = v.shopper_id
    returning cart.shopper_id
  ), gone as (
    delete from cart_lines line using saved_cart cart where line.shopper_id = cart.shopper_id
  )
  select outcome, deleted_count from verdict`;
