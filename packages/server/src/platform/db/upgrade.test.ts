import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { migrationsFolder } from '../../package-root.ts';
import { migrate } from './migrate.ts';
import { OWNER_ROLE, provision } from './provision.ts';

// As the shop stood before there were checkouts, payments and orders.
const BEFORE_MONEY = /^000[1-8]_/;
const database = `upgrade_${randomBytes(6).toString('hex')}`;
const url = (role: string, name: string) =>
  inject('databaseUrl').replace('ROLE', role).replace('DATABASE', name);
let older: string;

beforeAll(async () => {
  older = await mkdtemp(join(tmpdir(), 'cartwright-upgrade-'));
  for (const name of await readdir(migrationsFolder))
    if (BEFORE_MONEY.test(name)) await cp(join(migrationsFolder, name), join(older, name));
  await provision(url('postgres', 'postgres'), database);
});
afterAll(async () => {
  await rm(older, { recursive: true });
  await asSuperuser('postgres', `drop database ${database} with (force)`);
});

async function asSuperuser(name: string, query: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url('postgres', name) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(query)).rows;
  } finally {
    await client.end();
  }
}

it('[L-24] an older shop’s people, carts, stock and audit rows come through the upgrade as they were', async () => {
  expect(await migrate(url(OWNER_ROLE, database), older)).toHaveLength(8);
  await asSuperuser(
    database,
    `with shopper as (insert into shoppers (kind, role, created_at) values ('user', 'customer', now()) returning id),
          person as (insert into users (shopper_id, email, created_at, updated_at) select id, 'old@example.com', now(), now() from shopper),
          cart as (insert into carts (shopper_id, market, currency, created_at, updated_at) select id, 'us', 'USD', now(), now() from shopper returning shopper_id),
          line as (insert into cart_lines (shopper_id, product_id, variant_id, title, quantity, price_minor, seen_minor, priced_at, added_at)
                   select shopper_id, new_id(), new_id(), 'Old shirt', 3, 1250, 1250, now(), now() from cart)
     insert into audit_log (at, actor_id, actor_role, action, target_kind) select now(), id, 'customer', 'user.sign_up', 'user' from shopper`,
  );
  const kept =
    'select u.email, l.title, l.quantity, l.price_minor, (select json_agg(a.action) from audit_log a where a.actor_id = u.shopper_id) as audited from users u join cart_lines l using (shopper_id)';
  const before = await asSuperuser(database, kept);
  expect(before).toMatchObject([{ email: 'old@example.com', quantity: 3, audited: ['user.sign_up'] }]);
  const applied = await migrate(url(OWNER_ROLE, database), migrationsFolder);
  expect(applied.length).toBeGreaterThan(2);
  expect(await asSuperuser(database, kept)).toEqual(before);
  expect(await migrate(url(OWNER_ROLE, database), migrationsFolder)).toEqual([]);
});
