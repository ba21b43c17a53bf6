import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../src/testing/test-database.ts';
import { statementProblems } from './describe-statement.ts';
import { readSources } from './sources.ts';
import { collectStatements, type FoundStatement } from './statements.ts';

const PLANTED: [fault: string, statement: string, problem: string | null][] = [
  [
    'a misspelt column',
    "sql<{ id: string }>('x.a')`select idd as id from shoppers`",
    'does not prepare: column "idd" does not exist',
  ],
  [
    'a column too many',
    "sql<{ id: string }>('x.b')`select id, kind from shoppers where id = ${id}`",
    'returns kind, which its row does not have',
  ],
  [
    'a column too few',
    "sql<{ id: string; createdAt: Date }>('x.c')`select id from shoppers`",
    'has createdAt in its row',
  ],
  [
    'a bigint called a number',
    "sql<{ minor: number }>('x.d')`select price_minor as minor from variant_prices`",
    'says minor is number, but type 20 arrives as bigint',
  ],
  [
    'a time called text',
    "sql<{ createdAt: string | null }>('x.e')`select created_at from shoppers`",
    'arrives as date',
  ],
  [
    'two columns of one name',
    "sql<{ id: string }>('x.f')`select s.id, u.shopper_id as id from shoppers s, users u`",
    'returns two columns of one name',
  ],
  ['a parameter of no known type', "sql('x.g')`select ${id} is null`", 'could not determine data type'],
];
const SOUND =
  "sql<{ id: string; role: 'a' | 'b'; createdAt: Date; ids: readonly string[] }>('x.z')`select id, role, created_at, array[id] as ids from shoppers where id = ${id}`";

describe('every SQL statement of the product', () => {
  let database: TestDatabase;
  let ours: FoundStatement[];
  let planted: FoundStatement[];
  beforeAll(async () => {
    database = await createTestDatabase();
    ours = collectStatements(readSources());
    const exported = [...PLANTED.map(([, statement]) => statement), SOUND].map(
      (statement, index) => `export const s${index} = (id: string) => ${statement};\n`,
    );
    planted = collectStatements(
      readSources({
        'domains/cart/planted.ts': `import { sql } from '../../platform/db/sql.ts';\n${exported.join('')}`,
      }),
    );
  });
  afterAll(() => database.close());

  it('[OPS-4] prepares against the migrated database and returns exactly the columns its row declares', async () => {
    expect(ours.length).toBeGreaterThan(80);
    const problems: string[] = [];
    for (const statement of ours) problems.push(...(await statementProblems(database.admin, statement)));
    expect(problems).toEqual([]);
  });

  it('has a label of its own, so that a log line names one place', () => {
    const labels = ours.map(({ label }) => label);
    expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([]);
    expect(labels.filter((label) => !/^[a-z]+(\.[a-z0-9_]+)+$/.test(label))).toEqual([]);
  });

  it.each(PLANTED.map(([fault, , problem], index) => ({ fault, problem, index })))(
    'is caught with $fault',
    async ({ problem, index }) => {
      expect(await statementProblems(database.admin, planted[index]!)).toEqual([
        expect.stringContaining(problem!),
      ]);
      expect(planted[index]!.place).toBe(`domains/cart/planted.ts:${index + 2}`);
    },
  );

  it('passes when it is right', async () => {
    expect(await statementProblems(database.admin, planted.at(-1)!)).toEqual([]);
  });
});
