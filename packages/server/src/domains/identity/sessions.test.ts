import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from '../../testing/browser.ts';
import { nobody } from '../../platform/db/database.ts';
import { expectError } from '../../testing/expect-error.ts';
import { PASSWORD, startTestApp, type TestApp } from '../../testing/test-app.ts';
import { AccessTokens } from './access-tokens.ts';
import { startSession } from './start-session.ts';

const LIST = '/api/auth/sessions';
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36';
const newer = CHROME.replace('120', '133');
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0';

describe('sessions', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterAll(() => shop.close());

  const newEmail = () => `session-${randomUUID()}@example.com`;
  const rows = async (text: string, ...values: unknown[]) =>
    (await shop.database.admin.query(text, values)).rows as Record<string, unknown>[];
  const events = async (userId: string) =>
    (await rows('select kind from security_events where subject_id = $1 order by id', userId)).map(
      ({ kind }) => String(kind),
    );
  const mails = async (to: string, kind: string) =>
    rows('select subject, body, locale from outbox where recipient = $1 and kind = $2', to, kind);
  const logIn = (email: string, headers: Record<string, string> = {}, app = shop) =>
    app.client(headers).post('/api/auth/login', { email, password: PASSWORD, transport: 'bearer' });
  const from = (ip: string) => ({ 'x-forwarded-for': ip });
  const living = async (userId: string) =>
    rows('select id from sessions where shopper_id = $1 and revoked_at is null order by created_at', userId);

  it('[AUTH-8] are listed with device, address, last seen and which is the current one, to their owner alone', async () => {
    const browser = new Browser(shop, { 'user-agent': CHROME, ...from('203.0.113.9') });
    const { email } = await browser.signUp(newEmail());
    shop.clock.advance(60_000);
    const other = await logIn(email, { 'user-agent': 'okhttp/4.12.0', ...from('198.51.100.7') });
    const { sessions } = (await browser.send('get', LIST)).body;
    expect(sessions).toMatchObject([
      { device: 'okhttp', ip: '198.51.100.7', transport: 'bearer', current: false },
      {
        device: 'Chrome on Windows',
        ip: '203.0.113.9',
        transport: 'cookie',
        current: true,
        userAgent: CHROME,
      },
    ]);
    expect(Date.parse(sessions[0].lastSeenAt) - Date.parse(sessions[1].lastSeenAt)).toBe(60_000);
    const stranger = await shop.signUp();
    expect((await stranger.get(LIST)).body.sessions).toHaveLength(1);
    expectError(await stranger.delete(`${LIST}/${sessions[0].id}`), 'SESSION_NOT_FOUND');
    expect((await browser.send('delete', `${LIST}/${sessions[0].id}`)).body).toEqual({ ended: 1 });
    expectError(
      await shop.client({ authorization: `Bearer ${other.body.accessToken}` }).get('/api/auth/me'),
      'SESSION_REVOKED',
    );
    expectError(await browser.send('delete', `${LIST}/${sessions[0].id}`), 'SESSION_NOT_FOUND');
    expect((await browser.send('get', LIST)).body.sessions).toHaveLength(1);
  });

  it('[AUTH-8] are at most five: the oldest ends, and its owner is told in his language', async () => {
    const person = await shop.signUp(newEmail());
    await person.patch('/api/auth/me', { locale: 'et' });
    for (let count = 0; count < 4; count++) {
      shop.clock.advance(1_000);
      expect((await logIn(person.email)).status).toBe(200);
    }
    expect((await person.get('/api/auth/me')).status).toBe(200);
    expect(await mails(person.email, 'session_ended')).toEqual([]);
    shop.clock.advance(1_000);
    expect((await logIn(person.email)).status).toBe(200);
    expectError(await person.get('/api/auth/me'), 'SESSION_REVOKED');
    expect(await living(person.userId)).toHaveLength(5);
    expect(await events(person.userId)).toEqual(['session_limit']);
    const [mail] = await mails(person.email, 'session_ended');
    expect(mail!['locale']).toBe('et');
    expect(mail!['subject']).toContain('seanss');
  });

  it('[AUTH-8] stay within the limit when many sign in at once, on two instances', async () => {
    const store = { ...shop.store, accounts: { ...shop.store.accounts, maxSessions: 3 } };
    const options = { database: shop.database, store, env: { TRUSTED_PROXIES: '127.0.0.1' } };
    const instances = [await startTestApp(options), await startTestApp(options)];
    const person = await shop.signUp(newEmail());
    // The session of the sign-up is older than all of them.
    shop.clock.advance(1_000);
    for (const instance of instances) instance.clock.now = shop.clock.now;
    // From addresses of their own: attempts under way at one place count as guesses until they are right.
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        logIn(person.email, from(`198.51.100.${index + 1}`), instances[index % 2]),
      ),
    );
    // Whoever was the oldest before his own answer was written is told so.
    for (const answer of answers) if (answer.status !== 200) expectError(answer, 'SESSION_REVOKED');
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(3);
    expect(await living(person.userId)).toHaveLength(3);
    const good = await Promise.all(
      answers.map(({ body }) =>
        shop.client({ authorization: `Bearer ${body.accessToken}` }).get('/api/auth/me'),
      ),
    );
    expect(good.filter(({ status }) => status === 200)).toHaveLength(3);
    await Promise.all(instances.map((instance) => instance.close()));
  });

  it('[AUTH-8] stay within the limit when their rows are written at the very same time', async () => {
    const { database, store, clock } = shop;
    const tokens = new AccessTokens({
      keys: [{ id: 'main', secret: 'x'.repeat(40) }],
      issuer: 'http://localhost:4000',
      now: () => clock.now,
    });
    const person = await shop.signUp(newEmail());
    const device = {
      requestId: 'at-the-same-time',
      ip: '203.0.113.40',
      userAgent: '',
      deviceHash: null,
      deviceToken: null,
      client: '',
      replaces: null,
      transport: 'bearer',
    } as const;
    const begin = () => {
      const who = { id: person.userId, role: 'customer', market: null };
      const session = startSession(who, device, { tokens, store, now: () => clock.now });
      return database.system.as(nobody).write(...session.statements);
    };
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 40 }, begin));
      expect(await living(person.userId)).toHaveLength(5);
    }
  });

  it('[AUTH-8] of a browser end when somebody signs in there anew, whoever it is', async () => {
    const browser = new Browser(shop);
    const ann = await browser.signUp(newEmail());
    const annsElsewhere = (await logIn(ann.email)).body.accessToken;
    const bob = await shop.signUp(newEmail());
    const annsCookie = browser.cookies.get('cw_access')!.value;
    const answer = await browser.send('post', '/api/auth/login', { email: bob.email, password: PASSWORD });
    expect(answer.body.user.id).toBe(bob.userId);
    expectError(
      await shop.client({ authorization: `Bearer ${annsCookie}` }).get('/api/auth/me'),
      'SESSION_REVOKED',
    );
    expect((await shop.client({ authorization: `Bearer ${annsElsewhere}` }).get('/api/auth/me')).status).toBe(
      200,
    );
    expect((await bob.get('/api/auth/me')).status).toBe(200);
    expect(
      await rows(
        "select actor_role from audit_log where action = 'user.log_out' and target_id = $1",
        ann.userId,
      ),
    ).toEqual([{ actor_role: 'customer' }]);
  });

  it('[AUTH-12] from a new device or network are told to their owner once, from a known one never', async () => {
    const browser = new Browser(shop, { 'user-agent': CHROME, ...from('203.0.113.20') });
    const { email, userId } = await browser.signUp(newEmail());
    const again = async (headers: Record<string, string>) => {
      await browser.takeCsrf();
      await browser.send('post', '/api/auth/logout');
      await browser.takeCsrf();
      return browser.send('post', '/api/auth/login', { email, password: PASSWORD }, headers);
    };
    await again({});
    // Another address of the same network is no other network.
    await again(from('203.0.113.77'));
    expect(await events(userId)).toEqual([]);
    await again(from('192.0.2.5'));
    expect(await events(userId)).toEqual(['new_network']);
    await again(from('192.0.2.5'));
    const stranger = new Browser(shop, { 'user-agent': FIREFOX, ...from('203.0.113.20') });
    await stranger.takeCsrf();
    await stranger.send('post', '/api/auth/login', { email, password: PASSWORD });
    expect(await events(userId)).toEqual(['new_network', 'new_device']);
    const told = await mails(email, 'new_sign_in');
    expect(told).toHaveLength(2);
    expect(String(told[1]!['body'])).toContain('Firefox on Linux');
  });

  describe('of a stolen cookie', () => {
    async function stolen() {
      const browser = new Browser(shop, { 'user-agent': CHROME, ...from('203.0.113.30') });
      const person = await browser.signUp(newEmail());
      const cookie = browser.cookieHeader('/api/auth/refresh');
      return { browser, cookie, ...person };
    }
    const parts = (cookie: string) => cookie.split('; ');
    const headers = async (cookie: string) => ({
      cookie,
      'user-agent': CHROME,
      'x-csrf-token': (await shop.client({ cookie }).get('/api/auth/csrf')).body.csrfToken,
    });

    it.each([
      ['without the device cookie', 'device'],
      ['with another device cookie', 'device'],
      ['in another browser', 'client'],
    ])('[AUTH-9] %s is refused at refresh, and the session ends', async (how, differs) => {
      const { browser, cookie, userId } = await stolen();
      const others = parts(cookie).filter((part) => !part.startsWith('cw_device='));
      const sent = {
        'without the device cookie': others.join('; '),
        'with another device cookie': [...others, `cw_device=${'x'.repeat(43)}`].join('; '),
      }[how];
      const attempt = {
        ...(await headers(cookie)),
        ...(sent === undefined ? { 'user-agent': FIREFOX } : { cookie: sent }),
      };
      expectError(await shop.client(attempt).post('/api/auth/refresh'), 'SESSION_CONTEXT_CHANGED');
      expectError(await browser.send('get', '/api/auth/me'), 'SESSION_REVOKED');
      expect(
        await rows(
          "select evidence ->> 'differs' as differs from security_events where kind = 'session_context_changed' and subject_id = $1",
          userId,
        ),
      ).toEqual([{ differs }]);
    });

    it('[AUTH-9] an update of the browser, and tabs refreshing together after it, change nothing', async () => {
      const { browser, cookie } = await stolen();
      expect(
        (await browser.send('post', '/api/auth/refresh', undefined, { 'user-agent': newer })).status,
      ).toBe(200);
      const grace = await shop
        .client({ ...(await headers(cookie)), 'user-agent': newer })
        .post('/api/auth/refresh');
      expect(grace.status).toBe(200);
      const tabs = await Promise.all(
        [1, 2, 3].map(() => browser.send('post', '/api/auth/refresh', undefined, { 'user-agent': newer })),
      );
      expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect((await browser.send('get', '/api/auth/me')).status).toBe(200);
    });
  });

  it.each([
    ['off', '192.0.2.200', null],
    ['subnet', '203.0.113.99', null],
    ['subnet', '203.0.114.1', 'SESSION_CONTEXT_CHANGED'],
    ['strict', '203.0.113.99', 'SESSION_CONTEXT_CHANGED'],
    ['subnet', '2001:db8::1', 'SESSION_CONTEXT_CHANGED'],
  ] as const)('[AUTH-9] under the rule %s a refresh from %s: %s', async (sessionAddress, ip, reason) => {
    const store = { ...shop.store, accounts: { ...shop.store.accounts, sessionAddress } };
    const strict = await startTestApp({
      database: shop.database,
      store,
      env: { TRUSTED_PROXIES: '127.0.0.1' },
    });
    const credentials = { email: newEmail(), password: PASSWORD, transport: 'bearer' };
    const { refreshToken } = (await strict.client(from('203.0.113.1')).post('/api/auth/signup', credentials))
      .body;
    const answer = await strict.client(from(ip)).post('/api/auth/refresh', { refreshToken });
    if (reason) expectError(answer, reason);
    else expect(answer.status).toBe(200);
    await strict.close();
  });

  it("[AUTH-9] of staff are compared on every route of theirs, in the statement's own round trip", async () => {
    const email = newEmail();
    const browser = new Browser(shop, { 'user-agent': CHROME });
    const { userId } = await browser.signUp(email);
    await shop.database.admin.query("update shoppers set role = 'admin' where id = $1", [userId]);
    const trips: string[][] = [];
    const stop = shop.database.system.onSent(({ statements }) => void trips.push(statements));
    expect((await browser.send('get', '/api/admin/orders')).status).toBe(200);
    stop();
    expect(trips).toHaveLength(1);
    const access = browser.cookies.get('cw_access')!.value;
    const thief = shop.client({ authorization: `Bearer ${access}`, 'user-agent': CHROME });
    // Beside the shop's other routes, which ask for no more than the token.
    expect((await thief.get('/api/auth/me')).status).toBe(200);
    expectError(await thief.get('/api/admin/orders'), 'SESSION_CONTEXT_CHANGED');
    expectError(await browser.send('get', '/api/admin/orders'), 'SESSION_REVOKED');
    expect((await events(userId)).filter((kind) => kind === 'session_context_changed')).toHaveLength(1);
  });
});
