import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn } from '../../testing/given.ts';
import { mailedToken, messagesTo, sentCode } from '../../testing/sent-messages.ts';
import { PASSWORD, type Client, type TestApp } from '../../testing/test-app.ts';
import { codesOf, newPhone, startCodeShop, wrongCode } from './codes.fixture.ts';

const ME = '/api/auth/me';
const MINUTE_MS = 60_000;

describe('the phone of an account', () => {
  let shop: TestApp;
  let codes: ReturnType<typeof codesOf>;
  beforeAll(async () => {
    shop = await startCodeShop();
    codes = codesOf(shop);
  });
  afterAll(() => shop.close());

  const ask = (person: Client, phone: string, more: object = {}) =>
    person.post('/api/auth/change-phone', { phone, ...more });
  const confirm = (person: Client, phone: string, verificationCode: string) =>
    person.post('/api/auth/change-phone/confirm', { phone, verificationCode });
  const change = async (person: Client, phone: string) => {
    const asked = await ask(person, phone);
    if (asked.status !== 202) throw new Error(asked.text);
    return confirm(person, phone, await sentCode(shop, phone));
  };

  it('[AUTH-2] is added with a code, and then signs the same person in', async () => {
    const [person, phone] = [await shop.signUp(), newPhone()];
    const changed = await change(person, phone);
    expect([changed.status, changed.body]).toEqual([200, { phoneChanged: true, phone }]);
    expect((await person.get(ME)).body.user).toMatchObject({ id: person.userId, phone, email: person.email });
    expect((await messagesTo(shop, person.email)).at(-1)?.kind).toBe('phone_changed');
    shop.clock.advance(MINUTE_MS);
    expect((await codes.signIn(phone)).userId).toBe(person.userId);
    const { rows } = await shop.database.admin.query(
      "select action, after from audit_log where target_id = $1 and action like '%phone%' order by at, id",
      [person.userId],
    );
    expect(rows.map(({ action }) => action)).toEqual(['user.phone_change_requested', 'user.phone_changed']);
    expect(JSON.stringify(rows)).not.toContain(phone);
  });

  it('[AUTH-2] is changed while the person stays who he is; the old number is nobody’s', async () => {
    const [first, second] = [newPhone(), newPhone()];
    const person = await codes.signIn(first);
    expect((await change(person, second)).status).toBe(200);
    shop.clock.advance(MINUTE_MS);
    expect((await codes.signIn(second)).userId).toBe(person.userId);
    expect((await codes.signIn(first)).userId).not.toBe(person.userId);
  });

  it('[AUTH-2] is not changed with a wrong code, another’s code or another number', async () => {
    const [person, other, phone] = [await shop.signUp(), await shop.signUp(), newPhone()];
    await ask(person, phone);
    const code = await sentCode(shop, phone);
    expectError(await confirm(person, phone, wrongCode(code)), 'CODE_INVALID');
    expectError(await confirm(other, phone, code), 'CODE_INVALID');
    expectError(await confirm(person, newPhone(), code), 'CODE_INVALID');
    expectError(await codes.verify(phone, code), 'CODE_INVALID');
    expect((await person.get(ME)).body.user.phone).toBeNull();
    expect((await confirm(person, phone, code)).status).toBe(200);
    expectError(await confirm(person, phone, code), 'CODE_INVALID');
  });

  it('[AUTH-2] that another has is told only to who can receive its codes', async () => {
    const taken = newPhone();
    await codes.signIn(taken);
    shop.clock.advance(MINUTE_MS);
    const person = await shop.signUp();
    const [asked, free] = [await ask(person, taken), await ask(await shop.signUp(), newPhone())];
    expect([asked.status, asked.body]).toEqual([free.status, free.body]);
    const code = await sentCode(shop, taken);
    expectError(await confirm(person, taken, wrongCode(code)), 'CODE_INVALID');
    expectError(await confirm(person, taken, code), 'PHONE_TAKEN');
    expect((await person.get(ME)).body.user.phone).toBeNull();
  });

  it('[AUTH-2] goes to one of two who prove it at once, also against a first sign-in', async () => {
    for (let round = 0; round < 5; round++) {
      const phone = newPhone();
      const person = await shop.signUp();
      await ask(person, phone);
      const mine = await sentCode(shop, phone);
      shop.clock.advance(MINUTE_MS);
      const theirs = await codes.codeFor(phone);
      const [changed, signedIn] = await Promise.all([
        confirm(person, phone, mine),
        codes.verify(phone, theirs),
      ]);
      const { rows } = await shop.database.admin.query(
        'select shopper_id as id from users where phone = $1',
        [phone],
      );
      expect(rows).toHaveLength(1);
      if (changed.status === 200) expect(rows[0].id).toBe(person.userId);
      else expectError(changed, 'PHONE_TAKEN');
      if (signedIn.status === 200) expect(signedIn.body.user.id).toBe(rows[0].id);
      else expectError(signedIn, 'PHONE_TAKEN');
    }
  });

  it('[AUTH-2] wants a sign-in of the last ten minutes or the password', async () => {
    const person = await shop.signUp();
    shop.clock.advance(10 * MINUTE_MS + 1);
    expectError(await ask(person, newPhone()), 'RECENT_SIGN_IN_REQUIRED');
    expectError(await ask(person, newPhone(), { password: 'Wrong-Horse-1' }), 'PASSWORD_WRONG');
    expect((await ask(person, newPhone(), { password: PASSWORD })).status).toBe(202);
    const byPhone = await codes.signIn(newPhone());
    shop.clock.advance(10 * MINUTE_MS + 1);
    expectError(await ask(byPhone, newPhone(), { password: PASSWORD }), 'RECENT_SIGN_IN_REQUIRED');
  });

  it.each(['', '12', '+1 900 555 1234', '+372 612 3456', 'x'.repeat(65), '+37255512345\u0000'])(
    '[AUTH-2] may not be %j',
    async (phone) => {
      const person = await shop.signUp();
      for (const answer of [
        await ask(person, phone),
        await codes.request(phone),
        await codes.verify(phone, '123456'),
      ])
        expect(answer.body.error.reason).toMatch(/^(PHONE_INVALID|PHONE_NOT_MOBILE|VALIDATION_FAILED)$/);
    },
  );

  it('[AUTH-2] is read by the market’s country where it has no country code', async () => {
    const phone = `+3725${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`;
    const national = phone.slice(4);
    expectError(await codes.request(national), 'PHONE_INVALID');
    expectError(await codes.request(national, { 'x-market': 'atlantis' }), 'MARKET_UNKNOWN');
    expect((await codes.request(national, { 'x-market': 'ee' })).status).toBe(202);
    const signedIn = await codes.verify(national, await sentCode(shop, phone), { 'x-market': 'ee' });
    expect(signedIn.body.user.phone).toBe(phone);
  });

  it('[CHK-2] makes orders above the threshold possible, once it is verified', async () => {
    const phone = newPhone();
    const product = await givenIn(shop.database).variant({ stock: 100, price: '900.00', maxQuantity: 100 });
    const person = await shop.signUp();
    await person.post('/api/cart/add', {
      productId: product.productId,
      variantId: product.variantId,
      quantity: 6,
    });
    const problems = async (given: string) => {
      const { body } = await person.put('/api/checkout', {
        phone: given,
        shippingAddress: { country: 'US' },
      });
      return body.checkout.problems.map(({ reason }: { reason: string }) => reason) as string[];
    };
    expect(await problems(phone)).toContain('PHONE_UNVERIFIED');
    await change(person, phone);
    expect(await problems(phone)).not.toContain('PHONE_UNVERIFIED');
    expect(await problems(newPhone())).toContain('PHONE_UNVERIFIED');
  });

  it('[AUTH-11] alone lets its owner set a first password and a first address, safely', async () => {
    const person = await codes.signIn(newPhone());
    const setPassword = (body: object) => person.post('/api/auth/change-password', body);
    expectError(await person.post('/api/auth/resend-verification'), 'NOTHING_TO_VERIFY');
    shop.clock.advance(10 * MINUTE_MS + 1);
    expectError(await setPassword({ newPassword: PASSWORD }), 'RECENT_SIGN_IN_REQUIRED');
    expectError(
      await setPassword({ currentPassword: PASSWORD, newPassword: PASSWORD }),
      'RECENT_SIGN_IN_REQUIRED',
    );
    shop.clock.advance(-5 * MINUTE_MS);
    expect((await setPassword({ newPassword: PASSWORD })).body).toEqual({ passwordChanged: true, ended: 0 });
    expectError(await setPassword({ newPassword: 'Another-Horse-2' }), 'PASSWORD_WRONG');
    const email = `first-${Math.random().toString(36).slice(2)}@example.com`;
    expect((await person.post('/api/auth/change-email', { email })).status).toBe(202);
    const token = await mailedToken(shop, email, 'change_email');
    expect((await shop.client().post('/api/auth/change-email/confirm', { token })).status).toBe(200);
    const logIn = await shop
      .client()
      .post('/api/auth/login', { email, password: PASSWORD, transport: 'bearer' });
    expect(logIn.body.user).toMatchObject({ id: person.userId, email, emailVerified: true });
  });

  it('[CHK-5] an account without an address checks out with the one it gives', async () => {
    const { productId, variantId } = await givenIn(shop.database).variant({ stock: 5 });
    const person = await codes.signIn(newPhone());
    await person.post('/api/cart/add', { productId, variantId });
    const without = await person.put('/api/checkout', { shippingAddress: { country: 'US' } });
    expect(JSON.stringify(without.body.checkout.problems)).toContain('EMAIL_REQUIRED');
    const given = await person.put('/api/checkout', {
      email: 'me@example.com',
      shippingAddress: { country: 'US' },
    });
    expect(given.body.checkout.email).toBe('me@example.com');
    expect(JSON.stringify(given.body.checkout.problems)).not.toContain('EMAIL');
  });
});
