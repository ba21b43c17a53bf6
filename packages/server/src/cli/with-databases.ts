import { loadConfig, type Config } from '../config.ts';
import { loadStore } from '../load-store.ts';
import { migrationsFolder } from '../package-root.ts';
import type { Database } from '../platform/db/database.ts';
import { migrate } from '../platform/db/migrate.ts';
import { locateDatabase, openDatabases, type DatabaseUrls } from '../platform/db/open-databases.ts';
import type { Store } from '../store.ts';

export interface Workbench {
  config: Config;
  store: Store;
  shop: Database;
  system: Database;
  urls: DatabaseUrls;
}

/** Opens the configured database, migrated, for one command, and closes it whatever happens. */
export async function withDatabases<Result>(work: (bench: Workbench) => Promise<Result>): Promise<Result> {
  const config = loadConfig(process.env);
  const store = await loadStore(config.STORE_FILE);
  const urls = await locateDatabase(config, () => {});
  try {
    await migrate(urls.owner, migrationsFolder);
    const databases = openDatabases(urls);
    try {
      return await work({ config, store, ...databases, urls });
    } finally {
      await Promise.all([databases.shop.close(), databases.system.close()]);
    }
  } finally {
    await urls.close();
  }
}
