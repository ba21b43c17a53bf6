import { noSuch, unauthenticated } from '../errors.ts';
import type { DialectName, Intent } from '../ledger/rows.ts';
import { sameText } from '../same-text.ts';
import type { World } from '../world.ts';

/** The intent of this dialect, or a refusal. */
export function readIntent(world: World, dialect: DialectName, id: string, what = 'intent'): Intent {
  const intent = world.ledger.get('intents', id);
  if (intent?.dialect !== dialect) throw noSuch(what, id, dialect === 'sandbox' ? 'id' : 'intent');
  return intent;
}

/** The intent that this client secret lets one pay; who doesn't know it learns nothing of the intent. */
export function readIntentOfBuyer(world: World, id: string, clientSecret: string): Intent {
  const intent = world.ledger.get('intents', id);
  if (!intent || !sameText(intent.clientSecret, clientSecret)) throw unauthenticated();
  return intent;
}
