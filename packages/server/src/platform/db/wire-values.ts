import pg from 'pg';

const INT8 = 20;
const decoders = new Map<number, (text: string) => unknown>([[INT8, BigInt]]);

/** How a column of this type becomes a JavaScript value: bigint stays exact, timestamps are Dates, JSON is parsed. */
export function decoderFor(typeId: number): (text: string) => unknown {
  return decoders.get(typeId) ?? (pg.types.getTypeParser(typeId, 'text') as (text: string) => unknown);
}

/** How a bound value travels: Buffers raw, Dates as UTC, arrays as PostgreSQL arrays, other objects as JSON. */
export function encodeValue(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return encodeArray(value);
  if (typeof value === 'object') return JSON.stringify(value);
  return `${value as number | bigint | boolean}`;
}

function encodeArray(values: readonly unknown[]): string {
  const items = values.map((value) => {
    if (value === null || value === undefined) return 'NULL';
    if (Array.isArray(value)) return encodeArray(value);
    const text = Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : String(encodeValue(value));
    return `"${text.replace(/["\\]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
}
