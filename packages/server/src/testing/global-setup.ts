import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrationsFolder } from '../package-root.ts';
import { startEmbeddedPostgres } from '../platform/db/embedded/embedded-postgres.ts';
import { migrate } from '../platform/db/migrate.ts';
import { OWNER_ROLE, provision } from '../platform/db/provision.ts';
import pg from 'pg';

const TEMPLATE = 'cartwright_template';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string with ROLE and DATABASE as placeholders. */
    databaseUrl: string;
  }
}

/** One PostgreSQL for the whole run with a migrated template, which every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-test-'));
  const version = process.env['TEST_POSTGRES'] === '15' ? { binariesPackage: 'postgres-15' } : {};
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: () => {},
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
    ...version,
  });
  await provision(postgres.url(postgres.superuser, 'postgres'), TEMPLATE);
  await migrate(postgres.url(OWNER_ROLE, TEMPLATE), migrationsFolder);
  await sealTemplate(postgres.url(postgres.superuser, 'postgres'));
  project.provide('databaseUrl', postgres.url('ROLE', 'DATABASE'));
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

async function sealTemplate(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`alter database ${TEMPLATE} is_template true`);
  await client.end();
}
