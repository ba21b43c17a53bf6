import type { CheckoutRow } from '../checkout/public.ts';
import { nobody } from '../../platform/db/database.ts';
import { isRefusal } from '../../platform/db/failure.ts';
import { refuse } from '../../platform/errors.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { retryLater } from '../../platform/http/errors.ts';
import type { Along, PaymentDeps } from './deps.ts';
import { paymentErrors } from './errors.ts';
import {
  GatewayRefused,
  GatewayUnavailable,
  type GatewayIntent,
  type PaymentGateway,
} from './gateways/gateway.ts';
import { intentOf } from './sync-payment.ts';
import { keepIntent, movePayment, readPayment, requireIntent, type PaymentRow } from './queries.ts';

interface Asked {
  payment: PaymentRow;
  /** Begun just now, so that the gateway cannot have an intent for it. */
  fresh: boolean;
  checkout: CheckoutRow;
  holdUntil: Date;
}

/**
 * The gateway's intent for a payment: the one that was made for it, or a new one, kept before anybody sees it. Of two runs
 * at once only one's is kept, and both show that: money for another could not be found again. Refuses with PAYMENT_REFUSED
 * and PAYMENT_GATEWAY_UNAVAILABLE. `along` is written with an intent that is kept.
 */
export async function askForIntent(
  deps: PaymentDeps,
  gateway: PaymentGateway,
  { payment, fresh, checkout, holdUntil }: Asked,
  along: Along<GatewayIntent>,
): Promise<GatewayIntent> {
  try {
    failpoint('payment.intent-asked');
    const known = fresh ? null : await intentOf(gateway, payment);
    // Another would be charged beside one that its gateway has only mislaid.
    if (!known && payment.intentId !== null)
      throw new GatewayRefused('intent_unknown', 'The gateway does not know the intent any more.');
    const intent = known ?? (await gateway.createIntent(newIntent(payment, checkout, deps.store.name)));
    failpoint('payment.intent-made');
    const kept =
      payment.intentId !== null
        ? intent
        : await keep(deps, gateway, payment, { intent, checkAt: holdUntil, along });
    failpoint('payment.intent-kept');
    return kept;
  } catch (error) {
    if (error instanceof GatewayUnavailable) throw retryLater(paymentErrors.gatewayUnavailable, 5, error);
    if (!(error instanceof GatewayRefused)) throw error;
    const failed = {
      ...payment,
      to: 'failed',
      from: ['creating', 'pending'],
      failure: error.code,
      checkAt: null,
    } as const;
    await deps.system.as(nobody).write(movePayment({ ...failed, now: deps.now() }));
    throw refuse(paymentErrors.paymentRefused, { code: error.code });
  }
}

async function keep(
  { system, now }: PaymentDeps,
  gateway: PaymentGateway,
  payment: PaymentRow,
  { intent, checkAt, along }: { intent: GatewayIntent; checkAt: Date; along: Along<GatewayIntent> },
): Promise<GatewayIntent> {
  const access = system.as(nobody);
  const ours = { ...payment, intentId: intent.id };
  try {
    await access.write(keepIntent({ ...ours, checkAt, now: now() }), requireIntent(ours), ...along(intent));
    return intent;
  } catch (error) {
    if (!isRefusal(error, 'OTHER_INTENT')) throw error;
  }
  const [row] = (await access.read(readPayment(payment))).rows[0];
  const other = row?.intentId ? await gateway.retrieveIntent(row.intentId) : null;
  if (!other) throw new GatewayUnavailable('the intent of the payment is not at its gateway');
  return other;
}

function newIntent(payment: PaymentRow, checkout: CheckoutRow, store: string) {
  return {
    paymentId: payment.id,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    metadata: {
      cart_id: checkout.cartId,
      customer_id: checkout.shopperId,
      checkout_id: checkout.id,
      payment_id: payment.id,
    },
    description: store,
  };
}
