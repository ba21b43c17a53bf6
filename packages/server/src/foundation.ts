import type { Closers } from './platform/closers.ts';
import type { Config } from './config.ts';
import { loadStore } from './load-store.ts';
import { migrationsFolder } from './package-root.ts';
import type { Database } from './platform/db/database.ts';
import { migrate } from './platform/db/migrate.ts';
import { locateDatabase, openDatabases, type DatabaseUrls } from './platform/db/open-databases.ts';
import type { Logger } from './platform/log/logger.ts';
import type { Store } from './store.ts';

/** What servers, workers and commands stand on alike. */
export interface Foundation {
  config: Config;
  store: Store;
  urls: DatabaseUrls;
  shop: Database;
  system: Database;
}

interface Opening {
  logger: Logger;
  closers: Closers;
  /** Breaks the start off between two steps. */
  stopping?: AbortSignal | undefined;
  /** Whether pending migrations are applied. */
  migrating: boolean;
}

const CONNECTIONS_MS = 3_000;

/** Finds or starts the database, applies what is pending and opens the pools; `closers` takes all of it back. */
export async function openFoundation(
  config: Config,
  { logger, closers, stopping, migrating }: Opening,
): Promise<Foundation> {
  const store = await loadStore(config.STORE_FILE);
  const urls = await locateDatabase(config, (message) => logger.info(message));
  closers.add('database', () => urls.close());
  stopping?.throwIfAborted();
  const applied = migrating ? await migrate(urls.owner, migrationsFolder) : [];
  if (applied.length > 0) logger.info({ applied }, 'database migrated');
  stopping?.throwIfAborted();
  const databases = openDatabases(urls);
  closers.add(
    'database connections',
    () => Promise.all([databases.shop.close(), databases.system.close()]),
    CONNECTIONS_MS,
  );
  return { config, store, urls, ...databases };
}
