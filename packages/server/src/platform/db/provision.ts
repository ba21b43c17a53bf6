import pg from 'pg';
import { connectOnce } from './connect-once.ts';

export const OWNER_ROLE = 'cartwright';

/**
 * Makes the owner role and the database on a fresh cluster. The owner is no superuser, so the embedded database is held
 * to the same rules as a server's. Does nothing where both exist.
 */
export async function provision(adminUrl: string, database: string): Promise<void> {
  const client = await connectOnce(adminUrl, 'cartwright provision');
  try {
    const role = await client.query('select from pg_roles where rolname = $1', [OWNER_ROLE]);
    if (role.rowCount === 0) await client.query(`create role ${OWNER_ROLE} login createrole`);
    const found = await client.query('select from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) {
      await client.query(`create database ${pg.escapeIdentifier(database)} owner ${OWNER_ROLE}`);
    }
  } finally {
    await client.end();
  }
}
