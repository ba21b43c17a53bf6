import { join } from 'node:path';
import { Database } from './database.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { SHOP_ROLE, SYSTEM_ROLE } from './lane.ts';
import { OWNER_ROLE, provision } from './provision.ts';

export interface DatabaseUrls {
  owner: string;
  shop: string;
  system: string;
  /** Roles to take at connect, where only the owner's login is given. */
  shopRole: string | null;
  systemRole: string | null;
  /** Nobody else can use the database: it is the embedded one. */
  exclusive: boolean;
  /** Stops the embedded PostgreSQL; does nothing for a server's. */
  close(): Promise<void>;
}

export interface DatabaseSettings {
  DATABASE_URL?: string | undefined;
  DATABASE_SHOP_URL?: string | undefined;
  DATABASE_SYSTEM_URL?: string | undefined;
  DATA_DIR: string;
}

const DATABASE = 'cartwright';

/** The configured server's connection strings, or those of the embedded PostgreSQL, which it starts. */
export async function locateDatabase(
  settings: DatabaseSettings,
  log: (message: string) => void,
): Promise<DatabaseUrls> {
  const { DATABASE_URL: owner, DATABASE_SHOP_URL: shop, DATABASE_SYSTEM_URL: system } = settings;
  if (owner) {
    return {
      owner,
      shop: shop ?? owner,
      system: system ?? owner,
      shopRole: shop ? null : SHOP_ROLE,
      systemRole: system ? null : SYSTEM_ROLE,
      exclusive: false,
      close: async () => {},
    };
  }
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres({
    dataDir: join(settings.DATA_DIR, 'database'),
    log,
    keepRunning: true,
  });
  try {
    await provision(postgres.url(postgres.superuser, 'postgres'), DATABASE);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return {
    owner: postgres.url(OWNER_ROLE, DATABASE),
    shop: postgres.url(SHOP_ROLE, DATABASE),
    system: postgres.url(SYSTEM_ROLE, DATABASE),
    shopRole: null,
    systemRole: null,
    exclusive: true,
    close: () => postgres.stop(),
  };
}

/** The pools of DESIGN §2: a few shared connections for reads, more for writes, and some for interactive transactions. */
export function openDatabases(urls: DatabaseUrls): { shop: Database; system: Database } {
  return {
    shop: new Database({
      name: 'shop',
      url: urls.shop,
      role: urls.shopRole,
      readConnections: 4,
      writeConnections: 16,
      transactionConnections: 10,
    }),
    system: new Database({
      name: 'system',
      url: urls.system,
      role: urls.systemRole,
      readConnections: 1,
      writeConnections: 4,
      transactionConnections: 6,
    }),
  };
}
