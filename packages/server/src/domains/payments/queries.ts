import { sql } from '../../platform/db/sql.ts';
import type { Provider } from './gateways/gateway.ts';
import type { PaymentStatus } from './states.ts';

export interface PaymentRow {
  shopperId: string;
  id: string;
  checkoutId: string;
  cartId: string;
  /** Whom the intent names, where he has signed in since; null where it names the shopper. */
  customerId: string | null;
  provider: Provider;
  mode: 'test' | 'live';
  status: PaymentStatus;
  amountMinor: bigint;
  currency: string;
  intentId: string | null;
  capturedMinor: bigint;
  refundedMinor: bigint;
  failure: string | null;
  /** Why somebody or some job must still see to it. */
  flag: string | null;
  checkAt: Date | null;
  tries: number;
  createdAt: Date;
  updatedAt: Date;
  paidAt: Date | null;
  /** When a page that waits last had the gateway asked. */
  askedAt: Date | null;
  /** Where the buyer was when he began it; null of before. */
  begunIp: string | null;
}

/** A payment and whose it is; what the system's statements are told. */
export interface PaymentKey {
  shopperId: string;
  id: string;
}

/**
 * The caller's payments that may still bring money, those of this checkout that brought it or failed, and all of his other
 * checkouts under payment: even a declined one may be charged yet (L-27). Newest first.
 */
export const listLivePayments = (checkoutId: string) => sql<PaymentRow & { checkoutStatus: string }>(
  'payment.live',
)`
  select p.*, c.status as checkout_status
    from payments p
    join checkouts c on c.shopper_id = p.shopper_id and c.id = p.checkout_id
   where p.shopper_id = (select current_shopper_id())
     and (p.status in ('creating', 'pending', 'processing')
          or (c.id = ${checkoutId}::uuid and (p.captured_minor > 0 or p.status = 'failed'))
          or (c.id <> ${checkoutId}::uuid and c.status = 'paying'))
     and not exists (select from orders o where o.shopper_id = p.shopper_id and o.payment_id = p.id)
   order by p.created_at desc, p.id desc limit 50`;

/** Refuses with NOT_AT_ONCE a caller who has begun another payment that is not over, or one of this checkout before. */
export const requireNoneBegun = (checkoutId: string) => sql<{ refuse: boolean }>('payment.none_begun')`
  select refuse('NOT_AT_ONCE')
    from payments p
    join checkouts c on c.shopper_id = p.shopper_id and c.id = p.checkout_id
   where p.shopper_id = (select current_shopper_id()) and c.status <> 'placed'
     and (c.id = ${checkoutId}::uuid or c.status = 'paying' or p.status in ('creating', 'pending', 'processing'))`;

/**
 * One payment of the caller: by its id, by that of its checkout, or of the checkout he began to pay last. Of several for one
 * checkout one that is not over: even a declined one may be paid yet, but not by an order of before.
 */
export const findOwnPayment = (input: { id: string | null; checkoutId: string | null }) => sql<PaymentRow>(
  'payment.find_own',
)`
  select * from payments
   where shopper_id = (select current_shopper_id())
     and (${input.id}::uuid is null or id = ${input.id}::uuid)
     and (${input.checkoutId}::uuid is null or checkout_id = ${input.checkoutId}::uuid)
   order by max(created_at) over (partition by checkout_id) desc, status not in ('failed', 'canceled') desc, created_at desc, id desc limit 1`;

/** Is there such a payment at all, whoever's it is? Asked only after a miss. */
export const paymentExists = (id: string) => sql<{ known: boolean }>('payment.exists')`
  select payment_exists(${id}::uuid) as known`;

export const readPayment = (key: PaymentKey) => sql<PaymentRow>('payment.read')`
  select * from payments where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid`;

export const lockPayment = (key: PaymentKey) => sql<PaymentRow>('payment.lock')`
  select * from payments where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid for update`;

/** A payment with its checkout, both locked, the checkout first: the order that everybody keeps. */
export const lockPaymentAndCheckout = (key: PaymentKey & { checkoutId: string }) => sql<
  PaymentRow & { checkoutStatus: string }
>('payment.lock_both')`
  with checkout as materialized (
    select status from checkouts where shopper_id = ${key.shopperId}::uuid and id = ${key.checkoutId}::uuid for update
  )
  select checkout.status as checkout_status, payment.*
    from checkout
   cross join lateral (
    select * from payments where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid and checkout.status is not null for update
   ) payment`;

