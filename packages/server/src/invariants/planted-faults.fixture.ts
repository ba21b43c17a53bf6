/** A promise broken by hand, as a superuser can: what is done, what must be found, and how it is undone. */
export interface PlantedFault {
  fault: string;
  invariant: number;
  plant: string;
  undo: string;
}

const replica = (statement: string) =>
  `set session_replication_role = replica; ${statement}; set session_replication_role = origin`;

/** An update past every trigger, and the one that takes it back. */
const change = (
  invariant: number,
  fault: string,
  table: string,
  set: string,
  back: string,
  where: string,
) => ({
  fault,
  invariant,
  plant: replica(`update ${table} set ${set} where ${where}`),
  undo: replica(`update ${table} set ${back} where ${where}`),
});

// The shop of the test has an order under way, a canceled one whose money went back, and a payment that has begun.
const KEPT = "(select id from orders where status = 'processing')";
const CANCELED = "(select id from orders where status = 'canceled')";
const BEGUN = "(select id from payments where status = 'pending')";
const LONG_AGO = "now() - interval '1 hour'";

const goods: PlantedFault[] = [
  change(
    1,
    'a balance is not the sum of its ledger',
    'stock_levels',
    'on_hand = on_hand + 1',
    'on_hand = on_hand - 1',
    'true',
  ),
  change(
    1,
    'more is reserved than is promised',
    'stock_levels',
    'reserved = reserved + 1',
    'reserved = reserved - 1',
    'true',
  ),
  change(
    1,
    'an order took less than it says',
    'order_lines',
    'quantity = quantity + 1',
    'quantity = quantity - 1',
    `order_id = ${KEPT}`,
  ),
  {
    fault: 'goods of a canceled order were put back twice',
    invariant: 1,
    plant: `insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, order_id, at)
            select variant_id, kind, on_hand_change, reserved_change, actor, 'planted', order_id, at
              from stock_movements where kind = 'restock'`,
    undo: `insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, order_id, at)
           select variant_id, kind, -on_hand_change, reserved_change, actor, 'taken back', order_id, at
             from stock_movements where reason = 'planted'`,
  },
  {
    fault: 'goods are held for an order that has them',
    invariant: 9,
    plant: `insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, at)
            select variant_id, 'reserve', 0, quantity, 'test', 'planted', now() from stock_holds
             where checkout_id = (select checkout_id from orders where id = ${KEPT});
            ${replica(`update stock_holds set status = 'live', ended_at = null where checkout_id = (select checkout_id from orders where id = ${KEPT})`)}`,
    undo: `${replica(`update stock_holds set status = 'sold', ended_at = now() where checkout_id = (select checkout_id from orders where id = ${KEPT})`)};
           insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, at)
           select variant_id, 'release', 0, -quantity, 'test', 'taken back', now() from stock_holds
            where checkout_id = (select checkout_id from orders where id = ${KEPT})`,
  },
];

const SECOND = `insert into payments (shopper_id, id, checkout_id, cart_id, provider, mode, status, amount_minor, currency, captured_minor, flag, created_at, updated_at)
  select shopper_id, '00000000-0000-7000-8000-000000000001', checkout_id, cart_id, provider, mode, 'paid', amount_minor, currency, captured_minor, 'order_due', now(), now()
    from payments where id = (select payment_id from orders where id = ${KEPT})`;

const money: PlantedFault[] = [
  {
    fault: 'a second charge for an order is kept',
    invariant: 2,
    plant: replica(SECOND),
    undo: replica("delete from payments where id = '00000000-0000-7000-8000-000000000001'"),
  },
  change(
    3,
    'an order was paid with another amount',
    'payments',
    'captured_minor = captured_minor + 1',
    'captured_minor = captured_minor - 1',
    `id = (select payment_id from orders where id = ${KEPT})`,
  ),
  change(
    3,
    'money came in and nothing was made of it',
    'payments',
    "status = 'paid', captured_minor = amount_minor",
    "status = 'pending', captured_minor = 0",
    'intent_id = (select max(intent_id) from payments where not exists (select from orders where payment_id = payments.id))',
  ),
  change(
    7,
    'more went back than is counted',
    'refunds',
    'amount_minor = amount_minor - 1',
    'amount_minor = amount_minor + 1',
    'true',
  ),
  change(
    7,
    'more is asked back than was captured',
    'refunds',
    "status = 'sent', amount_minor = amount_minor + 1",
    "status = 'succeeded', amount_minor = amount_minor - 1",
    'true',
  ),
  change(
    7,
    'more is counted than went back',
    'payments',
    'refunded_minor = refunded_minor + 1',
    'refunded_minor = refunded_minor - 1',
    `id = (select payment_id from orders where id = ${KEPT})`,
  ),
];

const orders: PlantedFault[] = [
  {
    fault: 'a checkout became two orders',
    invariant: 5,
    plant: replica(`alter table orders drop constraint orders_one_per_checkout;
      create table planted as select checkout_id from orders where id = ${CANCELED};
      update orders set checkout_id = (select checkout_id from orders where id = ${KEPT}) where id = ${CANCELED}`),
    undo: replica(`update orders set checkout_id = (select checkout_id from planted) where id = ${CANCELED};
      drop table planted; alter table orders add constraint orders_one_per_checkout unique (checkout_id)`),
  },
  change(
    5,
    'the checkout of an order is still to be paid',
    'checkouts',
    "status = 'paying'",
    "status = 'placed'",
    `id = (select checkout_id from orders where id = ${KEPT})`,
  ),
  change(
    5,
    'a checkout is placed and has no order',
    'checkouts',
    "status = 'placed'",
    "status = 'open'",
    "id = (select id from checkouts where lines = '[]')",
  ),
  change(
    6,
    'an order is not where its history ends',
    'orders',
    "status = 'shipped'",
    "status = 'processing'",
    'processing_at is not null',
  ),
  change(
    6,
    'a history has a gap',
    'order_history',
    "from_status = 'shipped'",
    "from_status = 'pending'",
    `order_id = ${CANCELED} and from_status is not null`,
  ),
  change(
    6,
    'a history goes where no order may',
    'order_history',
    "to_status = 'delivered', from_status = null",
    "to_status = 'pending', from_status = null",
    `order_id = ${KEPT} and from_status is null`,
  ),
];

const audit: PlantedFault[] = ['order.place', 'order.status', 'order.cancel', 'refund.succeeded'].map(
  (action) =>
    change(
      10,
      `${action} left no audit row`,
      'audit_log',
      "action = 'lost'",
      `action = '${action}'`,
      `action in ('${action}', 'lost')`,
    ),
);

const queues: PlantedFault[] = [
  change(12, 'an event waits', 'gateway_events', `next_try_at = ${LONG_AGO}`, 'next_try_at = null', 'true'),
  change(12, 'a refund waits', 'refunds', `next_try_at = ${LONG_AGO}`, 'next_try_at = null', 'true'),
  change(
    12,
    'a payment is not looked at',
    'payments',
    `check_at = ${LONG_AGO}`,
    'check_at = null',
    `id = ${BEGUN}`,
  ),
  change(
    12,
    'a hold that has run out is not released',
    'stock_holds',
    `expires_at = ${LONG_AGO}`,
    "expires_at = now() + interval '15 minutes'",
    "status = 'live'",
  ),
];

/** One or more for each thing that the checker looks at in our own books. */
export const PLANTED: PlantedFault[] = [...goods, ...money, ...orders, ...audit, ...queues];
