import { sql } from '../../platform/db/sql.ts';
import type { OrderFacts } from './queries-facts.ts';

/** The order of a checkout, if it has one. */
export const findOrderOfCheckout = (input: { shopperId: string; checkoutId: string }) => sql<{
  orderId: string;
  paymentId: string;
}>('order.of_checkout')`
  select id as order_id, payment_id from orders where shopper_id = ${input.shopperId}::uuid and checkout_id = ${input.checkoutId}::uuid`;

/**
 * Writes the order as its checkout was frozen, with lines and the beginning of its history, and takes out of the cart what
 * was bought, and only that: what was put in since stays. Resolves to what a mail may say of it.
 */
export const insertOrder = (input: {
  shopperId: string;
  checkoutId: string;
  paymentId: string;
  orderId: string;
  now: Date;
}) => sql<OrderFacts>('order.insert')`
  with placed as (
    insert into orders (shopper_id, id, checkout_id, payment_id, market, currency, locale, email, phone, customer_type, company, vat_number,
                        shipping_address, billing_address, shipping_method, shipping_label, note, subtotal_minor, shipping_minor, tax_minor,
                        tax_included, total_minor, placed_at, updated_at)
    select c.shopper_id, ${input.orderId}::uuid, c.id, ${input.paymentId}::uuid, c.market, c.currency, c.locale, c.email, c.phone, c.customer_type,
           c.company, c.vat_number, c.shipping_address, c.billing_address, c.shipping_method, c.shipping_label, c.note, c.subtotal_minor,
           c.shipping_minor, c.tax_minor, c.tax_included, c.total_minor, ${input.now}::timestamptz, ${input.now}::timestamptz
      from checkouts c where c.shopper_id = ${input.shopperId}::uuid and c.id = ${input.checkoutId}::uuid
    returning *
  ), bought as materialized (
    select placed.shopper_id, placed.id as order_id, line.position, (line.value ->> 'productId')::uuid as product_id,
           (line.value ->> 'variantId')::uuid as variant_id, (line.value ->> 'designerId')::uuid as designer_id, line.value ->> 'slug' as slug,
           line.value ->> 'sku' as sku, line.value ->> 'title' as title, line.value -> 'options' as options, line.value ->> 'imageUrl' as image_url,
           line.value ->> 'purchase' as purchase, (line.value ->> 'quantity')::int as quantity, (line.value ->> 'priceMinor')::bigint as price_minor,
           (line.value ->> 'lineTotalMinor')::bigint as line_total_minor, (line.value ->> 'taxPercent')::numeric as tax_percent,
           (line.value ->> 'taxMinor')::bigint as tax_minor
      from placed
      join checkouts c on c.shopper_id = placed.shopper_id and c.id = ${input.checkoutId}::uuid
     cross join jsonb_array_elements(c.lines) with ordinality as line (value, position)
  ), lines as (
    insert into order_lines (shopper_id, order_id, position, product_id, variant_id, designer_id, slug, sku, title, options, image_url, purchase,
                             quantity, price_minor, line_total_minor, tax_percent, tax_minor)
    select * from bought
  ), history as (
    insert into order_history (shopper_id, order_id, from_status, to_status, at, actor_id, actor_role)
    select shopper_id, id, null, 'pending', ${input.now}::timestamptz, shopper_id, 'customer' from placed
  ), frozen as (
    update checkouts c set status = 'placed', updated_at = ${input.now}::timestamptz
      from placed where c.shopper_id = placed.shopper_id and c.id = ${input.checkoutId}::uuid
  ), pieces as (
    select variant_id, purchase, sum(quantity) as pieces from bought group by 1, 2
  ), gone as (
    delete from cart_lines l using pieces b
     where l.shopper_id = ${input.shopperId}::uuid and l.variant_id = b.variant_id and l.purchase = b.purchase and l.quantity <= b.pieces
    returning l.id
  ), fewer as (
    update cart_lines l set quantity = l.quantity - b.pieces
      from pieces b
     where l.shopper_id = ${input.shopperId}::uuid and l.variant_id = b.variant_id and l.purchase = b.purchase and l.quantity > b.pieces
    returning l.id
  ), changed as (
    update carts cart
       set version = cart.version + 1, updated_at = greatest(${input.now}, cart.updated_at + interval '1 millisecond')
     where cart.shopper_id = ${input.shopperId}::uuid and (exists (select from gone) or exists (select from fewer))
  )
  select o.shopper_id, o.number, o.market, o.currency, o.locale, o.email, o.company, o.vat_number, o.shipping_address, o.billing_address,
         o.shipping_label, o.subtotal_minor, o.shipping_minor, o.tax_minor, o.tax_included, o.total_minor, o.placed_at, p.provider, p.paid_at,
         (select json_agg(json_build_object(
                   'title', l.title, 'sku', l.sku, 'options', l.options, 'quantity', l.quantity, 'priceMinor', l.price_minor::text,
                   'lineTotalMinor', l.line_total_minor::text, 'taxPercent', l.tax_percent::text, 'taxMinor', l.tax_minor::text)
                 order by l.position)
            from bought l) as lines
    from placed o join payments p on p.shopper_id = o.shopper_id and p.id = o.payment_id`;

/** Whom to write to about a payment that became no order. */
export const readContact = (input: { shopperId: string; checkoutId: string }) => sql<{
  email: string;
  locale: string;
  market: string;
  name: string;
}>('order.contact')`
  select c.email, c.locale, c.market, coalesce(c.billing_address ->> 'name', c.shipping_address ->> 'name', '') as name
    from checkouts c
   where c.shopper_id = ${input.shopperId}::uuid and c.id = ${input.checkoutId}::uuid`;
