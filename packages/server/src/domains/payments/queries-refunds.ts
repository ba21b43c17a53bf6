import { sql } from '../../platform/db/sql.ts';
import type { Provider } from './gateways/gateway.ts';
import type { PaymentKey } from './queries.ts';
import type { RefundStatus } from './states.ts';

export interface RefundRow {
  shopperId: string;
  id: string;
  paymentId: string;
  orderId: string | null;
  status: RefundStatus;
  amountMinor: bigint;
  currency: string;
  reason: string;
  gatewayRefundId: string | null;
  failure: string | null;
  tries: number;
  nextTryAt: Date | null;
  requestedBy: string | null;
  requestHash: Buffer | null;
  createdAt: Date;
  updatedAt: Date;
}

/**
 * Asks for money back: so much, or all that was captured and is not asked back already. The row is the work; a job does
 * it. The same id again changes nothing. No row where nothing is left to give back.
 */
export const requestRefund = (
  input: PaymentKey & {
    refundId: string;
    orderId: string | null;
    amountMinor: bigint | null;
    reason: string;
    requestedBy: string | null;
    /** Of the request it came from, where one did. */
    requestHash?: Buffer;
    now: Date;
  },
) => sql<RefundRow>('refund.request')`
  insert into refunds (shopper_id, id, payment_id, order_id, amount_minor, currency, reason, next_try_at, requested_by, request_hash, created_at, updated_at)
  select p.shopper_id, ${input.refundId}::uuid, p.id, ${input.orderId}::uuid,
         coalesce(${input.amountMinor}::bigint, left_over.minor), p.currency, ${input.reason}::text, ${input.now}::timestamptz,
         ${input.requestedBy}::uuid, ${input.requestHash ?? null}::bytea, ${input.now}::timestamptz, ${input.now}::timestamptz
    from payments p
   cross join lateral (
           select p.captured_minor - coalesce(sum(r.amount_minor), 0) as minor
             from refunds r where r.shopper_id = p.shopper_id and r.payment_id = p.id and r.status <> 'failed') as left_over
   where p.shopper_id = ${input.shopperId}::uuid and p.id = ${input.id}::uuid
     and coalesce(${input.amountMinor}::bigint, left_over.minor) > 0
  on conflict (shopper_id, id) do nothing
  returning *`;

export interface DueRefund extends RefundRow {
  provider: Provider;
  intentId: string | null;
}

/** Takes due refunds, each for one sender until `leaseUntil`; with an id only that one. */
export const claimRefunds = (input: { id: string | null; now: Date; leaseUntil: Date; limit: number }) =>
  sql<DueRefund>('refund.claim')`
  update refunds r set tries = r.tries + 1, next_try_at = ${input.leaseUntil}
    from payments p,
         (select shopper_id, id from refunds
           where next_try_at <= ${input.now} and (${input.id}::uuid is null or id = ${input.id}::uuid)
           order by next_try_at limit ${input.limit}::int for update skip locked) due
   where r.shopper_id = due.shopper_id and r.id = due.id and p.shopper_id = r.shopper_id and p.id = r.payment_id
  returning r.*, p.provider, p.intent_id`;

/** Where a refund has got; no row where it had got there before. */
export const moveRefund = (input: {
  shopperId: string;
  id: string;
  to: RefundStatus;
  from: readonly RefundStatus[];
  gatewayRefundId: string | null;
  failure: string | null;
  nextTryAt: Date | null;
  now: Date;
}) => sql<RefundRow>('refund.move')`
  update refunds
     set status = ${input.to}, gateway_refund_id = coalesce(${input.gatewayRefundId}, gateway_refund_id), failure = ${input.failure},
         next_try_at = ${input.nextTryAt}, updated_at = ${input.now}
   where shopper_id = ${input.shopperId}::uuid and id = ${input.id}::uuid and status = any (${input.from}::text[])
  returning *`;

/** Tries again later, with what went wrong. */
export const postponeRefund = (input: {
  shopperId: string;
  id: string;
  failure: string;
  nextTryAt: Date;
  now: Date;
}) =>
  sql<object>('refund.postpone')`
  update refunds set failure = ${input.failure}, next_try_at = ${input.nextTryAt}, updated_at = ${input.now}
   where shopper_id = ${input.shopperId}::uuid and id = ${input.id}::uuid and status in ('requested', 'sent')`;

/**
 * Counts what has gone back; the payment is refunded when all of it has. One that waits for staff, or for its order, does so for
 * the rest of it.
 */
export const countRefunded = (input: PaymentKey & { amountMinor: bigint; now: Date }) => sql<{
  status: string;
}>('refund.count')`
  update payments
     set refunded_minor = refunded_minor + ${input.amountMinor}, updated_at = ${input.now},
         flag = case when waits.more then flag end,
         status = case when refunded_minor + ${input.amountMinor} >= captured_minor then 'refunded' when waits.more then status
                       else 'partly_refunded' end
    from (select (p.status = 'orphaned' or p.flag = 'order_due') and p.refunded_minor + ${input.amountMinor} < p.captured_minor
                 and not exists (select from orders o where o.shopper_id = p.shopper_id and o.payment_id = p.id) as more
            from payments p where p.shopper_id = ${input.shopperId}::uuid and p.id = ${input.id}::uuid) waits
   where shopper_id = ${input.shopperId}::uuid and id = ${input.id}::uuid
  returning status`;

/** Makes what a gateway is still deciding about a payment due at once: it has told something. */
export const hurryRefunds = (input: PaymentKey & { now: Date }) => sql<object>('refund.hurry')`
  update refunds set next_try_at = ${input.now}
   where shopper_id = ${input.shopperId}::uuid and payment_id = ${input.id}::uuid and status = 'sent'`;

export const findRefund = (key: PaymentKey) => sql<{
  id: string;
  amountMinor: bigint;
  requestHash: Buffer | null;
}>('refund.find')`
  select id, amount_minor, request_hash from refunds where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid`;

/** Why a payment that became no order was given back; no row where it was not. */
export const findRefundReason = (key: PaymentKey) => sql<{ reason: string }>('refund.reason')`
  select reason from refunds
   where shopper_id = ${key.shopperId}::uuid and payment_id = ${key.id}::uuid and requested_by is null
   order by reason = 'paid-twice', created_at, id limit 1`;
