import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../src/domains/checkout/states.ts';
import '../src/domains/commissions/states.ts';
import '../src/domains/inventory/states.ts';
import '../src/domains/orders/states.ts';
import '../src/domains/payments/states.ts';
import type { DatabaseFailure } from '../src/platform/db/failure.ts';
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

  it('[ORD-3] are what the triggers let through, tried move by move', async () => {
    const { rows: triggers } = await database.admin.query<{ machine: string; begin: string; move: string }>(
      `select split_part(encode(move.tgargs, 'escape'), '\\000', 1) as machine, pg_get_triggerdef(begin.oid) as begin, pg_get_triggerdef(move.oid) as move
         from pg_trigger move join pg_trigger begin on begin.tgrelid = move.tgrelid and begin.tgname = 'begin_state'
        where move.tgname = 'move_state' order by 1`,
    );
    const machines = allMachines();
    expect(triggers.map(({ machine }) => machine)).toEqual([...machines.keys()].sort());
    for (const { machine, begin, move } of triggers) {
      const table = machines.get(machine)!;
      const states = Object.keys(table).filter((state) => state !== '');
      const allowed = await allowedByTriggers(database, [begin, move], [...states, 'nonsense']);
      const inCode = Object.entries(table).flatMap(([from, after]) => after.map((to) => `${from} > ${to}`));
      expect(allowed.sort(), machine).toEqual(inCode.sort());
    }
  });

  it('[ORD-3] guard every table that has a status of theirs', async () => {
    const { rows } = await database.admin.query<{ guarded: string }>(
      `select c.relname as guarded from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'status' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
          and (select count(*) from pg_trigger t where t.tgrelid = c.oid and t.tgname in ('begin_state', 'move_state') and t.tgenabled = 'O') < 2`,
    );
    // The editorial states of products and the HTTP status of kept answers are no machines of money.
    expect(rows.map(({ guarded }) => guarded).sort()).toEqual(['idempotency_keys', 'products']);
  });
});

/** The moves that the same triggers allow on a table that has nothing but a status; '' is the beginning. */
async function allowedByTriggers(
  { admin }: TestDatabase,
  definitions: string[],
  states: string[],
): Promise<string[]> {
  const allowed: string[] = [];
  const attempt = async (from: string, to: string, statement: string) => {
    await admin.query('savepoint tried');
    const done = await admin.query(statement, [to]).then(
      () => true,
      (error: unknown) => {
        if (!(error as DatabaseFailure).constraint?.endsWith('_transition')) throw error;
        return false;
      },
    );
    await admin.query('rollback to savepoint tried');
    if (done) allowed.push(`${from} > ${to}`);
  };
  await admin.query('begin');
  try {
    for (const from of ['', ...states]) {
      await admin.query('create temp table probe (status text)');
      if (from !== '') await admin.query('insert into probe values ($1)', [from]);
      for (const text of definitions) await admin.query(text.replace(/ ON \S+ /, ' ON pg_temp.probe '));
      for (const to of states.filter((state) => state !== from))
        await attempt(
          from,
          to,
          from === '' ? 'insert into probe values ($1)' : 'update probe set status = $1',
        );
      await admin.query('drop table probe');
    }
  } finally {
    await admin.query('rollback');
  }
  return allowed;
}
