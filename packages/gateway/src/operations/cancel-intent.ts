import { cardOf } from '../cards.ts';
import { GatewayError } from '../errors.ts';
import type { Intent } from '../ledger/rows.ts';
import type { World } from '../world.ts';
import { announce } from './announce.ts';

/** Cancels what nobody has paid. One that is being processed cannot be, but for the card that settles all the same. */
export function cancelIntent(world: World, before: Intent): Intent {
  const attempts = world.ledger.of('attempts', before.id);
  const running = attempts.find(({ status }) => status === 'processing');
  const outcome = running ? cardOf(running.card).outcome : null;
  const runs = before.status === 'processing' && !(outcome?.is === 'processing' && outcome.cancelable);
  if (runs || before.status === 'succeeded' || before.status === 'canceled')
    throw new GatewayError(
      400,
      'intent_unexpected_state',
      `This intent is ${before.status} and cannot be canceled.`,
    );
  for (const attempt of attempts) {
    if (attempt.status === 'requires_action')
      world.ledger.put('attempts', { ...attempt, status: 'failed', failure: 'canceled' });
  }
  const canceledAt = world.now().toISOString();
  const intent = world.ledger.put('intents', { ...before, status: 'canceled', canceledAt });
  announce(world, { about: 'intent', what: 'canceled', intent, attempt: null });
  return intent;
}
