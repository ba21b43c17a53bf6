import type Stripe from 'stripe';
import { callBounded, mayHelpLater, refused, unavailable } from './bounded-call.ts';
import { GatewayRefused, GatewayUnavailable } from './gateway.ts';

interface ClientOptions {
  secretKey: string;
  /** Another server that speaks Stripe's API; may have a path. */
  baseUrl: string | undefined;
  timeoutMs: number;
}

/**
 * The official SDK over our own bounded calls: its timeout counts each silence anew where it uses node's sockets, and knows
 * no path before `/v1`. It tries nothing again; keys make that safe for whoever does.
 */
export async function openStripe({ secretKey, baseUrl, timeoutMs }: ClientOptions): Promise<Stripe> {
  // 100 ms and 21 MB (measured) that only a shop with Stripe should pay.
  const { default: Sdk } = await import('stripe');
  const prefix = baseUrl?.replace(/\/$/, '');
  const send = async (url: string | URL | Request, init?: RequestInit) => {
    const { pathname, search } = new URL(url);
    const target = prefix === undefined ? (url as string) : prefix + pathname + search;
    const { status, headers, text } = await callBounded('stripe', target, { ...init, timeoutMs });
    return new Response([204, 304].includes(status) ? null : text, { status, headers });
  };
  return new Sdk(secretKey, {
    httpClient: Sdk.createFetchHttpClient(send),
    maxNetworkRetries: 0,
    // Ours ends first and says so; this one is the net below it.
    timeout: timeoutMs + 1_000,
    telemetry: false,
  });
}

/** An SDK error in our two kinds; `secrets` are kept out of it. */
export function toGatewayError(error: unknown, secrets: readonly string[]): Error {
  if (error instanceof GatewayRefused || error instanceof GatewayUnavailable) return error;
  const { statusCode, headers, ...said } = error as Partial<
    Pick<Stripe.errors.StripeError, 'statusCode' | 'headers'>
  > &
    Record<'code' | 'rawType' | 'message' | 'detail', unknown>;
  if (said.detail instanceof GatewayUnavailable) return said.detail;
  if (statusCode === undefined || statusCode < 400)
    return new GatewayUnavailable('stripe answered what is not to be understood.');
  if (mayHelpLater(statusCode)) return unavailable('stripe', statusCode, headers?.['retry-after']);
  const word = [said.code, said.rawType].find((one) => typeof one === 'string') ?? 'refused';
  const { message } = error as Error;
  return refused(word, typeof message === 'string' ? message : '', secrets);
}
