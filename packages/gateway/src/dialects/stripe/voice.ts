import type { Voice } from '../../api/answer.ts';
import { declineMessage } from '../sandbox/voice.ts';

const TYPES: Partial<Record<number, string>> = { 500: 'api_error' };
// Ours on the left, Stripe's on the right, where they differ. Null is an error without a code.
const CODES: Record<string, string | null> = {
  intent_unexpected_state: 'payment_intent_unexpected_state',
  charge_missing: 'payment_intent_unexpected_state',
  refund_too_large: null,
  parameter_invalid: null,
  unauthenticated: null,
  api_error: null,
  idempotency_error: null,
};

/** `{"error":{"type","code","message","param"}}`. */
export const stripeVoice: Voice = {
  name: 'stripe',
  keyHeader: 'idempotency-key',
  refusal: ({ status, code: ours, message, param }) => {
    const idempotency = ours.startsWith('idempotency_');
    const type = idempotency ? 'idempotency_error' : (TYPES[status] ?? 'invalid_request_error');
    const code = ours in CODES ? CODES[ours] : ours;
    return {
      status,
      body: { error: { type, message, ...(code ? { code } : {}), ...(param === null ? {} : { param }) } },
    };
  },
};

// Errors of their own; every other refusal of a bank is a `card_declined` with its reason beside it.
const OWN_CODES = new Set(['expired_card', 'incorrect_cvc', 'processing_error']);

/** The error object of a declined card. */
export function cardError(failure: string, chargeId: string | null) {
  const message = declineMessage(failure);
  const charge = chargeId === null ? {} : { charge: chargeId };
  if (failure === 'authentication_failed')
    return {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      message,
    };
  return OWN_CODES.has(failure)
    ? { type: 'card_error', code: failure, message, ...charge }
    : { type: 'card_error', code: 'card_declined', decline_code: declineCode(failure), message, ...charge };
}

function declineCode(failure: string): string {
  return failure === 'card_declined' ? 'generic_decline' : failure;
}
