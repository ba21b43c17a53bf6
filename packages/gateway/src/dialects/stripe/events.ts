import { newId } from '../../new-id.ts';
import type { Describe, Fact, World } from '../../world.ts';
import { charge, paymentIntent, refundObject, seconds } from './objects.ts';

// The version of Stripe's API that the objects follow.
const API_VERSION = '2025-03-31.basil';

const INTENT_EVENTS = {
  created: 'payment_intent.created',
  requires_action: 'payment_intent.requires_action',
  processing: 'payment_intent.processing',
  succeeded: 'payment_intent.succeeded',
  failed: 'payment_intent.payment_failed',
  canceled: 'payment_intent.canceled',
} as const;

/** Stripe's events for a fact, each around the object it is about. */
export const describeInStripe: Describe = (world, fact) =>
  objectsOf(world, fact).map(([type, object]) => {
    const id = newId('stripe', 'event');
    const body = {
      id,
      object: 'event',
      api_version: API_VERSION,
      created: seconds(world.now().toISOString()),
      data: { object },
      livemode: fact.intent.livemode,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    };
    return { id, type, body };
  });

function objectsOf(world: World, fact: Fact): [string, unknown][] {
  if (fact.about === 'intent') {
    if (fact.what === 'authorized') return [];
    const events: [string, unknown][] = [[INTENT_EVENTS[fact.what], paymentIntent(world, fact.intent)]];
    if (fact.what === 'succeeded' && fact.attempt)
      events.unshift(['charge.succeeded', charge(world, fact.attempt)]);
    return events;
  }
  const refund = refundObject(fact.refund);
  if (fact.what === 'failed') return [['refund.failed', refund]];
  if (fact.what === 'succeeded') return [['refund.updated', refund]];
  const attempt = world.ledger.get('attempts', fact.refund.charge)!;
  return [
    ['refund.created', refund],
    ['charge.refunded', charge(world, attempt)],
  ];
}
