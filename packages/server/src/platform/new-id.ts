import { randomFillSync } from 'node:crypto';

const ID_BYTES = 16;
// Asking the system for randomness costs more than all else here, so it is asked for many ids at once.
const ahead = Buffer.allocUnsafeSlow(ID_BYTES * 256);
let used = ahead.length;

/** A UUIDv7 (RFC 9562 §5.7) for rows whose id several statements of one exchange must know. Twin of new_id() in SQL. */
export function newId(now: Date): string {
  if (used === ahead.length) {
    randomFillSync(ahead);
    used = 0;
  }
  const bytes = ahead.subarray(used, (used += ID_BYTES));
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
