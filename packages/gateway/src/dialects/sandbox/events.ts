import { newId } from '../../new-id.ts';
import type { Describe } from '../../world.ts';
import { publicIntent, refundObject } from './objects.ts';

/** A sandbox webhook: what happened, and the intent or refund as it was then. */
export const describeInSandbox: Describe = (world, fact) => {
  if (fact.what === 'authorized' || (fact.about === 'refund' && fact.what === 'created')) return [];
  const id = newId('sandbox', 'event');
  const type = `${fact.about}.${fact.what}`;
  const data =
    fact.about === 'intent'
      ? { intent: publicIntent(world, fact.intent) }
      : { refund: refundObject(fact.refund), intentId: fact.intent.id };
  const createdAt = world.now().toISOString();
  return [{ id, type, body: { id, type, createdAt, livemode: fact.intent.livemode, data } }];
};
