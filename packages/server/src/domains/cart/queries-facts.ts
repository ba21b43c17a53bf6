import { sql } from '../../platform/db/sql.ts';
import type { CartView } from './queries.ts';

/** All that judging a line needs to know, as of now, in the market asked for. */
export interface LineFacts {
  id: string;
  productId: string;
  variantId: string;
  title: string;
  purchase: 'once' | 'week' | 'month' | 'quarter';
  quantity: number;
  state: 'offered' | 'gone' | 'unpublished';
  /** Price today; null where it is not sold in the market. */
  currentMinor: bigint | null;
  /** Price the line was put in at, where that was in the same market. */
  snapshotMinor: bigint | null;
  /** Whether that price still binds (CART-11). */
  young: boolean;
  available: number;
  maxQuantity: number;
  /** `{old, new, percent, notable}` as JSON where the price is not the one the buyer last agreed to. */
  priceChange: string | null;
  notable: boolean;
  /** What an order's line keeps of the product; null where that is gone. */
  designerId: string | null;
  commissionPercent: string | null;
  slug: string | null;
  sku: string | null;
  options: Record<string, string> | null;
  imageUrl: string | null;
  weightGrams: number;
  tags: string[];
  requiresShipping: boolean;
  taxable: boolean;
  subscriptionEligible: boolean;
}

/** Whose lines; null is the caller. */
export const readFacts = ({
  now,
  market,
  policy,
  shopperId,
}: CartView & { shopperId?: string }) => sql<LineFacts>('cart.facts')`
  with asked as materialized (
    select s.id as shopper_id, asked.market, ${policy.currencies}::jsonb ->> asked.market as currency, asked.market = c.market as at_home
      from shoppers s
      join carts c on c.shopper_id = s.id
     cross join lateral (select asked_market(${market}, s.market, ${policy.defaultMarket}, ${policy.currencies}::jsonb) as market) asked
     where s.id = coalesce(${shopperId ?? null}::uuid, current_shopper_id())
  ), line as (
    select l.id, l.product_id, l.variant_id, coalesce(p.title, l.title) as title, l.purchase, l.quantity, l.added_at,
           case when p.id is null or p.status = 'archived' or v.active is not true then 'gone'
                when p.status <> 'published' or d.published is not true then 'unpublished'
                else 'offered' end as state,
           price.price_minor as current_minor, asked.currency,
           case when asked.at_home then l.price_minor end as snapshot_minor,
           case when asked.at_home then l.seen_minor end as seen_minor,
           l.priced_at > ${policy.snapshotsSince(now)} as young,
           coalesce(stock.on_hand - stock.reserved, 0) as available,
           coalesce(v.max_quantity, p.max_quantity, ${policy.defaultMaxQuantity}::int) as max_quantity,
           p.designer_id, trim_scale(d.commission_rate * 100)::text as commission_percent, p.slug, v.sku, v.options,
           coalesce(v.image_url, p.image_url) as image_url, coalesce(v.weight_grams, 0) as weight_grams, coalesce(p.tags, '{}') as tags,
           coalesce(v.requires_shipping, true) as requires_shipping, coalesce(v.taxable, true) as taxable,
           coalesce(v.subscription_eligible, false) as subscription_eligible
      from asked
      join cart_lines l on l.shopper_id = asked.shopper_id
      left join products p on p.id = l.product_id
      left join designers d on d.id = p.designer_id
      left join variants v on v.id = l.variant_id
      left join variant_prices price
        on price.variant_id = l.variant_id and price.market = asked.market and price.currency = asked.currency
      left join stock_levels stock on stock.variant_id = l.variant_id
  )
  select id, product_id, variant_id, title, purchase, quantity, state, current_minor, snapshot_minor, young, available, max_quantity,
         designer_id, commission_percent, slug, sku, options, image_url, weight_grams, tags, requires_shipping, taxable, subscription_eligible,
         case when seen_minor <> current_minor then json_build_object(
           'old', money_major(seen_minor, currency), 'new', money_major(current_minor, currency),
           'percent', round((current_minor - seen_minor) * 100.0 / nullif(seen_minor, 0), 2),
           'notable', abs(current_minor - seen_minor) * 100.0 > seen_minor * ${policy.noticePercent}::numeric)::text end as price_change,
         coalesce(abs(current_minor - seen_minor) * 100.0 > seen_minor * ${policy.noticePercent}::numeric, false) as notable
    from line order by added_at, id`;

export interface LineRepair {
  id: string;
  /** 0 takes the line out. */
  quantity: number;
  /** The price to hold from now on; null leaves the snapshot as it is. */
  priceMinor: bigint | null;
}

/** Applies repairs to the caller's lines: removes, reduces, and takes today's price as agreed to. Moves the version once. */
export const repairLines = (input: CartView & { repairs: readonly LineRepair[] }) => sql<object>(
  'cart.repair',
)`
  with saved_cart as (
    update carts cart
       set version = cart.version + 1, market = asked.market, currency = ${input.policy.currencies}::jsonb ->> asked.market,
           updated_at = greatest(${input.now}, cart.updated_at + interval '1 millisecond')
      from shoppers s
     cross join lateral (select asked_market(${input.market}, s.market, ${input.policy.defaultMarket}, ${input.policy.currencies}::jsonb) as market) asked
     where s.id = (select current_shopper_id()) and cart.shopper_id = s.id
    returning cart.shopper_id, cart.market, cart.currency
  ), repair as materialized (
    select r.id, r.quantity, r.price_minor, cart.shopper_id, cart.market, cart.currency
      from saved_cart cart,
           unnest(${input.repairs.map((repair) => repair.id)}::uuid[], ${input.repairs.map((repair) => repair.quantity)}::int[],
                  ${input.repairs.map((repair) => repair.priceMinor)}::bigint[]) as r (id, quantity, price_minor)
  ), gone as (
    delete from cart_lines line using repair r where line.shopper_id = r.shopper_id and line.id = r.id and r.quantity = 0
  )
  update cart_lines line
     set quantity = r.quantity, price_minor = coalesce(r.price_minor, line.price_minor), seen_minor = price.price_minor,
         priced_at = case when r.price_minor is null then line.priced_at else ${input.now} end
    from repair r
    join cart_lines own on own.shopper_id = r.shopper_id and own.id = r.id
    left join variant_prices price on price.variant_id = own.variant_id and price.market = r.market and price.currency = r.currency
   where line.shopper_id = r.shopper_id and line.id = r.id and r.quantity > 0`;
