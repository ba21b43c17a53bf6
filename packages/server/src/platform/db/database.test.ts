import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { LaneOverloaded } from './lane.ts';
import { sql } from './sql.ts';

const nobody = { prelude: null };

describe('database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  it('answers several statements in one round trip, each with its own rows', async () => {
    const number = sql<{ theNumber: number }>('test.number')`select ${7}::int as the_number`;
    const nothing = sql<{ id: string }>('test.nothing')`select id from products`;
    const { rows } = await database.shop.as(nobody).read(number, nothing);
    expect(rows).toEqual([[{ theNumber: 7 }], []]);
  });

  it('rolls the whole exchange back when its last statement fails', async () => {
    const insert = sql(
      'test.insert',
    )`insert into categories (slug, name, created_at) values ('a', 'A', now())`;
    const fail = sql('test.fail')`select 1 / ${0}::int`;
    await expect(database.system.as(nobody).write(insert, fail)).rejects.toMatchObject({ code: '22012' });
    const { rows } = await database.system
      .as(nobody)
      .read(sql<{ n: bigint }>('test.count')`select count(*) as n from categories`);
    expect(rows[0][0]?.n).toBe(0n);
  });

  it('[API-11] answers reads while slow searches are under way, and refuses searches beyond what it can hold', async () => {
    const sleep = sql('test.sleep')`select pg_sleep(${1}::int)::text`;
    const one = sql('test.one')`select 1 as one`;
    const access = database.shop.as(nobody);
    let ended = 0;
    const searches = Array.from({ length: 6 }, () => access.browse(sleep).finally(() => ended++));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all(Array.from({ length: 20 }, () => access.read(one)));
    expect(ended).toBeLessThan(searches.length);
    await Promise.all(searches);
    const crowd = await Promise.allSettled(Array.from({ length: 120 }, () => access.browse(one)));
    const refused = crowd.filter(
      (answer) => answer.status === 'rejected' && answer.reason instanceof LaneOverloaded,
    );
    expect(refused).toHaveLength(20);
    await expect(access.browse(one)).resolves.toMatchObject({ rows: [[{ one: 1 }]] });
  });

  it('goes on after a failed statement, on the same connections', async () => {
    const divide = (by: number) => sql<{ n: number }>('test.divide')`select 10 / ${by}::int as n`;
    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) => database.shop.as(nobody).read(divide(index % 3))),
    );
    answers.forEach((answer, index) =>
      expect(answer.status).toBe(index % 3 === 0 ? 'rejected' : 'fulfilled'),
    );
  });
});
