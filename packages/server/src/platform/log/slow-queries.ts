import type { Database } from '../db/database.ts';
import type { Logger } from './logger.ts';

const SLOW_MS = 200;

/** Writes a line for every round trip that took long: the statements' names, never their values (AUD-4). */
export function logSlowQueries(databases: { shop: Database; system: Database }, logger: Logger): void {
  for (const database of [databases.shop, databases.system]) {
    database.onSent(({ role, statements, durationMs }) => {
      if (durationMs >= SLOW_MS) logger.warn({ role, statements, ms: Math.round(durationMs) }, 'slow query');
    });
  }
}
