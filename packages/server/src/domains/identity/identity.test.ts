import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { PASSWORD, startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('identity', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp();
  });
  afterAll(() => shop.close());

  it('[AUTH-1] signs up and logs in by email, whatever its letter case, as the same person', async () => {
    const ann = await shop.signUp('ann@example.com');
    const again = await shop
      .client()
      .post('/api/auth/login', { email: ' ANN@example.com', password: PASSWORD, transport: 'bearer' });
    expect(again.status).toBe(200);
    expect(again.body.user.id).toBe(ann.userId);
    expectError(
      await shop
        .client()
        .post('/api/auth/signup', { email: 'Ann@example.com', password: PASSWORD, transport: 'bearer' }),
      'EMAIL_TAKEN',
    );
    expectError(
      await shop.client().post('/api/auth/login', {
        email: 'ann@example.com',
        password: 'Wrong-Password-1',
        transport: 'bearer',
      }),
      'CREDENTIALS_INVALID',
    );
    expectError(
      await shop
        .client()
        .post('/api/auth/login', { email: 'nobody@example.com', password: PASSWORD, transport: 'bearer' }),
      'CREDENTIALS_INVALID',
    );
  });

  it.each([
    ['Short1', ['length']],
    ['alllowercase1', ['upper']],
    ['ALLUPPERCASE1', ['lower']],
    ['NoDigitsHere', ['digit']],
    ['Password123', ['common']],
  ])('[AUTH-1] refuses the weak password %s with the rules it breaks', async (password, rules) => {
    const answer = await shop
      .client()
      .post('/api/auth/signup', { email: 'weak@example.com', password, transport: 'bearer' });
    expectError(answer, 'PASSWORD_WEAK', { rules });
  });

  it.each([
    '\uff41nn@example.com',
    'ann\u3164@example.com',
    'a\u034fnn@example.com',
    'ann\ufe0f@example.com',
    'ann@\uff45xample.com',
    'ann\u200b@example.com',
  ])('[AUTH-1] [API-6] refuses the address %j, which only looks like another', async (email) => {
    expectError(
      await shop.client().post('/api/auth/signup', { email, password: PASSWORD, transport: 'bearer' }),
      'VALIDATION_FAILED',
    );
  });

  it('[AUTH-1] [API-6] keeps a name on one line, so that it cannot write the welcome mail', async () => {
    const name = 'Your account\n\nis locked\u2028now\r\n';
    const answer = await shop.client().post('/api/auth/signup', {
      email: 'lines@example.com',
      password: PASSWORD,
      transport: 'bearer',
      name,
    });
    expect(answer.body.user.name).toBe('Your account is locked now');
    const { rows } = await shop.database.admin.query(
      "select body from outbox where recipient = 'lines@example.com'",
    );
    expect(rows[0].body.split('\n')[0]).toBe('Hello, Your account is locked now!');
  });

  it('[AUTH-3] puts exactly the claims of the contract into the access token', async () => {
    const person = await shop.signUp();
    const [header, claims] = person.accessToken
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
    expect(header).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'main' });
    expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'market', 'role', 'sid', 'sub']);
    expect(claims).toMatchObject({
      sub: person.userId,
      role: 'customer',
      market: 'us',
      exp: claims.iat + 1800,
    });
  });

  it('[AUTH-6] answers each way of not being signed in with its own reason', async () => {
    const person = await shop.signUp();
    expectError(await shop.client().get('/api/auth/me'), 'UNAUTHENTICATED');
    expectError(
      await shop.client({ authorization: 'Bearer not.a.token' }).get('/api/auth/me'),
      'TOKEN_INVALID',
    );
    shop.clock.advance(31 * 60_000);
    expectError(await person.get('/api/auth/me'), 'TOKEN_EXPIRED');
    shop.clock.advance(-31 * 60_000);
    await shop.database.admin.query('update shoppers set active = false where id = $1', [person.userId]);
    expectError(await person.get('/api/auth/me'), 'ACCOUNT_INACTIVE');
    await shop.database.admin.query('delete from users where shopper_id = $1', [person.userId]);
    expectError(await person.get('/api/auth/me'), 'USER_NOT_FOUND');
  });

  it('[AUTH-7] makes the access token useless at logout, at once', async () => {
    const person = await shop.signUp();
    expect((await person.post('/api/auth/logout')).body).toEqual({ clearLocalStorage: true, ended: 1 });
    expectError(await person.get('/api/auth/me'), 'SESSION_REVOKED');
  });

  it('[AUTH-4] [L-20] rotates the refresh token and gives two racing tabs the same successor', async () => {
    const person = await shop.signUp();
    const refresh = (refreshToken: string) => shop.client().post('/api/auth/refresh', { refreshToken });
    const [first, second] = await Promise.all([refresh(person.refreshToken), refresh(person.refreshToken)]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.body.refreshToken).toBe(second.body.refreshToken);
    expect(first.body.refreshToken).not.toBe(person.refreshToken);
    const next = await refresh(first.body.refreshToken);
    expect(next.status).toBe(200);
    // The grandparent is no longer the immediate parent, however soon it comes.
    expectError(await refresh(person.refreshToken), 'REFRESH_REUSED');
    expectError(await refresh(next.body.refreshToken), 'SESSION_REVOKED');
    const { rows } = await shop.database.admin.query(
      "select kind from security_events where kind = 'refresh_reuse' and subject_id = $1",
      [person.userId],
    );
    expect(rows).toHaveLength(1);
  });

  it('[AUTH-4] [L-20] takes the parent token after the grace, or from another client, for theft', async () => {
    for (const steal of ['late', 'elsewhere']) {
      const person = await shop.signUp();
      const refresh = (headers = {}) =>
        shop.client(headers).post('/api/auth/refresh', { refreshToken: person.refreshToken });
      expect((await refresh()).status).toBe(200);
      if (steal === 'late') shop.clock.advance(15_001);
      expectError(
        await refresh(steal === 'elsewhere' ? { 'user-agent': 'somebody else' } : {}),
        'REFRESH_REUSED',
      );
      expectError(await person.get('/api/auth/me'), 'SESSION_REVOKED');
    }
  });

  it('[AUTH-5] gives browsers HttpOnly cookies and no token to read', async () => {
    const csrf = await shop.client().get('/api/auth/csrf');
    const cookie = csrf.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const answer = await shop
      .client({ cookie, 'x-csrf-token': csrf.body.csrfToken })
      .post('/api/auth/signup', { email: 'browser@example.com', password: PASSWORD });
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.body).sort()).toEqual(['expiresIn', 'user']);
    expect(answer.cookies).toMatchObject([
      { name: 'cw_access', httpOnly: true, sameSite: 'Lax', path: '/' },
      { name: 'cw_refresh', httpOnly: true, sameSite: 'Lax', path: '/api/auth' },
      { name: 'cw_device', httpOnly: true, sameSite: 'Lax', path: '/' },
    ]);
  });

  it('[AUTH-14] reads and changes my account, field by field', async () => {
    const person = await shop.signUp();
    const changed = await person.patch('/api/auth/me', {
      name: 'Ann Õun',
      locale: 'et',
      market: 'ee',
      customerType: 'business',
      company: 'Õun OÜ',
      vatNumber: 'EE123',
    });
    expect(changed.body.user).toMatchObject({
      name: 'Ann Õun',
      locale: 'et',
      market: 'ee',
      customerType: 'business',
      company: 'Õun OÜ',
    });
    const cleared = await person.patch('/api/auth/me', { company: null });
    expect(cleared.body.user).toMatchObject({ company: null, vatNumber: 'EE123', name: 'Ann Õun' });
    expectError(await person.patch('/api/auth/me', { market: 'atlantis' }), 'MARKET_UNKNOWN');
    expectError(await person.patch('/api/auth/me', { role: 'admin' }), 'VALIDATION_FAILED');
  });

  it("[API-4] speaks the saved language first, then the browser's, then the market's", async () => {
    const person = await shop.signUp();
    const broken = (headers: Record<string, string>) => person.patch('/api/auth/me', { name: 1 }, headers);
    expect((await broken({})).body.error.message).toMatch(/^Some of/);
    expect((await broken({ 'accept-language': 'fr, ru;q=0.8, en;q=0.5' })).body.error.message).toMatch(
      /^Некоторые/,
    );
    expect((await broken({ 'x-market': 'ee' })).body.error.message).toMatch(/^Osa/);
    await person.patch('/api/auth/me', { locale: 'et' });
    expect((await broken({ 'accept-language': 'ru' })).body.error.message).toMatch(/^Osa/);
  });

  it("[AUTH-13] [AUTH-6] lets only admins suspend, and the role of now decides, not the token's", async () => {
    const [customer, admin] = [await shop.signUp(), await shop.signUpAs('admin')];
    expectError(await customer.patch(`/api/admin/users/${admin.userId}`, { active: false }), 'FORBIDDEN');
    expect((await admin.patch(`/api/admin/users/${customer.userId}`, { active: false })).body).toEqual({
      user: { id: customer.userId, active: false, role: 'customer' },
    });
    expectError(await customer.get('/api/auth/me'), 'ACCOUNT_INACTIVE');
    expectError(await admin.patch(`/api/admin/users/${admin.userId}`, { active: false }), 'FORBIDDEN');
    expect((await admin.get('/api/auth/me')).status).toBe(200);
    await shop.database.admin.query("update shoppers set role = 'customer' where id = $1", [admin.userId]);
    expectError(await admin.patch(`/api/admin/users/${customer.userId}`, { active: true }), 'FORBIDDEN');
  });
});
