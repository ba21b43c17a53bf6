import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startThrowawayPostgres } from './throwaway-postgres.ts';

const TEMPLATE = 'cartwright_template';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string with ROLE and DATABASE as placeholders. */
    databaseUrl: string;
  }
}

/** One PostgreSQL for the whole run with a migrated template, which every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const binaries = process.env['TEST_POSTGRES'] === '15' ? { binariesPackage: 'postgres-15' } : {};
  const postgres = await startThrowawayPostgres(TEMPLATE, binaries);
  await sealTemplate(postgres.url(postgres.superuser, 'postgres'));
  project.provide('databaseUrl', postgres.url('ROLE', 'DATABASE'));
  return () => postgres.close();
}

async function sealTemplate(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`alter database ${TEMPLATE} is_template true`);
  await client.end();
}
