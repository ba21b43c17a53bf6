import { nobody, type Database } from '../../platform/db/database.ts';
import type { Statement } from '../../platform/db/sql.ts';
import { recordAudit, type AuditEntry } from './queries.ts';

/** So many rows may be under way; then whoever brings one more waits, so that a flood of refusals fills no memory. */
const MOST_UNDER_WAY = 500;

/** What is told to the log of rows that could not be written. */
interface About {
  action: string;
  requestId: string;
}

/** Records refusals without delaying them (AUD-1): the answer does not wait for the row. */
export class LaterRecords {
  readonly #system: Database;
  readonly #onLoss: (error: unknown, about: About) => void;
  readonly #underWay = new Set<Promise<void>>();

  constructor(system: Database, onLoss: (error: unknown, about: About) => void) {
    this.#system = system;
    this.#onLoss = onLoss;
  }

  /** Resolves at once, unless too much is under way. Never rejects; a row that could not be written goes to `onLoss`. */
  async record(entry: AuditEntry): Promise<void> {
    return this.write(entry, recordAudit(entry));
  }

  /** The same for any rows that belong together, such as an audit row and its security event. */
  async write(about: About, ...statements: readonly Statement[]): Promise<void> {
    const writing: Promise<void> = this.#system
      .as(nobody)
      .write(...statements)
      .then(
        () => {},
        (error: unknown) => this.#onLoss(error, about),
      )
      .finally(() => this.#underWay.delete(writing));
    this.#underWay.add(writing);
    if (this.#underWay.size > MOST_UNDER_WAY) await Promise.race(this.#underWay);
  }

  /** Resolves when all that was recorded so far is written. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}
