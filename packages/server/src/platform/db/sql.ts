import { createHash } from 'node:crypto';

/** One parameterised SQL statement, always prepared under a stable name. `Row` is what each of its rows looks like. */
export interface Statement<Row = unknown> {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  readonly row?: Row;
}

const prepared = new WeakMap<TemplateStringsArray, { name: string; text: string }>();

/**
 * Writes a statement: ``sql<CartRow>('cart.read')`select … where id = ${id}` ``.
 * Every `${value}` becomes a bound parameter; there is no way to interpolate text.
 */
export function sql<Row>(label: string) {
  return (strings: TemplateStringsArray, ...values: unknown[]): Statement<Row> => {
    let known = prepared.get(strings);
    if (!known) {
      const text = strings.reduce((joined, part, index) => `${joined}$${index}${part}`);
      // Two releases may run on one pooled connection: the text's hash keeps their plans apart.
      const name = `${label.slice(0, 46)}:${createHash('sha1').update(text).digest('hex').slice(0, 12)}`;
      known = { name, text };
      prepared.set(strings, known);
    }
    return { name: known.name, text: known.text, values };
  };
}
