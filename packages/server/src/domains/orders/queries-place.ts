import { sql } from '../../platform/db/sql.ts';

/** The order of a checkout, if it has one. */
export const findOrderOfCheckout = (input: { shopperId: string; checkoutId: string }) => sql<{
  orderId: string;
  paymentId: string;
}>('order.of_checkout')`
  select id as order_id, payment_id from orders where shopper_id = ${input.shopperId}::uuid and checkout_id = ${input.checkoutId}::uuid`;

/** Writes the order as its checkout was frozen, with lines and the beginning of its history. */
export const insertOrder = (input: {
  shopperId: string;
  checkoutId: string;
  paymentId: string;
  orderId: string;
  now: Date;
}) => sql<{ id: string }>('order.insert')`
  with placed as (
    insert into orders (shopper_id, id, checkout_id, payment_id, market, currency, locale, email, phone, customer_type, company, vat_number,
                        shipping_address, billing_address, shipping_method, shipping_label, note, subtotal_minor, shipping_minor, tax_minor,
                        tax_included, total_minor, placed_at, updated_at)
    select c.shopper_id, ${input.orderId}::uuid, c.id, ${input.paymentId}::uuid, c.market, c.currency, c.locale, c.email, c.phone, c.customer_type,
           c.company, c.vat_number, c.shipping_address, c.billing_address, c.shipping_method, c.shipping_label, c.note, c.subtotal_minor,
           c.shipping_minor, c.tax_minor, c.tax_included, c.total_minor, ${input.now}::timestamptz, ${input.now}::timestamptz
      from checkouts c where c.shopper_id = ${input.shopperId}::uuid and c.id = ${input.checkoutId}::uuid
    returning shopper_id, id
  ), lines as (
    insert into order_lines (shopper_id, order_id, position, product_id, variant_id, designer_id, slug, sku, title, options, image_url, purchase,
                             quantity, price_minor, line_total_minor, tax_percent, tax_minor)
    select placed.shopper_id, placed.id, line.position, (line.value ->> 'productId')::uuid, (line.value ->> 'variantId')::uuid,
           (line.value ->> 'designerId')::uuid, line.value ->> 'slug', line.value ->> 'sku', line.value ->> 'title', line.value -> 'options',
           line.value ->> 'imageUrl', line.value ->> 'purchase', (line.value ->> 'quantity')::int, (line.value ->> 'priceMinor')::bigint,
           (line.value ->> 'lineTotalMinor')::bigint, (line.value ->> 'taxPercent')::numeric, (line.value ->> 'taxMinor')::bigint
      from placed
      join checkouts c on c.shopper_id = placed.shopper_id and c.id = ${input.checkoutId}::uuid
     cross join jsonb_array_elements(c.lines) with ordinality as line (value, position)
  ), history as (
    insert into order_history (shopper_id, order_id, from_status, to_status, at, actor_id, actor_role)
    select shopper_id, id, null, 'pending', ${input.now}::timestamptz, shopper_id, 'customer' from placed
  ), frozen as (
    update checkouts c set status = 'placed', updated_at = ${input.now}::timestamptz
      from placed where c.shopper_id = placed.shopper_id and c.id = ${input.checkoutId}::uuid
  )
  select id from placed`;

/** Takes out of the cart what was bought, and only that: what was put in since stays. */
export const takeFromCart = (input: { shopperId: string; checkoutId: string; now: Date }) => sql<object>(
  'order.take_from_cart',
)`
  with bought as (
    select c.shopper_id, (line ->> 'variantId')::uuid as variant_id, line ->> 'purchase' as purchase, sum((line ->> 'quantity')::int) as pieces
      from checkouts c cross join jsonb_array_elements(c.lines) as line
     where c.shopper_id = ${input.shopperId}::uuid and c.id = ${input.checkoutId}::uuid
     group by 1, 2, 3
  ), gone as (
    delete from cart_lines l using bought b
     where l.shopper_id = b.shopper_id and l.variant_id = b.variant_id and l.purchase = b.purchase and l.quantity <= b.pieces
    returning l.id
  ), fewer as (
    update cart_lines l set quantity = l.quantity - b.pieces
      from bought b
     where l.shopper_id = b.shopper_id and l.variant_id = b.variant_id and l.purchase = b.purchase and l.quantity > b.pieces
    returning l.id
  )
  update carts cart
     set version = cart.version + 1, updated_at = greatest(${input.now}, cart.updated_at + interval '1 millisecond')
   where cart.shopper_id = ${input.shopperId}::uuid and (exists (select from gone) or exists (select from fewer))`;

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
