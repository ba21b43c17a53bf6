import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { nobody } from './database.ts';
import { sql } from './sql.ts';

const insert = (slug: string) =>
  sql<{ slug: string }>('test.insert')`
    insert into categories (slug, name, created_at) values (${slug}, 'A', now()) returning slug`;
const fail = sql('test.fail')`select 1 / ${0}::int`;
const known = sql<{ slug: string }>('test.known')`select slug from categories order by slug`;

let database: TestDatabase;
let trips: string[][] = [];
let stop = () => {};

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  stop();
  await database.admin.query('delete from categories');
  trips = [];
  stop = database.system.onSent(
    ({ statements }) => void trips.push(statements.map((name) => name.split(':')[0]!)),
  );
});

const kept = async () => (await database.system.as(nobody).read(known)).rows[0].map(({ slug }) => slug);

it('sends what is queued with what comes next, and the last together with the commit', async () => {
  const rows = await database.system.as(nobody).transaction(async (tx) => {
    tx.queue(insert('a'));
    await tx.run(insert('b'));
    tx.queue(insert('c'));
    return tx.last(insert('d'));
  });
  expect(rows).toEqual([[{ slug: 'd' }]]);
  expect(trips).toEqual([
    ['tx.begin', 'test.insert', 'test.insert'],
    ['test.insert', 'test.insert', 'tx.commit'],
  ]);
  expect(await kept()).toEqual(['a', 'b', 'c', 'd']);
});

it('keeps nothing where what was queued fails with the commit', async () => {
  const work = database.system.as(nobody).transaction(async (tx) => {
    await tx.run(insert('a'));
    tx.queue(fail);
  });
  await expect(work).rejects.toMatchObject({ code: '22012' });
  expect(await kept()).toEqual([]);
});

it('undoes an attempt alone, with what it queued, and throws where what came before it fails', async () => {
  await database.system.as(nobody).transaction(async (tx) => {
    tx.queue(insert('before'));
    const failure = await tx.attempt(async () => {
      await tx.run(insert('undone'));
      tx.queue(fail);
    });
    expect(failure).toMatchObject({ code: '22012' });
    await tx.run(insert('after'));
  });
  expect(await kept()).toEqual(['after', 'before']);
  const broken = database.system.as(nobody).transaction(async (tx) => {
    tx.queue(fail);
    await tx.attempt(() => tx.run(insert('x')));
  });
  await expect(broken).rejects.toMatchObject({ code: '22012' });
  expect(await kept()).toEqual(['after', 'before']);
});

it('joins the calls of one identity until it is committed, each undone by itself, and tells of them after', async () => {
  const opened = await database.system.open(nobody, insert('first'));
  const told: string[][] = [];
  const access = database.system.as(opened.identity);
  await access.write(insert('second'));
  await expect(access.write(insert('undone'), fail)).rejects.toMatchObject({ code: '22012' });
  await expect(
    access.transaction(async (tx) => {
      await tx.last(insert('undone, too'));
      throw new Error('refused');
    }),
  ).rejects.toThrow('refused');
  access.afterCommit(() => void kept().then((slugs) => told.push(slugs)));
  expect([await kept(), told]).toEqual([[], []]);
  await opened.commit();
  await expect.poll(() => told).toEqual([['first', 'second']]);
  await expect(access.write(insert('late'))).rejects.toThrow('has ended');
});

it('keeps nothing of what joined a transaction that is rolled back, and tells of nothing', async () => {
  const opened = await database.system.open(nobody, insert('first'));
  let told = 0;
  const access = database.system.as(opened.identity);
  await access.write(insert('second'));
  access.afterCommit(() => told++);
  await opened.rollback();
  expect([await kept(), told]).toEqual([[], 0]);
});

it('holds no connection of a transaction that could not be opened', async () => {
  for (let n = 0; n < 30; n++)
    await expect(database.system.open(nobody, fail)).rejects.toMatchObject({ code: '22012' });
  expect(await kept()).toEqual([]);
});
