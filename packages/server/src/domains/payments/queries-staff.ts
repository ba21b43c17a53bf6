import { sql } from '../../platform/db/sql.ts';
import type { PaymentStatus } from './states.ts';

/** Holds a payment's checkout against all who would make its order; before `lockAnyPayment`, as everybody does. */
export const lockCheckoutOf = (paymentId: string) => sql<{ id: string }>('payment.lock_checkout_of')`
  select c.id from payments p join checkouts c on c.shopper_id = p.shopper_id and c.id = p.checkout_id
   where p.id = ${paymentId}::uuid for update of c`;

/** Anybody's payment with the order it was taken for, held against all who would move its money. */
export const lockAnyPayment = (id: string) => sql<{
  shopperId: string;
  id: string;
  checkoutId: string;
  status: PaymentStatus;
  flag: string | null;
  currency: string;
  orderId: string | null;
}>('payment.lock_any')`
  select p.shopper_id, p.id, p.checkout_id, p.status, p.flag, p.currency,
         (select o.id from orders o where o.shopper_id = p.shopper_id and o.payment_id = p.id) as order_id
    from payments p where p.id = ${id}::uuid for update of p`;

export interface PaymentFilter {
  status: string | null;
  provider: string | null;
  from: Date | null;
  to: Date | null;
  /** Whether it became an order; null is either. */
  ordered: boolean | null;
}

/** A page of all payments, newest first, for staff, as the answer's JSON. */
export const listAnyPayments = ({
  status,
  provider,
  from,
  to,
  ordered,
  after,
  limit,
}: PaymentFilter & { after: { at: string; id: string } | null; limit: number }) => sql<{ body: string }>(
  'payment.list_any',
)`
  with page as (
    select p.*, row_number() over (order by p.created_at desc, p.id desc) as line
      from payments p
     where (${status}::text is null or p.status = ${status}::text)
       and (${provider}::text is null or p.provider = ${provider}::text)
       and (${from}::timestamptz is null or p.created_at >= ${from}::timestamptz)
       and (${to}::timestamptz is null or p.created_at < ${to}::timestamptz)
       and (${ordered}::boolean is null
            or ${ordered}::boolean = exists (select from orders o where o.shopper_id = p.shopper_id and o.payment_id = p.id))
       and (${after === null}::boolean or (p.created_at, p.id) < (${after?.at ?? '-infinity'}::timestamptz, ${after?.id ?? null}::uuid))
     order by p.created_at desc, p.id desc
     limit ${limit + 1}::int
  )
  select json_build_object(
    'payments', coalesce((select json_agg(payment_json(page.shopper_id, page.id) order by line) from page where line <= ${limit}::int), '[]'),
    'nextCursor', (select translate(encode(convert_to(json_build_array(created_at::text, id)::text, 'UTF8'), 'base64'), E'+/=\n', '-_')
                     from page where line = ${limit}::int and exists (select from page where line > ${limit}::int)))::text as body`;

/** One payment as staff read it. */
export const readAnyPayment = (id: string) => sql<{ body: string }>('payment.read_any')`
  select json_build_object('payment', payment_json(p.shopper_id, p.id))::text as body from payments p where p.id = ${id}::uuid`;
