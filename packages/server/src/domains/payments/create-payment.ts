import { nobody, type Identity } from '../../platform/db/database.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { Who } from '../../platform/http/route.ts';
import { askForIntent } from './ask-for-intent.ts';
import { beginPayment, type Begun, type PaymentInput } from './begin-payment.ts';
import { nothingAlong, type Along, type PaymentDeps } from './deps.ts';
import type { GatewayIntent, Provider } from './gateways/gateway.ts';
import { giveUpCheckouts } from './give-up-checkouts.ts';
import { movePayment, supersedePayments, type PaymentRow } from './queries.ts';
import { statusOf } from './status-of.ts';
import { applyIntent } from './sync-payment.ts';

export interface BegunPayment {
  id: string;
  checkoutId: string;
  provider: Provider;
  status: string;
  amountMinor: bigint;
  currency: string;
  intentId: string | null;
  /** What the buyer's browser needs to pay; null where nothing is to be paid now. */
  client: Readonly<Record<string, string>> | null;
  holdUntil: Date;
}

/**
 * Begins to pay the caller's checkout: it is frozen, its goods are promised, and the gateway is asked for an intent of
 * exactly its total (PAY-2). Asked again it goes on with the payment that was begun, so nobody pays twice for having
 * reloaded (L-9). Refuses with CART_CHANGED, CHECKOUT_INCOMPLETE, INSUFFICIENT_STOCK, PROVIDER_NOT_OFFERED,
 * PAYMENT_REFUSED, and PAYMENT_GATEWAY_UNAVAILABLE, after which the same may be tried again. `along` is written with a new
 * intent.
 */
export async function createPayment(
  deps: PaymentDeps,
  caller: Identity<Who>,
  input: PaymentInput,
  along: Along<BegunPayment> = nothingAlong,
): Promise<BegunPayment> {
  const begun = await beginPayment(deps, caller, input);
  failpoint('payment.begun');
  await giveUpOthers(deps, begun);
  const { payment, holdUntil } = begun;
  if (payment.provider === 'cod') return nothingToPayNow(deps, begun);
  const gateway = deps.gateways.get(payment.provider)!;
  const told = (intent: GatewayIntent): BegunPayment => ({
    ...shown(payment),
    status: statusOf(intent),
    intentId: intent.id,
    client: intent.client,
    holdUntil,
  });
  const intent = await askForIntent(deps, gateway, begun, (kept) => along(told(kept)));
  // Nobody has told us yet, and nobody could pay it. What is begun instead has an intent of its own, so this ends.
  if (intent.status === 'canceled' && !begun.fresh && payment.capturedMinor === 0n) {
    await applyIntent(deps, payment, intent, input.origin);
    return createPayment(deps, caller, input, along);
  }
  return told(intent);
}

async function giveUpOthers({ system, now }: PaymentDeps, { checkout, others }: Begun): Promise<void> {
  if (others.length === 0) return;
  const { shopperId, id } = checkout;
  const sameCheckout = others.filter(({ checkoutId }) => checkoutId === id).map((payment) => payment.id);
  await system
    .as(nobody)
    .write(
      supersedePayments({ shopperId, ids: sameCheckout, now: now() }),
      ...giveUpCheckouts({ shopperId, keep: id, now: now() }),
    );
}

async function nothingToPayNow(
  { system, now }: PaymentDeps,
  { payment, holdUntil }: Begun,
): Promise<BegunPayment> {
  const move = movePayment({
    ...payment,
    to: 'pending',
    from: ['creating'],
    failure: null,
    checkAt: holdUntil,
    now: now(),
  });
  await system.as(nobody).write(move);
  return { ...shown(payment), status: 'pending', intentId: null, client: null, holdUntil };
}

function shown({ id, checkoutId, provider, amountMinor, currency }: PaymentRow) {
  return { id, checkoutId, provider, amountMinor, currency };
}
