import { encodeValue } from '../packages/server/src/platform/db/wire-values.ts';
import type { Statement } from '../packages/server/src/platform/db/sql.ts';

/** Values that stand for something pgbench draws anew for each transaction. */
export type Drawn = Record<string, string>;

/**
 * A pgbench script that sends the very statements our server sends, in the same way: prepared, one pipeline, one
 * implicit transaction. `drawn` maps marker values to SQL over pgbench's variables.
 */
export function pgbenchScript(
  statements: readonly Statement[],
  options: { draw: string; drawn: Drawn },
): string {
  const texts = statements.map((statement) => `${inlined(statement, options.drawn)};`);
  return [options.draw, '\\startpipeline', ...texts, '\\endpipeline', ''].join('\n');
}

function inlined({ text, values }: Statement, drawn: Drawn): string {
  const oneLine = text.replace(/\s+/g, ' ').trim();
  return oneLine.replace(/\$(\d+)/g, (_, index: string) => {
    const value = encodeValue(values[Number(index) - 1]);
    if (value === null) return 'NULL';
    if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'`;
    return drawn[value] ?? `'${value.replaceAll("'", "''")}'`;
  });
}
