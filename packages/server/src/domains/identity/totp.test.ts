import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { PASSWORD, startTestApp, type SignedIn, type TestApp } from '../../testing/test-app.ts';
import { resealSecretsJob } from './reseal-secrets.job.ts';

const SECRET = 'totp-test-secret-totp-test-secret-1';

describe('sign-in codes of an authenticator app', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp({ env: { JWT_SECRET: SECRET, TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterAll(() => shop.close());

  const appOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) });
  const codeAt = (secret: string, seconds = 0) =>
    appOf(secret).generate({ timestamp: shop.clock.now.getTime() + seconds * 1_000 });
  let addresses = 0;
  // Each from a place of its own: wrong codes are failed sign-ins, too.
  const logIn = (email: string, totpCode?: string, app = shop) =>
    app
      .client({ 'x-forwarded-for': `10.9.${Math.floor(++addresses / 200)}.${addresses % 200}` })
      .post('/api/auth/login', {
        email,
        password: PASSWORD,
        transport: 'bearer',
        ...(totpCode === undefined ? {} : { totpCode }),
      });
  async function enrolled(role = 'admin'): Promise<SignedIn & { secret: string; codes: string[] }> {
    const person = await shop.signUpAs(role);
    const { secret } = (await person.post('/api/auth/totp')).body;
    const confirmed = await person.post('/api/auth/totp/confirm', { totpCode: codeAt(secret) });
    expect(confirmed.status).toBe(200);
    shop.clock.advance(60_000);
    return { ...person, secret, codes: confirmed.body.recoveryCodes };
  }
  const rows = async (text: string, ...values: unknown[]) =>
    (await shop.database.admin.query(text, values)).rows as Record<string, unknown>[];

  it('[AUTH-13] are enrolled with a secret told once, and asked for only when confirmed', async () => {
    const person = await shop.signUpAs('support');
    const begun = await person.post('/api/auth/totp');
    expect(begun.status).toBe(201);
    const { secret, otpauthUrl } = begun.body;
    expect(otpauthUrl).toMatch(/^otpauth:\/\/totp\/Cartwright%20Sample%20Store:.*secret=[A-Z2-7]{32}/);
    expect((await logIn(person.email)).status).toBe(200);
    expectError(await person.post('/api/auth/totp/confirm', { totpCode: '000000' }), 'TOTP_INVALID');
    expect((await person.get('/api/auth/totp')).body.totp.on).toBe(false);
    const confirmed = await person.post('/api/auth/totp/confirm', { totpCode: codeAt(secret) });
    expect(confirmed.body.recoveryCodes).toHaveLength(10);
    expect((await person.get('/api/auth/totp')).body.totp).toMatchObject({ on: true, recoveryCodesLeft: 10 });
    expectError(await person.post('/api/auth/totp'), 'TOTP_ALREADY_ON');
    expectError(
      await person.post('/api/auth/totp/confirm', { totpCode: codeAt(secret, 30) }),
      'TOTP_ALREADY_ON',
    );
    expectError(await logIn(person.email), 'TOTP_REQUIRED');
    expect(
      await rows("select kind from outbox where recipient = $1 and kind like 'totp%'", person.email),
    ).toEqual([{ kind: 'totp_on' }]);
    const kept = await rows(
      'select t::text as t from totp t union all select c::text from totp_recovery_codes c',
    );
    const text = JSON.stringify(kept);
    for (const told of [secret, ...confirmed.body.recoveryCodes]) expect(text).not.toContain(told);
    expect(
      await rows(
        "select action from audit_log where actor_id = $1 and action = 'user.totp_on'",
        person.userId,
      ),
    ).toHaveLength(1);
  });

  it('[AUTH-13] tell nobody who has not the password that they are asked for', async () => {
    const person = await enrolled();
    const answer = await shop.client().post('/api/auth/login', {
      email: person.email,
      password: 'Wrong-Pass-1',
      totpCode: codeAt(person.secret),
      transport: 'bearer',
    });
    expectError(answer, 'CREDENTIALS_INVALID');
  });

  it('[AUTH-13] are taken once each, also when many bring the same at once, and none older than the last', async () => {
    const person = await enrolled();
    const code = codeAt(person.secret);
    const answers = await Promise.all(Array.from({ length: 8 }, () => logIn(person.email, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 200) expectError(answer, 'TOTP_INVALID');
    expectError(await logIn(person.email, codeAt(person.secret, -30)), 'TOTP_INVALID');
    // A clock half a minute ahead is no reason to keep anybody out.
    expect((await logIn(person.email, codeAt(person.secret, 30))).status).toBe(200);
    expectError(await logIn(person.email, codeAt(person.secret, 90)), 'TOTP_INVALID');
  });

  it('[AUTH-13] may be guessed at ten times in a quarter of an hour, from wherever, all at once or not', async () => {
    const person = await enrolled();
    const guesses = await Promise.all(
      Array.from({ length: 30 }, (_, guess) => logIn(person.email, String(100_000 + guess))),
    );
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(guesses.filter(({ status }) => status === 423)).toHaveLength(20);
    const right = await logIn(person.email, codeAt(person.secret));
    expectError(right, 'ACCOUNT_LOCKED', { retryAfter: 900 });
    expect(
      await rows(
        "select kind from security_events where subject_id = $1 and kind = 'totp_guessing'",
        person.userId,
      ),
    ).toHaveLength(1);
    // The owner has his recovery codes meanwhile, each of them once.
    const used = await Promise.all([1, 2, 3].map(() => logIn(person.email, person.codes[0])));
    expect(used.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    shop.clock.advance(15 * 60_000);
    expect((await logIn(person.email, codeAt(person.secret))).status).toBe(200);
  });

  it('[AUTH-13] are turned off with the password and a code, and with nothing less', async () => {
    const person = await enrolled('customer');
    const off = (password: string, totpCode: string) =>
      person.delete('/api/auth/totp', { password, totpCode });
    expectError(await off('Wrong-Pass-1', codeAt(person.secret)), 'CREDENTIALS_INVALID');
    expectError(await off(PASSWORD, '000000'), 'TOTP_INVALID');
    expect((await off(PASSWORD, person.codes[3]!)).body.totp.on).toBe(false);
    expect(
      await rows("select kind from outbox where recipient = $1 and kind = 'totp_off'", person.email),
    ).toHaveLength(1);
    expect((await logIn(person.email)).status).toBe(200);
    expectError(await off(PASSWORD, codeAt(person.secret)), 'TOTP_NOT_ON');
  });

  it('[AUTH-13] [AUTH-3] outlive a rotation of keys, and the old key once they are sealed anew', async () => {
    const person = await enrolled();
    const beside = async (keys: string) => {
      const app = await startTestApp({
        env: { JWT_KEYS: keys, TRUSTED_PROXIES: '127.0.0.1' },
        database: shop.database,
      });
      app.clock.now = shop.clock.now;
      return app;
    };
    const both = `new:${'n'.repeat(40)},main:${SECRET}`;
    const rotated = await beside(both);
    expect((await logIn(person.email, codeAt(person.secret), rotated)).status).toBe(200);
    const keys = both.split(',').map((pair) => ({ id: pair.split(':')[0]!, secret: pair.split(':')[1]! }));
    await resealSecretsJob({ system: shop.database.system, keys }).run();
    shop.clock.advance(60_000);
    const later = await beside(`new:${'n'.repeat(40)}`);
    expect((await logIn(person.email, codeAt(person.secret), later)).status).toBe(200);
    await Promise.all([rotated.close(), later.close()]);
  });

  it('[AUTH-13] a role is changed by an admin alone, with its audit row, and holds from the next request on', async () => {
    const [admin, ann] = [await shop.signUpAs('admin'), await shop.signUp()];
    expectError(await ann.get('/api/admin/orders'), 'FORBIDDEN');
    expectError(await ann.patch(`/api/admin/users/${ann.userId}`, { role: 'admin' }), 'FORBIDDEN');
    const change = (who: SignedIn, body: object) => admin.patch(`/api/admin/users/${who.userId}`, body);
    expect((await change(ann, { role: 'support' })).body.user).toEqual({
      id: ann.userId,
      active: true,
      role: 'support',
    });
    expect((await ann.get('/api/admin/orders')).status).toBe(200);
    const [session] = await rows(
      'select s.expires_at as session, t.expires_at as token from sessions s join refresh_tokens t on t.session_id = s.id where s.shopper_id = $1',
      ann.userId,
    );
    const hours = (at: unknown) =>
      Math.round(((at as Date).getTime() - shop.clock.now.getTime()) / 3_600_000);
    expect([hours(session!['session']), hours(session!['token'])]).toEqual([12, 12]);
    expect((await change(ann, { role: 'customer' })).status).toBe(200);
    expectError(await ann.get('/api/admin/orders'), 'FORBIDDEN');
    expectError(await change(admin, { role: 'customer' }), 'FORBIDDEN');
    expectError(await change(ann, {}), 'VALIDATION_FAILED');
    expectError(await change(ann, { role: 'owner' }), 'VALIDATION_FAILED');
    expect(
      await rows(
        "select actor_id, before, after from audit_log where action = 'user.change_role' and target_id = $1 order by id",
        ann.userId,
      ),
    ).toEqual([
      { actor_id: admin.userId, before: { role: 'customer' }, after: { role: 'support' } },
      { actor_id: admin.userId, before: { role: 'support' }, after: { role: 'customer' } },
    ]);
  });
});
