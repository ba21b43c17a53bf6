import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { Exchange, isStale } from './exchange.ts';
import { isRetryable } from './failure.ts';
import { abandon, connectionConfig, Lane, SILENT_MS, takeRole } from './lane.ts';
import { sql, type Statement } from './sql.ts';

/**
 * Who a statement runs as: a statement that tells the database, in the same implicit transaction, before anything else.
 * It fails when the identity does not hold, and then nothing after it runs. `null` is nobody: no personal row is visible.
 */
export interface Identity<Who = unknown> {
  readonly prelude: Statement<Who> | null;
}

/** No identity: public data only. */
export const nobody: Identity<null> = { prelude: null };

type Rows<Statements extends readonly Statement[]> = {
  -readonly [Index in keyof Statements]: Statements[Index] extends Statement<infer Row> ? Row[] : never;
};

export interface Answer<Who, Statements extends readonly Statement[]> {
  /** The identity's own row, as the prelude returned it. */
  who: Who;
  rows: Rows<Statements>;
}

export interface Tx {
  /** Runs the statements in one round trip and resolves to the rows of each. */
  run: <const Statements extends readonly Statement[]>(
    ...statements: Statements
  ) => Promise<Rows<Statements>>;
  /**
   * Runs work that may fail without taking the transaction with it: then only what the work did is undone, and its error
   * is returned. What a new try of the whole may mend is thrown all the same.
   */
  attempt: (work: () => Promise<unknown>) => Promise<Error | null>;
}

/** The database as seen by one identity. */
export interface Access<Who> {
  /** One round trip on the shared read connections. */
  read<const Statements extends readonly Statement[]>(
    ...statements: Statements
  ): Promise<Answer<Who, Statements>>;
  /**
   * One round trip for a read whose cost grows with what is stored, such as a search: on connections of its own, so that
   * nobody's cart waits behind it, and given up sooner.
   */
  browse<const Statements extends readonly Statement[]>(
    ...statements: Statements
  ): Promise<Answer<Who, Statements>>;
  /** One round trip, one transaction, on the shared write connections; retried on serialization failure and deadlock. */
  write<const Statements extends readonly Statement[]>(
    ...statements: Statements
  ): Promise<Answer<Who, Statements>>;
  /** Several round trips in one transaction; `work` may run again after a serialization failure or deadlock. */
  transaction<Result>(work: (tx: Tx, who: Who) => Promise<Result>): Promise<Result>;
}

/** What was sent in one round trip, for counting in tests and for the slow-query log. */
export interface Sent {
  role: 'shop' | 'system';
  statements: string[];
  durationMs: number;
}

export interface DatabaseOptions {
  url: string;
  role: string | null;
  name: 'shop' | 'system';
  readConnections: number;
  /** 2 where not given. */
  browseConnections?: number;
  writeConnections: number;
  transactionConnections: number;
  statementTimeoutMs?: number;
  silentMs?: number;
}

const begin = sql('tx.begin')`begin`;
const commit = sql('tx.commit')`commit`;
const rollback = sql('tx.rollback')`rollback`;
const savepoint = sql('tx.savepoint')`savepoint attempt`;
const undoAttempt = sql('tx.undo_attempt')`rollback to savepoint attempt`;
const ATTEMPTS = 6;
const BROWSE_MS = 5_000;
const MOST_BROWSING = 100;

/** One database role's connections. Nothing can be sent without saying as whom. */
export class Database {
  readonly #name: 'shop' | 'system';
  readonly #reads: Lane;
  readonly #browsing: Lane;
  readonly #writes: Lane;
  readonly #pool: pg.Pool;
  readonly #silentMs: number;
  readonly #listeners = new Set<(sent: Sent) => void>();

