import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { purgeSecurityJob } from './purge-security.job.ts';

const DAY_MS = 86_400_000;

describe('the clean-up of security events', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp();
  });
  afterAll(() => shop.close());

  const { parse } = JSON;
  /** How old what is left is, in days. */
  const left = async (table: 'security_events' | 'alerts') => {
    const column = table === 'alerts' ? 'raised_at' : 'at';
    const { rows } = await shop.database.admin.query<{ days: string }>(
      `select coalesce(json_agg(round(extract(epoch from now() - ${column}) / 86400)::int order by ${column} desc), '[]')::text as days from ${table}`,
    );
    return parse(rows[0]!.days) as number[];
  };
  const purge = (keptDays: number, now = new Date()) => {
    const store = { ...shop.store, security: { ...shop.store.security, keptDays } };
    return purgeSecurityJob({ system: shop.database.system, store, now: () => now }).run();
  };

  it('[AUTH-12] [L-23] removes them and the alerts of them after the shop’s time, and never the last 30 days', async () => {
    const { admin } = shop.database;
    for (const days of [1, 29, 31, 89, 91, 364, 366]) {
      const at = new Date(Date.now() - days * DAY_MS);
      await admin.query("insert into security_events (at, kind) values ($1, 'probing')", [at]);
      await admin.query(
        "insert into alerts (rule, raised_at, kinds, since, events, addresses, subjects) values ('r', $1, '{}', $1, 1, '{}', '{}')",
        [at],
      );
    }
    await purge(shop.store.security.keptDays);
    expect(await left('security_events')).toEqual([1, 29, 31, 89, 91, 364]);
    expect(await left('alerts')).toEqual([1, 29, 31, 89, 91, 364]);
    await purge(90);
    expect(await left('security_events')).toEqual([1, 29, 31, 89]);
    // Neither a smaller number nor a clock set forward makes the database forget what is younger.
    await purge(-1_000, new Date(Date.now() + 1_000 * DAY_MS));
    expect(await left('security_events')).toEqual([1, 29]);
  });
});
