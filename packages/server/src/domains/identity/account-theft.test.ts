import { setTimeout as sleep } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { mailedToken, messagesTo, sentCode } from '../../testing/sent-messages.ts';
import { PASSWORD, type Client, type TestApp } from '../../testing/test-app.ts';
import { codesOf, newPhone, startCodeShop, wrongCode } from './codes.fixture.ts';
import { ME, MINUTE_MS, NEW_PASSWORD, newEmail, recoveryOf } from './recovery.fixture.ts';

describe('who wants to take an account', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startCodeShop();
  });
  afterAll(() => shop.close());

  const { post, logIn, rows } = recoveryOf(() => shop);
  // All come from one address here, which has its own limit.
  beforeEach(() => rows("delete from login_guards where kind = 'address'"));
  const codeOf = (secret: string, seconds = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: shop.clock.now.getTime() + seconds * 1_000,
    });
  const addTotp = async (person: Client): Promise<string> => {
    const begun = await person.post('/api/auth/totp');
    expect(begun.status, begun.text).toBe(201);
    const { secret } = begun.body;
    const confirmed = await person.post('/api/auth/totp/confirm', { totpCode: codeOf(secret) });
    expect(confirmed.status, confirmed.text).toBe(200);
    shop.clock.advance(MINUTE_MS);
    return secret;
  };
  const addPhone = async (person: Client, phone: string) => {
    expect((await person.post('/api/auth/change-phone', { phone })).status).toBe(202);
    const verificationCode = await sentCode(shop, phone);
    const added = await person.post('/api/auth/change-phone/confirm', { phone, verificationCode });
    expect(added.status, added.text).toBe(200);
    shop.clock.advance(MINUTE_MS);
  };
  const reset = async (email: string) => {
    await post('forgot-password', { email });
    const token = await mailedToken(shop, email, 'reset_password');
    expect((await post('reset-password', { token, password: NEW_PASSWORD })).status).toBe(200);
  };

  describe('by signing up with another’s address first', () => {
    it('[AUTH-11] loses phone and authenticator with the password, when the mail’s owner sets his own', async () => {
      const codes = codesOf(shop);
      const [email, phone] = [newEmail(), newPhone()];
      const thief = await shop.signUp(email);
      await addPhone(thief, phone);
      await addTotp(thief);
      await reset(email);
      // The owner gets in with his password alone, and the thief's phone leads to nobody's account but a new one.
      const owner = await logIn(email, NEW_PASSWORD);
      expect(owner.status, owner.text).toBe(200);
      expect(owner.body.user).toMatchObject({ id: thief.userId, phone: null });
      expect((await codes.signIn(phone)).userId).not.toBe(thief.userId);
      expect((await messagesTo(shop, email)).map(({ kind }) => kind)).toContain('ways_removed');
    });

    it('[AUTH-11] likewise where the owner had opened the link of a mail he did not ask for', async () => {
      const email = newEmail();
      const codes = codesOf(shop);
      const phone = newPhone();
      const thief = await codes.signIn(phone);
      expect((await thief.post('/api/auth/change-email', { email })).status).toBe(202);
      await post('change-email/confirm', { token: await mailedToken(shop, email, 'change_email') });
      shop.clock.advance(MINUTE_MS);
      await reset(email);
      expect((await codes.signIn(phone)).userId).not.toBe(thief.userId);
    });

    it('[AUTH-11] while whoever had proved the address himself keeps phone and authenticator', async () => {
      const codes = codesOf(shop);
      const [email, phone] = [newEmail(), newPhone()];
      const owner = await shop.signUp(email);
      const token = await mailedToken(shop, email, 'welcome');
      expect((await owner.post('/api/auth/verify-email', { token })).status).toBe(200);
      await addPhone(owner, phone);
      await addTotp(owner);
      await reset(email);
      expectError(await logIn(email, NEW_PASSWORD), 'TOTP_REQUIRED');
      await codes.request(phone);
      const [kept] = await rows('select phone from users where shopper_id = $1', owner.userId);
      expect(kept.phone).toBe(phone);
    });
  });

  describe('with a session that was left open', () => {
    const later = async (person: Client) => {
      shop.clock.advance(11 * MINUTE_MS);
      expect((await person.get(ME)).status).toBe(200);
    };

    it('[AUTH-13] cannot lock its owner out with an authenticator of his own', async () => {
      const owner = await shop.signUp(newEmail());
      await later(owner);
      expectError(await owner.post('/api/auth/totp'), 'RECENT_SIGN_IN_REQUIRED');
      expectError(await owner.post('/api/auth/totp', { password: 'Wrong-Horse-1' }), 'PASSWORD_WRONG');
      const begun = await owner.post('/api/auth/totp', { password: PASSWORD });
      expect(begun.status, begun.text).toBe(201);
    });

    it('[AUTH-13] cannot use up the tries of an authenticator that is on', async () => {
      const owner = await shop.signUp(newEmail());
      const secret = await addTotp(owner);
      for (let guess = 0; guess < 12; guess++)
        expectError(await owner.post('/api/auth/totp/confirm', { totpCode: '000000' }), 'TOTP_ALREADY_ON');
      const entered = await post('login', {
        email: owner.email,
        password: PASSWORD,
        totpCode: codeOf(secret),
        transport: 'bearer',
      });
      expect(entered.status, entered.text).toBe(200);
    });

    it.each([
      [
        'deleting the account',
        'CREDENTIALS_INVALID',
        (who: Client, password: string) => who.delete(ME, { password }),
      ],
      [
        'turning codes off',
        'CREDENTIALS_INVALID',
        (who: Client, password: string) => who.delete('/api/auth/totp', { password, totpCode: '000000' }),
      ],
      [
        'changing the password',
        'PASSWORD_WRONG',
        (who: Client, password: string) =>
          who.post('/api/auth/change-password', { currentPassword: password, newPassword: NEW_PASSWORD }),
      ],
      [
        'changing the address',
        'PASSWORD_WRONG',
        (who: Client, password: string) =>
          who.post('/api/auth/change-email', { email: newEmail(), password }),
      ],
      [
        'changing the phone',
        'PASSWORD_WRONG',
        (who: Client, password: string) =>
          who.post('/api/auth/change-phone', { phone: newPhone(), password }),
      ],
      [
        'adding an authenticator',
        'PASSWORD_WRONG',
        (who: Client, password: string) => who.post('/api/auth/totp', { password }),
      ],
    ])('[AUTH-10] cannot guess the password by %s', async (what, reason, guess) => {
      const owner = await shop.signUp(newEmail());
      if (what === 'turning codes off') await addTotp(owner);
      const answers = await Promise.all(
        Array.from({ length: 25 }, (_, n) => guess(owner, `Wrong-Horse-${n}`)),
      );
      const refused = answers.filter(({ body }) => body.error.reason === reason);
      const stopped = answers.filter(({ body }) => body.error.reason === 'ACCOUNT_LOCKED');
      expect([refused.length, stopped.length]).toEqual([5, 20]);
      expect(Number(stopped[0]!.headers['retry-after'])).toBe(60);
      expectError(await guess(owner, PASSWORD), 'ACCOUNT_LOCKED');
      // The owner is told, and can sign in as ever: from there his password works at once.
      await expect
        .poll(async () => (await messagesTo(shop, owner.email)).map(({ kind }) => kind))
        .toContain('account_locked');
      if (what === 'turning codes off') return;
      const again = await logIn(owner.email, PASSWORD);
      expect(again.status, again.text).toBe(200);
      const fresh = shop.client({ authorization: `Bearer ${again.body.accessToken}` });
      const entered = await guess(fresh, PASSWORD);
      expect(entered.status, entered.text).toBeLessThan(300);
    });
  });

  it('[AUTH-13] does not get around an authenticator by a code to the phone', async () => {
    const codes = codesOf(shop);
    const phone = newPhone();
    const owner = await shop.signUp(newEmail());
    await addPhone(owner, phone);
    const secret = await addTotp(owner);
    const code = await codes.codeFor(phone);
    const enter = (verificationCode: string, totpCode?: string) =>
      post('verify-code', {
        phone,
        verificationCode,
        transport: 'bearer',
        ...(totpCode ? { totpCode } : {}),
      });
    expectError(await enter(wrongCode(code), codeOf(secret)), 'CODE_INVALID');
    expectError(await enter(code), 'TOTP_REQUIRED');
    expectError(await enter(code, '000000'), 'TOTP_INVALID');
    const entered = await enter(code, codeOf(secret));
    expect(entered.status, entered.text).toBe(200);
    expect(entered.body.user.id).toBe(owner.userId);
    expectError(await enter(code, codeOf(secret, 30)), 'CODE_INVALID');
  });

  it('[AUTH-13] [AUTH-2] an authenticator may be added by who has only a phone', async () => {
    const codes = codesOf(shop);
    const person = await codes.signIn(newPhone());
    await addTotp(person);
  });

  it('[AUTH-11] [AUTH-6] with the former password gets in no more, once the new one is set, however the two race', async () => {
    const person = await shop.signUp(newEmail());
    const { admin } = shop.database;
    // The new password is written, and not committed yet.
    await admin.query('begin');
    try {
      await admin.query("update credentials set password_hash = 'another' where shopper_id = $1", [
        person.userId,
      ]);
      await admin.query('update sessions set revoked_at = now() where shopper_id = $1', [person.userId]);
      const racing = logIn(person.email, PASSWORD);
      await Promise.race([racing, sleep(1_500)]);
      await admin.query('commit');
      expectError(await racing, 'CREDENTIALS_INVALID');
    } finally {
      await admin.query('rollback');
    }
    expect(
      await rows('select id from sessions where shopper_id = $1 and revoked_at is null', person.userId),
    ).toEqual([]);
  });

  it('[AUTH-13] two admins who suspend each other at once leave one', async () => {
    const [ann, bob] = [await shop.signUpAs('admin'), await shop.signUpAs('admin')];
    for (let round = 0; round < 10; round++) {
      await rows('update shoppers set active = true where id = any ($1)', [ann.userId, bob.userId]);
      const answers = await Promise.all([
        ann.patch(`/api/admin/users/${bob.userId}`, { active: false }),
        bob.patch(`/api/admin/users/${ann.userId}`, { active: false }),
      ]);
      const left = await rows('select id from shoppers where active and id = any ($1)', [
        ann.userId,
        bob.userId,
      ]);
      expect(left, JSON.stringify(answers.map(({ body }) => body))).toHaveLength(1);
    }
  });

  it('[AUTH-1] a stranger’s words do not go out in a mail of the shop', async () => {
    for (const [name, greeted] of [
      ['You won! Go to https://evil.example now', false],
      ['evil.example', false],
      ['Call +1 900 555 1234', false],
      ['Anna-Liisa O’Brien Jr.', true],
      ['J. R. R. Tolkien', true],
      ['Õnne Pärn', true],
      ['Мария', true],
      ['李小龍', true],
    ] as const) {
      const email = newEmail();
      expect((await post('signup', { email, password: PASSWORD, name, transport: 'bearer' })).status).toBe(
        201,
      );
      const [welcome] = await messagesTo(shop, email);
      expect(welcome!.body.includes(name), name).toBe(greeted);
    }
  });
});