  constructor(options: DatabaseOptions) {
    const connection = {
      url: options.url,
      role: options.role,
      statementTimeoutMs: options.statementTimeoutMs ?? 10_000,
      applicationName: `cartwright ${options.name}`,
      silentMs: options.silentMs ?? SILENT_MS,
    };
    this.#silentMs = connection.silentMs;
    this.#name = options.name;
    this.#reads = new Lane({ ...connection, connections: options.readConnections });
    this.#browsing = new Lane({
      ...connection,
      connections: options.browseConnections ?? 2,
      statementTimeoutMs: Math.min(BROWSE_MS, connection.statementTimeoutMs),
      maxUnderWay: MOST_BROWSING,
    });
    this.#writes = new Lane({ ...connection, connections: options.writeConnections });
    this.#pool = new pg.Pool({
      ...connectionConfig(connection),
      max: options.transactionConnections,
      idleTimeoutMillis: 30_000,
      onConnect: (client) => takeRole(client, options.role),
    });
    // A connection that dies, idle or in the middle of a transaction, is replaced; without listeners Node would exit.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => void client.on('error', () => {}));
  }

  as<Who>(identity: Identity<Who>): Access<Who> {
    return {
      read: (...statements) => this.#exchange(this.#reads, identity, statements),
      browse: (...statements) => this.#exchange(this.#browsing, identity, statements),
      write: (...statements) => this.#exchange(this.#writes, identity, statements),
      transaction: (work) => this.#transaction(identity, work),
    };
  }

  /** Calls back after every round trip; returns the way to stop. */
  onSent(listener: (sent: Sent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Exchanges waiting for their answer right now. */
  get underWay(): number {
    return this.#reads.underWay + this.#browsing.underWay + this.#writes.underWay;
  }

  async close(): Promise<void> {
    await Promise.all([this.#reads.close(), this.#browsing.close(), this.#writes.close(), this.#pool.end()]);
  }

  async #exchange<Who, const Statements extends readonly Statement[]>(
    lane: Lane,
    identity: Identity<Who>,
    statements: Statements,
  ): Promise<Answer<Who, Statements>> {
    const all = identity.prelude ? [identity.prelude, ...statements] : statements;
    const rows = await retrying(() => this.#observed(all, () => lane.send(all)));
    const who = (identity.prelude ? rows.shift()?.[0] : null) as Who;
    return { who, rows: rows as Rows<Statements> };
  }

  async #transaction<Who, Result>(
    identity: Identity<Who>,
    work: (tx: Tx, who: Who) => Promise<Result>,
  ): Promise<Result> {
    return retrying(async () => {
      const client = await this.#pool.connect();
      let broken: Error | undefined;
      const send = (statements: readonly Statement[]) =>
        this.#observed(statements, () => this.#answer(client, new Exchange(statements)));
      // Nobody's transaction begins with its first statements, in their round trip.
      let unsent: readonly Statement[] = identity.prelude ? [] : [begin];
      const tx: Tx = {
        run: async (...statements) => {
          const before = unsent;
          unsent = [];
          return (await send([...before, ...statements])).slice(before.length) as Rows<typeof statements>;
        },
        attempt: async (work) => {
          // Travels with the first statements of the work.
          unsent = [...unsent, savepoint];
          try {
            await work();
            return null;
          } catch (error) {
            if (!unsent.includes(savepoint)) await send([undoAttempt]);
            if (isRetryable(error)) throw error;
            return error as Error;
          } finally {
            unsent = unsent.filter((statement) => statement !== savepoint);
          }
        },
      };
      try {
        const opened = identity.prelude ? await send([begin, identity.prelude]) : [];
        const result = await work(tx, (opened[1]?.[0] ?? null) as Who);
        if (unsent.length > 0) return result;
        const ending = new Exchange([commit]);
        await this.#observed([commit], () => this.#answer(client, ending));
        if (ending.tag !== 'COMMIT')
          throw new Error('a transaction went on after a statement of it had failed; nothing of it was kept');
        return result;
      } catch (error) {
        await send([rollback]).catch((failure: unknown) => (broken = failure as Error));
        throw error;
      } finally {
        client.release(broken);
      }
    });
  }

  #answer(client: pg.PoolClient, exchange: Exchange): Promise<Record<string, unknown>[][]> {
    client.query(exchange);
    const silence = setTimeout(() => abandon(client), this.#silentMs);
    return exchange.result.finally(() => clearTimeout(silence));
  }

  async #observed<Result>(statements: readonly Statement[], send: () => Promise<Result>): Promise<Result> {
    if (this.#listeners.size === 0) return send();
    const started = performance.now();
    try {
      return await send();
    } finally {
      const sent = {
        role: this.#name,
        statements: statements.map((s) => s.name),
        durationMs: performance.now() - started,
      };
      for (const listener of this.#listeners) listener(sent);
    }
  }
}

async function retrying<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (tried >= ATTEMPTS || !(isRetryable(error) || (isStale(error) && tried === 1))) throw error;
      await sleep(Math.random() * 10 * 2 ** tried);
    }
  }
}