/**
 * The same, both locked, of a payment that nobody has taken money in for and whose checkout is still being paid; refuses
 * with NOT_AS_READ where they are otherwise, and gives no row where it is not this shopper's any more.
 */
export const lockUnpaid = (key: PaymentKey & { checkoutId: string }) => sql<{ unpaid: boolean }>(
  'payment.lock_unpaid',
)`
  with checkout as materialized (
    select status from checkouts where shopper_id = ${key.shopperId}::uuid and id = ${key.checkoutId}::uuid for update
  )
  select case when checkout.status = 'paying' and payment.captured_minor = 0 and payment.flag is null then true
              else refuse('NOT_AS_READ') end as unpaid
    from checkout
   cross join lateral (
    select captured_minor, flag from payments
     where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid and checkout.status is not null for update
   ) payment`;

/** A payment whoever it is by now: what was begun as a guest may have become a user's. */
export const findPaymentById = (input: { provider: string; id: string }) => sql<PaymentRow>('payment.by_id')`
  select * from payments where provider = ${input.provider} and id = ${input.id}::uuid`;

/**
 * Lets one of those who wait for an open payment have its gateway asked, if nobody did since `askedBefore`; a row where it is
 * this one.
 */
export const takeLook = (key: PaymentKey & { now: Date; askedBefore: Date }) => sql<{ id: string }>(
  'payment.take_look',
)`
  update payments set asked_at = ${key.now}
   where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid and provider <> 'cod'
     and (status in ('creating', 'pending', 'processing', 'failed') or flag = 'order_due')
     and (asked_at is null or asked_at <= ${key.askedBefore})
  returning id`;

export const findPaymentByIntent = (input: { provider: string; intentId: string }) => sql<PaymentRow>(
  'payment.by_intent',
)`
  select * from payments where provider = ${input.provider} and intent_id = ${input.intentId}`;

/** Locked before its payments, its holds and its order, by everybody. */
export const lockCheckout = (input: { shopperId: string; id: string }) => sql<{ status: string }>(
  'payment.lock_checkout',
)`
  select status from checkouts where shopper_id = ${input.shopperId}::uuid and id = ${input.id}::uuid for update`;

/** Keeps what the gateway called the intent, once. */
export const keepIntent = (key: PaymentKey & { intentId: string; checkAt: Date; now: Date }) =>
  sql<PaymentRow>('payment.keep_intent')`
  update payments
     set intent_id = ${key.intentId}, status = case when status = 'creating' then 'pending' else status end,
         check_at = ${key.checkAt}, tries = 0, updated_at = ${key.now}
   where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid and (intent_id is null or intent_id = ${key.intentId})
  returning *`;

/** Refuses with OTHER_INTENT where the payment is not there or has another intent. */
export const requireIntent = (key: PaymentKey & { intentId: string }) => sql<{ refuse: boolean }>(
  'payment.require_intent',
)`
  select refuse('OTHER_INTENT')
   where not exists (select from payments
                      where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid and intent_id = ${key.intentId})`;

/** Moves a payment where its table allows it from where it is; no row where it does not. */
export const movePayment = (
  key: PaymentKey & {
    to: PaymentStatus;
    from: readonly PaymentStatus[];
    failure: string | null;
    checkAt: Date | null;
    now: Date;
  },
) => sql<PaymentRow>('payment.move')`
  update payments
     set status = ${key.to}, failure = ${key.failure}, check_at = ${key.checkAt}, tries = 0, updated_at = ${key.now}
   where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid
     and (status = any (${key.from}::text[]) or (status = ${key.to} and (failure, check_at) is distinct from (${key.failure}::text, ${key.checkAt}::timestamptz)))
  returning *`;

/**
 * The money is in. `flag` says what is still due for it, and tries count from here on: those before were at its gateway. An older
 * answer of the gateway takes nothing away.
 */
