import { capturedOf, refundedOf } from '../../ledger/balance.ts';
import type { Intent, Refund } from '../../ledger/rows.ts';
import type { World } from '../../world.ts';

/** An intent as the shop and the buyer's browser see it. */
export function intentObject(world: World, intent: Intent) {
  return {
    ...publicIntent(world, intent),
    clientSecret: intent.clientSecret,
    confirmUrl: confirmUrl(world, intent),
  };
}

/** The same without what lets one pay, for webhooks. */
export function publicIntent(world: World, intent: Intent) {
  const { id, amount, currency, status, metadata, description, returnUrl, failure, createdAt } = intent;
  return {
    id,
    amount,
    currency,
    status,
    capturedAmount: capturedOf(world.ledger, id),
    refundedAmount: refundedOf(world.ledger, id),
    livemode: intent.livemode,
    metadata,
    description,
    returnUrl,
    failure,
    createdAt,
  };
}

export function refundObject({ id, intent, amount, currency, status, metadata, createdAt }: Refund) {
  return { id, intent, amount, currency, status, metadata, createdAt };
}

/** Where a person pays this intent in a browser. */
export function confirmUrl({ baseUrl }: World, { id, clientSecret }: Intent): string {
  return `${baseUrl}/pay/${id}?client_secret=${clientSecret}`;
}
