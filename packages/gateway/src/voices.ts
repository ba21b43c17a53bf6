import type { Voice } from './api/answer.ts';
import { razorpayVoice } from './dialects/razorpay/voice.ts';
import { sandboxVoice } from './dialects/sandbox/voice.ts';
import { stripeVoice } from './dialects/stripe/voice.ts';

interface Head {
  url?: string | undefined;
  headers: { authorization?: string | undefined; 'content-type'?: string | undefined };
}

/**
 * The address with its dialect's prefix. The official clients know no prefix, so `/v1/…` goes to the provider whose path,
 * key or form it is; all else there is the sandbox's own.
 */
export function dialectUrl({ url = '/', headers }: Head): string {
  if (!url.startsWith('/v1/')) return url;
  if (/^\/v1\/(payment_intents|charges)\b/.test(url)) return `/stripe${url}`;
  if (/^\/v1\/(orders|payments)\b/.test(url)) return `/razorpay${url}`;
  const authorization = headers.authorization ?? '';
  if (/^bearer [sp]k_(test|live)_/i.test(authorization)) return `/stripe${url}`;
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return `/stripe${url}`;
  const user = /^basic (\S+)/i.exec(authorization)?.[1];
  if (user === undefined) return url;
  return Buffer.from(user, 'base64').toString().startsWith('sk_') ? `/stripe${url}` : `/razorpay${url}`;
}

/** Whose form a refusal at this address has. */
export function voiceOf(url: string): Voice {
  if (url.startsWith('/stripe/')) return stripeVoice;
  return url.startsWith('/razorpay/') ? razorpayVoice : sandboxVoice;
}
