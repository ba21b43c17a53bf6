import type { Intent } from '../ledger/rows.ts';
import { newId, randomLetters } from '../new-id.ts';
import type { World } from '../world.ts';
import { announce } from './announce.ts';

type Given = Pick<Intent, 'dialect' | 'amount' | 'currency' | 'metadata'> &
  Partial<Pick<Intent, 'description' | 'returnUrl' | 'receipt' | 'autoCapture' | 'livemode'>>;

/** Opens an intent that nothing has been paid for yet. */
export function createIntent(world: World, given: Given): Intent {
  const id = newId(given.dialect, 'intent');
  const intent = world.ledger.put('intents', {
    id,
    clientSecret: `${id}_secret_${randomLetters(24)}`,
    status: 'requires_payment',
    livemode: false,
    description: null,
    returnUrl: null,
    receipt: null,
    autoCapture: true,
    failure: null,
    createdAt: world.now().toISOString(),
    canceledAt: null,
    ...given,
  });
  announce(world, { about: 'intent', what: 'created', intent, attempt: null });
  return intent;
}
