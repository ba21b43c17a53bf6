import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Logger, runMigrations as migrateJobQueue } from 'graphile-worker';

export interface Migration {
  name: string;
  checksum: string;
  text: string;
}

export interface MigrationStatus {
  applied: string[];
  pending: string[];
  /** Applied files whose text has changed since: migrations are append-only. */
  changed: string[];
}

const LOCK = 7_264_011;
const quiet = new Logger(() => () => {});

/** Reads the migration files of a folder in the order of their names. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/**
 * Applies what is pending, each file in its own transaction, as the owner. Safe to call from many instances at once:
 * an advisory lock lets one work and the others find nothing to do. Returns the names applied.
 */
export async function migrate(ownerUrl: string, folder: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'cartwright migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const migrations = await readMigrations(folder);
    const { changed, pending } = await statusOf(client, migrations);
    if (changed.length > 0) {
      throw new Error(`these migrations were changed after they were applied: ${changed.join(', ')}; add a new file instead`);
    }
    for (const migration of migrations.filter(({ name }) => pending.includes(name))) await apply(client, migration);
    await ensureJobQueue(client, ownerUrl);
    return pending;
  } finally {
    await client.end();
  }
}

/** Which migrations are applied, pending or changed; never alters anything. */
export async function migrationStatus(url: string, folder: string): Promise<MigrationStatus> {
  const client = new pg.Client({ connectionString: url, application_name: 'cartwright migrate' });
  await client.connect();
  try {
    return await statusOf(client, await readMigrations(folder));
  } finally {
    await client.end();
  }
}

async function statusOf(client: pg.Client, migrations: Migration[]): Promise<MigrationStatus> {
  const exists = await client.query<{ there: boolean }>("select to_regclass('public.migrations') is not null as there");
  const rows = exists.rows[0]?.there
    ? (await client.query<{ name: string; checksum: string }>('select name, checksum from public.migrations order by name')).rows
    : [];
  const known = new Map(rows.map((row) => [row.name, row.checksum]));
  return {
    applied: rows.map((row) => row.name),
    pending: migrations.filter(({ name }) => !known.has(name)).map(({ name }) => name),
    changed: migrations.filter(({ name, checksum }) => known.has(name) && known.get(name) !== checksum).map(({ name }) => name),
  };
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(
      'create table if not exists public.migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    await client.query(migration.text);
    await client.query('insert into public.migrations (name, checksum) values ($1, $2)', [migration.name, migration.checksum]);
    await client.query('grant select on public.migrations to cartwright_system');
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
  }
}

// graphile-worker's tables have row-level security and no policies: whoever runs jobs must own them. So system installs them.
async function ensureJobQueue(client: pg.Client, ownerUrl: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  const database = pg.escapeIdentifier(rows[0]!.name);
  await client.query(`grant create on database ${database} to cartwright_system`);
  const pool = new pg.Pool({
    connectionString: ownerUrl,
    max: 1,
    onConnect: async (connection) => void (await connection.query('set role cartwright_system')),
  });
  // A failure reaches us through the query that meets it; the listeners only keep it from ending the process.
  pool.on('error', () => {});
  pool.on('connect', (connection) => void connection.on('error', () => {}));
  try {
    await migrateJobQueue({ pgPool: pool, logger: quiet });
  } finally {
    await pool.end();
    await client.query(`revoke create on database ${database} from cartwright_system`);
  }
}
