import type { Voice } from '../../api/answer.ts';

/** `{"error":{"code","message"}}`, with `param` where one field is to blame. */
export const sandboxVoice: Voice = {
  name: 'sandbox',
  keyHeader: 'idempotency-key',
  refusal: ({ status, code, message, param }) => ({
    status,
    body: { error: { code, message, ...(param === null ? {} : { param }) } },
  }),
};

const DECLINED: Record<string, string> = {
  insufficient_funds: 'The card has insufficient funds.',
  expired_card: 'The card has expired.',
  incorrect_cvc: 'The security code of the card is wrong.',
  processing_error: 'The bank failed while it processed the card.',
  authentication_failed: 'The challenge was not passed.',
};

/** What a declined card is told, in all dialects. */
export function declineMessage(code: string): string {
  return DECLINED[code] ?? 'The card was declined.';
}
