import pg from 'pg';
import { Exchange } from './exchange.ts';
import type { Statement } from './sql.ts';

export interface LaneOptions {
  url: string;
  /** Role taken once at connect; null when the login itself is that role. */
  role: string | null;
  connections: number;
  statementTimeoutMs: number;
  applicationName: string;
  /** Exchanges under way on all connections together; more are refused, so that overload answers instead of piling up. */
  maxUnderWay?: number;
  /** A connection that owes answers and gave none for so long is given up: its machine or network is gone. */
  silentMs?: number;
  /** After so long without being connected it is given up. */
  connectMs?: number;
}

export const SHOP_ROLE = 'cartwright_shop';
export const SYSTEM_ROLE = 'cartwright_system';

/** Thrown when a lane has as much under way as it may have. */
export class LaneOverloaded extends Error {}

interface Seat {
  client: pg.Client | null;
  connecting: Promise<pg.Client> | null;
  underWay: number;
  answered: number;
  /** `answered` as it was at the last look, and the looks since then at which nothing had come. */
  seen: number;
  silentLooks: number;
}

/** Longer than any statement may take; a live database always answers sooner. */
export const SILENT_MS = 30_000;
const LOOKS = 6;
const CONNECT_MS = 5_000;

/**
 * A few connections shared by everybody: exchanges are pipelined, so a connection never waits for an answer before the
 * next question. Only for exchanges that are whole by themselves; nothing here may hold a lock across an await.
 */
export class Lane {
  readonly #seats: Seat[];
  readonly #options: LaneOptions;
  readonly #watch: NodeJS.Timeout;
  #underWay = 0;
  #closed = false;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#seats = Array.from({ length: options.connections }, () => ({
      client: null,
      connecting: null,
      underWay: 0,
      answered: 0,
      seen: 0,
      silentLooks: 0,
    }));
    this.#watch = setInterval(() => this.#giveUpSilent(), (options.silentMs ?? SILENT_MS) / LOOKS).unref();
  }

  get underWay(): number {
    return this.#underWay;
  }

  /** Sends the statements as one exchange and resolves to the rows of each. */
  async send(statements: readonly Statement[]): Promise<Record<string, unknown>[][]> {
    if (this.#underWay >= (this.#options.maxUnderWay ?? 2_000))
      throw new LaneOverloaded('too much is under way');
    const seat = this.#leastBusy();
    seat.underWay++;
    this.#underWay++;
    try {
      const client = seat.client ?? (await this.#connect(seat));
      const exchange = new Exchange(statements);
      client.query(exchange);
      return await exchange.result;
    } finally {
      seat.underWay--;
      seat.answered++;
      this.#underWay--;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#watch);
    await Promise.all(
      this.#seats.map(async (seat) => {
        const client = seat.client ?? (await seat.connecting?.catch(() => null));
        await client?.end();
      }),
    );
  }

  #leastBusy(): Seat {
    let best = this.#seats[0]!;
    for (const seat of this.#seats) {
      if (seat.underWay < best.underWay) best = seat;
      if (best.underWay === 0) break;
    }
    return best;
  }

  #connect(seat: Seat): Promise<pg.Client> {
    if (this.#closed) return Promise.reject(new Error('Connection terminated: the lane is closed'));
    seat.connecting ??= this.#open(seat).finally(() => (seat.connecting = null));
    return seat.connecting;
  }

  async #open(seat: Seat): Promise<pg.Client> {
    const client = new pg.Client({ ...connectionConfig(this.#options), pipeline: true });
    const forget = () => {
      if (seat.client === client) seat.client = null;
    };
    client.on('error', forget);
    client.on('end', forget);
    await client.connect();
    await takeRole(client, this.#options.role).catch((error: unknown) => {
      abandon(client);
      throw error;
    });
    seat.client = client;
    return client;
  }

  #giveUpSilent(): void {
    for (const seat of this.#seats) {
      const waits = seat.underWay > 0 && seat.answered === seat.seen;
      seat.seen = seat.answered;
      seat.silentLooks = waits ? seat.silentLooks + 1 : 0;
      if (seat.silentLooks < LOOKS || !seat.client) continue;
      seat.silentLooks = 0;
      abandon(seat.client);
    }
  }
}

/** The settings every connection of ours is made with, whichever pool it belongs to. */
export function connectionConfig(options: Omit<LaneOptions, 'connections' | 'role'>): pg.ClientConfig {
  return {
    connectionString: options.url,
    application_name: options.applicationName,
    statement_timeout: options.statementTimeoutMs,
    // An instance that freezes or is cut off in a transaction must not keep its locks.
    idle_in_transaction_session_timeout: options.silentMs ?? SILENT_MS,
    connectionTimeoutMillis: options.connectMs ?? CONNECT_MS,
    keepAlive: true,
  };
}

/** With only an owner's login the connection takes the role once, here, and never gives it back. */
export async function takeRole(client: pg.ClientBase, role: string | null): Promise<void> {
  if (role)
    await client.query({
      text: `set role ${pg.escapeIdentifier(role)}`,
      query_timeout: 5_000,
    } as pg.QueryConfig);
}

/** Cuts a connection off at once; what waits on it fails as a lost connection does. */
export function abandon(client: pg.ClientBase): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
