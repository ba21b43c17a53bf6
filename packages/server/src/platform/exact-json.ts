import { formatMajor } from './money.ts';

/** A value that is JSON already, such as SQL writes it. */
export class Written {
  readonly #json: string;

  constructor(json: string) {
    this.#json = json;
  }

  toString(): string {
    return this.#json;
  }
}

/** An amount on its way out: a number of JSON with exactly the currency's digits, which a JavaScript number would lose (API-2). */
export class Major extends Written {
  constructor(minor: bigint, currency: string) {
    super(formatMajor(minor, currency));
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
  if (value instanceof Written) return value.toString();
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (value === null || typeof value !== 'object' || 'toJSON' in value)
    return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${toJson(inner)}`).join(',')}}`;
}
