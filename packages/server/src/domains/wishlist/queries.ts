import { sql } from '../../platform/db/sql.ts';

/** The store's markets in the form that statements take. */
export interface MarketRules {
  defaultMarket: string;
  /** Market → currency, as JSON. */
  currencies: string;
}

export interface WishlistView {
  /** The market asked for by header; null leaves it to the shopper's own, then to the default. */
  market: string | null;
  policy: MarketRules;
}

export interface Wish {
  id: string;
  productId: string;
  variantId: string | null;
}

/** The shopper's one lock, which his cart takes too: what moves between the two waits for neither twice. */
export const lockWishlist = () => sql<object>('wishlist.lock')`
  select pg_advisory_xact_lock(uuid_hash_extended(current_shopper_id(), 0))`;

/** The whole wishlist as the answer's JSON, newest first, priced in the market asked for. */
export const readWishlist = ({ market, policy }: WishlistView) => sql<{ body: string }>('wishlist.read')`
  with asked as materialized (
    select s.id as shopper_id, asked.market, ${policy.currencies}::jsonb ->> asked.market as currency
      from shoppers s
     cross join lateral (select asked_market(${market}, s.market, ${policy.defaultMarket}, ${policy.currencies}::jsonb) as market) asked
     where s.id = (select current_shopper_id())
  ), item as materialized (
    select w.id, w.product_id, w.variant_id, w.added_at, p.slug, p.title, coalesce(v.image_url, p.image_url) as image_url, v.options,
           asked.currency, offer.price_minor, offer.available,
           case when p.status <> 'published' or not d.published or offer.variants = 0 then 'unavailable'
                when offer.price_minor is null then 'not-sold-in-market'
                when offer.available <= 0 then 'out-of-stock'
                else 'ok' end as status
      from asked
      join wishlist_items w on w.shopper_id = asked.shopper_id
      join products p on p.id = w.product_id
      join designers d on d.id = p.designer_id
      left join variants v on v.id = w.variant_id
     cross join lateral (
             select count(*) as variants, min(price.price_minor) as price_minor,
                    coalesce(sum(greatest(stock.on_hand - stock.reserved, 0)), 0) as available
               from variants o
               left join variant_prices price
                 on price.variant_id = o.id and price.market = asked.market and price.currency = asked.currency
               left join stock_levels stock on stock.variant_id = o.id
              where o.product_id = w.product_id and o.active and (w.variant_id is null or o.id = w.variant_id)
           ) offer
  )
  select json_build_object('wishlist', json_build_object(
           'userId', asked.shopper_id, 'currency', asked.currency, 'market', asked.market,
           'totalItems', (select count(*) from item),
           'items', coalesce((
             select json_agg(json_build_object(
                      'id', id, 'productId', product_id, 'variantId', variant_id, 'slug', slug, 'title', title, 'options', options,
                      'imageUrl', image_url, 'price', money_major(price_minor, item.currency), 'currency', item.currency,
                      'available', available, 'status', status, 'addedAt', iso_time(added_at))
                    order by added_at desc, id desc)
               from item), '[]')))::text as body
    from asked`;

/** Puts a product or variant on the list, once; refuses what is not on sale and more than the list may hold. */
export const addWish = (input: {
  productId: string;
  variantId: string | null;
  max: number;
  now: Date;
}) => sql<{
  outcome: 'added' | 'present' | 'product-unknown' | 'variant-unknown' | 'full';
}>('wishlist.add')`
  with verdict as materialized (
    select s.id as shopper_id,
           case
             when not exists (select from products p join designers d on d.id = p.designer_id
                               where p.id = ${input.productId}::uuid and p.status = 'published' and d.published) then 'product-unknown'
             when ${input.variantId}::uuid is not null
              and not exists (select from variants v
                               where v.product_id = ${input.productId}::uuid and v.id = ${input.variantId}::uuid and v.active) then 'variant-unknown'
             when exists (select from wishlist_items w
                           where w.shopper_id = s.id and w.product_id = ${input.productId}::uuid
                             and w.variant_id is not distinct from ${input.variantId}::uuid) then 'present'
             when (select count(*) from wishlist_items w where w.shopper_id = s.id) >= ${input.max}::int then 'full'
             else 'added'
           end as outcome
      from shoppers s where s.id = (select current_shopper_id())
  ), saved as (
    insert into wishlist_items (shopper_id, product_id, variant_id, added_at)
    select shopper_id, ${input.productId}::uuid, ${input.variantId}::uuid, ${input.now} from verdict where outcome = 'added'
    on conflict (shopper_id, product_id, variant_id) do nothing
  )
  select outcome from verdict`;

/** One of the shopper's own items, locked until the transaction ends. */
export const lockWish = (id: string) => sql<Wish>('wishlist.lock_item')`
  select id, product_id, variant_id from wishlist_items
   where shopper_id = (select current_shopper_id()) and id = ${id}::uuid for update`;

/** Takes an item off the list; `deleted` is false where there was none, then `foreign` tells whether it is somebody else's. */
export const deleteWish = (id: string) => sql<{ deleted: boolean; foreign: boolean }>('wishlist.delete')`
  with gone as (
    delete from wishlist_items where shopper_id = (select current_shopper_id()) and id = ${id}::uuid returning id
  )
  select exists (select from gone) as deleted,
         case when not exists (select from gone) then wishlist_item_exists(${id}::uuid) else false end as foreign`;

/** Whether there is such an item at all, whoever's it is. */
export const wishExists = (id: string) => sql<{ there: boolean }>('wishlist.exists')`
  select wishlist_item_exists(${id}::uuid) as there`;

/** Gives one shopper's items to another as far as there is room and he has not got them; for system, at sign-in. */
export const moveWishes = (input: { from: string; to: string; max: number }) => sql<{ moved: number }>(
  'wishlist.move',
)`
  with moved as (
    insert into wishlist_items (shopper_id, product_id, variant_id, added_at)
    select ${input.to}::uuid, w.product_id, w.variant_id, w.added_at
      from wishlist_items w
     where w.shopper_id = ${input.from}::uuid
       and not exists (select from wishlist_items own
                        where own.shopper_id = ${input.to}::uuid and own.product_id = w.product_id
                          and own.variant_id is not distinct from w.variant_id)
     order by w.added_at desc
     limit greatest(0, ${input.max}::int - (select count(*) from wishlist_items own where own.shopper_id = ${input.to}::uuid))
    on conflict (shopper_id, product_id, variant_id) do nothing
    returning id
  )
  select count(*)::int as moved from moved`;
