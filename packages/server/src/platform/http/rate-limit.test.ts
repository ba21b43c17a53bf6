import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { expectError } from '../../testing/expect-error.ts';
import { startTestApp, type Answer, type TestApp, type TestAppOptions } from '../../testing/test-app.ts';
import { defaultStore } from '../../store.ts';
import type { App, RateLimit } from './route.ts';

const LIMITS = { cart: 4, checkout: 2, auth: 3, payment: 2, default: 6 };

function testRoutes(app: App): void {
  const schema = { summary: 'Test', response: { 200: z.object({}) } };
  const route = (method: 'GET' | 'POST', url: string, limit: RateLimit, access: 'public' | 'user') =>
    app.route({ method, url, config: { access, limit }, schema, handler: async () => ({}) });
  route('GET', '/api/test/one', 'default', 'public');
  route('POST', '/api/test/two', 'default', 'public');
  route('GET', '/api/test/mine', 'default', 'user');
  route('POST', '/api/test/pay', 'payment', 'user');
  route('POST', '/api/test/check', 'checkout', 'user');
}

describe('rate limits', () => {
  let shop: TestApp;
  const start = async (options: TestAppOptions = {}) => {
    shop = await startTestApp({
      store: { rateLimits: LIMITS },
      routes: testRoutes,
      ...options,
      env: { RATE_LIMITS: 'on', ...options.env },
    });
    return shop;
  };
  afterEach(async () => {
    vi.useRealTimers();
    await shop.close();
  });
  const headersOf = ({ headers }: Answer) =>
    [headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']].map(Number);

  it('[API-7] has the defaults of the contract', async () => {
    await start({ store: {} });
    expect(defaultStore.rateLimits).toEqual({ cart: 100, checkout: 10, auth: 5, payment: 3, default: 300 });
    expect(headersOf(await shop.client().get('/api/test/one'))).toEqual([300, 299]);
  });

  it('[API-7] counts all routes of a budget on one counter, tells it on every answer, and says when to come back', async () => {
    await start();
    const answers = [];
    for (let request = 0; request < 3; request++)
      answers.push(await shop.client().get('/api/test/one'), await shop.client().post('/api/test/two'));
    expect(answers.map(headersOf)).toEqual([5, 4, 3, 2, 1, 0].map((left) => [6, left]));
    for (const send of [
      () => shop.client().get('/api/test/one'),
      () => shop.client().post('/api/test/two'),
      () => shop.client().get('/api/nothing'),
    ]) {
      const refused = await send();
      expectError(refused, 'RATE_LIMITED', { limit: 6 });
      const { retryAfter } = refused.body.error.details;
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(60);
      expect(Number(refused.headers['retry-after'])).toBe(retryAfter);
      expect(Number(refused.headers['x-ratelimit-reset'])).toBe(retryAfter);
      expect(headersOf(refused)).toEqual([6, 0]);
      expect(refused.headers['x-content-type-options']).toBe('nosniff');
      expect(refused.body.error.message).toContain(String(retryAfter));
    }
    // Another budget is untouched.
    expect(
      (await shop.client().post('/api/auth/login', { email: 'a@b.cd', password: 'x', transport: 'bearer' }))
        .status,
    ).toBe(401);
  });

  it('[API-7] begins anew after its minute', async () => {
    await start();
    vi.useFakeTimers({ toFake: ['Date'] });
    for (let request = 0; request < 6; request++) await shop.client().get('/api/test/one');
    vi.setSystemTime(Date.now() + 59_000);
    const refused = await shop.client().get('/api/test/one');
    expectError(refused, 'RATE_LIMITED');
    expect(refused.body.error.details.retryAfter).toBeLessThanOrEqual(1);
    vi.setSystemTime(Date.now() + 1_001);
    expect(headersOf(await shop.client().get('/api/test/one'))).toEqual([6, 5]);
  });

  it('[API-7] lets no more through when all come at once', async () => {
    await start();
    const answers = await Promise.all(Array.from({ length: 50 }, () => shop.client().get('/api/test/one')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(6);
  });

  it('[API-7] counts guesses: bad tokens, unknown addresses, refused bodies, wrong passwords', async () => {
    await start();
    for (let guess = 0; guess < 6; guess++)
      expectError(
        await shop.client({ authorization: `Bearer guess-${guess}` }).get('/api/test/mine'),
        'TOKEN_INVALID',
      );
    expectError(await shop.client({ authorization: 'Bearer guess' }).get('/api/test/mine'), 'RATE_LIMITED');
    for (let guess = 0; guess < 3; guess++)
      await shop
        .client()
        .post(
          '/api/auth/login',
          guess === 0 ? '{' : { email: 'a@b.cd', password: `x${guess}`, transport: 'bearer' },
          { 'content-type': 'application/json' },
        );
    expectError(await shop.client().post('/api/auth/signup', {}), 'RATE_LIMITED', { limit: 3 });
  });

  it("[API-7] counts payments and checkouts per user, wherever he comes from, and nobody else's", async () => {
    await start({ store: { rateLimits: { ...LIMITS, auth: 100 } }, env: { TRUSTED_PROXIES: '127.0.0.1' } });
    const [ann, bob] = [await shop.signUp(), await shop.signUp()];
    for (const from of ['198.51.100.1', '198.51.100.2'])
      expect((await ann.post('/api/test/pay', undefined, { 'x-forwarded-for': from })).status).toBe(200);
    expectError(
      await ann.post('/api/test/pay', undefined, { 'x-forwarded-for': '198.51.100.3' }),
      'RATE_LIMITED',
      { limit: 2 },
    );
    expect((await bob.post('/api/test/pay')).status).toBe(200);
    expect((await ann.post('/api/test/check')).status).toBe(200);
  });

  it('[API-7] asks the database nothing for those it turns away', async () => {
    await start({ store: { rateLimits: { ...LIMITS, auth: 100 } } });
    const person = await shop.signUp();
    for (let request = 0; request < 6; request++) await person.get('/api/test/mine');
    let sent = 0;
    const stop = shop.database.shop.onSent(() => void sent++);
    for (let request = 0; request < 5; request++)
      expectError(await person.get('/api/test/mine'), 'RATE_LIMITED');
    stop();
    expect(sent).toBe(0);
  });

  describe('the address', () => {
    const from = (address: string) => shop.client({ 'x-forwarded-for': address }).get('/api/test/one');

    it("[API-7] is the socket's where no proxy is trusted, whatever X-Forwarded-For says", async () => {
      await start();
      for (let request = 0; request < 6; request++)
        expect((await from(`198.51.100.${request}`)).status).toBe(200);
      expectError(await from('198.51.100.99'), 'RATE_LIMITED');
    });

    it('[API-7] is not believed from a proxy that is not listed', async () => {
      await start({ env: { TRUSTED_PROXIES: '10.0.0.0/8' } });
      for (let request = 0; request < 6; request++) await from(`198.51.100.${request}`);
      expectError(await from('198.51.100.99'), 'RATE_LIMITED');
    });

    it('[API-7] is the last one that no trusted proxy added', async () => {
      await start({ env: { TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' } });
      for (let request = 0; request < 6; request++)
        expect((await from(`6.6.6.${request}, 198.51.100.1, 10.0.0.7`)).status).toBe(200);
      expectError(await from('203.0.113.5, 198.51.100.1'), 'RATE_LIMITED');
      expect((await from('198.51.100.1, 203.0.113.5')).status).toBe(200);
    });

    it('[API-7] may carry a port, a zone or nonsense without changing who is counted, or breaking anything', async () => {
      await start({
        store: { rateLimits: { ...LIMITS, auth: 100, default: 3 } },
        env: { TRUSTED_PROXIES: '127.0.0.1' },
      });
      for (const same of ['198.51.100.1', '198.51.100.1:5000', '::ffff:198.51.100.1'])
        expect((await from(same)).status).toBe(200);
      expectError(await from('[::ffff:198.51.100.1]:77'), 'RATE_LIMITED');
      for (const nonsense of ['unknown', "'; drop table users", '1.2.3', '999.1.1.1']) {
        const login = await shop
          .client({ 'x-forwarded-for': nonsense })
          .post('/api/auth/login', { email: 'a@b.cd', password: 'x', transport: 'bearer' });
        expectError(login, 'CREDENTIALS_INVALID');
      }
      const recorded = async () =>
        (
          await shop.database.admin.query(
            "select host(ip) as ip, count(*)::int as rows from audit_log where action = 'user.log_in_failed' group by 1",
          )
        ).rows;
      await expect.poll(recorded).toEqual([{ ip: '127.0.0.1', rows: 4 }]);
    });

    it('[API-7] of IPv6 counts by the /64 that one customer has', async () => {
      await start({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
      for (let request = 0; request < 6; request++)
        expect((await from(`2001:db8:1:2::${request + 1}`)).status).toBe(200);
      expectError(await from('2001:DB8:1:2:ffff:ffff:ffff:ffff'), 'RATE_LIMITED');
      expect((await from('2001:db8:1:3::1')).status).toBe(200);
    });
  });
});
