import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../src/domains/checkout/states.ts';
import '../src/domains/commissions/states.ts';
import '../src/domains/inventory/states.ts';
import '../src/domains/orders/states.ts';
import '../src/domains/payments/states.ts';
import { allMachines } from '../src/platform/states.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/test-database.ts';

describe('state machines', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  it('[ORD-3] are the same tables in code and in the database', async () => {
    const { rows } = await database.admin.query<{ row: string }>(
      "select machine || ': ' || from_state || ' > ' || to_state as row from state_transitions order by 1",
    );
    const inCode = [...allMachines()].flatMap(([machine, table]) =>
      Object.entries(table).flatMap(([from, after]) => after.map((to) => `${machine}: ${from} > ${to}`)),
    );
    expect(inCode.length).toBeGreaterThan(40);
    expect(rows.map(({ row }) => row).sort()).toEqual(inCode.sort());
  });

  it('[ORD-3] guard every table that has a status of theirs', async () => {
    const { rows } = await database.admin.query<{ guarded: string }>(
      `select c.relname as guarded from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'status' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
          and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'move_state')`,
    );
    // The editorial states of products and the HTTP status of kept answers are no machines of money.
    expect(rows.map(({ guarded }) => guarded).sort()).toEqual(['idempotency_keys', 'products']);
  });
});
