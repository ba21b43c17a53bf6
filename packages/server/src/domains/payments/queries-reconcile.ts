import { sql } from '../../platform/db/sql.ts';
import type { PaymentKey, PaymentRow } from './queries.ts';
import type { RefundStatus } from './states.ts';

/** Our payments of a page of a gateway's list: by the intents' ids, or by what the intents name in their metadata (L-26). */
export const findPaymentsOf = (input: {
  provider: string;
  intentIds: readonly string[];
  paymentIds: readonly string[];
}) => sql<PaymentRow>('reconcile.payments_of')`
  select * from payments where provider = ${input.provider} and intent_id = any (${input.intentIds}::text[])
  union
  select * from payments where provider = ${input.provider} and id = any (${input.paymentIds}::uuid[])`;

/** Our payments with an intent, younger than that, of one gateway. */
export const listOpenMoney = (input: { provider: string; mode: string; since: Date }) => sql<{
  id: string;
  intentId: string;
}>('reconcile.payments')`
  select id, intent_id from payments
   where provider = ${input.provider} and mode = ${input.mode} and intent_id is not null
     and created_at > ${input.since}::timestamptz + interval '5 minutes'`;

export const listRefundsOf = (key: PaymentKey) => sql<{
  id: string;
  status: RefundStatus;
  gatewayRefundId: string | null;
}>('reconcile.refunds')`
  select id, status, gateway_refund_id from refunds where shopper_id = ${key.shopperId}::uuid and payment_id = ${key.id}::uuid`;

/** Makes a refund due at once: its gateway has decided. */
export const hurryRefund = (key: PaymentKey & { now: Date }) => sql<object>('reconcile.hurry')`
  update refunds set next_try_at = ${key.now}
   where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid and status in ('requested', 'sent')`;

/**
 * Writes down a refund that somebody made at the gateway, for the order its payment was taken for. No row where it was written
 * down before.
 */
export const recordRefund = (
  key: PaymentKey & {
    refundId: string;
    gatewayRefundId: string;
    amountMinor: bigint;
    reason: string;
    now: Date;
  },
) => sql<{ orderId: string | null }>('reconcile.record_refund')`
  insert into refunds (shopper_id, id, payment_id, order_id, amount_minor, currency, reason, gateway_refund_id, created_at, updated_at)
  select p.shopper_id, ${key.refundId}::uuid, p.id,
         (select o.id from orders o where o.shopper_id = p.shopper_id and o.payment_id = p.id), ${key.amountMinor}::bigint, p.currency,
         ${key.reason}::text, ${key.gatewayRefundId}::text, ${key.now}::timestamptz, ${key.now}::timestamptz
    from payments p where p.shopper_id = ${key.shopperId}::uuid and p.id = ${key.id}::uuid
  on conflict (shopper_id, id) do nothing
  returning order_id`;
