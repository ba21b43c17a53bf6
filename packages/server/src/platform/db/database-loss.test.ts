import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { Database, nobody, type DatabaseOptions } from './database.ts';
import { isUnavailable } from './failure.ts';
import { LaneOverloaded } from './lane.ts';
import { sql } from './sql.ts';

const sleep = (seconds: number) => sql('test.sleep')`select pg_sleep(${seconds}::float8)::text`;
const one = () => sql<{ one: number }>('test.one')`select 1 as one`;

describe('when connections are lost', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  /** One connection of each kind. */
  const narrow = (options: Partial<DatabaseOptions> = {}) =>
    new Database({
      url: database.shopUrl,
      role: null,
      name: 'shop',
      readConnections: 1,
      writeConnections: 1,
      transactionConnections: 1,
      ...options,
    });
  const killAll = () =>
    database.admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );

  it('[RUN-3] a transaction cut off in the middle fails as unavailable, the process lives, and the next one works', async () => {
    const cutOff = database.system.as(nobody).transaction(async (tx) => {
      await tx.run(
        sql('test.category')`insert into categories (slug, name, created_at) values ('lost', 'Lost', now())`,
      );
      await killAll();
      await new Promise((resolve) => setTimeout(resolve, 50));
      await tx.run(one());
    });
    await expect(cutOff).rejects.toSatisfy(isUnavailable);
    await database.system.as(nobody).transaction(async (tx) => {
      expect(await tx.run(sql('test.kept')`select slug from categories where slug = 'lost'`)).toEqual([[]]);
    });
  });

  it('[RUN-3] every exchange under way settles, and the connections come back by themselves', async () => {
    const waiting = Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0
        ? database.shop.as(nobody).read(sleep(0.4))
        : database.shop.as(nobody).write(sleep(0.4)),
    );
    setTimeout(() => void killAll(), 100);
    const answers = await Promise.allSettled(waiting);
    const failures = answers
      .filter(({ status }) => status === 'rejected')
      .map((answer) => (answer as PromiseRejectedResult).reason as unknown);
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) expect(failure).toSatisfy(isUnavailable);
    expect((await database.shop.as(nobody).read(one())).rows).toEqual([[{ one: 1 }]]);
  });

  it('a role that cannot be taken leaves no connection behind', async () => {
    const wrong = narrow({ role: 'cartwright_system' });
    for (let attempt = 0; attempt < 5; attempt++) {
      await expect(wrong.as(nobody).read(one())).rejects.toMatchObject({ code: '42501' });
      await expect(wrong.as(nobody).transaction((tx) => tx.run(one()))).rejects.toMatchObject({
        code: '42501',
      });
    }
    const count = async () => {
      const { rows } = await database.admin.query<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'cartwright shop' and usename = 'cartwright_shop' and query like '%set role%'",
      );
      return rows[0]!.n;
    };
    await expect.poll(count).toBe(0);
    await wrong.close();
  });

  it('a transaction that swallowed a failed statement does not pass for committed', async () => {
    const swallowing = database.system.as(nobody).transaction(async (tx) => {
      await tx.run(
        sql(
          'test.category2',
        )`insert into categories (slug, name, created_at) values ('swallowed', 'S', now())`,
      );
      await tx.run(sql('test.zero')`select 1 / ${0}::int`).catch(() => {});
    });
    await expect(swallowing).rejects.toThrow('nothing of it was kept');
  });

  it('gives up connections to a machine that went silent, and goes on over new ones', async () => {
    const cable = await layCable(database.shopUrl);
    const far = narrow({ url: cable.url, silentMs: 300 });
    await far.as(nobody).read(one());
    const inTransaction = far.as(nobody).transaction(async (tx) => {
      cable.cut();
      await tx.run(one());
    });
    await expect(inTransaction).rejects.toSatisfy(isUnavailable);
    await expect(far.as(nobody).read(one())).rejects.toSatisfy(isUnavailable);
    cable.mend();
    expect((await far.as(nobody).read(one())).rows).toEqual([[{ one: 1 }]]);
    await far.as(nobody).transaction((tx) => tx.run(one()));
    await far.close();
    await cable.close();
  });

  it('does not give up a connection that is only busy', async () => {
    const patient = narrow({ silentMs: 600 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => patient.as(nobody).read(sleep(0.2))));
    expect(answers).toHaveLength(8);
    await patient.close();
  });

  it('[STK-3] a transaction waits for its turn longer than a connection may take to be made', async () => {
    const cable = await layCable(database.shopUrl);
    const impatient = narrow({ url: cable.url, connectMs: 100 });
    const run = (statement: ReturnType<typeof one> | ReturnType<typeof sleep>) =>
      impatient.as(nobody).transaction((tx) => tx.run(statement));
    await run(one());
    await expect(Promise.all([run(sleep(0.5)), run(one())])).resolves.toHaveLength(2);
    await killAll();
    cable.cut();
    await expect(run(one())).rejects.toSatisfy(isUnavailable);
    await expect(run(one())).rejects.toThrow('timeout expired');
    await impatient.close();
    await cable.close();
  });

  it('[API-11] a crowd beyond what can wait is refused, and those who wait are served', async () => {
    const crowded = narrow();
    const run = (statement: ReturnType<typeof one> | ReturnType<typeof sleep>) =>
      crowded.as(nobody).transaction((tx) => tx.run(statement));
    const crowd = [run(sleep(0.2)), ...Array.from({ length: 2_005 }, () => run(one()))];
    const outcomes = await Promise.allSettled(crowd);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(5);
    for (const { reason } of refused as PromiseRejectedResult[])
      expect(reason).toBeInstanceOf(LaneOverloaded);
    await crowded.close();
  });
});

/** A socket that hands everything on to the database until it is cut: then it stays open and says nothing. */
async function layCable(
  url: string,
): Promise<{ url: string; cut(): void; mend(): void; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'cable-'));
  const target = new URL(url);
  const socketFolder = target.searchParams.get('host')!;
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    const far = connect(join(socketFolder, '.s.PGSQL.5432'));
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => whole && to.write(chunk));
      from.on('error', () => {});
      from.on('close', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(join(folder, '.s.PGSQL.5432'), resolve));
  target.searchParams.set('host', folder);
  return {
    url: target.href,
    cut: () => void (whole = false),
    mend: () => void (whole = true),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}
