import { createHash } from 'node:crypto';

/** The same id for the same name, always: what is done under it is done once (UUIDv8, RFC 9562 §5.8: ours to fill). */
export function namedId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
