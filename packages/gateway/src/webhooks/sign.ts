import { createHmac } from 'node:crypto';
import type { DialectName, OutgoingEvent } from '../ledger/rows.ts';

type Sign = (event: OutgoingEvent, secret: string, now: Date) => Record<string, string>;

/** The headers with which each provider proves that a webhook is its own. */
export const signatureHeaders: Record<DialectName, Sign> = {
  sandbox: ({ body }, secret, now) => ({ 'sandbox-signature': timed(body, secret, now) }),
  stripe: ({ body }, secret, now) => ({ 'stripe-signature': timed(body, secret, now) }),
  razorpay: ({ id, body }, secret) => ({
    'x-razorpay-signature': hmac(body, secret),
    'x-razorpay-event-id': id,
  }),
};

// The time is of this delivery and not of the event, so that a repeated one is in time.
function timed(body: string, secret: string, now: Date): string {
  const t = Math.floor(now.getTime() / 1000);
  return `t=${t},v1=${hmac(`${t}.${body}`, secret)}`;
}

function hmac(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}
