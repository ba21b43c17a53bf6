import { join } from 'node:path';
import { forgetful, openJournal, readJournal, type Journal } from './journal.ts';
import type { Batch, Kind, Rows } from './rows.ts';

type OfIntent = 'attempts' | 'charges' | 'refunds';

const FILE = 'ledger.jsonl';
const KEPT_MS = 24 * 3_600_000;

/**
 * Everything the gateway knows, in memory, and line by line in a file that is only ever appended to. What is put within
 * one `write` becomes one line: after a crash all of it is there or nothing. Answers wait for `durable()`.
 */
export class Ledger {
  readonly #rows: { [K in Kind]: Map<string, Rows[K]> } = {
    intents: new Map(),
    attempts: new Map(),
    charges: new Map(),
    refunds: new Map(),
    events: new Map(),
    deliveries: new Map(),
    answers: new Map(),
  };
  readonly #ofIntent: { [K in OfIntent]: Map<string, Set<string>> } = {
    attempts: new Map(),
    charges: new Map(),
    refunds: new Map(),
  };
  readonly #unsettled = new Set<string>();
  #journal: Journal = forgetful;
  #batch: Batch | null = null;

  /** Rebuilds the ledger of a folder, or begins an empty one; null keeps it in memory alone. */
  static async open(folder: string | null, now: Date): Promise<Ledger> {
    const ledger = new Ledger();
    if (folder === null) return ledger;
    const file = join(folder, FILE);
    await readJournal(file, (line, number) => ledger.#replay(line, `${file}:${number}`));
    ledger.dropOldAnswers(now);
    ledger.#journal = await openJournal(file);
    return ledger;
  }

  get<K extends Kind>(kind: K, id: string): Rows[K] | undefined {
    return this.#rows[kind].get(id);
  }

  /** All rows of a kind, oldest first. */
  all<K extends Kind>(kind: K): Rows[K][] {
    return [...this.#rows[kind].values()];
  }

  /** Those of one intent, oldest first. */
  of<K extends OfIntent>(kind: K, intent: string): Rows[K][] {
    return [...(this.#ofIntent[kind].get(intent) ?? [])].map((id) => this.#rows[kind].get(id)!);
  }

  /** Attempts and refunds that still wait for something to happen by itself. */
  unsettled(): string[] {
    return [...this.#unsettled];
  }

  /** Runs the work and keeps all it puts as one. It is synchronous, so nothing else happens meanwhile. */
  write<Result>(work: () => Result): Result {
    if (this.#batch) return work();
    this.#batch = {};
    try {
      return work();
    } finally {
      const batch = this.#batch;
      this.#batch = null;
      if (Object.keys(batch).length > 0) this.#journal.append(JSON.stringify(batch));
    }
  }

  put<K extends Kind>(kind: K, row: Rows[K]): Rows[K] {
    this.write(() => {
      const batch = this.#batch!;
      batch[kind] ??= [];
      batch[kind]!.push(row as never);
      this.#apply(kind, row);
    });
    return row;
  }

  /** Resolves when all that was put so far is on the disk. */
  durable(): Promise<void> {
    return this.#journal.flushed();
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  /** Idempotency keys are kept for 24 hours, as gateways do. */
  dropOldAnswers(now: Date): void {
    for (const { id, at } of this.#rows.answers.values()) {
      if (now.getTime() - Date.parse(at) < KEPT_MS) return;
      this.#rows.answers.delete(id);
    }
  }

  #replay(line: string, place: string): void {
    let batch: Batch;
    try {
      batch = JSON.parse(line) as Batch;
    } catch (cause) {
      throw new Error(`${place} is damaged`, { cause });
    }
    for (const [kind, rows] of Object.entries(batch)) for (const row of rows) this.#apply(kind as Kind, row);
  }

  #apply<K extends Kind>(kind: K, row: Rows[K]): void {
    this.#rows[kind].set(row.id, row);
    if (kind in this.#ofIntent) this.#relate(kind as OfIntent, row as Rows[OfIntent]);
    if ('settlement' in row) this.#unsettled[row.settlement ? 'add' : 'delete'](row.id);
  }

  #relate(kind: OfIntent, { id, intent }: Rows[OfIntent]): void {
    const ids = this.#ofIntent[kind].get(intent) ?? new Set();
    this.#ofIntent[kind].set(intent, ids.add(id));
  }
}
