import { createSigner } from 'fast-jwt';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { PASSWORD, startTestApp, type SignedIn, type TestApp } from '../../testing/test-app.ts';

const SECRET = 'test-secret-test-secret-test-secret-1';
const ME = '/api/auth/me';
const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

describe('access tokens', () => {
  let shop: TestApp;
  let ann: SignedIn;
  let header: Record<string, unknown>;
  let claims: Record<string, unknown> & { iat: number; exp: number };
  beforeAll(async () => {
    shop = await startTestApp({ env: { JWT_SECRET: SECRET } });
    ann = await shop.signUp();
    const decoded = ann.accessToken
      .split('.')
      .map((text, index) => (index < 2 ? JSON.parse(Buffer.from(text, 'base64url').toString()) : null));
    [header, claims] = decoded as [typeof header, typeof claims];
  });
  afterAll(() => shop.close());

  const signed = (head: unknown, payload: unknown, key = SECRET, hash = 'sha256') => {
    const input = `${part(head)}.${part(payload)}`;
    return `${input}.${createHmac(hash, key).update(input).digest('base64url')}`;
  };
  const ask = (token: string) => shop.client({ authorization: `Bearer ${token}` }).get(ME);

  it('[AUTH-3] are made by hand exactly as the server makes them, so that the attacks below differ in one thing only', async () => {
    expect((await ask(signed(header, claims))).body.user.id).toBe(ann.userId);
  });

  it('[AUTH-3] signed with no or another algorithm are refused', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const rsa = createSigner({
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      algorithm: 'RS256',
      kid: 'main',
    })(claims);
    const attacks = [
      `${part({ ...header, alg: 'none' })}.${part(claims)}.`,
      `${part({ ...header, alg: 'None' })}.${part(claims)}.${ann.accessToken.split('.')[2]}`,
      signed({ ...header, alg: 'none' }, claims),
      signed({ ...header, alg: 'HS512' }, claims, SECRET, 'sha512'),
      signed({ ...header, alg: 'HS384' }, claims, SECRET, 'sha384'),
      signed({ ...header, alg: 'hs256' }, claims),
      signed({ ...header, alg: ['HS256'] }, claims),
      signed({ kid: 'main', typ: 'JWT' }, claims),
      signed(
        { ...header, alg: 'RS256' },
        claims,
        publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      ),
      rsa,
    ];
    for (const token of attacks) expectError(await ask(token), 'TOKEN_INVALID');
  });

  it.each([
    { kid: undefined },
    { kid: 'other' },
    { kid: '../../../../dev/null' },
    { kid: "main' union select '" },
    { kid: '__proto__' },
    { kid: 'constructor' },
    { kid: ['main'] },
    { kid: { toString: 'main' } },
    { kid: 0 },
    { kid: null },
    { kid: '' },
  ])('[AUTH-3] with the key id %j are refused', async ({ kid }) => {
    const { kid: _known, ...rest } = header;
    expectError(await ask(signed(kid === undefined ? rest : { ...rest, kid }, claims)), 'TOKEN_INVALID');
    expectError(await ask(signed({ ...rest, kid }, claims, '')), 'TOKEN_INVALID');
  });

  it('[AUTH-3] with a foreign key, an embedded key or a changed part are refused', async () => {
    const [head, body, signature] = ann.accessToken.split('.') as [string, string, string];
    const bob = await shop.signUp();
    const attacks = [
      signed(header, claims, 'another-secret-another-secret-another'),
      signed(header, claims, ''),
      signed({ ...header, jwk: { kty: 'oct', k: part('x'.repeat(32)) } }, claims, 'x'.repeat(32)),
      signed({ ...header, jku: 'https://evil.example/keys' }, claims, 'x'.repeat(32)),
      signed({ ...header, crit: ['exp'] }, claims, 'x'.repeat(32)),
      `${head}.${part({ ...claims, sub: bob.userId })}.${signature}`,
      `${head}.${part({ ...claims, role: 'admin' })}.${signature}`,
      `${head}.${body}.${bob.accessToken.split('.')[2]}`,
      `${head}.${body}.`,
      `${head}.${body}`,
      `${head}.${body}.${signature}.${signature}`,
      `${head}.${body}.${signature}=`,
      `${head}.${body}.${signature.slice(0, -1)}`,
      `${head}.${body}.${signature.toLowerCase()}`,
      `${head}..${signature}`,
      '..',
      '.',
      'a.b.c',
      part('null'),
      `${part('null')}.${body}.${signature}`,
      `${part('[]')}.${body}.${signature}`,
      `${part('"x"')}.${body}.${signature}`,
      signed(header, 'null'),
      signed(header, '[]'),
      signed(header, '"text"'),
      'x'.repeat(2_049),
      'x'.repeat(10_000),
    ];
    for (const token of attacks) expectError(await ask(token), 'TOKEN_INVALID');
  });

  it.each([
    [{ iat: 61 }, 'TOKEN_INVALID'],
    [{ iat: 30 }, null],
    [{ exp: -1_801 }, 'TOKEN_EXPIRED'],
    [{ iat: undefined }, 'TOKEN_INVALID'],
    [{ exp: undefined }, 'TOKEN_INVALID'],
  ] as const)('[AUTH-3] with times moved by %j: %s', async (moved, reason) => {
    const payload: Record<string, unknown> = { ...claims };
    for (const [name, by] of Object.entries(moved))
      payload[name] = by === undefined ? undefined : claims[name as 'iat'] + by;
    const answer = await ask(signed(header, payload));
    if (reason) expectError(answer, reason);
    else expect(answer.status).toBe(200);
  });

  it.each([
    { iss: 'https://evil.example' },
    { iss: undefined },
    { aud: 'another' },
    { aud: undefined },
    { aud: [] },
    { sub: 'not-an-id' },
    { sub: undefined },
    { sub: ['x'] },
    { sid: undefined },
    { sid: '1' },
    { exp: '9999999999' },
    { exp: null },
    { iat: 'now' },
    { role: undefined },
  ])('[AUTH-3] with the claims %j are refused although the signature is right', async (change) => {
    expectError(await ask(signed(header, { ...claims, ...change })), 'TOKEN_INVALID');
  });

  it("[AUTH-6] with another person's or no session are refused by the database, whatever they say", async () => {
    const bob = await shop.signUp();
    expectError(await ask(signed(header, { ...claims, sub: bob.userId })), 'SESSION_REVOKED');
    expectError(
      await ask(signed(header, { ...claims, sid: '0190c0c0-0000-7000-8000-000000000000' })),
      'SESSION_REVOKED',
    );
    expectError(
      await ask(signed(header, { ...claims, sub: '0190c0c0-0000-7000-8000-000000000000' })),
      'USER_NOT_FOUND',
    );
    const admin = shop.client({ authorization: `Bearer ${signed(header, { ...claims, role: 'admin' })}` });
    expectError(await admin.patch(`/api/admin/users/${bob.userId}`, { active: false }), 'FORBIDDEN');
  });

  it('[AUTH-3] [AUTH-4] are no refresh tokens, and refresh tokens are none of them', async () => {
    expectError(await ask(ann.refreshToken), 'TOKEN_INVALID');
    const refresh = (refreshToken: string) => shop.client().post('/api/auth/refresh', { refreshToken });
    for (const token of [
      ann.accessToken.slice(0, 200),
      'x'.repeat(43),
      `${ann.refreshToken} `,
      ann.refreshToken.toLowerCase(),
    ])
      expectError(await refresh(token), 'REFRESH_INVALID');
    expectError(await refresh(ann.accessToken), 'VALIDATION_FAILED');
    const guest = await shop.guest();
    expectError(await refresh(guest.guestToken), 'REFRESH_INVALID');
    expectError(await ask(guest.guestToken), 'TOKEN_INVALID');
    expectError(await shop.client({ 'x-guest-token': ann.refreshToken }).get('/api/cart'), 'GUEST_UNKNOWN');
    expectError(await shop.client().post('/api/auth/refresh'), 'REFRESH_INVALID');
  });

  it.each([
    ['Bearer %', true],
    ['bearer %', true],
    ['BEARER %', true],
    ['Bearer   %', true],
    ['Bearer\t%', false],
    ['Bearer%', false],
    ['Bearer: %', false],
    ['Bearer "%"', 'TOKEN_INVALID'],
    ['Bearer %,%', 'TOKEN_INVALID'],
    ['Bearer % %', false],
    ['Basic %', false],
    ['Token %', false],
    ['%', false],
    ['Bearer', false],
    ['', false],
  ] as const)('[AUTH-6] in the Authorization header %j: %s', async (format, accepted) => {
    const answer = await shop.client({ authorization: format.replaceAll('%', ann.accessToken) }).get(ME);
    if (accepted === true) expect(answer.status).toBe(200);
    else expectError(answer, accepted || 'UNAUTHENTICATED');
  });

  describe('in cookies', () => {
    const withCookies = (cookie: string, headers: Record<string, string> = {}) =>
      shop.client({ cookie, ...headers }).get(ME);

    it('[AUTH-5] are taken from the cookie, and a bearer beside it decides', async () => {
      const bob = await shop.signUp();
      expect((await withCookies(`cw_access=${ann.accessToken}`)).body.user.id).toBe(ann.userId);
      expect(
        (await withCookies(`cw_access=${ann.accessToken}`, { authorization: `Bearer ${bob.accessToken}` }))
          .body.user.id,
      ).toBe(bob.userId);
      expectError(
        await withCookies(`cw_access=${ann.accessToken}`, { authorization: 'Bearer nonsense' }),
        'TOKEN_INVALID',
      );
      expectError(
        await withCookies(`cw_access=${ann.accessToken}`, { authorization: 'Basic x' }),
        'UNAUTHENTICATED',
      );
    });

    it('[AUTH-5] garbage, 8 KB of it, or the wrong cookie are refused and break nothing', async () => {
      expectError(await withCookies(`cw_access=${'x'.repeat(8_000)}`), 'TOKEN_INVALID');
      expectError(await withCookies('cw_access=%E0%A4%A'), 'TOKEN_INVALID');
      expectError(await withCookies('cw_access="quoted"'), 'TOKEN_INVALID');
      for (const cookie of [
        'cw_access=',
        'cw_access',
        ';;;===',
        '=x',
        `CW_ACCESS=${ann.accessToken}`,
        `cw_refresh=${ann.refreshToken}`,
        `__Host-cw_access=${ann.accessToken}`,
        '__proto__=x',
        'a=b; '.repeat(900),
      ]) {
        expectError(await withCookies(cookie), 'UNAUTHENTICATED');
      }
    });

    it('[AUTH-5] twice count once: the first, and only that', async () => {
      const bob = await shop.signUp();
      expect(
        (await withCookies(`cw_access=${ann.accessToken}; cw_access=${bob.accessToken}`)).body.user.id,
      ).toBe(ann.userId);
      expectError(await withCookies(`cw_access=x; cw_access=${bob.accessToken}`), 'TOKEN_INVALID');
    });

    it('[AUTH-5] have the prefixes that no other host can set where the shop has HTTPS', async () => {
      const secure = await startTestApp({ env: { PUBLIC_URL: 'https://shop.example' } });
      const csrf = await secure.client().get('/api/auth/csrf');
      expect(csrf.cookies).toMatchObject([
        { name: '__Host-cw_csrf', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' },
      ]);
      const cookie = `${csrf.cookies[0]!.name}=${csrf.cookies[0]!.value}`;
      const answer = await secure
        .client({ cookie, 'x-csrf-token': csrf.body.csrfToken })
        .post('/api/auth/signup', { email: 'a@example.com', password: PASSWORD });
      expect(answer.cookies).toMatchObject([
        { name: '__Host-cw_access', path: '/', secure: true, httpOnly: true, sameSite: 'Lax', maxAge: 1_800 },
        {
          name: '__Secure-cw_refresh',
          path: '/api/auth',
          secure: true,
          httpOnly: true,
          sameSite: 'Lax',
          maxAge: 7 * 86_400,
        },
        {
          name: '__Host-cw_device',
          path: '/',
          secure: true,
          httpOnly: true,
          sameSite: 'Lax',
          maxAge: 400 * 86_400,
        },
      ]);
      for (const one of [...csrf.cookies, ...answer.cookies]) expect(one['domain']).toBeUndefined();
      const [access] = answer.cookies;
      expect((await secure.client({ cookie: `__Host-cw_access=${access!.value}` }).get(ME)).status).toBe(200);
      expectError(await secure.client({ cookie: `cw_access=${access!.value}` }).get(ME), 'UNAUTHENTICATED');
      const guest = await secure.client().post('/api/auth/guest');
      expect(guest.cookies).toMatchObject([
        { name: '__Host-cw_guest', path: '/', secure: true, httpOnly: true },
      ]);
      await secure.close();
    });
  });

  it('[AUTH-3] of an older key are good until they end; of a removed key they are not', async () => {
    const keys = (...names: string[]) => names.map((name) => `${name}:${name.repeat(40)}`).join(',');
    const before = await startTestApp({ env: { JWT_KEYS: keys('a') } });
    const person = await before.signUp();
    const beside = (names: string[]) =>
      startTestApp({ env: { JWT_KEYS: keys(...names) }, database: before.database });
    const [rotated, removed] = [await beside(['b', 'a']), await beside(['b'])];
    expect((await rotated.client(person.headers).get(ME)).status).toBe(200);
    expectError(await removed.client(person.headers).get(ME), 'TOKEN_INVALID');
    const fresh = await rotated.signUp();
    expect(JSON.parse(Buffer.from(fresh.accessToken.split('.')[0]!, 'base64url').toString()).kid).toBe('b');
    expect((await removed.client(fresh.headers).get(ME)).status).toBe(200);
    expectError(await before.client(fresh.headers).get(ME), 'TOKEN_INVALID');
    await Promise.all([rotated.close(), removed.close()]);
    await before.close();
  });
});
