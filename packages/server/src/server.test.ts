import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';
import { nobody } from './platform/db/database.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './platform/db/embedded/embedded-postgres.ts';
import { OWNER_ROLE, provision } from './platform/db/provision.ts';
import { sql } from './platform/db/sql.ts';
import { startServer, type RunningServer } from './server.ts';
import { follow } from './testing/follow-stream.ts';
import { givenIn } from './testing/given.ts';
import { freePort } from './testing/free-port.ts';
import { send } from './testing/send.ts';

const DATABASE = 'shop';

/** A PostgreSQL server that the test can stop and start again at the same address. */
class StoppableServer {
  #dataDir = '';
  #postgres: EmbeddedPostgres | null = null;

  async start(): Promise<void> {
    this.#dataDir ||= await mkdtemp(join(tmpdir(), 'cartwright-stoppable-'));
    const version = process.env['TEST_POSTGRES'] === '15' ? { binariesPackage: 'postgres-15' } : {};
    this.#postgres = await startEmbeddedPostgres({
      dataDir: this.#dataDir,
      log: () => {},
      settings: { fsync: 'off', shared_buffers: '16MB' },
      ...version,
    });
    await provision(this.#postgres.url(this.#postgres.superuser, 'postgres'), DATABASE);
  }

  get ownerUrl(): string {
    return this.#postgres!.url(OWNER_ROLE, DATABASE);
  }

  async query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
    const client = new pg.Client({
      connectionString: this.#postgres!.url(this.#postgres!.superuser, DATABASE),
    });
    await client.connect();
    const { rows } = await client.query<Row>(text);
    await client.end();
    return rows;
  }

  stop(): Promise<void> {
    return this.#postgres!.stop();
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}

describe('two servers on one PostgreSQL server, of which only the owner is known', () => {
  const postgres = new StoppableServer();
  const servers: RunningServer[] = [];
  const person = () => ({
    email: `${Math.random().toString(36).slice(2)}@example.com`,
    password: 'Correct-Horse-1',
    transport: 'bearer',
  });

  beforeAll(async () => {
    await postgres.start();
    for (const JOBS of ['on', 'off']) {
      const env = {
        NODE_ENV: 'test',
        JWT_SECRET: 'one-secret-for-both-of-the-servers',
        RATE_LIMITS: 'off',
        PUBLIC_URL: 'http://localhost',
        DATABASE_URL: postgres.ownerUrl,
        JOBS,
      };
      servers.push(
        await startServer(loadConfig({ ...env, PORT: String(await freePort()) }), pino({ level: 'silent' })),
      );
    }
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await postgres.remove();
  });
  const [first, second] = [() => servers[0]!, () => servers[1]!];

  it('[RUN-3] works as the restricted roles although it logs in as the owner', async () => {
    const signedUp = await send(`${first().url}/api/auth/signup`, { body: person() });
    expect(signedUp.status).toBe(201);
    const authorization = { authorization: `Bearer ${signedUp.body.accessToken}` };
    expect((await send(`${second().url}/api/auth/me`, { headers: authorization })).status).toBe(200);
    const logins = await postgres.query<{ usename: string }>(
      "select distinct usename from pg_stat_activity where application_name like 'cartwright %'",
    );
    expect(logins).toEqual([{ usename: OWNER_ROLE }]);
    const { rows } = await first()
      .system.as(nobody)
      .read(sql<{ role: string }>('test.role')`select current_user::text as role`);
    expect(rows).toEqual([[{ role: 'cartwright_system' }]]);
  });

  it('[CART-8] a change at one server reaches a stream at the other within a second, without Redis', async () => {
    const { variantId, productId } = await givenIn({ system: first().system }).variant({ stock: 5 });
    const { body } = await send(`${first().url}/api/auth/signup`, { body: person() });
    const headers = { authorization: `Bearer ${body.accessToken}` };
    const stream = await follow(`${first().url}/api/cart/events`, headers);
    await stream.next('event: cart');
    // The best of three: a machine that is busy otherwise may be late once.
    const tookMs: number[] = [];
    for (let change = 0; change < 3; change++) {
      const began = performance.now();
      const added = await send(`${second().url}/api/cart/add`, { headers, body: { productId, variantId } });
      expect(added.status).toBe(201);
      await stream.next('event: cart');
      tookMs.push(performance.now() - began);
    }
    expect(Math.min(...tookMs)).toBeLessThan(1_000);
    stream.close();
  });

  it('[RUN-3] the database gone and back: 503 meanwhile, then everything again without a restart', async () => {
    const { body } = await send(`${first().url}/api/auth/signup`, { body: person() });
    const headers = { authorization: `Bearer ${body.accessToken}` };
    const { variantId, productId } = await givenIn({ system: first().system }).variant({ stock: 50 });
    const stream = await follow(`${first().url}/api/cart/events`, headers);
    await stream.next('event: cart');

    await postgres.stop();
    for (const { url } of servers) {
      const refused = await send(`${url}/api/auth/signup`, { body: person() });
      expect(refused).toMatchObject({ status: 503, body: { error: { reason: 'DATABASE_UNAVAILABLE' } } });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect((await send(`${url}/api/ready`)).status).toBe(503);
      expect((await send(`${url}/api/health`)).status).toBe(200);
    }
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await postgres.start();

    const began = performance.now();
    await expect
      .poll(async () => (await send(`${first().url}/api/ready`)).status, { timeout: 5_000 })
      .toBe(200);
    expect((await send(`${second().url}/api/auth/signup`, { body: person() })).status).toBe(201);
    // Events: each try changes the cart once more, until the listening connection is back.
    let heard = false;
    void stream.next('event: cart').then(() => (heard = true));
    const changed = async () => {
      await send(`${second().url}/api/cart/add`, { headers, body: { productId, variantId } });
      return heard;
    };
    await expect.poll(changed, { timeout: 5_000, interval: 200 }).toBe(true);
    // Jobs: the runner takes a new one.
    await postgres.query("select graphile_worker.add_job('purge-sessions')");
    const waiting = async () =>
      (
        await postgres.query<{ n: number }>(
          'select count(*)::int as n from graphile_worker.jobs where locked_at is null and attempts = 0',
        )
      )[0]!.n;
    await expect.poll(waiting, { timeout: 10_000 }).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    stream.close();
  });

  it('[RUN-7] a stopping server ends its streams', async () => {
    const { body } = await send(`${second().url}/api/auth/signup`, { body: person() });
    const stream = await follow(`${second().url}/api/cart/events`, {
      authorization: `Bearer ${body.accessToken}`,
    });
    const began = performance.now();
    await servers.pop()!.stop();
    await stream.ended;
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
