import { isRetryable } from './failure.ts';
import { sql, type Statement } from './sql.ts';

export type Rows<Statements extends readonly Statement[]> = {
  -readonly [Index in keyof Statements]: Statements[Index] extends Statement<infer Row> ? Row[] : never;
};

export interface Tx<Who = unknown> {
  /** The identity's own row, as the prelude returned it; known after the first round trip. */
  readonly who: Who;
  /** The same, for a round trip of its own where there was none yet. */
  identify: () => Promise<Who>;
  /** Runs the statements in one round trip and resolves to the rows of each. */
  run: <const Statements extends readonly Statement[]>(
    ...statements: Statements
  ) => Promise<Rows<Statements>>;
  /** The same for the last of the transaction, which commits in that round trip; nothing may follow. */
  last: Tx['run'];
  /** Statements whose rows nobody waits for: they travel with the next round trip, at the latest with the commit. */
  queue: (...statements: readonly Statement[]) => void;
  /**
   * Runs work that may fail without taking the transaction with it: then only what the work did is undone, and its error
   * is returned. What a new try of the whole may mend is thrown all the same.
   */
  attempt: (work: () => Promise<unknown>) => Promise<Error | null>;
}

/** Statements that go with what an identity does first on a database, right after who asks. */
export interface First<Who = unknown> {
  readonly statements: readonly Statement[];
  /** Judges what they answered before anything is committed; throws where nothing may go on. */
  readonly judge: (who: Who, rows: readonly unknown[][]) => void;
  /** Whether they are committed: until then they go with every new try. */
  done: boolean;
}

/** One round trip: the rows of each statement, and what the last one says it did, as PostgreSQL names it. */
export type Send = (
  statements: readonly Statement[],
) => Promise<{ rows: Record<string, unknown>[][]; tag: string }>;

interface Mark {
  set: Statement;
  undo: Statement;
}

const begin = sql('tx.begin')`begin`;
const commit = sql('tx.commit')`commit`;
const rollback = sql('tx.rollback')`rollback`;
// Undoing goes back to the newest mark of a name; a joined call may hold an attempt, so each has its own.
const attemptMark: Mark = {
  set: sql('tx.savepoint')`savepoint attempt`,
  undo: sql('tx.undo_attempt')`rollback to savepoint attempt`,
};
const callMark: Mark = {
  set: sql('tx.mark_call')`savepoint joined_call`,
  undo: sql('tx.undo_call')`rollback to savepoint joined_call`,
};

/** One transaction on one connection. It begins, says who asks and commits in the round trips of its statements. */
export class Transaction<Who> implements Tx<Who> {
  readonly #send: Send;
  readonly #prelude: Statement<Who> | null;
  readonly #first: First<Who> | null;
  #unsent: Statement[];
  #begun = false;
  #ended = false;
  #who: Who | undefined;
  /** Why nothing of this may be done, where what goes first says so. */
  #refusal: unknown;

  constructor(send: Send, prelude: Statement<Who> | null, first: First<Who> | null = null) {
    this.#send = send;
    this.#prelude = prelude;
    this.#first = first;
    this.#unsent = [begin, ...(prelude ? [prelude] : []), ...(first?.statements ?? [])];
  }

  get who(): Who {
    if (!this.#begun) throw new Error('who asks is known only after the first round trip');
    return this.#who as Who;
  }

  identify = async (): Promise<Who> => {
    if (!this.#begun) await this.#flush([]);
    return this.who;
  };

  run = async <const Statements extends readonly Statement[]>(...statements: Statements) =>
    (await this.#flush(statements)).rows as Rows<Statements>;

  last = async <const Statements extends readonly Statement[]>(...statements: Statements) => {
    const { rows, tag } = await this.#flushToEnd([...statements, commit]);
    this.#requireCommitted(tag);
    return rows.slice(0, -1) as Rows<Statements>;
  };

  queue = (...statements: readonly Statement[]): void => void this.#unsent.push(...statements);

  attempt = (work: () => Promise<unknown>): Promise<Error | null> => this.#guarded(attemptMark, work);

  /** One call of several that share this transaction: what it did is undone where it fails, and its error is thrown. */
  async call<Result>(work: () => Promise<Result>): Promise<Result> {
    let result!: Result;
    const failure = await this.#guarded(callMark, async () => void (result = await work()));
    if (failure) throw failure;
    return result;
  }

  /** Sends what is left and commits. Nobody's transaction that ran nothing was never begun. */
  async commit(): Promise<void> {
    if (this.#ended) return;
    if (this.#begun || this.#unsent.length > 1) {
      this.#requireCommitted((await this.#flushToEnd([commit])).tag);
    }
    this.#ended = true;
  }

  async rollback(): Promise<void> {
    if (this.#begun && !this.#ended) await this.#send([rollback]);
    this.#ended = true;
  }

  async #flush(
    statements: readonly Statement[],
  ): Promise<{ rows: Record<string, unknown>[][]; tag: string }> {
    // Its connection is somebody else's by now.
    if (this.#ended) throw new Error('the transaction has ended');
    const before = this.#unsent;
    this.#unsent = [];
    const first = !this.#begun;
    this.#begun = true;
    const { rows, tag } = await this.#send([...before, ...statements]).catch((error: unknown) => {
      // What is not to be done at all must not be judged by how it failed.
      if (first) this.#begin((error as { answered?: Record<string, unknown>[][] }).answered ?? []);
      throw error;
    });
    if (first) this.#begin(rows);
    return { rows: rows.slice(before.length), tag };
  }

  // Takes in what the first statements answered, as far as they did.
  #begin(rows: readonly Record<string, unknown>[][]): void {
    const from = this.#prelude ? 2 : 1;
    if (this.#prelude) this.#who = rows[1]?.[0] as Who;
    const { statements, judge } = this.#first ?? { statements: [] };
    const answers = rows.slice(from, from + statements.length);
    if (answers.length < statements.length) return;
    try {
      judge?.(this.who, answers);
    } catch (refusal) {
      this.#refusal = refusal;
      throw refusal;
    }
  }

  // What is still to be judged is not committed in the same round trip.
  async #flushToEnd(statements: readonly Statement[]) {
    if (!this.#begun && this.#first) {
      const later = this.#unsent.splice(1 + (this.#prelude ? 1 : 0) + this.#first.statements.length);
      await this.#flush([]);
      this.#unsent = later;
    }
    return this.#flush(statements);
  }

  #requireCommitted(tag: string): void {
    requireCommitted(tag);
    this.#ended = true;
    if (this.#first) this.#first.done = true;
  }

  async #guarded({ set, undo }: Mark, work: () => Promise<unknown>): Promise<Error | null> {
    this.#unsent.push(set);
    const isUnsent = () => this.#unsent.includes(set);
    try {
      await work();
      // What was queued belongs to this work: it fails here or not at all.
      if (this.#unsent.length > 0 && this.#unsent.at(-1) !== set) await this.#flush([]);
      return null;
    } catch (error) {
      // Without the mark, what failed came before this work, and the whole transaction is lost.
      if (!isUnsent()) {
        this.#unsent = [];
        await this.#send([undo]).catch(() => Promise.reject(error as Error));
      }
      if (isRetryable(error) || error === this.#refusal) throw error;
      return error as Error;
    } finally {
      if (isUnsent()) this.#unsent.length = this.#unsent.lastIndexOf(set);
    }
  }
}

function requireCommitted(tag: string): void {
  if (tag !== 'COMMIT')
    throw new Error('a transaction went on after a statement of it had failed; nothing of it was kept');
}
