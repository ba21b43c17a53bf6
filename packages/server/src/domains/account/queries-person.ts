import { sql } from '../../platform/db/sql.ts';

/** Every row that is the caller's, by table. */
export const readPerson = () => sql<{ tables: Record<string, Record<string, unknown>[]> }>('person.export')`
  select export_person() as tables`;

/** All of a person's checkouts that are not over, and all payments, held against those who would move money meanwhile. */
export const lockPersonsCheckouts = (shopperId: string) => sql<{ id: string }>('person.lock_checkouts')`
  select id from checkouts where shopper_id = ${shopperId}::uuid order by id for update`;
export const lockPersonsPayments = (shopperId: string) => sql<{ id: string }>('person.lock_payments')`
  select id from payments where shopper_id = ${shopperId}::uuid order by id for update`;

/** What has to be finished before a person can be forgotten. */
export const findBusiness = (shopperId: string) => sql<{
  because: 'payment' | 'refund' | 'order' | 'last-admin';
}>('person.business')`
  select 'payment' as because
   where exists (select from payments p where p.shopper_id = ${shopperId}::uuid
                  and (p.status in ('processing', 'orphaned') or p.flag = 'order_due'))
  union all
  select 'refund' where exists (select from refunds r where r.shopper_id = ${shopperId}::uuid and r.status in ('requested', 'sent'))
  union all
  select 'order' where exists (select from orders o where o.shopper_id = ${shopperId}::uuid and o.status in ('pending', 'processing', 'shipped'))
  union all
  select 'last-admin' from shoppers me
   where me.id = ${shopperId}::uuid and me.role = 'admin'
     and not exists (select from shoppers s where s.role = 'admin' and s.active and s.id <> me.id)`;

/** Nobody: whose the orders of one who was forgotten are, so that none of them leads to another account. */
export const insertFormer = (input: { id: string; now: Date }) => sql<object>('person.insert_former')`
  insert into shoppers (id, kind, role, active, created_at) values (${input.id}, 'guest', 'guest', false, ${input.now})`;

/** What the gateways were told of a person's payments goes on naming him as they know him: by his id. */
export const keepPayers = (shopperId: string) => sql<object>('person.keep_payers')`
  update payments set customer_id = coalesce(customer_id, shopper_id) where shopper_id = ${shopperId}::uuid`;

/** Hands what belongs to a payment to nobody; payments, holds, orders and refunds follow by their keys. */
export const handOver = (input: { from: string; to: string }) => sql<object>('person.hand_over')`
  update checkouts c set shopper_id = ${input.to}::uuid
   where c.shopper_id = ${input.from}::uuid
     and exists (select from payments p where p.shopper_id = c.shopper_id and p.checkout_id = c.id)`;

/** Removes what was sent to a person, or of him to an address that he typed. */
export const forgetMessages = (shopperId: string) => sql<object>('person.forget_messages')`
  delete from outbox where concerns = ${shopperId}::uuid or recipient in (select recipients_of(${shopperId}::uuid))`;

/** Empties what gateways told of a person's payments: their ids keep them from being taken twice. */
export const forgetEvents = (shopperId: string) => sql<object>('person.forget_events')`
  update gateway_events e set body = ''
    from payments p
   where p.shopper_id = ${shopperId}::uuid and e.provider = p.provider and e.intent_id = p.intent_id`;

/** Of a checkout stays what the books need, and of a business what an invoice to it must say. */
export const forgetCheckouts = (shopperId: string) => sql<object>('person.forget_checkouts')`
  update checkouts
     set email = '', phone = null, note = '',
         company = case when customer_type = 'business' then company end, vat_number = case when customer_type = 'business' then vat_number end,
         shipping_address = forgotten_address(shipping_address, customer_type = 'business' and billing_address is null),
         billing_address = forgotten_address(billing_address, customer_type = 'business')
   where shopper_id = ${shopperId}::uuid`;

/** The same of orders. */
export const forgetOrders = (shopperId: string) => sql<object>('person.forget_orders')`
  update orders
     set email = '', phone = null, note = '', tracking_number = null,
         company = case when customer_type = 'business' then company end, vat_number = case when customer_type = 'business' then vat_number end,
         shipping_address = forgotten_address(shipping_address, customer_type = 'business' and billing_address is null),
         billing_address = forgotten_address(billing_address, customer_type = 'business')
   where shopper_id = ${shopperId}::uuid`;

export const forgetHistory = (shopperId: string) => sql<object>('person.forget_history')`
  update order_history set reason = '' where shopper_id = ${shopperId}::uuid and reason <> ''`;

export const forgetRefunds = (shopperId: string) => sql<object>('person.forget_refunds')`
  update refunds set reason = 'canceled' where shopper_id = ${shopperId}::uuid and requested_by is not null`;

/** The account itself; cart, wishlist, sessions, addresses and all else of his go with it. */
export const deleteAccount = (shopperId: string) => sql<{ shopperId: string }>('person.delete')`
  delete from users where shopper_id = ${shopperId}::uuid returning shopper_id`;
