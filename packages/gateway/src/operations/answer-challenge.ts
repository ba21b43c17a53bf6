import { cardOf } from '../cards.ts';
import { GatewayError } from '../errors.ts';
import type { Attempt, Intent } from '../ledger/rows.ts';
import type { World } from '../world.ts';
import { authorize, decline } from './end-attempt.ts';

/** Ends the challenge that the intent waits for, as the buyer (`pass`) or somebody else (`fail`) would. */
export function answerChallenge(
  world: World,
  intent: Intent,
  outcome: 'pass' | 'fail',
): { intent: Intent; attempt: Attempt; declined: string | null } {
  const attempt = world.ledger.of('attempts', intent.id).find(({ status }) => status === 'requires_action');
  if (intent.status !== 'requires_action' || !attempt)
    throw new GatewayError(400, 'intent_unexpected_state', `This intent is ${intent.status}.`);
  const after = cardOf(attempt.card).outcome;
  if (outcome === 'fail') return refused(world, attempt, 'authentication_failed');
  if (after.is === 'challenge' && after.then === 'declined') return refused(world, attempt, 'card_declined');
  return { ...authorize(world, attempt), declined: null };
}

function refused(world: World, attempt: Attempt, code: string) {
  return { ...decline(world, attempt, code), declined: code };
}
