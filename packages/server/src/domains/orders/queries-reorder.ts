import { sql } from '../../platform/db/sql.ts';
import type { MarketRules } from './reorder.ts';

export interface ReorderLine {
  productId: string;
  variantId: string;
  title: string;
  purchase: 'once' | 'week' | 'month' | 'quarter';
  quantity: number;
  /** How many of them can be had now, other lines of the variant and what lies in the cart aside. */
  available: number;
  maxQuantity: number;
  priceMinor: bigint | null;
  currency: string;
  /** Null where nothing stands in the way. */
  reason: 'unavailable' | 'not-sold-in-market' | 'out-of-stock' | null;
}

/** What of an order of the caller's can be bought again today in the market he shops in. */
export const readReorder = (input: { orderId: string; market: string | null; policy: MarketRules }) =>
  sql<ReorderLine>('order.reorder')`
  with asked as (
    select asked.market, ${input.policy.currencies}::jsonb ->> asked.market as currency
      from shoppers s
     cross join lateral (select asked_market(${input.market}, s.market, ${input.policy.defaultMarket}, ${input.policy.currencies}::jsonb) as market) asked
     where s.id = (select current_shopper_id())
  )
  select l.product_id, l.variant_id, coalesce(p.title, l.title) as title, l.purchase, l.quantity,
         greatest(coalesce(stock.on_hand - stock.reserved, 0), 0) as available,
         coalesce(v.max_quantity, p.max_quantity, ${input.policy.defaultMaxQuantity}::int) as max_quantity,
         price.price_minor, asked.currency,
         case when p.status is distinct from 'published' or d.published is not true or v.active is not true then 'unavailable'
              when price.price_minor is null then 'not-sold-in-market'
              when coalesce(stock.on_hand - stock.reserved, 0) <= 0 then 'out-of-stock' end as reason
    from order_lines l
   cross join asked
    left join products p on p.id = l.product_id
    left join designers d on d.id = p.designer_id
    left join variants v on v.id = l.variant_id
    left join variant_prices price on price.variant_id = l.variant_id and price.market = asked.market and price.currency = asked.currency
    left join stock_levels stock on stock.variant_id = l.variant_id
   where l.shopper_id = (select current_shopper_id()) and l.order_id = ${input.orderId}::uuid
   order by l.position`;
