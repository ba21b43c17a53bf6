import { sql } from '../../platform/db/sql.ts';
import type { Origin } from '../audit/public.ts';

export interface Balance {
  onHand: number;
  reserved: number;
}

/**
 * Books a change of what is on hand, unless the variant does not exist or less would be left than is reserved.
 * Writes the audit row with it. Locks the balance first, so that what is checked is what is changed, however many do so at once.
 */
export const bookMovement = (movement: {
  variantId: string;
  kind: 'receive' | 'adjust';
  change: number;
  actor: string;
  reason: string;
  now: Date;
  person: { id: string | null; role: string; origin: Origin | null };
}) => sql<{ found: boolean; booked: boolean; onHand: number; reserved: number }>('inventory.book')`
  with variant as (
    select id from variants where id = ${movement.variantId}::uuid
  ),
  balance as (
    select on_hand, reserved from stock_levels where variant_id = ${movement.variantId}::uuid for update
  ),
  booked as (
    insert into stock_movements (variant_id, kind, on_hand_change, actor, reason, at)
    select variant.id, ${movement.kind}, ${movement.change}::int, ${movement.actor}, ${movement.reason}, ${movement.now}::timestamptz
      from variant left join balance on true
     where coalesce(on_hand, 0)::bigint + ${movement.change}::int between coalesce(reserved, 0) and 2147483647
    returning on_hand_change
  ),
  audited as (
    insert into audit_log (at, actor_id, actor_role, action, target_kind, target_id, before, after, request_id, ip, user_agent)
    select ${movement.now}::timestamptz, ${movement.person.id}::uuid, ${movement.person.role}, 'stock.' || ${movement.kind}::text, 'variant', (select id from variant)::text,
           jsonb_build_object('onHand', coalesce(on_hand, 0)),
           jsonb_build_object('onHand', coalesce(on_hand, 0) + on_hand_change, 'by', ${movement.actor}::text, 'reason', ${movement.reason}::text),
           ${movement.person.origin?.requestId ?? null}, ${movement.person.origin?.ip ?? null}::inet, ${movement.person.origin?.userAgent ?? null}
      from booked left join balance on true
  )
  select exists (select from variant) as found, exists (select from booked) as booked,
         (coalesce((select on_hand from balance), 0) + coalesce((select on_hand_change from booked), 0))::int as on_hand,
         coalesce((select reserved from balance), 0) as reserved`;

export interface Imbalance {
  variantId: string;
  sku: string | null;
  onHand: number;
  reserved: number;
  ledgerOnHand: number;
  ledgerReserved: number;
}

/** The variants whose balance is not the sum of their movements (STK-4); none is right. */
export const listImbalances = () => sql<Imbalance>('inventory.imbalances')`
  select v.id as variant_id, v.sku, coalesce(level.on_hand, 0) as on_hand, coalesce(level.reserved, 0) as reserved,
         coalesce(ledger.on_hand, 0)::int as ledger_on_hand, coalesce(ledger.reserved, 0)::int as ledger_reserved
    from variants v
    left join stock_levels level on level.variant_id = v.id
    left join (
      select variant_id, sum(on_hand_change) as on_hand, sum(reserved_change) as reserved
        from stock_movements group by variant_id
    ) as ledger on ledger.variant_id = v.id
   where (coalesce(level.on_hand, 0), coalesce(level.reserved, 0)) is distinct from (coalesce(ledger.on_hand, 0), coalesce(ledger.reserved, 0))
   order by v.id`;
