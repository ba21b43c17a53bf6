import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Logger, runMigrations as migrateJobQueue } from 'graphile-worker';
import { OperatorError } from '../operator-error.ts';
import { connectOnce } from './connect-once.ts';
import { SYSTEM_ROLE, takeRole } from './lane.ts';

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
const OLDEST_VERSION = 150_000;
const INSUFFICIENT_PRIVILEGE = '42501';
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
  const client = await connectOnce(ownerUrl, 'cartwright migrate');
  try {
    await refuseOldVersion(client);
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const migrations = await readMigrations(folder);
    const { changed, pending } = await statusOf(client, migrations);
    if (changed.length > 0) {
      throw new OperatorError(
        `These migrations were changed after they were applied: ${changed.join(', ')}.`,
        'Put the files back as they were released, and write what is new into a new file.',
      );
    }
    for (const migration of migrations.filter(({ name }) => pending.includes(name)))
      await apply(client, migration);
    await ensureJobQueue(client, ownerUrl);
    return pending;
  } finally {
    await client.end();
  }
}

/** Which migrations are applied, pending or changed; never alters anything. */
export async function migrationStatus(url: string, folder: string): Promise<MigrationStatus> {
  const client = await connectOnce(url, 'cartwright migrate');
  try {
    return await statusOf(client, await readMigrations(folder));
  } finally {
    await client.end();
  }
}

async function statusOf(client: pg.Client, migrations: Migration[]): Promise<MigrationStatus> {
  const exists = await client.query<{ there: boolean }>(
    "select to_regclass('public.migrations') is not null as there",
  );
  const rows = exists.rows[0]?.there
    ? (
        await client.query<{ name: string; checksum: string }>(
          'select name, checksum from public.migrations order by name',
        )
      ).rows
    : [];
  const known = new Map(rows.map((row) => [row.name, row.checksum]));
  return {
    applied: rows.map((row) => row.name),
    pending: migrations.filter(({ name }) => !known.has(name)).map(({ name }) => name),
    changed: migrations
      .filter(({ name, checksum }) => known.has(name) && known.get(name) !== checksum)
      .map(({ name }) => name),
  };
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(
      'create table if not exists public.migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    await client.query(migration.text);
    await client.query('insert into public.migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('grant select on public.migrations to cartwright_system');
    await client.query('commit');
  } catch (error) {
    // Where the connection is lost, so is the transaction.
    await client.query('rollback').catch(() => {});
    throw migrationFailed(migration.name, error as Error & { code?: string });
  }
}

function migrationFailed(name: string, error: Error & { code?: string }): OperatorError {
  const hint =
    error.code === INSUFFICIENT_PRIVILEGE
      ? 'The login of DATABASE_URL must own the database and may create roles: alter role … createrole; alter database … owner to …'
      : 'Nothing of this migration was kept. Mend the cause and start again.';
  return new OperatorError(`Migration ${name} failed: ${error.message}.`, hint, error);
}

async function refuseOldVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; text: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as text",
  );
  const { number, text } = rows[0]!;
  if (number < OLDEST_VERSION) {
    throw new OperatorError(
      `The database is PostgreSQL ${text}, and 15 or newer is needed.`,
      'Upgrade it, or remove DATABASE_URL to use the embedded one.',
    );
  }
}

// graphile-worker's tables have row-level security and no policies: whoever runs jobs must own them. So system installs them.
async function ensureJobQueue(client: pg.Client, ownerUrl: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  const database = pg.escapeIdentifier(rows[0]!.name);
  await client.query(`grant create on database ${database} to ${SYSTEM_ROLE}`);
  const pool = new pg.Pool({
    connectionString: ownerUrl,
    max: 1,
    connectionTimeoutMillis: 10_000,
    onConnect: (connection) => takeRole(connection, SYSTEM_ROLE),
  });
  // A failure reaches us through the query that meets it; the listeners only keep it from ending the process.
  pool.on('error', () => {});
  pool.on('connect', (connection) => void connection.on('error', () => {}));
  try {
    await migrateJobQueue({ pgPool: pool, logger: quiet });
  } finally {
    await pool.end();
    await client.query(`revoke create on database ${database} from ${SYSTEM_ROLE}`);
  }
}
