import type pg from 'pg';
import { sql, type Statement } from '../platform/db/sql.ts';

export interface GivenOrder {
  orderId: string;
  paymentId: string;
}

/** Puts an order of one piece, to be paid on delivery, straight into the database, through every state on its way. */
export async function givenOrder(
  admin: pg.Client,
  input: { shopperId: string; productId: string; variantId: string },
): Promise<GivenOrder> {
  const [{ orderId, paymentId }] = await run<GivenOrder>(admin, begin(input));
  for (const step of [frozen(paymentId), pending(paymentId)]) await run(admin, step);
  await run(admin, placed({ orderId, paymentId }));
  return { orderId, paymentId };
}

async function run<Row>(admin: pg.Client, statement: Statement<Row>): Promise<[Row]> {
  const { rows } = await admin.query<Record<string, string>>(statement.text, [...statement.values]);
  return rows.map((row) => ({ orderId: row['order_id'], paymentId: row['payment_id'] })) as [Row];
}

const begin = (input: { shopperId: string; productId: string; variantId: string }) => sql<GivenOrder>(
  'given.order_begin',
)`
  with checkout as (
    insert into checkouts (shopper_id, cart_id, cart_version, fingerprint, market, currency, locale, email, customer_type, lines,
                           subtotal_minor, shipping_minor, tax_minor, tax_included, total_minor, created_at, updated_at, status)
    select ${input.shopperId}::uuid, new_id(), 1, '\\x00', 'us', 'USD', 'en', 'secret@example.com', 'private',
           jsonb_build_array(jsonb_build_object(
             'variantId', ${input.variantId}::text, 'productId', ${input.productId}::text, 'designerId', p.designer_id, 'slug', p.slug,
             'title', p.title, 'options', '{}'::jsonb, 'purchase', 'once', 'quantity', 1, 'priceMinor', '1000', 'lineTotalMinor', '1000',
             'taxPercent', 0, 'taxMinor', '0')),
           1000, 0, 0, false, 1000, now(), now() - interval '1 hour', 'open'
      from products p where p.id = ${input.productId}::uuid
    returning *
  )
  insert into payments (shopper_id, checkout_id, cart_id, provider, mode, amount_minor, currency, created_at, updated_at)
  select shopper_id, id, cart_id, 'cod', 'live', 1000, 'USD', now(), now() from checkout
  returning id as payment_id, new_id() as order_id`;

const frozen = (paymentId: string) => sql<object>('given.order_frozen')`
  update checkouts c set status = 'paying' from payments p where p.id = ${paymentId}::uuid and c.shopper_id = p.shopper_id and c.id = p.checkout_id`;

const pending = (paymentId: string) => sql<object>('given.order_pending')`
  update payments set status = 'pending' where id = ${paymentId}::uuid`;

const placed = ({ orderId, paymentId }: GivenOrder) => sql<object>('given.order_placed')`
  with checkout as (
    update checkouts c set status = 'placed' from payments p
     where p.id = ${paymentId}::uuid and c.shopper_id = p.shopper_id and c.id = p.checkout_id
    returning c.*
  ), placed as (
    insert into orders (shopper_id, id, checkout_id, payment_id, market, currency, locale, email, customer_type, subtotal_minor, shipping_minor,
                        tax_minor, tax_included, total_minor, placed_at, updated_at)
    select shopper_id, ${orderId}::uuid, id, ${paymentId}::uuid, market, currency, locale, email, customer_type, subtotal_minor, shipping_minor,
           tax_minor, tax_included, total_minor, now(), now() from checkout
  ), lines as (
    insert into order_lines (shopper_id, order_id, position, product_id, variant_id, designer_id, slug, title, options, purchase, quantity,
                             price_minor, line_total_minor, tax_percent, tax_minor)
    select c.shopper_id, ${orderId}::uuid, 1, (line ->> 'productId')::uuid, (line ->> 'variantId')::uuid, (line ->> 'designerId')::uuid,
           line ->> 'slug', line ->> 'title', '{}', 'once', 1, 1000, 1000, 0, 0
      from checkout c cross join jsonb_array_elements(c.lines) as line
  )
  insert into order_history (shopper_id, order_id, to_status, at, actor_role)
  select shopper_id, ${orderId}::uuid, 'pending', now(), 'customer' from checkout`;
