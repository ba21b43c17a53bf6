import type { Provider } from '../domains/payments/public.ts';
import { permissionsPolicy } from '../platform/http/security-headers.ts';

interface Sources {
  script: string[];
  style: string[];
  frame: string[];
  connect: string[];
}

// Their scripts lay out what they put into the page by styles that they write as attributes: without these Razorpay's window
// lies under its own backdrop, and a bank's window of Stripe where it happens to be.
const INLINE = ["'unsafe-inline'"];

// What each provider's own documentation asks for; the sandbox has a page of its own and cash needs nothing.
const PROVIDERS: Partial<Record<Provider, Sources>> = {
  stripe: {
    script: ['https://js.stripe.com', 'https://*.js.stripe.com'],
    style: INLINE,
    frame: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
    connect: ['https://api.stripe.com'],
  },
  razorpay: {
    // Its checkout takes parts of itself from more and more names below this one.
    script: ['https://*.razorpay.com'],
    style: INLINE,
    frame: ['https://*.razorpay.com'],
    connect: ['https://*.razorpay.com'],
  },
};

/**
 * Headers of a page over those of the API: only our own scripts and styles, none inline but those whose hash is given.
 * Where the buyer pays, also what the providers that are configured need, and no others.
 */
export function pageHeaders(input: {
  inlineScripts: readonly string[];
  /** Null on all pages but the one on which is paid. */
  providers: readonly Provider[] | null;
}): Record<string, string> {
  const used = (input.providers ?? []).flatMap((provider) => PROVIDERS[provider] ?? []);
  const of = (kind: keyof Sources) => used.flatMap((sources) => sources[kind]);
  const frames = of('frame');
  const policy = [
    "default-src 'none'",
    `script-src ${["'self'", ...input.inlineScripts, ...of('script')].join(' ')}`,
    `style-src ${["'self'", ...of('style')].join(' ')}`,
    "img-src 'self' data: https:",
    "font-src 'self'",
    `connect-src ${["'self'", ...of('connect')].join(' ')}`,
    ...(frames.length > 0 ? [`frame-src ${frames.join(' ')}`] : []),
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    'content-security-policy': policy,
    ...(used.length > 0 && {
      // A bank's page opens in a window of its own and must be able to close itself.
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      // Apple Pay and Google Pay are asked for in the provider's frame.
      'permissions-policy': permissionsPolicy(frames),
    }),
  };
}
