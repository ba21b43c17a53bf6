import { elapsed } from '../closers.ts';
import { nobody, type Database } from './database.ts';
import { sql } from './sql.ts';

const PATIENCE_MS = 2_000;

/** Whether the database answers within two seconds. */
export async function pingDatabase(database: Database): Promise<boolean> {
  const answered = database
    .as(nobody)
    .read(sql<{ alive: number }>('db.ping')`select 1 as alive`)
    .then(
      () => true,
      () => false,
    );
  const done = new AbortController();
  const silent = elapsed(PATIENCE_MS, done.signal).then(() => false);
  return Promise.race([answered, silent]).finally(() => done.abort());
}
