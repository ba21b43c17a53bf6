import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrationsFolder } from '../package-root.ts';
import { startEmbeddedPostgres } from '../platform/db/embedded/embedded-postgres.ts';
import { migrate } from '../platform/db/migrate.ts';
import { OWNER_ROLE, provision } from '../platform/db/provision.ts';

export interface ThrowawayPostgres {
  superuser: string;
  url(role: string, database: string): string;
  /** Stops it and removes its files. */
  close(): Promise<void>;
}

/** A PostgreSQL in a temporary folder, without durability, with one migrated database of this name. */
export async function startThrowawayPostgres(
  database: string,
  binaries: { binariesPackage?: string } = {},
): Promise<ThrowawayPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-test-'));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: () => {},
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
    ...binaries,
  });
  await provision(postgres.url(postgres.superuser, 'postgres'), database);
  await migrate(postgres.url(OWNER_ROLE, database), migrationsFolder);
  return {
    superuser: postgres.superuser,
    url: (role, name) => postgres.url(role, name),
    close: async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
