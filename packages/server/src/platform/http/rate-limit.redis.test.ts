import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { startTestRedis, type TestRedis } from '../../testing/test-redis.ts';

const ATTEMPT = { email: 'nobody@example.com', password: 'Wrong-Pass-1', transport: 'bearer' };
const AUTH_PER_MINUTE = 5;

describe('rate limits of several instances', () => {
  let redis: TestRedis;
  const instances: TestApp[] = [];
  beforeAll(async () => {
    redis = await startTestRedis();
    for (let count = 0; count < 2; count++) {
      instances.push(
        await startTestApp({ env: { RATE_LIMITS: 'on' }, deps: { redis: await redis.connect() } }),
      );
    }
  });
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.close()));
    await redis.close();
  });

  it('[API-7] [RUN-3] draw on one budget', async () => {
    const answers = [];
    for (let attempt = 0; attempt <= AUTH_PER_MINUTE; attempt++) {
      answers.push(await instances[attempt % 2]!.client().post('/api/auth/login', ATTEMPT));
    }
    expect(answers.slice(0, -1).map(({ status }) => status)).toEqual(
      Array.from({ length: AUTH_PER_MINUTE }, () => 401),
    );
    expect(answers.map(({ headers }) => Number(headers['x-ratelimit-remaining']))).toEqual([
      4, 3, 2, 1, 0, 0,
    ]);
    expectError(answers.at(-1)!, 'RATE_LIMITED', { limit: AUTH_PER_MINUTE });
    expect(Number(answers.at(-1)!.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('[API-7] go on within each instance when Redis goes away', async () => {
    await redis.stopServer();
    const [first] = instances;
    const answers = [];
    for (let attempt = 0; attempt <= AUTH_PER_MINUTE; attempt++) {
      answers.push(
        (await first!.client().post('/api/auth/login', { ...ATTEMPT, email: 'another@example.com' })).status,
      );
    }
    expect(answers).toEqual([401, 401, 401, 401, 401, 429]);
  });
});
