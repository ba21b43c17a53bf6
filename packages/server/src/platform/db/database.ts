import pg from 'pg';
import { Exchange } from './exchange.ts';
import { joining } from './joining.ts';
import { abandon, connectionConfig, Lane, LaneOverloaded, SILENT_MS, takeRole } from './lane.ts';
import { retrying } from './retrying.ts';
import type { Statement } from './sql.ts';
import { Transaction, type First, type Rows, type Send, type Tx } from './transaction.ts';

export type { First, Rows, Tx } from './transaction.ts';

/**
 * Who a statement runs as: a statement that tells the database, in the same implicit transaction, before anything else.
 * It fails when the identity does not hold, and then nothing after it runs. `null` is nobody: no personal row is visible.
 */
export interface Identity<Who = unknown> {
  readonly prelude: Statement<Who> | null;
  /** Where a transaction is open for this identity on a database. */
  readonly within?: { database: Database; access: Access<unknown> };
  /** What must go with the first that is done for this identity on a database. */
  readonly first?: { database: Database; what: First<Who> } | undefined;
}

/** No identity: public data only. */
export const nobody: Identity<null> = { prelude: null };

export interface Answer<Who, Statements extends readonly Statement[]> {
  /** The identity's own row, as the prelude returned it. */
  who: Who;
  rows: Rows<Statements>;
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
  transaction<Result>(work: (tx: Tx<Who>) => Promise<Result>): Promise<Result>;
  /** Runs the effect once what this access did so far is committed: at once, or with the transaction it has joined. */
  afterCommit(effect: () => void): void;
}

/** A transaction that outlasts one call (`Database.open`). */
export interface Opened<Who, Statements extends readonly Statement[]> {
  /** Whatever runs on the same database as this identity joins the transaction. */
  identity: Identity<Who>;
  rows: Rows<Statements>;
  queue: Tx['queue'];
  commit: () => Promise<void>;
  rollback: () => Promise<void>;
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
  connectMs?: number;
}

const BROWSE_MS = 5_000;
const MOST_BROWSING = 100;
/** How long a transaction waits for its turn when all connections are in use: a crowd is served late rather than refused. */
const TURN_MS = 15_000;
const MOST_WAITING = 2_000;

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
      ...(options.connectMs === undefined ? {} : { connectMs: options.connectMs }),
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
    const config = connectionConfig(connection);
    this.#pool = new pg.Pool({
      ...config,
      // The pool has one limit for its turn and for connecting, which is given up sooner.
      connectionTimeoutMillis: TURN_MS,
      Client: class extends pg.Client {
        constructor() {
          super(config);
        }
      },
      max: options.transactionConnections,
      idleTimeoutMillis: 30_000,
      onConnect: (client) => takeRole(client, options.role),
    });
    // A connection that dies, idle or in the middle of a transaction, is replaced; without listeners Node would exit.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => void client.on('error', () => {}));
  }

  as<Who>(identity: Identity<Who>): Access<Who> {
    if (identity.within?.database === this) return identity.within.access as Access<Who>;
    if (this.#firstOf(identity)) return this.#beginning(identity);
    return {
      read: (...statements) => this.#exchange(this.#reads, identity, statements),
      browse: (...statements) => this.#exchange(this.#browsing, identity, statements),
      write: (...statements) => this.#exchange(this.#writes, identity, statements),
      transaction: (work) => this.#transaction(identity, work),
      afterCommit: (effect) => effect(),
    };
  }

  /**
   * Begins a transaction with its first statements and keeps it open: what runs as the identity given back joins it, each
   * call undone by itself where it fails. Whoever opens it must end it, and soon.
   */
  open<Who, const Statements extends readonly Statement[]>(
    identity: Identity<Who>,
    ...first: Statements
  ): Promise<Opened<Who, Statements>> {
    return retrying(async () => {
      const { tx, end } = await this.#begin(identity);
      let rows!: Rows<Statements>;
      try {
        rows = await tx.run(...first);
      } catch (error) {
        await end(() => {
          throw error;
        });
      }
      const effects: (() => void)[] = [];
      return {
        identity: { ...identity, within: { database: this, access: joining(tx, effects) } },
        rows,
        queue: tx.queue,
        commit: async () => {
          await end(() => tx.commit());
          for (const effect of effects) effect();
        },
        rollback: () => end(() => tx.rollback()),
      };
    });
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

  #firstOf<Who>({ first }: Identity<Who>): First<Who> | null {
    return first && first.database === this && !first.what.done ? first.what : null;
  }

  // A read takes along what must go first in its own round trip: if that may not be, nothing was done.
  #beginning<Who>(identity: Identity<Who>): Access<Who> {
    const alone = async <const Statements extends readonly Statement[]>(...statements: Statements) => {
      const first = this.#firstOf(identity);
      if (!first) return this.as(identity).read(...statements);
      const all = [...first.statements, ...statements];
      const { who, rows } = await this.#exchange(this.#writes, identity, all);
      first.judge(who, rows.splice(0, first.statements.length));
      first.done = true;
      return { who, rows: rows as Rows<Statements> };
    };
    return {
      read: alone,
      browse: alone,
      write: (...statements) =>
        this.#transaction(identity, async (tx) => {
          const rows = await tx.last(...statements);
          return { who: tx.who, rows };
        }),
      transaction: (work) => this.#transaction(identity, work),
      afterCommit: (effect) => effect(),
    };
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

  #transaction<Who, Result>(
    identity: Identity<Who>,
    work: (tx: Tx<Who>) => Promise<Result>,
  ): Promise<Result> {
    return retrying(async () => {
      const { tx, end } = await this.#begin(identity);
      let result!: Result;
      await end(async () => {
        result = await work(tx);
        await tx.commit();
      });
      return result;
    });
  }

  // `end` runs the last of it and gives the connection back, rolled back where that failed.
  async #begin<Who>(
    identity: Identity<Who>,
  ): Promise<{ tx: Transaction<Who>; end: (last: () => Promise<void>) => Promise<void> }> {
    if (this.#pool.waitingCount >= MOST_WAITING) throw new LaneOverloaded('too many wait for a transaction');
    const client = await this.#pool.connect();
    const send: Send = (statements) => this.#observed(statements, () => this.#answer(client, statements));
    const tx = new Transaction(send, identity.prelude, this.#firstOf(identity));
    const end = async (last: () => Promise<void>) => {
      let broken: Error | undefined;
      try {
        await last();
      } catch (error) {
        await tx.rollback().catch((failure: unknown) => (broken = failure as Error));
        throw error;
      } finally {
        client.release(broken);
      }
    };
    return { tx, end };
  }

  async #answer(client: pg.PoolClient, statements: readonly Statement[]) {
    const exchange = new Exchange(statements);
    client.query(exchange);
    const silence = setTimeout(() => abandon(client), this.#silentMs);
    try {
      return { rows: await exchange.result, tag: exchange.tag };
    } finally {
      clearTimeout(silence);
    }
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
