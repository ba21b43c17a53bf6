import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultStore } from '../../store.ts';
import { expectError } from '../../testing/expect-error.ts';
import { mailedToken, messagesTo } from '../../testing/sent-messages.ts';
import { PASSWORD, startTestApp, type Client, type TestApp } from '../../testing/test-app.ts';
import { ME, MINUTE_MS, NEW_PASSWORD, newEmail, recoveryOf } from './recovery.fixture.ts';
import { purgeSecretsJob } from './purge-secrets.job.ts';

describe('links by mail', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp();
  });
  afterAll(() => shop.close());

  const { post, logIn, rows, audited } = recoveryOf(() => shop);

  describe('confirming an address', () => {
    it('[AUTH-1] works with the link of the welcome mail, once', async () => {
      const person = await shop.signUp(newEmail());
      expect((await person.get(ME)).body.user.emailVerified).toBe(false);
      const token = await mailedToken(shop, person.email, 'welcome');
      const confirmed = await post('verify-email', { token });
      expect([confirmed.status, confirmed.body]).toEqual([200, { emailVerified: true }]);
      expect((await person.get(ME)).body.user.emailVerified).toBe(true);
      expectError(await post('verify-email', { token }), 'LINK_INVALID');
      expect(await audited(person.userId)).toEqual(['user.sign_up', 'user.email_verified']);
    });

    it('[AUTH-1] keeps of the link only a hash', async () => {
      const person = await shop.signUp(newEmail());
      const token = await mailedToken(shop, person.email, 'welcome');
      const [{ kept }] = await rows('select json_agg(t)::text as kept from mail_tokens t');
      expect(kept).toContain(person.email);
      expect(kept).not.toContain(token);
      expect(kept).not.toContain(Buffer.from(token).toString('hex'));
    });

    it('[AUTH-1] is refused after two days, with a token nobody was sent, and with one of another kind', async () => {
      const person = await shop.signUp(newEmail());
      const token = await mailedToken(shop, person.email, 'welcome');
      for (const other of [
        'x'.repeat(43),
        token.toLowerCase() === token ? 'y'.repeat(43) : token.toLowerCase(),
      ])
        expectError(await post('verify-email', { token: other }), 'LINK_INVALID');
      for (const malformed of ['', 'x', 'x'.repeat(44), `${token} `, null, 5])
        expectError(await post('verify-email', { token: malformed }), 'VALIDATION_FAILED');
      expectError(await post('reset-password', { token, password: NEW_PASSWORD }), 'LINK_INVALID');
      expectError(await post('change-email/confirm', { token }), 'LINK_INVALID');
      shop.clock.advance(48 * 60 * MINUTE_MS + 1);
      expectError(await post('verify-email', { token }), 'LINK_INVALID');
      await purgeSecretsJob({ system: shop.database.system, now: () => shop.clock.now }).run();
      expect(await rows('select from mail_tokens where shopper_id = $1', person.userId)).toEqual([]);
      shop.clock.advance(-48 * 60 * MINUTE_MS - 1);
    });

    it('[AUTH-1] is asked for again once a minute and five times an hour, in the language of the user', async () => {
      const person = await shop.signUp(newEmail());
      await person.patch(ME, { locale: 'ru' });
      for (let time = 0; time < 5; time++) {
        expect((await person.post('/api/auth/resend-verification')).status).toBe(202);
        const soon = await person.post('/api/auth/resend-verification');
        expectError(soon, 'ASKED_TOO_OFTEN');
        expect(soon.headers['retry-after']).toBe(String(soon.body.error.details.retryAfter));
        shop.clock.advance(MINUTE_MS);
      }
      expectError(await person.post('/api/auth/resend-verification'), 'ASKED_TOO_OFTEN');
      const mails = (await messagesTo(shop, person.email)).filter(({ kind }) => kind === 'verify_email');
      expect(mails).toHaveLength(5);
      expect(mails[0]).toMatchObject({ locale: 'ru', subject: expect.stringContaining('Подтвердите') });
      // Any of them will do, and then none is left.
      expect(
        (await post('verify-email', { token: await mailedToken(shop, person.email, 'welcome') })).status,
      ).toBe(200);
      expectError(
        await post('verify-email', { token: await mailedToken(shop, person.email, 'verify_email') }),
        'LINK_INVALID',
      );
      expectError(await person.post('/api/auth/resend-verification'), 'NOTHING_TO_VERIFY');
    });

    it('[AUTH-1] sends one mail when twenty ask at once', async () => {
      const person = await shop.signUp(newEmail());
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => person.post('/api/auth/resend-verification')),
      );
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
      for (const answer of answers.filter(({ status }) => status !== 202))
        expectError(answer, 'ASKED_TOO_OFTEN');
      expect(await messagesTo(shop, person.email)).toHaveLength(2);
    });

    it('[AUTH-1] counts once when twenty open the link at once', async () => {
      const person = await shop.signUp(newEmail());
      const token = await mailedToken(shop, person.email, 'welcome');
      const answers = await Promise.all(Array.from({ length: 20 }, () => post('verify-email', { token })));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    it('[AUTH-1] of the shop’s choice, lets or does not let the unconfirmed order', async () => {
      const strict = await startTestApp({
        database: shop.database,
        store: { checkout: { ...defaultStore.checkout, unverifiedEmail: 'refuse' } },
      });
      strict.clock.now = shop.clock.now;
      const person = await shop.signUp(newEmail());
      const problems = async (app: TestApp) =>
        (
          await app.client(person.headers).put('/api/checkout', { shippingAddress: { country: 'US' } })
        ).body.checkout.problems.map(({ reason }: { reason: string }) => reason);
      expect(await problems(shop)).not.toContain('EMAIL_UNVERIFIED');
      expect(await problems(strict)).toContain('EMAIL_UNVERIFIED');
      await post('verify-email', { token: await mailedToken(shop, person.email, 'welcome') });
      expect(await problems(strict)).not.toContain('EMAIL_UNVERIFIED');
      await strict.close();
    });
  });

  describe('changing the address', () => {
    const ask = (person: Client, body: object) => person.post('/api/auth/change-email', body);

    it('[AUTH-2] asks the new address, tells the old one, and keeps the person with all that is his', async () => {
      const [person, wanted] = [await shop.signUp(newEmail()), newEmail()];
      expect((await ask(person, { email: wanted.toUpperCase() })).status).toBe(202);
      expect((await person.get(ME)).body.user.email).toBe(person.email);
      expect((await messagesTo(shop, person.email)).at(-1)?.kind).toBe('change_email_notice');
      const token = await mailedToken(shop, wanted, 'change_email');
      expect((await post('change-email/confirm', { token })).body).toEqual({ emailChanged: true });
      expect((await person.get(ME)).body.user).toMatchObject({
        id: person.userId,
        email: wanted,
        emailVerified: true,
      });
      expectError(await logIn(person.email, PASSWORD), 'CREDENTIALS_INVALID');
      expect((await logIn(wanted, PASSWORD)).body.user.id).toBe(person.userId);
      expectError(await post('change-email/confirm', { token }), 'LINK_INVALID');
      expect((await messagesTo(shop, person.email)).at(-1)?.kind).toBe('email_changed');
      // The link of the welcome mail was for the former address.
      expect(await rows('select from mail_tokens where shopper_id = $1', person.userId)).toEqual([]);
      expectError(
        await post('verify-email', { token: await mailedToken(shop, person.email, 'welcome') }),
        'LINK_INVALID',
      );
      expect(await audited(person.userId)).toEqual(
        expect.arrayContaining(['user.email_change_requested', 'user.email_changed']),
      );
    });

    it('[AUTH-2] tells only the address itself that it has an account', async () => {
      const [person, owner] = [await shop.signUp(newEmail()), await shop.signUp(newEmail())];
      const [taken, free] = [
        await ask(person, { email: owner.email }),
        await ask(await shop.signUp(newEmail()), { email: newEmail() }),
      ];
      expect([taken.status, taken.body]).toEqual([free.status, free.body]);
      expect((await messagesTo(shop, owner.email)).at(-1)?.kind).toBe('sign_up_again');
    });

    it('[AUTH-2] gives an address that two are sent at once to one of them', async () => {
      const people = [await shop.signUp(newEmail()), await shop.signUp(newEmail())];
      const wanted = newEmail();
      const tokens: string[] = [];
      for (const person of people) {
        expect((await ask(person, { email: wanted })).status).toBe(202);
        tokens.push(await mailedToken(shop, wanted, 'change_email'));
        shop.clock.advance(MINUTE_MS);
      }
      const answers = await Promise.all(tokens.map((token) => post('change-email/confirm', { token })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expectError(
        answers.find(({ status }) => status === 409)!,
        'EMAIL_TAKEN',
      );
      const mine = await Promise.all(people.map(async (person) => (await person.get(ME)).body.user.email));
      expect(mine.filter((email) => email === wanted)).toHaveLength(1);
    });

    it('[AUTH-2] wants a sign-in of the last ten minutes or the password', async () => {
      const person = await shop.signUp(newEmail());
      shop.clock.advance(10 * MINUTE_MS + 1);
      expectError(await ask(person, { email: newEmail() }), 'RECENT_SIGN_IN_REQUIRED');
      expectError(await ask(person, { email: newEmail(), password: 'Wrong-Horse-1' }), 'PASSWORD_WRONG');
      expect((await ask(person, { email: newEmail(), password: PASSWORD })).status).toBe(202);
    });

    it.each([
      '',
      'nobody',
      `${'x'.repeat(320)}@example.com`,
      'a@b',
      'Ａnn@example.com',
      'ann@example.com\r\nbcc: x',
    ])('[AUTH-2] does not go to %j', async (email) => {
      expectError(await ask(await shop.signUp(newEmail()), { email }), 'VALIDATION_FAILED');
      expectError(await post('forgot-password', { email }), 'VALIDATION_FAILED');
    });
  });

  it('[AUTH-1] no link is left in the open once it was sent in production, or is worth nothing', async () => {
    const secrets = await rows(
      "select kind, bool_and(secret_until is not null) as marked from outbox where body like '%#token=%' group by kind",
    );
    expect(secrets.length).toBeGreaterThan(2);
    expect(secrets.every(({ marked }) => marked)).toBe(true);
  });
});
