import { sql } from '../../platform/db/sql.ts';
import type { CartPolicy } from './cart-policy.ts';

export interface CartView {
  now: Date;
  /** The market asked for by header; null leaves it to the shopper's own, then to the default. */
  market: string | null;
  policy: CartPolicy;
}

export interface CartDocument {
  /** `{"cart":{…}}`, ready to be sent. */
  body: string;
  version: bigint;
}

/** Makes the shopper's changes queue up, also before a cart exists; the statements after it see what the last one left. */
export const lockCart = () => sql<object>('cart.lock')`
  select pg_advisory_xact_lock(uuid_hash_extended(current_shopper_id(), 0))`;

/** The same lock for two shoppers at once, always taken in one order. */
export const lockCarts = (shopperIds: readonly string[]) => sql<object>('cart.lock_two')`
  select pg_advisory_xact_lock(key)
    from (select uuid_hash_extended(id, 0) as key from unnest(${shopperIds}::uuid[]) id order by key offset 0) ordered`;

/** Only the version, 0 where there is no cart. */
export const readCartVersion = () => sql<{ version: bigint }>('cart.version')`
  select coalesce((select version from carts where shopper_id = (select current_shopper_id())), 0) as version`;

export interface CartHead {
  shopperId: string;
  /** The market asked for, else the shopper's, else the default. */
  market: string;
  /** All zeros before the first use. */
  cartId: string;
  version: bigint;
}

/** Which cart and which market the caller shops in; no row once he is gone. */
export const readCartHead = ({ market, policy }: Pick<CartView, 'market' | 'policy'>) => sql<CartHead>(
  'cart.head',
)`
  select s.id as shopper_id, asked.market, coalesce(c.id, '00000000-0000-0000-0000-000000000000'::uuid) as cart_id,
         coalesce(c.version, 0) as version
    from shoppers s
    left join carts c on c.shopper_id = s.id
   cross join lateral (select asked_market(${market}, s.market, ${policy.defaultMarket}, ${policy.currencies}::jsonb) as market) asked
   where s.id = (select current_shopper_id())`;

/**
 * The whole cart as the answer's JSON, priced in the market asked for; an empty one where there is none. Writes nothing.
 * Amounts are money_major()'s, with its two factors found once: spelled out per amount it took a fifth of the statement.
 */
export const readCart = ({ now, market, policy }: CartView) => sql<CartDocument>('cart.read')`
  with asked as materialized (
    select s.id as shopper_id, c.id as cart_id, coalesce(c.version, 0) as version, c.updated_at, asked.market = c.market as at_home,
           asked.market, asked.currency, currency_digits(asked.currency) as digits, 10::numeric ^ -currency_digits(asked.currency) as unit
      from shoppers s
      left join carts c on c.shopper_id = s.id
     cross join lateral (select asked_market(${market}, s.market, ${policy.defaultMarket}, ${policy.currencies}::jsonb) as market) named
     cross join lateral (select named.market, ${policy.currencies}::jsonb ->> named.market as currency) asked
     where s.id = (select current_shopper_id())
  ), line as materialized (
    select l.id, l.product_id, l.variant_id, p.slug, v.sku, coalesce(p.title, l.title) as title, v.options, l.purchase,
           coalesce(v.image_url, p.image_url) as image_url, l.quantity, l.added_at, asked.digits, asked.unit,
           case when p.status <> 'published' or d.published is not true or v.active is not true then 'unavailable'
                when price.price_minor is null then 'not-sold-in-market' end as unsold,
           price.price_minor as current_minor, case when asked.at_home then l.seen_minor end as seen_minor,
           case when p.status <> 'published' or d.published is not true or v.active is not true or price.price_minor is null then null
                when asked.at_home and l.priced_at > ${policy.snapshotsSince(now)} then least(l.price_minor, price.price_minor)
                else price.price_minor end as price_minor,
           coalesce(stock.on_hand - stock.reserved, 0) as available,
           coalesce(v.max_quantity, p.max_quantity, ${policy.defaultMaxQuantity}::int) as max_quantity,
           sum(l.quantity) over (partition by l.variant_id) as pieces
      from asked
      join cart_lines l on l.shopper_id = asked.shopper_id
      left join products p on p.id = l.product_id
      left join designers d on d.id = p.designer_id
      left join variants v on v.id = l.variant_id
      left join variant_prices price
        on price.variant_id = l.variant_id and price.market = asked.market and price.currency = asked.currency
      left join stock_levels stock on stock.variant_id = l.variant_id
  ), summed as (
    select coalesce(sum(quantity) filter (where price_minor is not null), 0) as total_items,
           coalesce(sum(price_minor * quantity), 0)::bigint as total_minor,
           json_agg(id) filter (where unsold = 'not-sold-in-market') as not_sold,
           json_agg(
             json_build_object(
               'id', id, 'productId', product_id, 'variantId', variant_id, 'slug', slug, 'sku', sku, 'title', title,
               'options', coalesce(options, '{}'), 'price', round(price_minor * unit, digits), 'quantity', quantity,
               'imageUrl', image_url, 'lineTotal', round(price_minor * quantity * unit, digits),
               'available', available, 'maxQuantity', max_quantity,
               'purchase', case purchase when 'once' then '{"type":"once"}'::json
                           else json_build_object('type', 'subscription', 'interval', purchase) end,
               'status', case when unsold is not null then unsold
                              when available <= 0 then 'out-of-stock'
                              when pieces > available then 'reduced'
                              when pieces > max_quantity then 'over-limit'
                              else 'ok' end,
               'priceChange', case when price_minor is not null and seen_minor <> current_minor then json_build_object(
                 'old', round(seen_minor * unit, digits), 'new', round(current_minor * unit, digits),
                 'percent', round((current_minor - seen_minor) * 100.0 / nullif(seen_minor, 0), 2),
                 'notable', abs(current_minor - seen_minor) * 100.0 > seen_minor * ${policy.noticePercent}::numeric) end,
               'addedAt', iso_time(added_at))
             order by added_at, id) as items
      from line
  )
  select json_build_object('cart', json_build_object(
           'id', asked.cart_id, 'userId', asked.shopper_id, 'items', coalesce(summed.items, '[]'),
           'totalItems', summed.total_items, 'totalPrice', money_major(summed.total_minor, asked.currency),
           'currency', asked.currency, 'market', asked.market, 'notSold', coalesce(summed.not_sold, '[]'),
           'version', asked.version, 'updatedAt', iso_time(asked.updated_at)))::text as body,
         asked.version
    from asked cross join summed`;
