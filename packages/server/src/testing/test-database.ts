import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { Database } from '../platform/db/database.ts';
import { OWNER_ROLE } from '../platform/db/provision.ts';

const TEMPLATE = 'cartwright_template';

export interface TestDatabase {
  shop: Database;
  system: Database;
  ownerUrl: string;
  shopUrl: string;
  systemUrl: string;
  /** A superuser's connection, for looking behind the policies and for planting faults. */
  admin: pg.Client;
  close(): Promise<void>;
}

/** A database of its own for one test file, cloned from the migrated template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = (role: string, database: string) =>
    inject('databaseUrl').replace('ROLE', role).replace('DATABASE', database);
  await asAdmin(
    url('postgres', 'postgres'),
    `create database ${name} template ${TEMPLATE} owner ${OWNER_ROLE}`,
  );
  const admin = new pg.Client({ connectionString: url('postgres', name) });
  await admin.connect();
  // Cloning does not carry over what was revoked on the database itself.
  await admin.query(`revoke temporary on database ${name} from public`);
  const urls = {
    shopUrl: url('cartwright_shop', name),
    systemUrl: url('cartwright_system', name),
    ownerUrl: url(OWNER_ROLE, name),
  };
  const shop = new Database({
    url: urls.shopUrl,
    role: null,
    name: 'shop',
    readConnections: 2,
    writeConnections: 8,
    transactionConnections: 8,
  });
  const system = new Database({
    url: urls.systemUrl,
    role: null,
    name: 'system',
    readConnections: 1,
    writeConnections: 2,
    transactionConnections: 4,
  });
  return {
    ...urls,
    shop,
    system,
    admin,
    close: async () => {
      await Promise.all([shop.close(), system.close(), admin.end()]);
      await asAdmin(url('postgres', 'postgres'), `drop database if exists ${name} with (force)`);
    },
  };
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}
