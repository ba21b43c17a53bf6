import pg from 'pg';
import type { FoundStatement, Kind } from './statements.ts';

interface Column {
  name: string;
  dataTypeID: number;
}

interface Wire {
  parse(query: { name: string; text: string }): void;
  describe(message: { type: 'S'; name: string }): void;
  sync(): void;
}

// What platform/db/wire-values.ts makes of each type; everything else arrives as text.
const KINDS: Record<number, Kind[]> = {
  16: ['boolean'],
  17: ['buffer'],
  20: ['bigint'],
  21: ['number'],
  23: ['number'],
  26: ['number'],
  700: ['number'],
  701: ['number'],
  114: ['json', 'array', 'any'],
  3802: ['json', 'array', 'any'],
  1082: ['date'],
  1114: ['date'],
  1184: ['date'],
};
const VOID = 2278;
const ARRAYS = new Set([
  199, 1000, 1001, 1005, 1007, 1009, 1014, 1015, 1016, 1021, 1022, 1115, 1182, 1185, 1231, 2951, 3807,
]);

/** Asks PostgreSQL for the columns of a statement without running it (Parse and Describe), as the owner of the real schema. */
class Description extends (pg.Query as unknown as new (config: { text: string }) => object) {
  readonly columns: Promise<Column[]>;
  declare callback: (error: Error | null) => void;
  readonly #text: string;
  #found: Column[] = [];

  constructor(text: string) {
    super({ text: '' });
    this.#text = text;
    this.columns = new Promise((resolve, reject) => {
      this.callback = (error) => (error ? reject(error) : resolve(this.#found));
    });
  }

  submit(connection: unknown): void {
    const wire = connection as Wire;
    wire.parse({ name: '', text: this.#text });
    wire.describe({ type: 'S', name: '' });
    wire.sync();
  }

  handleRowDescription(message: { fields: Column[] }): void {
    this.#found = message.fields;
  }

  handleError(error: Error): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(null);
  }
}

/** What is wrong between a statement and its declared row; empty when it prepares and its columns are exactly those. */
export async function statementProblems(client: pg.Client, statement: FoundStatement): Promise<string[]> {
  const where = `${statement.place} ${statement.label}`;
  const description = new Description(statement.text);
  client.query(description as never);
  const columns = await description.columns.catch((error: unknown) => error as Error);
  if (columns instanceof Error) return [`${where} does not prepare: ${columns.message}`];
  const { row } = statement;
  if (row === null) return [];
  const named = new Map(
    columns
      .filter(({ dataTypeID }) => dataTypeID !== VOID)
      .map((column) => [camelCase(column.name), column.dataTypeID]),
  );
  return [
    ...[...named.keys()]
      .filter((name) => !row.has(name))
      .map((name) => `${where} returns ${name}, which its row does not have`),
    ...[...row.keys()]
      .filter((name) => !named.has(name))
      .map((name) => `${where} has ${name} in its row, which it does not return`),
    ...[...row]
      .filter(([name, kind]) => named.has(name) && !fits(named.get(name)!, kind))
      .map(
        ([name, kind]) =>
          `${where} says ${name} is ${kind}, but type ${named.get(name)} arrives as ${arrival(named.get(name)!)}`,
      ),
    ...(new Set(columns.map(({ name }) => name)).size < columns.length
      ? [`${where} returns two columns of one name`]
      : []),
  ];
}

function fits(typeId: number, kind: Kind): boolean {
  return kind === 'any' || arrivals(typeId).includes(kind);
}

function arrivals(typeId: number): Kind[] {
  if (ARRAYS.has(typeId)) return ['array'];
  return KINDS[typeId] ?? ['string'];
}

function arrival(typeId: number): string {
  return arrivals(typeId).join(' or ');
}

function camelCase(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
