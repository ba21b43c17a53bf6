import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, startTestApp, type Answer, type TestApp } from '../../testing/test-app.ts';
import { nobody } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { createLogger } from './logger.ts';
import { logSlowQueries } from './slow-queries.ts';

interface Line {
  level: number;
  requestId?: string;
  route?: string;
  method?: string;
  status?: number;
  ms?: number;
  msg?: string;
  err?: { type: string; message: string; code?: string; constraint?: string; stack: string };
  statements?: string[];
}

const ERROR = 50;
const WARN = 40;

describe('logs', () => {
  let app: TestApp;
  let text = '';
  const logger = createLogger({
    level: 'trace',
    pretty: false,
    to: { write: (line) => void (text += line) },
  });
  const lines = () =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);

  beforeAll(async () => {
    app = await startTestApp({ deps: { logger } });
  });
  afterAll(() => app.close());

  it('[AUD-4] [API-5] tell each request once: id, route pattern, status and time', async () => {
    text = '';
    const answers = [
      await app.client().get('/api/public/products?q=a-search&market=us'),
      await app.client().get('/api/public/products/01890000-0000-7000-8000-000000000000'),
      await app.client().get('/nowhere/at/all'),
      await app.client({ 'x-request-id': 'given-by-the-client' }).post('/api/auth/login', '{"broken'),
    ];
    expect(lines()).toHaveLength(answers.length);
    const told = lines().map(({ requestId, route, status }) => ({ requestId, route, status }));
    expect(told).toEqual(
      ['/api/public/products', '/api/public/products/:idOrSlug', 'none', '/api/auth/login'].map(
        (route, index) => ({
          requestId: answers[index]!.headers['x-request-id'],
          route: index === 1 ? expect.stringMatching(/^\/api\/public\/products\/:\w+$/) : route,
          status: answers[index]!.status,
        }),
      ),
    );
    for (const { ms, method } of lines()) {
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(method).toMatch(/^(GET|POST)$/);
    }
    expect(text).not.toContain('a-search');
  });

  it('[AUD-4] hold no password, token, cookie or address of anybody, whatever happens', async () => {
    text = '';
    const secrets: string[] = ['Wrong-Pass-1', PASSWORD, '+3725551234', 'Secret Street 5'];
    const client = app.client({ 'user-agent': 'Test' });
    const remember = (answer: Answer) => {
      for (const { value } of answer.cookies) secrets.push(value);
      const { accessToken, refreshToken, guestToken, csrfToken } = (answer.body ?? {}) as Record<
        string,
        string
      >;
      secrets.push(
        ...[accessToken, refreshToken, guestToken, csrfToken].filter((value) => value !== undefined),
      );
      return answer;
    };
    const email = 'secret.person@example.com';
    secrets.push(email, 'secret.person');
    const signedUp = remember(
      await client.post('/api/auth/signup', {
        email,
        password: PASSWORD,
        name: 'Secret Street 5',
        transport: 'bearer',
      }),
    );
    remember(await client.post('/api/auth/signup', { email, password: PASSWORD, transport: 'bearer' }));
    remember(await client.post('/api/auth/login', { email, password: 'Wrong-Pass-1', transport: 'bearer' }));
    remember(await client.post('/api/auth/login', { email, password: PASSWORD }));
    remember(await client.get('/api/auth/csrf'));
    remember(await client.post('/api/auth/refresh', { refreshToken: signedUp.body.refreshToken }));
    remember(await client.post('/api/auth/refresh', { refreshToken: signedUp.body.refreshToken }));
    remember(await client.post('/api/auth/guest', { transport: 'bearer' }));
    const headers = {
      authorization: `Bearer ${signedUp.body.accessToken}`,
      cookie: `cw_access=${signedUp.body.accessToken}`,
      'x-guest-token': 'x'.repeat(40),
    };
    await client.get(
      `/api/auth/me?token=${signedUp.body.accessToken}&email=${email}&phone=+3725551234`,
      headers,
    );
    await client.get(`/api/public/products/${signedUp.body.accessToken}`);
    await client.get(`/${email}`);
    await client.post('/api/auth/login', `{"email":"${email}","password":"${PASSWORD}`);
    expect(lines().length).toBeGreaterThanOrEqual(12);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it('[AUD-4] tell of a crash where it was, without the row it was about', async () => {
    text = '';
    await app.database.admin.query(
      "alter table outbox add constraint planted check (recipient <> 'boom@example.com') not valid",
    );
    const answer = await app.client().post('/api/auth/signup', {
      email: 'boom@example.com',
      name: 'Boom',
      password: PASSWORD,
      transport: 'bearer',
    });
    await app.database.admin.query('alter table outbox drop constraint planted');
    expect(answer).toMatchObject({ status: 500, body: { error: { reason: 'INTERNAL' } } });
    const crash = lines().find(({ level }) => level === ERROR)!;
    expect(crash).toMatchObject({
      requestId: answer.headers['x-request-id'],
      err: { code: '23514', constraint: 'planted' },
    });
    expect(crash.err!.stack).toContain('at ');
    expect(text).not.toContain('boom@example.com');
  });

  it('[AUD-4] leave out what other systems put into their errors', () => {
    text = '';
    const cause = new Error('550 <ann@example.com>: no such user');
    const error = Object.assign(new Error('could not reach ann@example.com', { cause }), {
      rejected: ['ann@example.com'],
      detail: 'Key (email)=(ann@example.com)',
      code: 'EENVELOPE',
    });
    logger.error({ err: error, password: 'hunter2', user: { email: 'ann@example.com' } }, 'failed');
    expect(text).not.toMatch(/ann@example|hunter2/);
    expect(lines()[0]).toMatchObject({
      err: {
        message: 'could not reach [email]',
        code: 'EENVELOPE',
        cause: { message: '550 <[email]>: no such user' },
      },
    });
  });

  it('[AUD-4] tell of slow round trips by their statements, never their values', async () => {
    text = '';
    logSlowQueries(app.database, logger);
    const wait = (seconds: number, secret: string) =>
      sql('test.slow')`select pg_sleep(${seconds}::float8)::text, ${secret}::text`;
    await app.database.shop.as(nobody).read(wait(0, 'ann@example.com'));
    expect(text).toBe('');
    await app.database.shop.as(nobody).read(wait(0.25, 'ann@example.com'));
    await app.database.system.as(nobody).transaction((tx) => tx.run(wait(0.25, 'ann@example.com')));
    expect(lines()).toMatchObject([
      { level: WARN, msg: 'slow query', role: 'shop', statements: [expect.stringMatching(/^test\.slow:/)] },
      { level: WARN, msg: 'slow query', role: 'system' },
    ]);
    expect(lines()[0]!.ms).toBeGreaterThanOrEqual(250);
    expect(text).not.toContain('ann@example.com');
  });
});
