import { formatMajor } from './money.ts';

/** An amount on its way out: a number of JSON with exactly the currency's digits, which a JavaScript number would lose (API-2). */
export class Major {
  readonly #text: string;

  constructor(minor: bigint, currency: string) {
    this.#text = formatMajor(minor, currency);
  }

  toString(): string {
    return this.#text;
  }
}

/** A value that may hold such amounts where its type has numbers. */
export type Exact<Value> = Value extends number
  ? Value | Major
  : Value extends readonly (infer Item)[]
    ? readonly Exact<Item>[]
    : Value extends object
      ? { [Key in keyof Value]: Exact<Value[Key]> }
      : Value;

/** JSON.stringify() for plain values that may hold exact amounts. */
export function toJson(value: unknown): string {
  if (value instanceof Major) return value.toString();
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (value === null || typeof value !== 'object' || 'toJSON' in value)
    return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${toJson(inner)}`).join(',')}}`;
}
