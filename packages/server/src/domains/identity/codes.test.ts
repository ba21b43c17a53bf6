import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultStore } from '../../store.ts';
import { Browser } from '../../testing/browser.ts';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn } from '../../testing/given.ts';
import { messagesTo, sentCode } from '../../testing/sent-messages.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { codesOf, newPhone, startCodeShop, wrongCode } from './codes.fixture.ts';
import { purgeSecretsJob } from './purge-secrets.job.ts';

const ME = '/api/auth/me';
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

describe('codes by phone', () => {
  let shop: TestApp;
  let codes: ReturnType<typeof codesOf>;
  beforeAll(async () => {
    shop = await startCodeShop();
    codes = codesOf(shop);
  });
  afterAll(() => shop.close());

  const rows = async (text: string, ...values: unknown[]) =>
    (await shop.database.admin.query(text, values)).rows;

  it('[AUTH-2] make an account with the first success and find it again with the next', async () => {
    const phone = newPhone();
    const asked = await codes.request(phone);
    expect([asked.status, asked.body]).toEqual([202, { accepted: true, expiresIn: 300, resendAfter: 60 }]);
    const first = await codes.verify(phone, await sentCode(shop, phone));
    expect(first.status).toBe(200);
    expect(Object.keys(first.body).sort()).toEqual(['accessToken', 'expiresIn', 'refreshToken', 'user']);
    expect(first.body.user).toMatchObject({ email: null, emailVerified: false, phone, role: 'customer' });
    shop.clock.advance(MINUTE_MS);
    const again = await codes.signIn(phone);
    expect(again.userId).toBe(first.body.user.id);
    expect((await again.get(ME)).body.user.id).toBe(again.userId);
    const audited = await rows(
      'select action, actor_id, after from audit_log where target_id = $1 order by at, id',
      again.userId,
    );
    expect(audited.map(({ action }) => action)).toEqual([
      'user.sign_up',
      'user.code_requested',
      'user.log_in',
    ]);
    expect(JSON.stringify(audited)).not.toContain(phone);
  });

  it('[AUTH-2] take the guest’s cart along, as every sign-in does', async () => {
    const { productId, variantId } = await givenIn(shop.database).variant({ stock: 5 });
    const [guest, phone] = [await shop.guest(), newPhone()];
    await guest.post('/api/cart/add', { productId, variantId, quantity: 2 });
    const code = await codes.codeFor(phone);
    const { body } = await codes.verify(phone, code, { 'x-guest-token': guest.guestToken });
    expect(body.guestCart).toMatchObject({ merged: 2, losers: [] });
    const cart = await shop.client({ authorization: `Bearer ${body.accessToken}` }).get('/api/cart');
    expect(cart.body.cart).toMatchObject({ userId: body.user.id, totalItems: 2 });
  });

  it('[AUTH-2] [AUTH-5] [API-8] sign a browser in with cookies, and only with its CSRF token', async () => {
    const [browser, phone] = [new Browser(shop), newPhone()];
    expect((await browser.send('post', '/api/auth/request-code', { phone })).status).toBe(202);
    const body = { phone, verificationCode: await sentCode(shop, phone) };
    expectError(await browser.send('post', '/api/auth/verify-code', body), 'CSRF_INVALID');
    await browser.takeCsrf();
    const answer = await browser.send('post', '/api/auth/verify-code', body);
    expect(Object.keys(answer.body).sort()).toEqual(['expiresIn', 'user']);
    expect((await browser.send('get', ME)).body.user.phone).toBe(phone);
  });

  it('[AUTH-2] are taken as people type them', async () => {
    for (const typed of [
      (code: string) => ` ${code.slice(0, 3)} ${code.slice(3)} `,
      (code: string) => [...code].join(' '),
      (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`,
      (code: string) => `${code.slice(0, 3)}\u00a0${code.slice(3)}`,
      (code: string) => [...code].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join(''),
    ]) {
      const phone = newPhone();
      expect((await codes.verify(phone, typed(await codes.codeFor(phone)))).status).toBe(200);
    }
  });

  it('[AUTH-2] of another shape are refused and use up no try', async () => {
    const phone = newPhone();
    const code = await codes.codeFor(phone);
    for (const malformed of [
      '',
      '12345',
      '1234567',
      'abcdef',
      '12345a',
      '½23456',
      `${code}\u0000`,
      '1'.repeat(100),
    ])
      expectError(await codes.verify(phone, malformed), 'VALIDATION_FAILED');
    for (const malformed of [null, 123456, ['123456'], {}])
      expectError(await codes.verify(phone, malformed as string), 'VALIDATION_FAILED');
    expect((await codes.verify(phone, code)).status).toBe(200);
  });

  it('[AUTH-2] work once, for five minutes, and only the newest', async () => {
    const phone = newPhone();
    const first = await codes.codeFor(phone);
    shop.clock.advance(MINUTE_MS);
    const second = await codes.codeFor(phone);
    if (first !== second) expectError(await codes.verify(phone, first), 'CODE_INVALID');
    expect((await codes.verify(phone, second)).status).toBe(200);
    expectError(await codes.verify(phone, second), 'CODE_INVALID');
    shop.clock.advance(MINUTE_MS);
    const late = await codes.codeFor(phone);
    shop.clock.advance(300 * SECOND_MS);
    expectError(await codes.verify(phone, late), 'CODE_INVALID');
    await purgeSecretsJob({
      system: shop.database.system,
      now: () => new Date(shop.clock.now.getTime() + 1),
    }).run();
    expect(await rows('select from phone_codes where expires_at <= $1', shop.clock.now)).toEqual([]);
  });

  it('[AUTH-2] are kept as a keyed hash, beside which neither number nor code stands', async () => {
    const phone = newPhone();
    const code = await codes.codeFor(phone);
    for (const table of ['phone_codes', 'budgets']) {
      const kept = JSON.stringify(await rows(`select t::text as row from ${table} t`));
      for (const secret of [
        phone,
        phone.slice(1),
        code,
        Buffer.from(phone).toString('hex'),
        Buffer.from(code).toString('hex'),
      ])
        expect(kept).not.toContain(secret);
    }
  });

  it('[AUTH-2] of one number say nothing about another', async () => {
    const [mine, yours] = [newPhone(), newPhone()];
    const code = await codes.codeFor(mine);
    await codes.codeFor(yours);
    if ((await sentCode(shop, yours)) !== code) expectError(await codes.verify(yours, code), 'CODE_INVALID');
    expectError(await codes.verify(newPhone(), code), 'CODE_INVALID');
    expect((await codes.verify(mine, code)).status).toBe(200);
  });

  it('[AUTH-2] [AUTH-10] are asked for with one answer and the same work, whether the number has an account or not', async () => {
    const [known, stranger] = [newPhone(), newPhone()];
    await codes.signIn(known);
    shop.clock.advance(MINUTE_MS);
    const ask = async (phone: string) => {
      const sent: string[] = [];
      const stop = shop.database.system.onSent(({ statements }) => void sent.push(statements.join(' ')));
      const asked = await codes.request(phone);
      const refused = await codes.verify(phone, wrongCode(await sentCode(shop, phone)));
      stop();
      // The row of a refusal is written whenever there is time.
      const own = sent.filter((statements) => !statements.startsWith('audit.record'));
      return { answers: [asked.status, asked.body, refused.status, refused.body.error.reason], own };
    };
    expect(await ask(known)).toEqual(await ask(stranger));
  });

  it('[AUTH-2] are written in the language of the account, else of the browser', async () => {
    const phone = newPhone();
    await codes.request(phone, { 'accept-language': 'et' });
    expect((await messagesTo(shop, phone)).at(-1)).toMatchObject({ locale: 'et', kind: 'sign_in_code' });
    const person = (await codes.verify(phone, await sentCode(shop, phone))).body;
    const client = shop.client({ authorization: `Bearer ${person.accessToken}` });
    await client.patch(ME, { locale: 'ru' });
    shop.clock.advance(MINUTE_MS);
    await codes.request(phone, { 'accept-language': 'et' });
    expect((await messagesTo(shop, phone)).at(-1)).toMatchObject({
      locale: 'ru',
      body: expect.stringContaining('код'),
    });
  });

  it('[AUTH-2] [AUTH-13] do not sign in the suspended, nor staff, whose second factor they would go around', async () => {
    for (const [change, reason] of [
      ['update shoppers set active = false where id = $1', 'ACCOUNT_INACTIVE'],
      ["update shoppers set role = 'support' where id = $1", 'PASSWORD_SIGN_IN_ONLY'],
      ["update shoppers set role = 'admin' where id = $1", 'PASSWORD_SIGN_IN_ONLY'],
    ] as const) {
      const phone = newPhone();
      const person = await codes.signIn(phone);
      await rows(change, person.userId);
      shop.clock.advance(MINUTE_MS);
      const code = await codes.codeFor(phone);
      expectError(await codes.verify(phone, wrongCode(code)), 'CODE_INVALID');
      expectError(await codes.verify(phone, code), reason);
      expectError(await codes.verify(phone, code), 'CODE_INVALID');
    }
  });

  it('[AUTH-2] are not sent where the shop does not want it, or production has no service', async () => {
    const off = await startCodeShop({ offered: 'off' }, { database: shop.database });
    const production = await startTestApp({
      database: shop.database,
      env: { NODE_ENV: 'production', RATE_LIMITS: 'on' },
    });
    for (const app of [off, production]) {
      expectError(
        await app.client().post('/api/auth/verify-code', {
          phone: newPhone(),
          verificationCode: '123456',
          transport: 'bearer',
        }),
        'PHONE_SIGN_IN_OFF',
      );
      await app.close();
    }
  });

  describe('limits on messages', () => {
    it('[AUTH-2] one a minute, five an hour and ten a day to a number', async () => {
      const phone = newPhone();
      const sentNow = async () => (await codes.request(phone)).status === 202;
      const hours: number[] = [];
      for (let hour = 0; hour < 4; hour++) {
        let sent = 0;
        for (let minute = 0; minute < 8; minute++) {
          if (await sentNow()) sent++;
          const soon = await codes.request(phone);
          expectError(soon, 'ASKED_TOO_OFTEN');
          expect(Number(soon.headers['retry-after'])).toBeGreaterThan(0);
          shop.clock.advance(MINUTE_MS);
        }
        hours.push(sent);
        shop.clock.advance(52 * MINUTE_MS);
      }
      expect(hours).toEqual([5, 5, 0, 0]);
      expect(await messagesTo(shop, phone)).toHaveLength(10);
    });

    it('[AUTH-2] one when twenty ask at once', async () => {
      const phone = newPhone();
      const answers = await Promise.all(Array.from({ length: 20 }, () => codes.request(phone)));
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
      expect(await messagesTo(shop, phone)).toHaveLength(1);
    });

    it.each([
      ['an address', { perAddressHour: 3 }],
      ['a range of numbers', { perRangeHour: 3 }],
      ['all', { perHour: 3 }],
    ])('[AUTH-2] for %s, exactly, however many come at once', async (_name, policy) => {
      const strict = await startCodeShop(policy, { database: shop.database });
      await rows('delete from budgets');
      const range = newPhone().slice(0, -4);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => codesOf(strict).request(`${range}${1_000 + index}`)),
      );
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(3);
      for (const answer of answers.filter(({ status }) => status !== 202))
        expectError(answer, 'ASKED_TOO_OFTEN');
      strict.clock.advance(60 * MINUTE_MS);
      expect((await codesOf(strict).request(`${range}1999`)).status).toBe(202);
      await rows('delete from budgets');
      await strict.close();
    });

    it('[AUTH-2] where one is reached, the others are not counted', async () => {
      const strict = await startCodeShop({ perAddressHour: 2 }, { database: shop.database });
      await rows('delete from budgets');
      const { request } = codesOf(strict);
      const phone = newPhone();
      expect((await request(phone)).status).toBe(202);
      for (let time = 0; time < 5; time++) expectError(await request(phone), 'ASKED_TOO_OFTEN');
      expect((await request(newPhone())).status).toBe(202);
      expectError(await request(newPhone()), 'ASKED_TOO_OFTEN');
      expect(await rows("select used from budgets where scope = 'sms_address'")).toEqual([{ used: 2 }]);
      await rows('delete from budgets');
      await strict.close();
    });
  });

  it('[AUTH-2] [API-7] count among the sign-in requests of an address', async () => {
    const limited = await startTestApp({ database: shop.database, env: { RATE_LIMITS: 'on' } });
    const answers = [];
    for (let time = 0; time < 7; time++)
      answers.push(
        await limited.client().post('/api/auth/verify-code', {
          phone: newPhone(),
          verificationCode: '123456',
          transport: 'bearer',
        }),
      );
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 429, 429]);
    expect(defaultStore.rateLimits.auth).toBe(5);
    await limited.close();
  });
});
