import { sql } from '../platform/db/sql.ts';

/** What we believe of each of a gateway's intents; `underWay` is asked back and not yet answered. */
export const readBooks = (provider: string) => sql<{
  intentId: string;
  mode: string;
  capturedMinor: bigint;
  refundedMinor: bigint;
  underWay: bigint;
  createdAt: Date;
}>('invariant.books')`
  select p.intent_id, p.mode, p.captured_minor, p.refunded_minor, p.created_at,
         coalesce((select sum(r.amount_minor) from refunds r
                    where r.shopper_id = p.shopper_id and r.payment_id = p.id and r.status in ('requested', 'sent')), 0)::bigint as under_way
    from payments p where p.provider = ${provider} and p.intent_id is not null`;
