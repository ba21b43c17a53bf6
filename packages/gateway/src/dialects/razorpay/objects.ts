import { capturedOf, refundedOfCharge } from '../../ledger/balance.ts';
import type { Attempt, Intent, Refund } from '../../ledger/rows.ts';
import type { World } from '../../world.ts';
import { paymentFailure } from './voice.ts';

const PAYMENT_STATUS = {
  requires_action: 'created',
  processing: 'created',
  authorized: 'authorized',
  failed: 'failed',
  expired: 'refunded',
} as const;

export function orderObject({ ledger }: World, intent: Intent) {
  const paid = capturedOf(ledger, intent.id);
  const attempts = ledger.of('attempts', intent.id).length;
  return {
    id: intent.id,
    entity: 'order',
    amount: intent.amount,
    amount_paid: paid,
    amount_due: intent.amount - paid,
    currency: intent.currency,
    receipt: intent.receipt,
    offer_id: null,
    status: paid > 0 ? 'paid' : attempts > 0 ? 'attempted' : 'created',
    attempts,
    notes: notesOf(intent.metadata),
    created_at: seconds(intent.createdAt),
  };
}

export function paymentObject({ ledger }: World, attempt: Attempt) {
  const { id, intent: orderId, amount, currency, failure } = attempt;
  const order = ledger.get('intents', orderId)!;
  const refunded = refundedOfCharge(ledger, orderId, id);
  const captured = attempt.status === 'captured';
  return {
    id,
    entity: 'payment',
    amount,
    currency,
    status: statusOf(attempt, refunded),
    order_id: orderId,
    invoice_id: null,
    international: false,
    method: 'card',
    amount_refunded: refunded,
    refund_status: refunded === 0 ? null : refunded === amount ? 'full' : 'partial',
    captured,
    description: order.description,
    card_id: `card_${id.slice(4)}`,
    card: { id: `card_${id.slice(4)}`, entity: 'card', last4: attempt.last4 },
    bank: null,
    wallet: null,
    vpa: null,
    email: 'buyer@example.com',
    contact: '+910000000000',
    notes: notesOf(order.metadata),
    fee: captured ? 0 : null,
    tax: captured ? 0 : null,
    ...paymentFailure(failure),
    acquirer_data: {},
    created_at: seconds(attempt.createdAt),
  };
}

export function refundObject(refund: Refund) {
  return {
    id: refund.id,
    entity: 'refund',
    amount: refund.amount,
    currency: refund.currency,
    payment_id: refund.charge,
    notes: notesOf(refund.metadata),
    receipt: refund.receipt,
    acquirer_data: { arn: null },
    created_at: seconds(refund.createdAt),
    batch_id: null,
    status: refund.status === 'succeeded' ? 'processed' : refund.status,
    speed_processed: 'normal',
    speed_requested: 'normal',
  };
}

export function collection(items: unknown[]) {
  return { entity: 'collection', count: items.length, items };
}

function statusOf({ status, amount }: Attempt, refunded: number): string {
  if (status !== 'captured') return PAYMENT_STATUS[status];
  return refunded === amount ? 'refunded' : 'captured';
}

// Theirs is a list when there is none.
function notesOf(notes: Record<string, string>): Record<string, string> | [] {
  return Object.keys(notes).length > 0 ? notes : [];
}

export function seconds(iso: string): number {
  return Math.floor(Date.parse(iso) / 1000);
}
