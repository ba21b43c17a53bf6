import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultStore } from '../../store.ts';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn } from '../../testing/given.ts';
import { mailedToken, messagesTo } from '../../testing/sent-messages.ts';
import { PASSWORD, startTestApp, type TestApp } from '../../testing/test-app.ts';

const MINUTE_MS = 60_000;
let counter = 0;
const newEmail = () => `later-${++counter}@example.com`;

describe('sign-up with an address to be confirmed', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp({ store: { accounts: { ...defaultStore.accounts, signUp: 'confirm' } } });
  });
  afterAll(() => shop.close());

  const post = (path: string, body: object, headers = {}) =>
    shop.client(headers).post(`/api/auth/${path}`, body);
  const signUp = (email: string, more: object = {}) =>
    post('signup', { email, password: PASSWORD, transport: 'bearer', ...more });
  const confirm = (token: string, password = PASSWORD, headers = {}) =>
    post('confirm-signup', { token, password, transport: 'bearer' }, headers);
  const logIn = (email: string) => post('login', { email, password: PASSWORD, transport: 'bearer' });
  const newAccount = async (email = newEmail()) => {
    await signUp(email);
    return (await confirm(await mailedToken(shop, email, 'confirm_sign_up'))).body;
  };

  it('[AUTH-1] makes the account by link and password, with its session and the guest’s cart', async () => {
    const email = newEmail();
    const asked = await signUp(email, { name: 'Mari', locale: 'et', market: 'ee' });
    expect([asked.status, asked.body]).toEqual([202, { accepted: true }]);
    expectError(await logIn(email), 'CREDENTIALS_INVALID');
    const token = await mailedToken(shop, email, 'confirm_sign_up');
    expectError(await confirm(token, 'Wrong-Horse-1'), 'PASSWORD_WRONG');
    const { productId, variantId } = await givenIn(shop.database).variant({
      stock: 5,
      prices: { us: '1.00', ee: '1.00' },
    });
    const guest = await shop.guest();
    await guest.post('/api/cart/add', { productId, variantId });
    const made = await confirm(token, PASSWORD, { 'x-guest-token': guest.guestToken });
    expect(made.status).toBe(201);
    expect(made.body.user).toMatchObject({
      email,
      emailVerified: true,
      name: 'Mari',
      locale: 'et',
      market: 'ee',
    });
    expect(made.body.guestCart).toMatchObject({ merged: 1 });
    expect((await logIn(email)).body.user.id).toBe(made.body.user.id);
    expectError(await confirm(token), 'LINK_INVALID');
  });

  it('[AUTH-10] answers a taken address as a new one, after the same statements and one hash, and mails its owner', async () => {
    const owner = newEmail();
    await newAccount(owner);
    shop.clock.advance(MINUTE_MS);
    const ask = async (email: string) => {
      const sent: string[] = [];
      const stop = shop.database.system.onSent(({ statements }) => void sent.push(statements.join(' ')));
      const { status, body, headers } = await signUp(email);
      stop();
      const { 'x-request-id': _id, date: _date, ...rest } = headers;
      return { status, body, headers: rest, sent };
    };
    const stranger = newEmail();
    expect(await ask(owner)).toEqual(await ask(stranger));
    expect((await messagesTo(shop, owner)).at(-1)?.kind).toBe('sign_up_again');
    for (const email of [owner, stranger]) expectError(await signUp(email), 'ASKED_TOO_OFTEN');
    for (const email of [owner, newEmail()])
      expectError(await signUp(email, { password: 'weak' }), 'PASSWORD_WEAK');
  });

  it('[AUTH-1] makes one account when the link is opened twenty times at once, or two are', async () => {
    const email = newEmail();
    await signUp(email);
    const first = await mailedToken(shop, email, 'confirm_sign_up');
    shop.clock.advance(MINUTE_MS);
    await signUp(email);
    const second = await mailedToken(shop, email, 'confirm_sign_up');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => confirm(index % 2 ? first : second)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of answers.filter(({ status }) => status !== 201)) {
      expect(status).toBeLessThan(500);
      expect(body.error.reason).toMatch(/^(LINK_INVALID|EMAIL_TAKEN|ASKED_TOO_OFTEN)$/);
    }
    const { rows } = await shop.database.admin.query(
      "select (select count(*) from users where email = $1)::int as users, (select count(*) from shoppers s where kind = 'user' and not exists (select from users u where u.shopper_id = s.id))::int as strays",
      [email],
    );
    expect(rows).toEqual([{ users: 1, strays: 0 }]);
  });

  it('[AUTH-1] allows ten guesses of the password, and the link ends after two days', async () => {
    const email = newEmail();
    await signUp(email);
    const token = await mailedToken(shop, email, 'confirm_sign_up');
    const answers = await Promise.all(Array.from({ length: 30 }, () => confirm(token, 'Wrong-Horse-1')));
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
    shop.clock.advance(48 * 60 * MINUTE_MS);
    expectError(await confirm(token), 'LINK_INVALID');
  });

  it('[AUTH-10] where accounts are made at once, a taken address is refused and its owner told, not too often', async () => {
    const plain = await startTestApp({ database: shop.database });
    plain.clock.now = shop.clock.now;
    const owner = newEmail();
    await newAccount(owner);
    for (let time = 0; time < 3; time++) {
      plain.clock.advance(time * MINUTE_MS);
      const answer = await plain
        .client()
        .post('/api/auth/signup', { email: owner, password: PASSWORD, transport: 'bearer' });
      expectError(answer, 'EMAIL_TAKEN');
      await plain
        .client()
        .post('/api/auth/signup', { email: owner, password: PASSWORD, transport: 'bearer' });
    }
    const told = (await messagesTo(shop, owner)).filter(({ kind }) => kind === 'sign_up_again');
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(3);
    const { rows } = await shop.database.admin.query(
      "select count(*)::int as rows from audit_log where action = 'user.sign_up_refused'",
    );
    expect(rows).toEqual([{ rows: 6 }]);
    await plain.close();
  });
});
