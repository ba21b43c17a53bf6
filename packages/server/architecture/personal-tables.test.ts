import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER_ROLE } from '../src/platform/db/provision.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/test-database.ts';
import { isolationProblems, roleProblems } from './personal-tables.ts';

const OWN = 'shopper_id = (select current_shopper_id())';
const table = (name: string, more = '') =>
  `create table ${name} (shopper_id uuid references shoppers, id uuid, primary key (shopper_id, id)); ${more}`;
const guarded = (name: string) =>
  `alter table ${name} enable row level security; alter table ${name} force row level security;`;

const PLANTED: [fault: string, statements: string, problem: string][] = [
  ['no row-level security', table('bad'), 'bad: row-level security is not enabled'],
  [
    'row-level security that the owner escapes',
    `${table('bad')} alter table bad enable row level security;`,
    'bad: row-level security is not forced',
  ],
  [
    'a key that does not begin with the person',
    `create table bad (shopper_id uuid, id uuid primary key); select protect_personal_table('bad')`,
    'bad: its primary key does not begin with shopper_id',
  ],
  [
    'no key at all',
    `create table bad (shopper_id uuid); select protect_personal_table('bad')`,
    'bad: its primary key does not begin with shopper_id',
  ],
  ['no policy', `${table('bad')} ${guarded('bad')}`, 'bad: no policy for the shop role'],
  [
    'a policy that shows all rows',
    `${table('bad')} ${guarded('bad')} create policy all_of_them on bad to cartwright_shop using (true)`,
    'lets the shop role see or write rows of others',
  ],
  [
    'a policy with a way round',
    `${table('bad')} ${guarded('bad')} create policy odd on bad to cartwright_shop using (${OWN} or id is null)`,
    'lets the shop role see or write rows of others',
  ],
  [
    'a policy that checks nothing on the way in',
    `${table('bad')} ${guarded('bad')} create policy odd on bad to cartwright_shop using (${OWN}) with check (true)`,
    'lets the shop role see or write rows of others',
  ],
  [
    'a second, wider policy',
    `create policy wider on carts for select to cartwright_shop using (true)`,
    'carts: policy wider lets the shop role see or write rows of others',
  ],
  [
    'a policy for everybody',
    `create policy open on carts for select using (${OWN})`,
    'carts: policy open is for others than shop and system',
  ],
  [
    'a reference by id alone',
    `${table('bad', "select protect_personal_table('bad');")} alter table bad add cart_id uuid references carts (id)`,
    'bad: foreign key bad_cart_id_fkey to carts does not begin with shopper_id',
  ],
  [
    'a person in a table that is not personal',
    'alter table products add buyer_id uuid references shoppers',
    'products.buyer_id names a person in a table without shopper_id',
  ],
  [
    'a function that runs as the owner',
    `create function peek() returns bigint language sql security definer as 'select count(*) from carts'`,
    'function peek() runs as cartwright',
  ],
  [
    'a function that runs as system for anybody',
    `create function peek() returns bigint language sql as 'select count(*) from carts'; select runs_as_system('peek()'); grant execute on function peek() to public`,
    'function peek() runs as system for anybody',
  ],
  ['a grant to everybody', 'grant select on products to public', 'products: granted to everybody'],
  [
    'a grant of more than rows',
    'grant truncate on carts to cartwright_system',
    'carts: cartwright_system may truncate',
  ],
  [
    'password hashes in reach',
    'grant select on credentials to cartwright_shop',
    'credentials: the shop role may read it',
  ],
  [
    'one column of a secret in reach',
    'grant select (hash) on refresh_tokens to cartwright_shop',
    'refresh_tokens: the shop role may read it',
  ],
  [
    'an audit log that can be corrected',
    'grant update (action) on audit_log to cartwright_system',
    'audit_log: cartwright_system may change or remove rows',
  ],
  [
    'a ledger that can be thinned',
    'grant delete on stock_movements to cartwright_system',
    'stock_movements: cartwright_system may change or remove rows',
  ],
];

const PLANTED_ROLES: [fault: string, statements: string, problem: string][] = [
  ['a superuser', 'alter role cartwright_system superuser', 'cartwright_system is above the policies'],
  [
    'an exemption from policies',
    'alter role cartwright_shop bypassrls',
    'cartwright_shop is above the policies',
  ],
  [
    'a maker of roles',
    'alter role cartwright_shop createrole',
    'cartwright_shop may make roles, databases or replicas',
  ],
  ['an owner', 'alter table carts owner to cartwright_system', 'cartwright_system owns carts'],
  [
    'a member of the other role',
    'grant cartwright_system to cartwright_shop',
    'cartwright_shop is a member of cartwright_system',
  ],
  [
    'a maker of tables',
    'grant create on schema public to cartwright_shop',
    'cartwright_shop may create in schema public',
  ],
];

describe('personal rows in the migrated database', () => {
  let database: TestDatabase;
  beforeAll(async () => void (database = await createTestDatabase()));
  afterAll(() => database.close());

  async function withPlanted<Result>(
    statements: string,
    as: 'owner' | 'superuser',
    look: () => Promise<Result>,
  ): Promise<Result> {
    await database.admin.query(as === 'owner' ? `begin; set local role ${OWNER_ROLE}` : 'begin');
    try {
      await database.admin.query(statements);
      return await look();
    } finally {
      await database.admin.query('rollback');
    }
  }

  it('[CART-6] are under forced row-level security, keyed by the person, with policies for own rows only', async () => {
    expect(await isolationProblems(database.admin)).toEqual([]);
  });

  it('[CART-6] [OPS-4] are used by two roles that own nothing and are above no policy', async () => {
    expect(await roleProblems(database.admin)).toEqual([]);
  });

  it.each(PLANTED)('[CART-6] [AUD-2] are found exposed by %s', async (_fault, statements, problem) => {
    const problems = await withPlanted(statements, 'owner', () => isolationProblems(database.admin));
    expect(problems).toContainEqual(expect.stringContaining(problem));
  });

  it.each(PLANTED_ROLES)(
    '[OPS-4] are found exposed by a role that is %s',
    async (_fault, statements, problem) => {
      expect(await withPlanted(statements, 'superuser', () => roleProblems(database.admin))).toContain(
        problem,
      );
    },
  );
});
