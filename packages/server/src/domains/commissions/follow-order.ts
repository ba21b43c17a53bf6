import type { Tx } from '../../platform/db/database.ts';
import { statesBefore } from '../../platform/states.ts';
import { insertCommissions, moveCommissions } from './queries.ts';
import { commissionStates, type CommissionStatus } from './states.ts';

const AFTER: Partial<Record<string, CommissionStatus>> = {
  delivered: 'approved',
  canceled: 'voided',
  refunded: 'voided',
};

/** Keeps the commissions of an order in step with it, in the order's own transaction (COM-1). */
export async function followOrder(
  tx: Tx,
  order: { shopperId: string; id: string; status: string },
  now: Date,
): Promise<void> {
  if (order.status === 'pending') {
    await tx.run(insertCommissions({ shopperId: order.shopperId, orderId: order.id, now }));
    return;
  }
  const to = AFTER[order.status];
  if (to)
    await tx.run(moveCommissions({ orderId: order.id, to, from: statesBefore(commissionStates, to), now }));
}
