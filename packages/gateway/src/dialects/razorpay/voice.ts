import type { Voice } from '../../api/answer.ts';
import type { GatewayError } from '../../errors.ts';
import { declineMessage } from '../sandbox/voice.ts';

const KEY = /^[A-Za-z0-9_-]{10,}$/;

const CODES: Record<string, string> = { api_error: 'SERVER_ERROR' };
// Razorpay's own sentences, where a client may look at them.
const SENTENCES: Record<string, string> = {
  unauthenticated: 'Authentication failed',
  charge_missing: 'The payment status should be captured for action to be taken',
  charge_already_refunded: 'The payment has been fully refunded already',
  refund_too_large: 'The total refund amount is greater than the refund payment amount',
  resource_missing: 'The id provided does not exist',
  idempotency_error: 'Different request with the same idempotency key has already been processed.',
};

/** `{"error":{"code","description","source","step","reason","metadata"}}`; what does not exist is 400 too. */
export const razorpayVoice: Voice = {
  name: 'razorpay',
  keyHeader: 'x-refund-idempotency',
  refusal: (error) => ({
    status: error.status === 404 ? 400 : error.status,
    body: { error: errorObject(error) },
  }),
  flawOfKey: (key) =>
    KEY.test(key)
      ? undefined
      : 'The idempotency key must have at least 10 letters, digits, hyphens or underscores.',
};

function errorObject({ code, message, param, status }: GatewayError) {
  const business = status === 400 && !code.startsWith('idempotency_');
  return {
    code: CODES[code] ?? 'BAD_REQUEST_ERROR',
    description: SENTENCES[code] ?? message,
    source: business ? 'business' : 'NA',
    step: business ? 'payment_initiation' : 'NA',
    reason: business ? 'input_validation_failed' : 'NA',
    metadata: {},
    ...(param === null ? {} : { field: param }),
  };
}

/** What a payment says of why it failed. */
export function paymentFailure(failure: string | null) {
  if (failure === null)
    return {
      error_code: null,
      error_description: null,
      error_source: null,
      error_step: null,
      error_reason: null,
    };
  const bank = failure !== 'authentication_failed';
  return {
    error_code: 'BAD_REQUEST_ERROR',
    error_description: declineMessage(failure),
    error_source: bank ? 'bank' : 'customer',
    error_step: bank ? 'payment_authorization' : 'payment_authentication',
    error_reason: bank ? 'payment_failed' : 'authentication_failed',
  };
}
