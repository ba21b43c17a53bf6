import type { FastifyRequest } from 'fastify';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Where this page is to be asked for instead, or null. A browser keeps the cookies of `127.0.0.1` and `localhost` apart, so
 * who began under one name would come back from the payment page or a mail, which know PUBLIC_URL alone, as a stranger.
 * Only from one name of this machine to its other, on the same port; never to where the request asks to be sent.
 */
export function ownAddress(
  { headers, url }: Pick<FastifyRequest, 'headers' | 'url'>,
  publicUrl: string,
): string | null {
  const own = new URL(publicUrl);
  const asked = hostOf(headers.host);
  if (!asked || asked.host === own.host || asked.port !== own.port) return null;
  if (!LOOPBACK.test(own.hostname) || !LOOPBACK.test(asked.hostname)) return null;
  // A path alone: `//elsewhere` would name another host.
  return `${own.origin}/${url.replace(/^\/+/, '')}`;
}

function hostOf(host: string | undefined): URL | null {
  try {
    return new URL(`http://${host ?? ''}`);
  } catch {
    return null;
  }
}
