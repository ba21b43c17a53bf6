import { createHmac } from 'node:crypto';

/**
 * A hash that only this server can make. Numbers and codes have so few values that anybody who had the database could try
 * them all against a plain hash.
 */
export function keyedHash(secret: string, ...parts: readonly string[]): Buffer {
  return createHmac('sha256', secret).update(JSON.stringify(parts)).digest();
}
