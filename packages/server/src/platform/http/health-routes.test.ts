import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('health and readiness', () => {
  const state = { database: true, migrations: true, jobs: true };
  let asked = 0;
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp({
      env: { RATE_LIMITS: 'on' },
      deps: {
        readiness: async () => {
          asked++;
          await new Promise((resolve) => setTimeout(resolve, 20));
          return state;
        },
      },
    });
  });
  afterAll(() => shop.close());

  it('[OPS-1] tells that it is alive, whatever else fails', async () => {
    state.database = false;
    expect((await shop.client().get('/api/health')).body.status).toBe('ok');
    state.database = true;
  });

  it('[OPS-1] are out of the rate limits, and ask the database once for all who ask at once', async () => {
    asked = 0;
    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, i) => shop.client().get(i % 2 ? '/api/health' : '/api/ready')),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(asked).toBeLessThan(100);
    const others = await Promise.all(
      Array.from({ length: 301 }, () => shop.client().get('/api/public/designers')),
    );
    expect(others.filter(({ status }) => status === 429)).toHaveLength(1);
  });

  it.each(['database', 'migrations', 'jobs'] as const)(
    '[OPS-1] is not ready without its %s, and says which is missing',
    async (part) => {
      expect((await shop.client().get('/api/ready')).body).toEqual({
        status: 'ready',
        database: true,
        migrations: true,
        jobs: true,
      });
      state[part] = false;
      expectError(await shop.client().get('/api/ready'), 'NOT_READY', { ...state });
      state[part] = true;
    },
  );
});