export const markPaid = (
  key: PaymentKey & { capturedMinor: bigint; flag: string | null; checkAt: Date | null; now: Date },
) => sql<object>('payment.paid')`
  update payments
     set status = case when status = 'refunded' and ${key.capturedMinor}::bigint > refunded_minor then 'partly_refunded'
                       when status in ('partly_refunded', 'refunded', 'orphaned') then status else 'paid' end,
         captured_minor = greatest(captured_minor, ${key.capturedMinor}::bigint), paid_at = coalesce(paid_at, ${key.now}), failure = null,
         flag = ${key.flag}, check_at = ${key.checkAt}, updated_at = ${key.now}, tries = case when captured_minor = 0 then 0 else tries end
   where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid`;

/** Money that nothing of ours can take or give back: for staff. */
export const markOrphaned = (key: PaymentKey & { flag: string; now: Date }) => sql<object>('payment.orphan')`
  update payments set status = 'orphaned', flag = ${key.flag}, check_at = null, updated_at = ${key.now}
   where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid and status in ('paid', 'partly_refunded')`;

/** The next payments that are due to be looked at, each for one looker until `leaseUntil`. */
export const claimDuePayments = (input: { now: Date; leaseUntil: Date; limit: number }) => sql<PaymentRow>(
  'payment.claim_due',
)`
  update payments p set check_at = ${input.leaseUntil}, tries = p.tries + 1
    from (select shopper_id, id from payments where check_at <= ${input.now}
           order by check_at limit ${input.limit}::int for update skip locked) due
   where p.shopper_id = due.shopper_id and p.id = due.id
  returning p.*`;

export const closeCheckout = (input: { shopperId: string; id: string; now: Date }) => sql<object>(
  'payment.close_checkout',
)`
  update checkouts set status = 'closed', updated_at = ${input.now}
   where shopper_id = ${input.shopperId}::uuid and id = ${input.id}::uuid and status in ('open', 'paying')`;

/** Locks the shopper's other checkouts under payment, so that what is read of them next is what others have left. */
export const lockOtherCheckouts = (input: { shopperId: string; keep: string }) => sql<{ id: string }>(
  'payment.lock_others',
)`
  select id from checkouts
   where shopper_id = ${input.shopperId}::uuid and status = 'paying' and id <> ${input.keep}::uuid order by id for update`;

/**
 * After `lockOtherCheckouts`: gives up the shopper's other checkouts under payment, so that what they hold is free again; their intents are due to be
 * canceled at once. One with money in it is left to its payment.
 */
export const supersedeCheckouts = (input: { shopperId: string; keep: string; now: Date }) => sql<{
  id: string;
}>('payment.supersede')`
  with given_up as (
    update checkouts c set status = 'closed', updated_at = ${input.now}
     where c.shopper_id = ${input.shopperId}::uuid and c.status = 'paying' and c.id <> ${input.keep}::uuid
       and not exists (select from payments p where p.shopper_id = c.shopper_id and p.checkout_id = c.id and p.captured_minor > 0)
    returning c.shopper_id, c.id
  ), due as (
    update payments p set check_at = ${input.now}, flag = 'superseded', updated_at = ${input.now}
      from given_up g
     where p.shopper_id = g.shopper_id and p.checkout_id = g.id and p.status in ('creating', 'pending', 'processing', 'failed')
  ), ended as (
    update stock_holds h set status = 'released', ended_at = ${input.now}
      from given_up g
     where h.shopper_id = g.shopper_id and h.checkout_id = g.id and h.status = 'live'
    returning h.shopper_id, h.checkout_id, h.variant_id, h.quantity
  ), booked as (
    insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, at)
    select variant_id, 'release', 0, -quantity, shopper_id::text, 'superseded checkout ' || checkout_id, ${input.now}::timestamptz
      from ended order by variant_id
  )
  select id from given_up`;

/** Gives up the other payments of a checkout that is now paid in another way; a job cancels them at their gateways. */
export const supersedePayments = (input: {
  shopperId: string;
  ids: readonly string[];
  now: Date;
}) => sql<object>('payment.supersede_others')`
  update payments set check_at = ${input.now}, flag = 'superseded', updated_at = ${input.now}
   where shopper_id = ${input.shopperId}::uuid and id = any (${input.ids}::uuid[]) and captured_minor = 0`;

/** The order that a payment was taken for. */
export const findOrderOfPayment = (key: PaymentKey) => sql<{ id: string }>('payment.order')`
  select id from orders where shopper_id = ${key.shopperId}::uuid and payment_id = ${key.id}::uuid`;
