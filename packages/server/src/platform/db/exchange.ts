import pg, { type Connection, type Submittable } from 'pg';
import { decoderFor } from './wire-values.ts';
import type { Statement } from './sql.ts';
import { WireWriter } from './wire-writer.ts';

interface Field {
  name: string;
  decode: (text: string) => unknown;
}

interface Prepared {
  fields: Field[] | null;
  doubtful: boolean;
}

const writer = new WireWriter();

// node-postgres pipelines only what is an instance of its own Query. Nothing else of that class is used, so its
// constructor, 3 % of a request's time, is left out.
const PipelinedQuery = function () {} as unknown as new () => object;
PipelinedQuery.prototype = pg.Query.prototype;

const preparedOn = new WeakMap<object, Map<string, Prepared>>();

/**
 * Several statements in one write with one Sync, hence one round trip and one implicit transaction
 * (PostgreSQL, "Extended Query: Pipelining"): all take effect or none, and each sees what the ones before it did.
 * Resolves to the rows of each statement, in order.
 */
export class Exchange extends PipelinedQuery implements Submittable {
  readonly result: Promise<Record<string, unknown>[][]>;
  declare callback: (error: Error | null) => void;
  /** What the last statement says it did, as PostgreSQL names it: `COMMIT`, `INSERT 0 1`. */
  tag = '';
  readonly #statements: readonly Statement[];
  readonly #rows: Record<string, unknown>[][] = [];
  #current: Record<string, unknown>[] = [];
  #prepared: Prepared[] = [];
  #introduced: Prepared[] = [];
  #failure: Error | null = null;
  readonly #known: (connection: object) => Map<string, Prepared> = preparedStatements;

  constructor(statements: readonly Statement[]) {
    super();
    this.#statements = statements;
    let settle!: (error: Error | null) => void;
    this.result = new Promise((resolve, reject) => {
      settle = (error) => (error ? reject(error) : resolve(this.#rows));
    });
    this.callback = settle;
  }

  /** What cannot be written, such as a value without a text, is given back; then nothing was sent. */
  submit(connection: Connection): Error | null {
    const { stream } = connection;
    try {
      this.#write(this.#known(connection));
    } catch (error) {
      writer.clear();
      for (const entry of this.#introduced) entry.doubtful = true;
      return error as Error;
    }
    const bytes = writer.take();
    if (!stream.writable) return null;
    corkUntilTickEnds(stream);
    stream.write(bytes);
    return null;
  }

  #write(known: Map<string, Prepared>): void {
    const statements = this.#statements;
    // Parses go first: a statement that fails later leaves all of them prepared.
    for (const statement of statements) this.#prepared.push(this.#prepare(known, statement));
    for (let index = 0; index < statements.length; index++) {
      writer.bind(statements[index]!);
      if (!this.#prepared[index]!.fields) writer.describe();
      writer.execute();
    }
    writer.sync();
  }

  #prepare(known: Map<string, Prepared>, statement: Statement): Prepared {
    const earlier = known.get(statement.name);
    if (earlier && !earlier.doubtful) return earlier;
    if (earlier) writer.close(statement.name);
    const entry: Prepared = { fields: null, doubtful: false };
    writer.parse(statement);
    known.set(statement.name, entry);
    this.#introduced.push(entry);
    return entry;
  }

  handleRowDescription(message: { fields: { name: string; dataTypeID: number }[] }): void {
    this.#prepared[this.#rows.length]!.fields = message.fields.map((field) => ({
      name: camelCase(field.name),
      decode: decoderFor(field.dataTypeID),
    }));
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    const fields = this.#prepared[this.#rows.length]!.fields!;
    const row: Record<string, unknown> = {};
    for (let index = 0; index < fields.length; index++) {
      const text = message.fields[index];
      const field = fields[index]!;
      row[field.name] = text === null || text === undefined ? null : field.decode(text);
    }
    this.#current.push(row);
  }

  handleCommandComplete(message: { text: string }): void {
    this.tag = message.text;
    this.#prepared[this.#rows.length]!.fields ??= [];
    this.#rows.push(this.#current);
    this.#current = [];
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' });
  }

  handlePortalSuspended(): void {
    this.#failure = new Error('a portal was suspended although no row limit was set');
  }

  handleError(error: Error): void {
    for (const entry of this.#introduced) entry.doubtful = true;
    // 26000: the name is gone (a pooler, DISCARD); 0A000: the result changed under a cached plan (a migration).
    if (isStale(error)) for (const entry of this.#prepared) entry.doubtful = true;
    Object.assign(error, { answered: this.#rows });
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(this.#failure);
  }
}

// Exchanges of the same tick leave in one system call.
function corkUntilTickEnds(stream: Connection['stream']): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** True when the statement failed only because its prepared form no longer exists or fits; sending it again mends that. */
export function isStale(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === '26000' || (code === '0A000' && /cached plan/.test((error as Error).message));
}

function preparedStatements(connection: object): Map<string, Prepared> {
  let map = preparedOn.get(connection);
  if (!map) preparedOn.set(connection, (map = new Map<string, Prepared>()));
  return map;
}

const camelCased = new Map<string, string>();

function camelCase(column: string): string {
  let name = camelCased.get(column);
  if (!name) {
    name = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    camelCased.set(column, name);
  }
  return name;
}
