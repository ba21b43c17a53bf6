import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Browser } from '../../testing/browser.ts';
import { expectError } from '../../testing/expect-error.ts';
import { PASSWORD, startTestApp, type TestApp } from '../../testing/test-app.ts';

const WRITE = '/api/auth/me';
const change = { name: 'Ann' };

describe('the CSRF guard', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp({
      env: { PUBLIC_URL: 'http://localhost:4000', CORS_ORIGINS: 'https://app.example' },
      routes: (app) => {
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
          const schema = { summary: 'Test', response: { 200: z.object({ done: z.boolean() }) } };
          app.route({
            method,
            url: '/api/test/write',
            config: { access: 'shopper', limit: 'cart' },
            schema,
            handler: async () => ({ done: true }),
          });
        }
      },
    });
  });
  afterAll(() => shop.close());

  const signedIn = async () => {
    const browser = new Browser(shop);
    await browser.signUp();
    return browser;
  };
  const withoutToken = { 'x-csrf-token': '' };

  it('[API-8] lets a page write with its token, and with nothing else', async () => {
    const browser = await signedIn();
    expect((await browser.send('patch', WRITE, change)).status).toBe(200);
    for (const wrong of [
      '',
      'x',
      browser.csrfToken.slice(0, -1),
      `${browser.csrfToken}x`,
      'a'.repeat(5_000),
    ]) {
      expectError(await browser.send('patch', WRITE, change, { 'x-csrf-token': wrong }), 'CSRF_INVALID');
    }
    for (const method of ['post', 'put', 'patch', 'delete'] as const) {
      expect((await browser.send(method, '/api/test/write')).status).toBe(200);
      expectError(await browser.send(method, '/api/test/write', undefined, withoutToken), 'CSRF_INVALID');
    }
    expect((await browser.send('get', WRITE, undefined)).status).toBe(200);
  });

  it('[API-8] takes the token from its header alone', async () => {
    const browser = await signedIn();
    const token = browser.csrfToken;
    expectError(
      await browser.send(
        'post',
        `/api/test/write?_csrf=${token}&x-csrf-token=${token}`,
        { _csrf: token },
        { ...withoutToken, 'csrf-token': token, 'x-xsrf-token': token },
      ),
      'CSRF_INVALID',
    );
  });

  it("[API-8] refuses another session's token, whosever it is", async () => {
    const [ann, bob] = [await signedIn(), await signedIn()];
    expectError(await ann.send('patch', WRITE, change, { 'x-csrf-token': bob.csrfToken }), 'CSRF_INVALID');
    // Even with the attacker's own CSRF cookie planted beside it.
    ann.cookies.set('cw_csrf', bob.cookies.get('cw_csrf')!);
    expectError(await ann.send('patch', WRITE, change, { 'x-csrf-token': bob.csrfToken }), 'CSRF_INVALID');
  });

  it('[API-8] refuses a token of before signing in, and one of the session before', async () => {
    const browser = new Browser(shop);
    const before = await browser.takeCsrf();
    const { email } = await browser.signUp();
    expectError(await browser.send('patch', WRITE, change, { 'x-csrf-token': before }), 'CSRF_INVALID');
    const first = browser.csrfToken;
    expect((await browser.send('post', '/api/auth/login', { email, password: PASSWORD })).status).toBe(200);
    expectError(await browser.send('patch', WRITE, change, { 'x-csrf-token': first }), 'CSRF_INVALID');
    await browser.takeCsrf();
    expect((await browser.send('patch', WRITE, change)).status).toBe(200);
  });

  it('[API-8] keeps a token good through a refresh, which stays in the session', async () => {
    const browser = await signedIn();
    expect((await browser.send('post', '/api/auth/refresh')).status).toBe(200);
    expect((await browser.send('patch', WRITE, change)).status).toBe(200);
  });

  it('[API-8] refuses without its cookie, and after twelve hours', async () => {
    const browser = await signedIn();
    const { value, path } = browser.cookies.get('cw_csrf')!;
    browser.cookies.delete('cw_csrf');
    expectError(await browser.send('post', '/api/test/write'), 'CSRF_INVALID');
    browser.cookies.set('cw_csrf', { value, path });
    expect((await browser.send('post', '/api/test/write')).status).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 12 * 3_600_000 + 1_000 });
    try {
      expectError(await browser.send('post', '/api/test/write'), 'CSRF_INVALID');
    } finally {
      vi.useRealTimers();
    }
  });

  it('[API-8] guards signup, login and refresh by cookie', async () => {
    const browser = new Browser(shop);
    const { email } = await browser.signUp();
    const stranger = new Browser(shop);
    expectError(
      await stranger.send('post', '/api/auth/signup', { email: 'x@example.com', password: PASSWORD }),
      'CSRF_INVALID',
    );
    expectError(
      await stranger.send('post', '/api/auth/login', { email, password: PASSWORD }),
      'CSRF_INVALID',
    );
    expectError(
      await stranger.send('post', '/api/auth/login', { email, password: PASSWORD, transport: 'cookie' }),
      'CSRF_INVALID',
    );
    expectError(await browser.send('post', '/api/auth/refresh', undefined, withoutToken), 'CSRF_INVALID');
    expectError(await browser.send('post', '/api/auth/logout', undefined, withoutToken), 'CSRF_INVALID');
    expect((await browser.send('get', '/api/auth/me')).status).toBe(200);
  });

  it('[API-8] is not talked round by a header that only looks like another identity', async () => {
    const browser = await signedIn();
    const guest = await shop.guest();
    const refresh = browser.cookies.get('cw_refresh')!.value;
    for (const headers of [
      { 'x-guest-token': 'nonsense' },
      { 'x-guest-token': guest.guestToken },
      { 'x-guest-token': '' },
    ]) {
      expectError(
        await browser.send('post', '/api/test/write', undefined, { ...withoutToken, ...headers }),
        'CSRF_INVALID',
      );
      expectError(
        await browser.send('post', '/api/auth/logout', undefined, { ...withoutToken, ...headers }),
        'CSRF_INVALID',
      );
    }
    for (const headers of [
      { authorization: 'Bearer x' },
      { authorization: 'Basic x' },
      { 'x-guest-token': guest.guestToken },
    ]) {
      expectError(
        await browser.send('post', '/api/auth/refresh', undefined, { ...withoutToken, ...headers }),
        'CSRF_INVALID',
      );
      expectError(
        await browser.send(
          'post',
          '/api/auth/refresh',
          { refreshToken: refresh },
          { ...withoutToken, ...headers },
        ),
        'CSRF_INVALID',
      );
      expectError(
        await browser.send(
          'post',
          '/api/auth/login',
          { email: 'a@b.cd', password: 'x', transport: 'bearer' },
          { ...withoutToken, ...headers },
        ),
        'CSRF_INVALID',
      );
    }
  });

  it('[API-8] asks nothing of bearer clients without cookies', async () => {
    const person = await shop.signUp();
    expect((await person.patch(WRITE, change)).status).toBe(200);
    expect(
      (await person.patch(WRITE, change, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }))
        .status,
    ).toBe(200);
    expect(
      (await shop.client().post('/api/auth/refresh', { refreshToken: person.refreshToken })).status,
    ).toBe(200);
    expect((await (await shop.guest()).post('/api/test/write')).status).toBe(200);
  });

  it('[API-8] lets a bearer decide although cookies are there, and the bearer is who acts', async () => {
    const browser = await signedIn();
    const person = await shop.signUp();
    const answer = await browser.send(
      'patch',
      WRITE,
      { name: 'Bearer' },
      { ...withoutToken, authorization: person.headers['authorization']! },
    );
    expect(answer.body.user).toMatchObject({ id: person.userId, name: 'Bearer' });
  });

  it('[API-8] [CART-7] guards guests by cookie, bound to the guest', async () => {
    const [guest, other] = [new Browser(shop), new Browser(shop)];
    for (const browser of [guest, other]) {
      expect((await browser.send('post', '/api/auth/guest', {})).status).toBe(201);
      await browser.takeCsrf();
    }
    expect((await guest.send('post', '/api/test/write')).status).toBe(200);
    expectError(await guest.send('post', '/api/test/write', undefined, withoutToken), 'CSRF_INVALID');
    expectError(
      await guest.send('post', '/api/test/write', undefined, { 'x-csrf-token': other.csrfToken }),
      'CSRF_INVALID',
    );
    guest.cookies.set('cw_csrf', other.cookies.get('cw_csrf')!);
    expectError(
      await guest.send('post', '/api/test/write', undefined, { 'x-csrf-token': other.csrfToken }),
      'CSRF_INVALID',
    );
  });

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:4000.evil.example' },
    { origin: 'http://localhost:4001' },
    { origin: 'https://localhost:4000' },
    { origin: 'http://user@localhost:4000' },
    { origin: '' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'nonsense' },
    { origin: 'https://app.example.evil.example' },
  ] as Record<string, string>[])('[API-8] refuses a right token from another page: %j', async (headers) => {
    const browser = await signedIn();
    expectError(await browser.send('post', '/api/test/write', undefined, headers), 'CSRF_INVALID');
    expectError(await browser.send('post', '/api/auth/refresh', undefined, headers), 'CSRF_INVALID');
    expectError(await browser.send('post', '/api/auth/guest', {}, headers), 'CSRF_INVALID');
  });

  it.each([
    { origin: 'http://localhost:4000' },
    { origin: 'http://localhost:80' },
    { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    {},
  ] as Record<string, string>[])('[API-8] takes a right token from our own pages: %j', async (headers) => {
    const browser = await signedIn();
    expect((await browser.send('post', '/api/test/write', undefined, headers)).status).toBe(200);
  });

  it('[API-8] trusts only PUBLIC_URL and listed origins where the shop has HTTPS', async () => {
    const secure = await startTestApp({ env: { PUBLIC_URL: 'https://shop.example' } });
    const browser = new Browser(secure, { host: 'shop.example' });
    await browser.takeCsrf();
    const login = { email: 'a@example.com', password: 'x' };
    expectError(
      await browser.send('post', '/api/auth/login', login, { origin: 'http://shop.example' }),
      'CSRF_INVALID',
    );
    expectError(
      await browser.send('post', '/api/auth/login', login, { origin: 'https://shop.example' }),
      'CREDENTIALS_INVALID',
    );
    expect([...browser.cookies.keys()]).toEqual(['__Host-cw_csrf']);
    await secure.close();
  });
});
