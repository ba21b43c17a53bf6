import { nobody, type Database } from '../../platform/db/database.ts';
import { recordAudit, type AuditEntry } from './queries.ts';

/** So many rows may be under way; then whoever brings one more waits, so that a flood of refusals fills no memory. */
const MOST_UNDER_WAY = 500;

/** Records refusals without delaying them (AUD-1): the answer does not wait for the row. */
export class LaterRecords {
  readonly #system: Database;
  readonly #onLoss: (error: unknown, entry: AuditEntry) => void;
  readonly #underWay = new Set<Promise<void>>();

  constructor(system: Database, onLoss: (error: unknown, entry: AuditEntry) => void) {
    this.#system = system;
    this.#onLoss = onLoss;
  }

  /** Resolves at once, unless too much is under way. Never rejects; a row that could not be written goes to `onLoss`. */
  async record(entry: AuditEntry): Promise<void> {
    const writing: Promise<void> = this.#system
      .as(nobody)
      .write(recordAudit(entry))
      .then(
        () => {},
        (error: unknown) => this.#onLoss(error, entry),
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
