import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { sql } from './sql.ts';

const nobody = { prelude: null };

describe('what an exchange writes', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  const echo = (text: string | null, bytes: Buffer | null) =>
    sql<{ text: string | null; bytes: Buffer | null }>('test.echo')`
      select ${text}::text as text, ${bytes}::bytea as bytes`;

  it.each([
    ['nothing', null, null],
    ['what is empty', '', Buffer.alloc(0)],
    ['characters of one to four bytes', 'a é € 😀', Buffer.from([0, 1, 255])],
    ['more than fits at first', '€'.repeat(100_000), Buffer.alloc(500_000, 7)],
  ])('arrives as it was: %s', async (_, text, bytes) => {
    const { rows } = await database.shop.as(nobody).read(echo(text, bytes), echo('after', null));
    expect(rows).toEqual([[{ text, bytes }], [{ text: 'after', bytes: null }]]);
  });

  it('is nothing at all where one value cannot be written, and the connections go on', async () => {
    const date = (value: Date) => sql<{ at: Date }>('test.date')`select ${value}::timestamptz as at`;
    const at = new Date('2026-01-02T03:04:05.678Z');
    const reads = [new Date(NaN), at, new Date(NaN), at, at].map((value) =>
      database.shop.as(nobody).read(echo('before', null), date(value)),
    );
    const answers = await Promise.allSettled(reads);
    expect(answers.map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    await expect(
      database.shop.as(nobody).transaction(async (tx) => {
        await tx.run(echo('before', null));
        await tx.run(date(new Date(NaN)));
      }),
    ).rejects.toThrow(RangeError);
    const after = await database.shop.as(nobody).transaction((tx) => tx.run(date(at)));
    expect(after).toEqual([[{ at }]]);
  });
});
