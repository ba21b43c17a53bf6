import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('health and readiness', () => {
  const state = { database: true, migrations: true, jobs: true };
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp({ deps: { readiness: () => Promise.resolve(state) } });
  });
  afterAll(() => shop.close());

  it('[OPS-1] tells that it is alive, whatever else fails', async () => {
    state.database = false;
    expect((await shop.client().get('/api/health')).body.status).toBe('ok');
    state.database = true;
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
