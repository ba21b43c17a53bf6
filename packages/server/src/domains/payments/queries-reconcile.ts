import { sql } from '../../platform/db/sql.ts';
import type { PaymentKey } from './queries.ts';
import type { RefundStatus } from './states.ts';

/** Our payments with an intent, younger than that, of one gateway. */
export const listOpenMoney = (input: { provider: string; mode: string; since: Date }) => sql<{
  id: string;
  intentId: string;
}>('reconcile.payments')`
  select id, intent_id from payments
   where provider = ${input.provider} and mode = ${input.mode} and intent_id is not null
     and created_at > ${input.since}::timestamptz + interval '5 minutes'`;

export const listRefundsOf = (key: PaymentKey) => sql<{ id: string; status: RefundStatus }>(
  'reconcile.refunds',
)`
  select id, status from refunds where shopper_id = ${key.shopperId}::uuid and payment_id = ${key.id}::uuid`;

/** Makes a refund due at once: its gateway has decided. */
export const hurryRefund = (key: PaymentKey & { now: Date }) => sql<object>('reconcile.hurry')`
  update refunds set next_try_at = ${key.now}
   where shopper_id = ${key.shopperId}::uuid and id = ${key.id}::uuid and status in ('requested', 'sent')`;
