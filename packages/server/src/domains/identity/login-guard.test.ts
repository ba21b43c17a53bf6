import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from '../../testing/browser.ts';
import { expectError } from '../../testing/expect-error.ts';
import { PASSWORD, startTestApp, type TestApp } from '../../testing/test-app.ts';
import { purgeExpiredSessionsJob } from './purge-sessions.job.ts';

const MINUTE = 60_000;

describe('failed sign-ins', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterAll(() => shop.close());

  let addresses = 0;
  /** An address that nobody used before. */
  const elsewhere = () => `10.${1 + Math.floor(++addresses / 250)}.${addresses % 250}.1`;
  const newEmail = () => `guard-${randomUUID()}@example.com`;
  const attempt = (email: string, ip: string, password = 'Wrong-Pass-1', app = shop) =>
    app.client({ 'x-forwarded-for': ip }).post('/api/auth/login', { email, password, transport: 'bearer' });
  const rows = async (text: string, ...values: unknown[]) =>
    (await shop.database.admin.query(text, values)).rows as Record<string, unknown>[];
  const events = async (userId: string | null, kind: string) =>
    (
      await rows(
        'select evidence from security_events where subject_id is not distinct from $1 and kind = $2',
        userId,
        kind,
      )
    ).length;
  const mailed = async (email: string) =>
    (await rows("select body from outbox where recipient = $1 and kind = 'account_locked'", email)).length;
  async function fail(email: string, ip: string, times: number) {
    for (let count = 0; count < times; count++) expectError(await attempt(email, ip), 'CREDENTIALS_INVALID');
  }

  it('[AUTH-10] after five lock the account there, longer each time, and a success resets', async () => {
    const { email, userId } = await shop.signUp(newEmail());
    const ip = elsewhere();
    await fail(email, ip, 5);
    const locked = await attempt(email, ip, PASSWORD);
    expectError(locked, 'ACCOUNT_LOCKED', { retryAfter: 60 });
    expect(locked.headers['retry-after']).toBe('60');
    shop.clock.advance(30_000);
    expectError(await attempt(email, ip), 'ACCOUNT_LOCKED', { retryAfter: 30 });
    shop.clock.advance(30_000);
    await fail(email, ip, 1);
    expectError(await attempt(email, ip, PASSWORD), 'ACCOUNT_LOCKED', { retryAfter: 120 });
    shop.clock.advance(2 * MINUTE);
    expect((await attempt(email, ip, PASSWORD)).status).toBe(200);
    await fail(email, ip, 4);
    expect((await attempt(email, ip, PASSWORD)).status).toBe(200);
    await expect.poll(() => events(userId, 'account_locked')).toBe(2);
    expect(await mailed(email)).toBe(1);
  });

  it('[AUTH-10] wait an hour at most, and are forgotten after a day', async () => {
    const { email } = await shop.signUp(newEmail());
    const ip = elsewhere();
    await fail(email, ip, 5);
    for (let count = 0; count < 9; count++) {
      shop.clock.advance(60 * MINUTE);
      await fail(email, ip, 1);
    }
    expectError(await attempt(email, ip), 'ACCOUNT_LOCKED', { retryAfter: 3_600 });
    shop.clock.advance(25 * 60 * MINUTE);
    await fail(email, ip, 4);
    expect((await attempt(email, ip, PASSWORD)).status).toBe(200);
  });

  it('[AUTH-10] a thousand from elsewhere keep the owner out of neither his device nor another network', async () => {
    const home = elsewhere();
    const browser = new Browser(shop, { 'x-forwarded-for': home });
    const { email, userId } = await browser.signUp(newEmail());
    await browser.send('post', '/api/auth/logout');
    // Half of them from his own network, as somebody behind the same router would.
    const places = [home, ...Array.from({ length: 9 }, elsewhere)];
    const statuses: number[] = [];
    for (let wave = 0; wave < 20; wave++) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          attempt(email, index % 2 ? home : places[(wave + index) % places.length]!),
        ),
      );
      statuses.push(...answers.map(({ status }) => status));
    }
    expect(statuses).toHaveLength(1_000);
    expect(new Set(statuses)).toEqual(new Set([401, 423]));
    expect(statuses.filter((status) => status === 401)).toHaveLength(places.length * 5);
    await browser.takeCsrf();
    const own = await browser.send('post', '/api/auth/login', { email, password: PASSWORD });
    expect(own.status).toBe(200);
    expect((await attempt(email, elsewhere(), PASSWORD)).status).toBe(200);
    expectError(await attempt(email, home, PASSWORD), 'ACCOUNT_LOCKED');
    expect(await mailed(email)).toBe(1);
    await expect.poll(() => events(userId, 'failed_logins_account')).toBe(1);
  }, 120_000);

  it('[AUTH-10] count exactly when all come at once, over two instances', async () => {
    const { email } = await shop.signUp(newEmail());
    const other = await startTestApp({ database: shop.database, env: { TRUSTED_PROXIES: '127.0.0.1' } });
    other.clock.now = shop.clock.now;
    const ip = elsewhere();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => attempt(email, ip, 'Wrong-Pass-1', index % 2 ? other : shop)),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 423)).toHaveLength(55);
    await other.close();
  });

  it('[AUTH-10] of a known device are counted for it alone', async () => {
    const ip = elsewhere();
    const browser = new Browser(shop, { 'x-forwarded-for': ip });
    const { email } = await browser.signUp(newEmail());
    await browser.send('post', '/api/auth/logout');
    await browser.takeCsrf();
    const wrong = () => browser.send('post', '/api/auth/login', { email, password: 'Wrong-Pass-1' });
    for (let count = 0; count < 5; count++) expectError(await wrong(), 'CREDENTIALS_INVALID');
    expectError(await wrong(), 'ACCOUNT_LOCKED');
    expect((await attempt(email, ip, PASSWORD)).status).toBe(200);
    // A device cookie that the account does not know is no way round.
    const stranger = shop.client({ 'x-forwarded-for': ip, cookie: `cw_device=${'y'.repeat(43)}` });
    const answers = [];
    for (let count = 0; count < 6; count++)
      answers.push(
        await stranger.post('/api/auth/login', {
          email: 'nobody-at-all@example.com',
          password: PASSWORD,
          transport: 'bearer',
        }),
      );
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 423]);
  });

  it('[AUTH-10] look the same for an account that does not exist, which is nowhere kept', async () => {
    const { email } = await shop.signUp(newEmail());
    const nobody = newEmail();
    const tell = async (address: string) => {
      const ip = elsewhere();
      const answers = [];
      for (let count = 0; count < 7; count++) answers.push(await attempt(address, ip));
      return answers.map(({ status, body, headers }) => ({
        status,
        body: { ...body.error, requestId: '' },
        retryAfter: headers['retry-after'],
        names: Object.keys(headers).sort(),
      }));
    };
    expect(await tell(nobody)).toEqual(await tell(email));
    const kept = await rows('select mark, kind from login_guards');
    expect(JSON.stringify(kept)).not.toContain(nobody.split('@')[0]);
    const { rows: found } = await shop.database.admin.query(
      'select count(*)::int as n from outbox where recipient = $1',
      [nobody],
    );
    expect(found[0].n).toBe(0);
  });

  it('[AUTH-10] [AUTH-12] count per address too, over many accounts, with one event', async () => {
    const store = {
      ...shop.store,
      accounts: {
        ...shop.store.accounts,
        lockout: { ...shop.store.accounts.lockout, perAddressAnHour: 30 },
      },
    };
    const spraying = await startTestApp({
      database: shop.database,
      store,
      env: { TRUSTED_PROXIES: '127.0.0.1' },
    });
    spraying.clock.now = shop.clock.now;
    const ip = elsewhere();
    const before = await events(null, 'failed_logins_address');
    const statuses = [];
    for (let count = 0; count < 32; count++)
      statuses.push((await attempt(newEmail(), ip, 'Wrong-Pass-1', spraying)).status);
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 401), 423, 423]);
    await expect.poll(() => events(null, 'failed_logins_address')).toBe(before + 1);
    const { email } = await spraying.signUp(newEmail());
    expectError(await attempt(email, ip, PASSWORD, spraying), 'ACCOUNT_LOCKED');
    expect((await attempt(email, elsewhere(), PASSWORD, spraying)).status).toBe(200);
    await spraying.close();
  });

  it('[AUTH-10] [L-23] are forgotten by the clean-up a day later', async () => {
    await attempt(newEmail(), elsewhere());
    const count = async () => Number((await rows('select count(*) as n from login_guards'))[0]!['n']);
    const { clock, database } = shop;
    const purge = (now: Date) => purgeExpiredSessionsJob({ system: database.system, now: () => now }).run();
    await purge(clock.now);
    expect(await count()).toBeGreaterThan(0);
    await purge(new Date(clock.now.getTime() + 25 * 60 * MINUTE));
    expect(await count()).toBe(0);
  });

  it('[AUD-1] leave audit rows of their reasons, without the password', async () => {
    const { email, userId } = await shop.signUp(newEmail());
    const ip = elsewhere();
    await fail(email, ip, 5);
    await attempt(email, ip);
    const found = () =>
      rows(
        "select after ->> 'reason' as reason from audit_log where action = 'user.log_in_failed' and target_id = $1 order by id",
        userId,
      );
    await expect.poll(async () => (await found()).length).toBe(6);
    expect((await found()).at(-1)).toEqual({ reason: 'ACCOUNT_LOCKED' });
    const all = await rows(
      "select string_agg(l::text, '') as text from audit_log l where action like 'user.log_in%'",
    );
    expect(all[0]!['text']).not.toContain('Wrong-Pass-1');
  });
});
