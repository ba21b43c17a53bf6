import { cardOf, type Afterwards, type CardName } from '../cards.ts';
import { GatewayError } from '../errors.ts';
import type { Attempt, Intent } from '../ledger/rows.ts';
import { newId } from '../new-id.ts';
import type { World } from '../world.ts';
import { announce } from './announce.ts';
import { authorize, decline } from './end-attempt.ts';
import { dueAfter } from './settle.ts';

/** What a try came to. `attempt` is null where the gateway broke before it. */
export interface Confirmed {
  intent: Intent;
  attempt: Attempt | null;
  /** Why the card was declined; null where it was not. */
  declined: string | null;
  /** How the answer is to go wrong. */
  afterwards: Afterwards | null;
}

/** Tries to pay the intent with a test card; a declined one leaves it open for the next. */
export function confirmIntent(world: World, intent: Intent, card: CardName): Confirmed {
  refuseUnlessOpen(intent);
  const { outcome, answer } = cardOf(card);
  const afterwards = answer ?? null;
  if (outcome.is === 'nothing') return { intent, attempt: null, declined: null, afterwards };
  const attempt = begin(world, intent, card);
  if (outcome.is === 'declined') {
    const settlement = outcome.laterCharged ? dueAfter(world, 'succeed') : null;
    return { ...decline(world, attempt, outcome.code, settlement), declined: outcome.code, afterwards };
  }
  if (outcome.is === 'charged') return { ...authorize(world, attempt), declined: null, afterwards };
  return { ...wait(world, intent, attempt, outcome), declined: null, afterwards };
}

function refuseUnlessOpen({ status }: Intent): void {
  if (status !== 'requires_payment' && status !== 'requires_action')
    throw new GatewayError(400, 'intent_unexpected_state', `This intent is ${status} and cannot be paid.`);
}

// A new try ends the challenge of the one before.
function begin(world: World, intent: Intent, card: CardName): Attempt {
  for (const earlier of world.ledger.of('attempts', intent.id)) {
    if (earlier.status === 'requires_action')
      world.ledger.put('attempts', { ...earlier, status: 'failed', failure: 'authentication_required' });
  }
  return {
    id: newId(intent.dialect, 'attempt'),
    intent: intent.id,
    amount: intent.amount,
    currency: intent.currency,
    status: 'processing',
    card,
    last4: cardOf(card).number.slice(-4),
    failure: null,
    settlement: null,
    createdAt: world.now().toISOString(),
  };
}

function wait(
  world: World,
  before: Intent,
  begun: Attempt,
  { is, then }: { is: 'challenge' | 'processing'; then: 'charged' | 'declined' },
): { intent: Intent; attempt: Attempt } {
  const status = is === 'challenge' ? 'requires_action' : 'processing';
  const settlement = is === 'challenge' ? null : dueAfter(world, then === 'charged' ? 'succeed' : 'fail');
  const attempt = world.ledger.put('attempts', { ...begun, status, settlement });
  const intent = world.ledger.put('intents', { ...before, status, failure: null });
  announce(world, { about: 'intent', what: status, intent, attempt });
  return { intent, attempt };
}
