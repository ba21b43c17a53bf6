import { normalizeIP } from '@fastify/rate-limit';
import { isIP } from 'node:net';

/** The parts of a request that tell where it comes from. */
export interface Connected {
  ip: string;
  socket: { remoteAddress?: string | undefined };
}

/**
 * The client's address: what the trusted proxies forward, or the socket's. A proxy may pass on a port, a zone or plain
 * nonsense; the first two are cut off, and nonsense counts as the proxy itself, so that this is always an IP address.
 */
export function clientAddress(request: Connected): string {
  return plainAddress(request.ip) ?? plainAddress(request.socket.remoteAddress) ?? '0.0.0.0';
}

/** What one client can be expected to hold: an IPv4 address, or the /64 that an IPv6 customer chooses from at will. */
export function clientNetwork(request: Connected): string {
  return oneClient(clientAddress(request));
}

/** The same of an address. */
export function oneClient(address: string): string {
  return normalizeIP(address, 64);
}

/** The network in which a provider moves its customer about: /24 of IPv4, /48 of IPv6. */
export function addressNetwork(address: string): string {
  const v4 = /^(\d+\.\d+\.\d+)\.\d+$/.exec(address);
  return v4 ? `${v4[1]}.0/24` : normalizeIP(address, 48);
}

function plainAddress(text: string | undefined): string | null {
  if (text === undefined) return null;
  const bare = text
    .trim()
    .replace(/%[^\]]*/, '')
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1');
  const address = bare.replace(/^::ffff:(?=[\d.]+$)/i, '');
  return isIP(address) ? address : null;
}
