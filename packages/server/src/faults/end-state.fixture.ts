import type { FaultShop } from './fault-shop.fixture.ts';

interface Ledger {
  intents: { status: string; capturedAmount: number; refundedAmount: number }[];
  charges: { amount: number }[];
  refunds: { amount: number; status: string }[];
  events: { status: string }[];
}

const STATE = {
  orders: 'select status, total_minor::text, currency from orders order by number',
  lines: 'select quantity, line_total_minor::text from order_lines order by order_id, position',
  history: 'select from_status, to_status, actor_role, reason from order_history order by at, id',
  payments:
    'select provider, status, amount_minor::text, captured_minor::text, refunded_minor::text, flag from payments order by created_at, id',
  refunds:
    'select status, amount_minor::text, reason, order_id is not null as of_order from refunds order by created_at, id',
  stock: 'select on_hand, reserved from stock_levels order by variant_id',
  goods:
    "select kind, sum(on_hand_change)::int as on_hand from stock_movements where kind in ('sell', 'restock') group by kind order by kind",
  holds: 'select status, sum(quantity)::int as pieces from stock_holds group by status order by status',
  checkouts: 'select status from checkouts order by created_at, id',
  cart: 'select coalesce(sum(quantity), 0)::int as pieces from cart_lines',
  commissions: 'select status, amount_minor::text from commissions order by order_id, position',
  audit:
    "select action, count(*)::int as times from audit_log where target_kind in ('order', 'payment') group by action order by action",
  mails:
    "select kind, count(*)::int as times from outbox where kind ~ '^(order|payment)_' group by kind order by kind",
} as const;

/** What must come out the same with and without the kill: ours and the gateway's, without ids and times. */
export async function endState({ database, control }: FaultShop): Promise<object> {
  const ours: Record<string, unknown> = {};
  for (const [name, query] of Object.entries(STATE)) ours[name] = (await database.admin.query(query)).rows;
  const { intents, charges, refunds } = await control<Ledger>('GET', '/ledger');
  return {
    ...ours,
    gateway: {
      intents: intents.map(({ status, capturedAmount, refundedAmount }) => ({
        status,
        capturedAmount,
        refundedAmount,
      })),
      charges: charges.map(({ amount }) => amount),
      refunds: refunds.map(({ amount, status }) => ({ amount, status })),
    },
  };
}

/** Whether nothing is on its way any more: no event, no refund, no order that is due. */
export async function isQuiet({ database, control }: FaultShop): Promise<boolean> {
  const { rows } = await database.admin.query<{ waiting: number }>(
    `select ((select count(*) from gateway_events where next_try_at is not null)
           + (select count(*) from refunds where next_try_at is not null)
           + (select count(*) from payments where flag in ('order_due', 'superseded') and check_at is not null))::int as waiting`,
  );
  const { events } = await control<Ledger>('GET', '/ledger');
  return rows[0]!.waiting === 0 && events.every(({ status }) => status !== 'waiting');
}
