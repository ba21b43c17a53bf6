import { confirmUrl } from '../sandbox/objects.ts';
import { capturedOf, refundedOfCharge } from '../../ledger/balance.ts';
import type { Attempt, Intent, Refund } from '../../ledger/rows.ts';
import type { World } from '../../world.ts';
import { cardError } from './voice.ts';

const STATUS = {
  requires_payment: 'requires_payment_method',
  requires_action: 'requires_action',
  processing: 'processing',
  succeeded: 'succeeded',
  canceled: 'canceled',
} as const;

/** A payment intent; `expand` with `latest_charge` puts the charge itself in the place of its id. */
export function paymentIntent(world: World, intent: Intent, expand: readonly string[] = []) {
  const { ledger } = world;
  const attempts = ledger.of('attempts', intent.id);
  const latest = attempts.findLast(({ status }) => status !== 'requires_action');
  const last = attempts.at(-1);
  return {
    id: intent.id,
    object: 'payment_intent',
    amount: intent.amount,
    amount_capturable: 0,
    amount_received: capturedOf(ledger, intent.id),
    automatic_payment_methods: null,
    canceled_at: intent.canceledAt === null ? null : seconds(intent.canceledAt),
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: intent.clientSecret,
    confirmation_method: 'automatic',
    created: seconds(intent.createdAt),
    currency: intent.currency.toLowerCase(),
    customer: null,
    description: intent.description,
    last_payment_error: intent.failure === null ? null : cardError(intent.failure, last?.id ?? null),
    latest_charge: latest ? (expand.includes('latest_charge') ? charge(world, latest) : latest.id) : null,
    livemode: intent.livemode,
    metadata: intent.metadata,
    next_action: intent.status === 'requires_action' ? nextAction(world, intent) : null,
    payment_method: last && intent.status !== 'requires_payment' ? `pm_${last.id}` : null,
    payment_method_types: ['card'],
    receipt_email: null,
    status: STATUS[intent.status],
  };
}

/** A charge: here every attempt is one, paid or not. */
export function charge({ ledger }: World, attempt: Attempt) {
  const { id, amount, intent: intentId } = attempt;
  const intent = ledger.get('intents', intentId)!;
  const captured = ledger.get('charges', id) !== undefined;
  const refunded = refundedOfCharge(ledger, intentId, id);
  return {
    id,
    object: 'charge',
    amount,
    amount_captured: captured ? amount : 0,
    amount_refunded: refunded,
    captured,
    created: seconds(attempt.createdAt),
    currency: attempt.currency.toLowerCase(),
    description: intent.description,
    disputed: false,
    failure_code: attempt.failure,
    livemode: intent.livemode,
    metadata: intent.metadata,
    paid: captured,
    payment_intent: intentId,
    payment_method: `pm_${id}`,
    payment_method_details: { type: 'card', card: { last4: attempt.last4 } },
    refunded: captured && refunded === amount,
    status: captured ? 'succeeded' : attempt.status === 'failed' ? 'failed' : 'pending',
  };
}

export function refundObject(refund: Refund) {
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    charge: refund.charge,
    created: seconds(refund.createdAt),
    currency: refund.currency.toLowerCase(),
    ...(refund.status === 'failed' ? { failure_reason: 'expired_or_canceled_card' } : {}),
    metadata: refund.metadata,
    payment_intent: refund.intent,
    reason: refund.reason,
    receipt_number: null,
    status: refund.status,
  };
}

export function seconds(iso: string): number {
  return Math.floor(Date.parse(iso) / 1000);
}

function nextAction(world: World, intent: Intent) {
  return {
    type: 'redirect_to_url',
    redirect_to_url: { return_url: intent.returnUrl, url: confirmUrl(world, intent) },
  };
}
