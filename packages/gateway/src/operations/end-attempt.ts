import { GatewayError } from '../errors.ts';
import type { Attempt, Intent, Settlement } from '../ledger/rows.ts';
import type { World } from '../world.ts';
import { announce } from './announce.ts';

interface Ended {
  intent: Intent;
  attempt: Attempt;
}

/**
 * The card's bank says yes. The money is taken at once, unless a Razorpay order waits for a capture or was paid by
 * another payment meanwhile.
 */
export function authorize(world: World, before: Attempt): Ended {
  const intent = intentOf(world, before);
  const paid = intent.status === 'succeeded';
  const attempt = world.ledger.put('attempts', {
    ...before,
    status: 'authorized',
    failure: null,
    settlement: null,
  });
  if (intent.dialect === 'razorpay')
    announce(world, { about: 'intent', what: 'authorized', intent, attempt });
  if (intent.autoCapture && !paid) return capture(world, attempt);
  if (paid) return { intent, attempt };
  return { attempt, intent: world.ledger.put('intents', { ...intent, status: 'processing', failure: null }) };
}

/**
 * Takes the money of an authorized attempt: the only place where a charge comes to be. `again` also where the order is paid
 * already, as an account does that captures whatever is authorized.
 */
export function capture(world: World, before: Attempt, { again = false } = {}): Ended {
  const open = intentOf(world, before);
  if (before.status !== 'authorized' || (open.status === 'succeeded' && !again))
    throw new GatewayError(400, 'intent_unexpected_state', 'This payment is not to be captured.');
  const attempt = world.ledger.put('attempts', { ...before, status: 'captured' });
  const { id, amount, currency } = attempt;
  world.ledger.put('charges', { id, intent: open.id, amount, currency, at: world.now().toISOString() });
  const intent = world.ledger.put('intents', { ...open, status: 'succeeded', failure: null });
  announce(world, { about: 'intent', what: 'succeeded', intent, attempt });
  return { intent, attempt };
}

/** The card's bank says no; with a settlement it changes its mind later. */
export function decline(
  world: World,
  before: Attempt,
  failure: string,
  settlement: Settlement | null = null,
): Ended {
  const attempt = world.ledger.put('attempts', { ...before, status: 'failed', failure, settlement });
  const open = intentOf(world, before);
  const ended = open.status === 'succeeded' || open.status === 'canceled';
  const intent = ended
    ? open
    : world.ledger.put('intents', { ...open, status: 'requires_payment' as const, failure });
  announce(world, { about: 'intent', what: 'failed', intent, attempt });
  return { intent, attempt };
}

function intentOf(world: World, { intent }: Attempt): Intent {
  return world.ledger.get('intents', intent)!;
}
