import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

const LISTED = 'https://app.example';
const names = (headers: Record<string, unknown>) =>
  Object.keys(headers).filter((name) => name.startsWith('access-control'));

describe('CORS', () => {
  let closed: TestApp;
  let open: TestApp;
  beforeAll(async () => {
    [closed, open] = await Promise.all([
      startTestApp(),
      startTestApp({ env: { CORS_ORIGINS: `${LISTED}, https://other.example` } }),
    ]);
  });
  afterAll(() => Promise.all([closed.close(), open.close()]));

  const preflight = (shop: TestApp, origin: string, method = 'PATCH') =>
    shop.app.inject({
      method: 'OPTIONS',
      url: '/api/auth/me',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'x-csrf-token,content-type',
      },
    });

  it('[API-9] allows nobody by default', async () => {
    const answer = await closed.client({ origin: LISTED }).get('/api/health');
    expect(names(answer.headers)).toEqual([]);
    const asked = await preflight(closed, LISTED);
    expect(asked.statusCode).toBe(404);
    expect(names(asked.headers)).toEqual([]);
  });

  it('[API-9] allows listed origins with credentials, every verb and our headers', async () => {
    const answer = await open.client({ origin: LISTED }).get('/api/health');
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': LISTED,
      'access-control-allow-credentials': 'true',
      vary: expect.stringContaining('Origin'),
    });
    expect(answer.headers['access-control-expose-headers']).toMatch(
      /x-ratelimit-remaining.*idempotency-replayed/,
    );
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const asked = await preflight(open, LISTED, method);
      expect([asked.statusCode, asked.body]).toEqual([204, '']);
      expect(asked.headers).toMatchObject({
        'access-control-allow-origin': LISTED,
        'access-control-allow-credentials': 'true',
        'access-control-max-age': '600',
      });
      expect(String(asked.headers['access-control-allow-methods'])).toContain(method);
      expect(String(asked.headers['access-control-allow-headers'])).toMatch(/x-csrf-token.*idempotency-key/);
    }
  });

  it.each([
    'https://evil.example',
    'https://app.example.evil.example',
    'http://app.example',
    'https://app.example:8443',
    'null',
    '*',
    '',
    'https://APP.example',
    'https://xapp.example',
  ])('[API-9] tells %j nothing, preflight or not, although others are listed', async (origin) => {
    const answer = await open.client({ origin }).get('/api/health');
    expect(names(answer.headers)).toEqual([]);
    expect(answer.headers['vary']).toMatch(/Origin/);
    const asked = await preflight(open, origin);
    expect(names(asked.headers)).toEqual([]);
    expect(asked.json().error.reason).toBe('ROUTE_NOT_FOUND');
  });

  it('[API-9] lets a listed page read refusals too, and answers OPTIONS that are no preflight in our format', async () => {
    const refused = await open.client({ origin: LISTED }).get('/api/auth/me');
    expectError(refused, 'UNAUTHENTICATED');
    expect(refused.headers['access-control-allow-origin']).toBe(LISTED);
    const bare = await open.app.inject({ method: 'OPTIONS', url: '/api/auth/me' });
    expect(bare.json().error.reason).toBe('ROUTE_NOT_FOUND');
    expect(
      (await open.app.inject({ method: 'OPTIONS', url: '/api/auth/me', headers: { origin: LISTED } })).body,
    ).toBe('');
  });
});
