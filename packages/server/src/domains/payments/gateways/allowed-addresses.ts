import { BlockList, isIP } from 'node:net';
import type { Store } from '../../../store.ts';
import type { Provider } from './gateway.ts';

type Family = 'ipv4' | 'ipv6';

/**
 * Whether a webhook of this provider may come from `ip`: from anywhere where the store names no addresses of it (PAY-9). A
 * filter before the signature, never instead of it.
 */
export function addressAllowed(store: Store, provider: Provider, ip: string): boolean {
  const ranges = provider === 'cod' ? [] : store.payments.webhookAddresses[provider];
  if (ranges.length === 0) return true;
  const address = plainAddress(ip);
  return isIP(address) > 0 && listOf(ranges).check(address, familyOf(address));
}

const lists = new WeakMap<readonly string[], BlockList>();

function listOf(ranges: readonly string[]): BlockList {
  const made = lists.get(ranges);
  if (made) return made;
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const whole = isIP(address) === 4 ? 32 : 128;
    list.addSubnet(address, bits === undefined ? whole : Number(bits), familyOf(address));
  }
  lists.set(ranges, list);
  return list;
}

// A socket that listens on both families shows 1.2.3.4 as ::ffff:1.2.3.4.
function plainAddress(ip: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip;
}

function familyOf(address: string): Family {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}
