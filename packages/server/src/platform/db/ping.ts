import { nobody, type Database } from './database.ts';
import { sql } from './sql.ts';

/** Whether the database answers right now. */
export async function pingDatabase(database: Database): Promise<boolean> {
  return database.as(nobody).read(sql<{ alive: number }>('db.ping')`select 1 as alive`).then(
    () => true,
    () => false,
  );
}
