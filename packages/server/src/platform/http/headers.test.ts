import { pino } from 'pino';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Browser } from '../../testing/browser.ts';
import { expectError } from '../../testing/expect-error.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { loadConfig } from '../../config.ts';

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-xss-protection': '1; mode=block',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': expect.stringContaining('camera=()'),
  'cross-origin-opener-policy': 'same-origin',
};
const BIG = 'x'.repeat(5_000);

describe('headers', () => {
  let shop: TestApp;
  const lines: Record<string, unknown>[] = [];
  beforeAll(async () => {
    const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
    shop = await startTestApp({
      deps: { logger },
      routes: (app) => {
        const schema = { summary: 'Test', response: { 200: z.object({ text: z.string() }) } };
        app.route({
          method: 'GET',
          url: '/api/test/size/:size',
          config: { access: 'public' },
          schema: { ...schema, params: z.object({ size: z.coerce.number() }) },
          handler: async (request) => ({ text: BIG.slice(0, request.params.size) }),
        });
        app.route({
          method: 'GET',
          url: '/api/test/careless',
          config: { access: 'shopper' },
          schema,
          handler: async () => ({ text: 'personal' }),
        });
        app.route({
          method: 'GET',
          url: '/api/test/crash',
          config: { access: 'public' },
          schema,
          handler: async () => {
            throw new Error('planted');
          },
        });
      },
    });
  });
  afterAll(() => shop.close());

  it.each([
    ['GET', '/api/health', 200],
    ['GET', '/api/v1/health', 200],
    ['HEAD', '/api/health', 200],
    ['GET', '/api/auth/me', 401],
    ['GET', '/api/nothing', 404],
    ['POST', '/api/auth/login', 403],
    ['GET', '/api/%', 400],
    ['GET', `/api/health?${BIG}`, 414],
    ['GET', '/api/test/crash', 500],
    ['GET', '/openapi.json', 200],
    ['GET', '/docs', 200],
    ['GET', '/docs/static/swagger-ui.css', 200],
    ['GET', '/docs/nothing', 404],
    ['GET', '/dev/outbox', 200],
    ['GET', '/dev/outbox.json', 200],
    ['GET', '/images/sample/nothing.webp', 404],
    ['OPTIONS', '/api/health', 404],
  ])('[API-10] are on the answer to %s %s', async (method, url, status) => {
    const answer = await shop.app.inject({ method: method as 'GET', url });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject(ALWAYS);
    const policy = String(answer.headers['content-security-policy']);
    const isPage = String(answer.headers['content-type']).includes('html') || url.startsWith('/docs/static');
    if (isPage) expect(policy).toMatch(/default-src '(none|self)'/);
    else expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
    expect(answer.headers['x-powered-by']).toBeUndefined();
    expect(answer.headers['server']).toBeUndefined();
    expect(answer.headers['x-request-id']).toBeTruthy();
    if (status >= 400) expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('[API-10] are on 304 and on pictures', async () => {
    const first = await shop.client().get('/api/public/markets');
    const second = await shop
      .client({ 'if-none-match': String(first.headers['etag']) })
      .get('/api/public/markets');
    expect(second.status).toBe(first.headers['etag'] ? 304 : 200);
    expect(second.headers).toMatchObject(ALWAYS);
    const picture = await shop.client().get('/images/sample/balancing-moon.webp');
    expect(picture.headers).toMatchObject(ALWAYS);
  });

  it('[API-10] keep every personal answer out of caches, even where a route forgets to say so', async () => {
    const person = await shop.signUp();
    const [guest, browser] = [await shop.guest(), new Browser(shop)];
    await browser.signUp();
    const answers = await Promise.all([
      person.get('/api/auth/me'),
      person.patch('/api/auth/me', { name: 'A' }),
      person.get('/api/test/careless'),
      guest.get('/api/test/careless'),
      guest.get('/api/cart'),
      browser.send('get', '/api/auth/csrf'),
      browser.send('post', '/api/auth/refresh'),
      shop.client().post('/api/auth/guest'),
      shop
        .client()
        .post('/api/auth/login', { email: person.email, password: 'Correct-Horse-1', transport: 'bearer' }),
      person.post('/api/auth/logout'),
      shop.client().get('/api/test/careless'),
    ]);
    for (const answer of answers) expect(answer.headers['cache-control'], answer.text).toBe('no-store');
  });

  it('[API-10] ask for HTTPS in production and where the shop has it, and not on http://localhost', async () => {
    const start = (env: Record<string, string>) => startTestApp({ env });
    const hsts = async (app: TestApp) =>
      (await app.client().get('/api/health')).headers['strict-transport-security'];
    const [https, production] = [
      await start({ PUBLIC_URL: 'https://shop.example' }),
      await start({ NODE_ENV: 'production', RATE_LIMITS: 'on' }),
    ];
    expect(await hsts(https)).toMatch(/^max-age=\d{8,}/);
    expect(await hsts(production)).toMatch(/^max-age=\d{8,}/);
    expect(await hsts(shop)).toBeUndefined();
    expect((await production.client().get('/dev/outbox')).status).toBe(404);
    await Promise.all([https.close(), production.close()]);
  });

  describe('the request id', () => {
    it.each(['abcdefgh', 'trace-1234.5678_x', 'A'.repeat(128), '0190c0c0-0000-7000-8000-000000000000'])(
      '[API-5] %s is accepted, returned and logged',
      async (sent) => {
        const answer = await shop.client({ 'x-request-id': sent }).get('/api/auth/me');
        expect(answer.headers['x-request-id']).toBe(sent);
        expect(answer.body.error.requestId).toBe(sent);
        expect(lines.filter(({ requestId }) => requestId === sent)).toMatchObject([
          { method: 'GET', route: '/api/auth/me', status: 401, ip: '127.0.0.1' },
        ]);
      },
    );

    it.each([
      'short',
      'A'.repeat(129),
      'with space',
      '<script>x</script>',
      'line\tbreak',
      'ünïcödé-x',
      '../../etc/passwd',
      '"quoted-1"',
      '{"a":"bcdef"}',
    ])('[API-5] %j is replaced', async (sent) => {
      const answer = await shop
        .client({ 'x-request-id': Buffer.from(sent).toString('latin1') })
        .get('/api/nothing');
      expect(answer.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
      expect(answer.body.error.requestId).toBe(answer.headers['x-request-id']);
    });

    it('[API-5] is in the audit row and in the log line of a crash, whose text stays there', async () => {
      const person = await shop.signUp();
      await person.patch('/api/auth/me', { name: 'B' }, { 'x-request-id': 'audit-row-1' });
      const { rows } = await shop.database.admin.query(
        "select action from audit_log where request_id = 'audit-row-1'",
      );
      expect(rows).toEqual([{ action: 'user.change' }]);
      expectError(await shop.client({ 'x-request-id': 'crash-row-1' }).get('/api/test/crash'), 'INTERNAL');
      const told = lines.filter(({ requestId }) => requestId === 'crash-row-1');
      expect(told.some((line) => line['level'] === 50 && JSON.stringify(line).includes('planted'))).toBe(
        true,
      );
      expect(told.some((line) => line['status'] === 500)).toBe(true);
    });

    it('[AUD-4] never comes with a secret in the log', async () => {
      const browser = new Browser(shop);
      const { email } = await browser.signUp();
      await browser.send('post', '/api/auth/login', { email, password: 'Wrong-Password-1' });
      await shop
        .client({ authorization: 'Bearer secret-bearer-token' })
        .get(`/api/auth/me?token=secret-in-query`);
      const text = JSON.stringify(lines);
      for (const secret of [
        email,
        'Correct-Horse-1',
        'Wrong-Password-1',
        'secret-bearer-token',
        'secret-in-query',
        ...[...browser.cookies.values()].map(({ value }) => value),
      ]) {
        expect(text).not.toContain(secret);
      }
    });
  });

  describe('compression', () => {
    const fetchSize = (size: number, accept?: string) =>
      shop.app.inject({
        url: `/api/test/size/${size}`,
        headers: accept === undefined ? {} : { 'accept-encoding': accept },
      });

    it.each([
      ['gzip', 'gzip'],
      ['br', 'br'],
      ['gzip, deflate, br', 'br'],
      ['gzip;q=1, br;q=0', 'gzip'],
      ['*', 'gzip'],
    ])('[API-12] of a large answer for %s is %s', async (accept, encoding) => {
      const answer = await fetchSize(5_000, accept);
      expect(answer.headers['content-encoding']).toBe(encoding);
      expect(answer.headers['vary']).toMatch(/accept-encoding/i);
      const unpack = encoding === 'br' ? brotliDecompressSync : gunzipSync;
      expect(JSON.parse(unpack(answer.rawPayload).toString())).toEqual({ text: BIG });
      expect(answer.rawPayload.length).toBeLessThan(1_000);
    });

    it.each([undefined, '', 'identity', 'deflate', 'gzip;q=0', 'zstd', 'nonsense'])(
      '[API-12] is not used where %j is accepted',
      async (accept) => {
        const answer = await fetchSize(5_000, accept);
        expect(answer.headers['content-encoding']).toBeUndefined();
        expect(answer.json()).toEqual({ text: BIG });
      },
    );

    it('[API-12] leaves small answers alone', async () => {
      expect((await fetchSize(900, 'br')).headers['content-encoding']).toBeUndefined();
      expect((await fetchSize(1_100, 'br')).headers['content-encoding']).toBe('br');
    });
  });
});

describe('configuration for tests', () => {
  it('[RUN-5] cannot switch rate limits off in production', () => {
    expect(() =>
      loadConfig({ NODE_ENV: 'production', JWT_SECRET: 'x'.repeat(32), RATE_LIMITS: 'off' }),
    ).toThrow(/RATE_LIMITS/);
  });
});
