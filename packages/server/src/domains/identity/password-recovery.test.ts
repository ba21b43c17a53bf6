import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { mailedToken, messagesTo } from '../../testing/sent-messages.ts';
import { PASSWORD, startTestApp, type Client, type TestApp } from '../../testing/test-app.ts';
import { ME, MINUTE_MS, NEW_PASSWORD, newEmail, recoveryOf } from './recovery.fixture.ts';

describe('passwords', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp();
  });
  afterAll(() => shop.close());

  const { post, logIn, rows, audited } = recoveryOf(() => shop);

  describe('a forgotten password', () => {
    it('[AUTH-11] is replaced by link, once, and all sessions end', async () => {
      const person = await shop.signUp(newEmail());
      const other = (await logIn(person.email, PASSWORD)).body;
      expect((await post('forgot-password', { email: person.email.toUpperCase() })).status).toBe(202);
      const token = await mailedToken(shop, person.email, 'reset_password');
      expectError(await post('reset-password', { token, password: 'weak' }), 'PASSWORD_WEAK');
      const done = await post('reset-password', { token, password: NEW_PASSWORD });
      expect([done.status, done.body]).toEqual([200, { passwordChanged: true }]);
      for (const accessToken of [person.accessToken, other.accessToken])
        expectError(await shop.client({ authorization: `Bearer ${accessToken}` }).get(ME), 'SESSION_REVOKED');
      expectError(await post('refresh', { refreshToken: person.refreshToken }), 'SESSION_REVOKED');
      expectError(await logIn(person.email, PASSWORD), 'CREDENTIALS_INVALID');
      const again = await logIn(person.email, NEW_PASSWORD);
      // Whoever reads the mailbox has proved that it is his.
      expect(again.body.user).toMatchObject({ id: person.userId, emailVerified: true });
      expectError(await post('reset-password', { token, password: PASSWORD }), 'LINK_INVALID');
      expect((await messagesTo(shop, person.email)).at(-1)?.kind).toBe('password_changed');
      expect(await audited(person.userId)).toEqual(
        expect.arrayContaining(['user.password_forgotten', 'user.password_reset']),
      );
    });

    it('[AUTH-11] is set once when twenty use the link at once, and the link ends after an hour', async () => {
      const person = await shop.signUp(newEmail());
      await post('forgot-password', { email: person.email });
      const token = await mailedToken(shop, person.email, 'reset_password');
      const passwords = Array.from({ length: 20 }, (_, index) => `Parallel-Horse-${index}`);
      const answers = await Promise.all(
        passwords.map((password) => post('reset-password', { token, password })),
      );
      const won = answers.findIndex(({ status }) => status === 200);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect((await logIn(person.email, passwords[won]!)).status).toBe(200);
      shop.clock.advance(MINUTE_MS);
      await post('forgot-password', { email: person.email });
      const late = await mailedToken(shop, person.email, 'reset_password');
      shop.clock.advance(60 * MINUTE_MS + 1);
      expectError(await post('reset-password', { token: late, password: NEW_PASSWORD }), 'LINK_INVALID');
    });

    it('[AUTH-11] [AUTH-10] is asked for with one answer and the same statements, whether there is an account or not', async () => {
      const [known, suspended] = [await shop.signUp(newEmail()), await shop.signUp(newEmail())];
      await rows('update shoppers set active = false where id = $1', suspended.userId);
      const stranger = newEmail();
      const ask = async (email: string) => {
        const sent: string[] = [];
        const stops = [shop.database.shop, shop.database.system].map((database) =>
          database.onSent(({ statements }) => void sent.push(statements.join(' '))),
        );
        const { status, body, headers } = await post('forgot-password', { email });
        stops.forEach((stop) => stop());
        const { 'x-request-id': _id, date: _date, ...rest } = headers;
        return { status, body, headers: rest, sent };
      };
      const answers = [await ask(known.email), await ask(stranger), await ask(suspended.email)];
      expect(answers[0]).toMatchObject({ status: 202, body: { accepted: true } });
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
      expect(await messagesTo(shop, stranger)).toEqual([]);
      expect((await messagesTo(shop, suspended.email)).map(({ kind }) => kind)).toEqual(['welcome']);
      // So is the refusal of asking too often.
      for (const { email } of [known, { email: stranger }])
        expectError(await post('forgot-password', { email }), 'ASKED_TOO_OFTEN');
    });

    it('[AUTH-11] stays as it is where the address was changed after the mail was sent', async () => {
      const person = await shop.signUp(newEmail());
      await post('forgot-password', { email: person.email });
      const token = await mailedToken(shop, person.email, 'reset_password');
      const wanted = newEmail();
      await person.post('/api/auth/change-email', { email: wanted });
      await post('change-email/confirm', { token: await mailedToken(shop, wanted, 'change_email') });
      expectError(await post('reset-password', { token, password: NEW_PASSWORD }), 'LINK_INVALID');
    });
  });

  describe('changing the password', () => {
    const change = (person: Client, body: object) => person.post('/api/auth/change-password', body);

    it('[AUTH-11] asks for the old one, ends the other sessions and keeps this one', async () => {
      const person = await shop.signUp(newEmail());
      const other = (await logIn(person.email, PASSWORD)).body;
      expectError(await change(person, { newPassword: NEW_PASSWORD }), 'PASSWORD_WRONG');
      expectError(
        await change(person, { currentPassword: 'Wrong-Horse-1', newPassword: NEW_PASSWORD }),
        'PASSWORD_WRONG',
      );
      expectError(
        await change(person, { currentPassword: PASSWORD, newPassword: 'Short1' }),
        'PASSWORD_WEAK',
      );
      const done = await change(person, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
      expect(done.body).toEqual({ passwordChanged: true, ended: 1 });
      expect((await person.get(ME)).status).toBe(200);
      expectError(
        await shop.client({ authorization: `Bearer ${other.accessToken}` }).get(ME),
        'SESSION_REVOKED',
      );
      expectError(await logIn(person.email, PASSWORD), 'CREDENTIALS_INVALID');
      expect((await logIn(person.email, NEW_PASSWORD)).status).toBe(200);
      expect(await audited(person.userId)).toEqual(
        expect.arrayContaining(['user.password_refused', 'user.password_changed']),
      );
    });

    it('[AUTH-11] takes one of many changes that come at once with the old one', async () => {
      const person = await shop.signUp(newEmail());
      const passwords = Array.from({ length: 5 }, (_, index) => `Parallel-Horse-${index}`);
      const answers = await Promise.all(
        passwords.map((newPassword) => change(person, { currentPassword: PASSWORD, newPassword })),
      );
      const won = answers.findIndex(({ status }) => status === 200);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect((await logIn(person.email, passwords[won]!)).status).toBe(200);
    });

    it('[AUTH-11] takes 128 emoji, also by link', async () => {
      const person = await shop.signUp(newEmail());
      const emoji = `Aa1${'😀'.repeat(125)}`;
      expect((await change(person, { currentPassword: PASSWORD, newPassword: emoji })).status).toBe(200);
      expectError(
        await change(person, { currentPassword: emoji, newPassword: `${emoji}😀` }),
        'VALIDATION_FAILED',
      );
      expect((await logIn(person.email, emoji)).status).toBe(200);
    });
  });
});
