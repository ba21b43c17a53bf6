import pg from 'pg';
import { SUPERUSER } from './create-cluster.ts';
import { LAUNCH_SETTING } from './server-arguments.ts';
import { PORT } from './socket-folder.ts';

/** What answers on a socket: a ready server, one that is starting or stopping, or nothing. */
export type Answer =
  { kind: 'ready'; cluster: string; launch: string } | { kind: 'busy' } | { kind: 'silent' };

const TIMEOUT_MS = 3_000;

/** Asks whatever listens in a socket folder which cluster it serves and what it was launched with; never throws. */
export async function askServer(socketDir: string): Promise<Answer> {
  const client = new pg.Client({
    host: socketDir,
    port: PORT,
    user: SUPERUSER,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ cluster: string; launch: string | null }>(
      `select current_setting('data_directory') as cluster, current_setting('${LAUNCH_SETTING}', true) as launch`,
    );
    const [row] = rows;
    return row === undefined
      ? { kind: 'busy' }
      : { kind: 'ready', cluster: row.cluster, launch: row.launch ?? '' };
  } catch (error) {
    // Any refusal in PostgreSQL's own words, such as "starting up", is a sign of life.
    return { kind: error instanceof pg.DatabaseError ? 'busy' : 'silent' };
  } finally {
    await client.end().catch(() => undefined);
  }
}
