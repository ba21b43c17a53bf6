import { sql } from '../../platform/db/sql.ts';
import type { Address } from '../checkout/public.ts';

/** An order's line; amounts are text, because JSON has no exact integers. */
export interface LineFacts {
  title: string;
  sku: string | null;
  options: Record<string, string>;
  quantity: number;
  priceMinor: string;
  lineTotalMinor: string;
  taxPercent: string;
  taxMinor: string;
}

/** All of an order that a mail or an invoice may say. */
export interface OrderFacts {
  shopperId: string;
  number: bigint;
  market: string;
  currency: string;
  locale: string;
  email: string;
  company: string | null;
  vatNumber: string | null;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  shippingLabel: string | null;
  subtotalMinor: bigint;
  shippingMinor: bigint;
  taxMinor: bigint;
  taxIncluded: boolean;
  totalMinor: bigint;
  placedAt: Date;
  provider: string;
  paidAt: Date | null;
  lines: LineFacts[];
}

/** Anybody's order; within a customer's request only his own. */
export const readOrderFacts = (orderId: string) => sql<OrderFacts>('order.facts')`
  select o.shopper_id, o.number, o.market, o.currency, o.locale, o.email, o.company, o.vat_number, o.shipping_address, o.billing_address,
         o.shipping_label, o.subtotal_minor, o.shipping_minor, o.tax_minor, o.tax_included, o.total_minor, o.placed_at, p.provider, p.paid_at,
         (select json_agg(json_build_object(
                   'title', l.title, 'sku', l.sku, 'options', l.options, 'quantity', l.quantity, 'priceMinor', l.price_minor::text,
                   'lineTotalMinor', l.line_total_minor::text, 'taxPercent', l.tax_percent::text, 'taxMinor', l.tax_minor::text)
                 order by l.position)
            from order_lines l where l.shopper_id = o.shopper_id and l.order_id = o.id) as lines
    from orders o join payments p on p.shopper_id = o.shopper_id and p.id = o.payment_id
   where o.id = ${orderId}::uuid`;
