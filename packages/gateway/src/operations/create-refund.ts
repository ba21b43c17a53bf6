import { cardOf } from '../cards.ts';
import { GatewayError } from '../errors.ts';
import { refundedOfCharge } from '../ledger/balance.ts';
import type { Charge, Intent, Refund } from '../ledger/rows.ts';
import { newId } from '../new-id.ts';
import type { World } from '../world.ts';
import { announce } from './announce.ts';
import { dueAfter } from './settle.ts';

interface Given {
  /** Null gives back all that is left. */
  amount: number | null;
  metadata: Record<string, string>;
  reason?: string | null;
  receipt?: string | null;
}

/** Gives money of a charge back, never more than is left of it. */
export function createRefund(world: World, intent: Intent, charge: Charge | undefined, given: Given): Refund {
  if (!charge) throw new GatewayError(400, 'charge_missing', 'Nothing was charged that could be refunded.');
  const left = charge.amount - refundedOfCharge(world.ledger, intent.id, charge.id);
  if (left === 0)
    throw new GatewayError(400, 'charge_already_refunded', `Charge ${charge.id} has already been refunded.`);
  const amount = given.amount ?? left;
  if (amount > left)
    throw new GatewayError(400, 'refund_too_large', `Only ${left} of the charge are left to refund.`, {
      param: 'amount',
    });
  const later = cardOf(world.ledger.get('attempts', charge.id)!.card).refunds;
  const refund = world.ledger.put('refunds', {
    id: newId(intent.dialect, 'refund'),
    intent: intent.id,
    charge: charge.id,
    amount,
    currency: charge.currency,
    status: later ? 'pending' : 'succeeded',
    metadata: given.metadata,
    reason: given.reason ?? null,
    receipt: given.receipt ?? null,
    settlement: later ? dueAfter(world, later === 'succeed-late' ? 'succeed' : 'fail') : null,
    createdAt: world.now().toISOString(),
  });
  announce(world, { about: 'refund', what: 'created', intent, refund });
  if (!later) announce(world, { about: 'refund', what: 'succeeded', intent, refund });
  return refund;
}
