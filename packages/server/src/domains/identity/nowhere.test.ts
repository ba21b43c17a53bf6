import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { PASSWORD, startTestApp, type SignedIn, type TestApp } from '../../testing/test-app.ts';
import { ME, newEmail } from './recovery.fixture.ts';

describe('dates, languages and markets of nowhere', () => {
  let shop: TestApp;
  let ann: SignedIn;
  let support: SignedIn;
  beforeAll(async () => {
    shop = await startTestApp();
    [ann, support] = [await shop.signUp(), await shop.signUpAs('support')];
  });
  afterAll(() => shop.close());

  it.each(['xx', 'EN', 'en-US', 'et_EE', 'tlh', '', ' en', 'en\u0000', '../en', '__proto__', 'constructor'])(
    '[AUTH-14] [API-6] the language %j is none, and changes nothing',
    async (locale) => {
      expectError(await ann.patch(ME, { locale }), 'VALIDATION_FAILED');
      const fresh = { email: newEmail(), password: PASSWORD, transport: 'bearer', locale };
      expectError(await shop.client().post('/api/auth/signup', fresh), 'VALIDATION_FAILED');
      expect((await ann.get(ME)).body.user.locale).toBeNull();
    },
  );

  it.each(['atlantis', 'zz', 'toString', 'constructor', 'valueof', 'us\u0000', '', 'x'.repeat(40), 'US '])(
    '[AUTH-14] [CART-15] the market %j is none, wherever it is named',
    async (market) => {
      for (const answer of [
        await ann.patch(ME, { market }),
        await shop.client().post('/api/auth/guest', { transport: 'bearer', market }),
        await shop
          .client()
          .post('/api/auth/signup', { email: newEmail(), password: PASSWORD, market, transport: 'bearer' }),
      ]) {
        expect([400, 404], answer.text).toContain(answer.status);
        expect(answer.body.error.reason).toMatch(/^(VALIDATION_FAILED|MARKET_UNKNOWN)$/);
      }
      expect((await ann.get(ME)).body.user.market).toBeNull();
    },
  );

  it.each([
    'tlh',
    '*',
    ';q=',
    'en;q=NaN',
    ',,,,',
    'x'.repeat(2_000),
    '__proto__',
    'constructor, et;q=0.1',
    'et;q=99999999999999999999, ru',
  ])(
    '[API-4] asking for %j is answered in a language there is, by sentence and by mail',
    async (language) => {
      const headers = { 'accept-language': language };
      const refused = await shop
        .client(headers)
        .post('/api/auth/login', { email: newEmail(), password: PASSWORD, transport: 'bearer' });
      expectError(refused, 'CREDENTIALS_INVALID');
      const email = newEmail();
      const made = await shop
        .client(headers)
        .post('/api/auth/signup', { email, password: PASSWORD, transport: 'bearer' });
      expect(made.status, made.text).toBe(201);
      const { rows } = await shop.database.admin.query(
        'select locale, subject from outbox where recipient = $1',
        [email],
      );
      expect(['en', 'et', 'ru']).toContain(rows[0].locale);
      expect(rows[0].subject.length).toBeGreaterThan(5);
    },
  );

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:00:00',
    '0000-00-00T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
    'yesterday',
    'infinity',
    '1e400',
    '',
    "2026-01-01T00:00:00Z' or true --",
  ])('[AUTH-12] [API-6] %j is no time to look for events since', async (since) => {
    const url = `/api/admin/security-events?since=${encodeURIComponent(since)}`;
    expectError(await support.get(url), 'VALIDATION_FAILED');
  });

  it.each([
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999+14:00',
    '2026-03-29T02:30:00+02:00',
    '2024-02-29T12:00:00-12:00',
  ])('[AUTH-12] [API-6] %j is one, however far', async (since) => {
    const answer = await support.get(`/api/admin/security-events?since=${encodeURIComponent(since)}`);
    expect(answer.status, answer.text).toBe(200);
  });
});
