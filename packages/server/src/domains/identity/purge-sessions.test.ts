import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { purgeExpiredSessionsJob } from './purge-sessions.job.ts';

describe('sessions', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp();
  });
  afterAll(() => shop.close());

  it('[AUTH-8] [L-23] that ended a month ago are removed, however many, and no other', async () => {
    const { admin, system } = shop.database;
    const person = await shop.signUp();
    const { now } = shop.clock;
    const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
    const insert = (count: number, expiresAt: Date, revokedAt: Date | null) =>
      admin.query(
        `insert into sessions (shopper_id, transport, created_at, last_seen_at, expires_at, revoked_at)
         select $1, 'bearer', $2, $2, $2, $3 from generate_series(1, $4)`,
        [person.userId, expiresAt, revokedAt, count],
      );
    await insert(7, daysAgo(31), null);
    await insert(4, daysAgo(-5), daysAgo(31));
    await insert(2, daysAgo(29), null);
    await insert(1, daysAgo(-5), daysAgo(29));
    const result = await purgeExpiredSessionsJob({ system, now: () => now, batch: 3 }).run();
    expect((result as { sessions: number }).sessions).toBeGreaterThanOrEqual(11);
    const { rows } = await admin.query('select count(*)::int as n from sessions where shopper_id = $1', [
      person.userId,
    ]);
    expect(rows).toEqual([{ n: 2 + 1 + 1 }]);
    expect((await person.get('/api/auth/me')).status).toBe(200);
  });
});
