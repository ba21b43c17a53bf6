import type { Access } from './database.ts';
import { retrying } from './retrying.ts';
import type { Statement } from './sql.ts';
import type { Transaction, Tx } from './transaction.ts';

/** Calls that share one open transaction, each tried again by itself. */
export function joining<Who>(tx: Transaction<Who>, effects: (() => void)[]): Access<Who> {
  const exchange = <const Statements extends readonly Statement[]>(...statements: Statements) =>
    retrying(() => tx.call(async () => ({ rows: await tx.run(...statements), who: tx.who })));
  // Committing is left to whoever opened it.
  const { identify, run, queue, attempt } = tx;
  const joined: Tx<Who> = {
    identify,
    run,
    last: run,
    queue,
    attempt,
    get who() {
      return tx.who;
    },
  };
  return {
    read: exchange,
    browse: exchange,
    write: exchange,
    transaction: (work) => retrying(() => tx.call(() => work(joined))),
    afterCommit: (effect) => void effects.push(effect),
  };
}
