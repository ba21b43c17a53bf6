import { newId } from '../../new-id.ts';
import type { Describe, Fact, World } from '../../world.ts';
import { orderObject, paymentObject, refundObject, seconds } from './objects.ts';

type Payload = Record<string, { entity: unknown }>;

/** Razorpay's events for a fact. Their ids travel in a header, outside of what is signed. */
export const describeInRazorpay: Describe = (world, fact) =>
  payloadsOf(world, fact).map(([type, payload]) => {
    const body = {
      entity: 'event',
      account_id: 'acc_SandboxCartwrt',
      event: type,
      contains: Object.keys(payload),
      payload,
      created_at: seconds(world.now().toISOString()),
    };
    return { id: newId('razorpay', 'event'), type, body };
  });

function payloadsOf(world: World, fact: Fact): [string, Payload][] {
  if (fact.about === 'refund') {
    const refund = { entity: refundObject(fact.refund) };
    const paid = world.ledger.get('attempts', fact.refund.charge)!;
    const payload = { refund, payment: { entity: paymentObject(world, paid) } };
    const type = fact.what === 'succeeded' ? 'processed' : fact.what;
    return [[`refund.${type}`, payload]];
  }
  if (!fact.attempt) return [];
  const payment = { entity: paymentObject(world, fact.attempt) };
  if (fact.what === 'authorized') return [['payment.authorized', { payment }]];
  if (fact.what === 'failed') return [['payment.failed', { payment }]];
  if (fact.what !== 'succeeded') return [];
  const order = { entity: orderObject(world, fact.intent) };
  return [
    ['payment.captured', { payment }],
    ['order.paid', { payment, order }],
  ];
}
