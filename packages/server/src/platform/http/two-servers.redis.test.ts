import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Processes, type RunningServer } from '../../testing/processes.ts';
import { send } from '../../testing/send.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { startTestRedis, type TestRedis } from '../../testing/test-redis.ts';

const PER_MINUTE = 100;

// Two real server processes behind a trusted proxy, with one Redis and one database.
describe('two server processes', () => {
  const processes = new Processes();
  let database: TestDatabase;
  let redis: TestRedis;
  let servers: RunningServer[];
  beforeAll(async () => {
    [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
    const env = {
      NODE_ENV: 'test',
      DATABASE_URL: database.ownerUrl,
      REDIS_URL: redis.url,
      JWT_SECRET: 'two-servers-two-servers-two-servers-1',
      TRUSTED_PROXIES: '127.0.0.1',
      LOG_LEVEL: 'silent',
    };
    // One after the other: they share what the first builds.
    servers = [await processes.start([], env), await processes.start([], env)];
  }, 120_000);
  afterAll(async () => {
    await processes.cleanUp();
    await redis.close();
    await database.close();
  });

  /** Statuses of so many requests at once, half to each server, from the address that the proxy saw. */
  const spend = async (count: number, address: string, claimed: (index: number) => string = () => '') => {
    const answers = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        send(`${servers[index % 2]!.url}/api/cart`, {
          headers: { 'x-forwarded-for': `${claimed(index)}${address}` },
        }),
      ),
    );
    const passed = answers.filter(({ status }) => status === 401).length;
    const limited = answers.filter(({ status }) => status === 429).length;
    return { passed, limited };
  };

  it('[API-7] [RUN-3] let exactly the budget through between them when all come at once', async () => {
    expect(await spend(160, '203.0.113.1')).toEqual({ passed: PER_MINUTE, limited: 60 });
    expect(await spend(20, '203.0.113.2')).toEqual({ passed: 20, limited: 0 });
  });

  it('[API-7] are not deceived by addresses that the client puts in front of the proxy’s', async () => {
    const forged = (index: number) => `198.51.100.${index}, 10.0.0.${index}, `;
    expect(await spend(160, '203.0.113.3', forged)).toEqual({ passed: PER_MINUTE, limited: 60 });
  });

  it('[API-7] [AUTH-10] count for themselves while Redis is away, answer all, and still stop guessing exactly', async () => {
    await redis.stopServer();
    const away = await spend(240, '203.0.113.4');
    expect(away.passed + away.limited).toBe(240);
    expect(away).toEqual({ passed: 2 * PER_MINUTE, limited: 40 });
    const body = { email: 'victim@example.com', password: 'Wrong-Pass-1', transport: 'bearer' };
    const guesses = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        send(`${servers[index % 2]!.url}/api/auth/login`, {
          body,
          headers: { 'x-forwarded-for': '203.0.113.5', 'content-type': 'application/json' },
        }),
      ),
    );
    const told = guesses.map(({ status }) => status).sort();
    // Five guesses between them, though each would let five of its own through.
    expect(told).toEqual([401, 401, 401, 401, 401, 423, 423, 423, 423, 423]);
  });

  it('[API-7] share one budget again once Redis is back, without a restart', async () => {
    redis = await startTestRedis(Number(new URL(redis.url).port));
    // Each finds it by itself within some seconds; from then on they count together, exactly.
    let last = 20;
    await expect
      .poll(async () => spend(2 * PER_MINUTE, `203.0.113.${++last}`), { timeout: 20_000, interval: 500 })
      .toEqual({ passed: PER_MINUTE, limited: PER_MINUTE });
    expect(await spend(160, '203.0.113.200')).toEqual({ passed: PER_MINUTE, limited: 60 });
  }, 40_000);
});
