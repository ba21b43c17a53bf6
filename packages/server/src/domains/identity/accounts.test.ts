import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultStore } from '../../store.ts';
import { Browser } from '../../testing/browser.ts';
import { expectError } from '../../testing/expect-error.ts';
import { PASSWORD, startTestApp, type TestApp } from '../../testing/test-app.ts';

const ME = '/api/auth/me';
const SIGNUP = '/api/auth/signup';
let counter = 0;
const newEmail = () => `account-${++counter}@example.com`;

describe('accounts', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp();
  });
  afterAll(() => shop.close());

  const signUp = (body: object) =>
    shop.client().post(SIGNUP, { email: newEmail(), password: PASSWORD, transport: 'bearer', ...body });
  const logIn = (email: string, password: string) =>
    shop.client().post('/api/auth/login', { email, password, transport: 'bearer' });

  describe('passwords', () => {
    it.each([
      ['128 characters', `Aa1${'x'.repeat(125)}`],
      ['128 emoji and what else is asked', `Aa1${'😀'.repeat(125)}`],
      ['Cyrillic', 'Пароль123сложный'],
      ['Estonian', 'Jõululaupäev7'],
      ['digits of another script', 'Abcdefg٣'],
      ['spaces around', '  Spaced Out 1  '],
      ['a family of joined emoji', 'Family👨‍👩‍👧‍👦1a'],
    ])('[AUTH-1] of %s are taken as they are typed', async (_name, password) => {
      const email = newEmail();
      expect((await signUp({ email, password })).status).toBe(201);
      expect((await logIn(email, password)).status).toBe(200);
      if (password.trim() !== password)
        expectError(await logIn(email, password.trim()), 'CREDENTIALS_INVALID');
      expectError(await logIn(email, [...password].slice(0, -1).join('')), 'CREDENTIALS_INVALID');
    });

    it('[AUTH-1] of 129 characters, half an emoji or NUL are refused, also at login', async () => {
      for (const password of [
        `Aa1${'x'.repeat(126)}`,
        `Aa1${'😀'.repeat(126)}`,
        'Aa345678\ud83d',
        'Aa345678\u0000',
        'A1a'.repeat(100_000),
      ]) {
        expectError(await signUp({ password }), 'VALIDATION_FAILED');
        expectError(await logIn('a@example.com', password), 'VALIDATION_FAILED');
      }
    });

    it('[AUTH-1] are the same however their characters were composed', async () => {
      const email = newEmail();
      expect((await signUp({ email, password: 'Caf\u00e9-Latte-1' })).status).toBe(201);
      for (const same of ['Cafe\u0301-Latte-1', 'Ｃaf\u00e9-Latte-１'])
        expect((await logIn(email, same)).status).toBe(200);
    });

    it('[AUTH-1] are judged in that form too: a common one in wide letters stays common', async () => {
      expectError(await signUp({ password: 'Ｐａｓｓｗｏｒｄ１２３' }), 'PASSWORD_WEAK', {
        rules: ['common'],
      });
      expectError(await signUp({ password: 'PASSWORD123a'.slice(0, 11) }), 'PASSWORD_WEAK');
    });

    it('[AUTH-1] are kept as Argon2id with the parameters of OWASP, and nowhere in the open', async () => {
      const { body } = await signUp({ password: 'Never-In-The-Open-1' });
      const { rows } = await shop.database.admin.query(
        'select password_hash from credentials where shopper_id = $1',
        [body.user.id],
      );
      expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      const tables = [
        'users',
        'shoppers',
        'sessions',
        'audit_log',
        'outbox',
        'security_events',
        'refresh_tokens',
      ];
      for (const table of tables) {
        const { rows: all } = await shop.database.admin.query(`select ${table}::text as row from ${table}`);
        expect(JSON.stringify(all)).not.toMatch(/Never-In-The-Open-1/);
        expect(JSON.stringify(all)).not.toContain(body.refreshToken);
        expect(JSON.stringify(all)).not.toContain(body.accessToken);
      }
    });
  });

  describe('emails', () => {
    it.each([
      'a@b.co',
      'A.B+tag@Example.COM',
      'õ@näide.ee',
      'почта@пример.рф',
      `${'l'.repeat(64)}@example.com`,
      "o'brien@example.com",
      ' padded@example.com ',
    ])('[AUTH-1] may be %j', async (email) => {
      const answer = await signUp({ email });
      expect(answer.body.user.email).toBe(email.trim().toLowerCase());
      expect((await logIn(email.toUpperCase(), PASSWORD)).status).toBe(200);
    });

    it.each([
      '',
      'a',
      'a@b',
      '@b.co',
      'a@',
      'a@b@c.co',
      'a b@c.co',
      'a@b .co',
      'a@b.c',
      'a<b>@c.co',
      '<script>@x.co',
      'a@<b>x.co',
      'a\u0000@b.co',
      'a\u200b@b.co',
      'a\r\nbcc:x@y.zz',
      '"quoted"@b.co',
      'a@b.co,c@d.co',
      `${'x'.repeat(250)}@b.co`,
      `${'x'.repeat(64)}@${'y'.repeat(63)}.${'z'.repeat(187)}.com`,
      `${'İ'.repeat(125)}@b.co`,
      '\ud800@b.co',
    ])('[AUTH-1] may not be %j', async (email) => {
      expectError(await signUp({ email }), 'VALIDATION_FAILED');
      expectError(await logIn(email, PASSWORD), 'VALIDATION_FAILED');
    });

    it('[AUTH-1] are one whatever the case and composition of their letters', async () => {
      await signUp({ email: 'j\u00f5ulu@example.com' });
      expectError(await signUp({ email: 'JO\u0303ULU@EXAMPLE.com' }), 'EMAIL_TAKEN');
    });

    it('[AUTH-1] make one account when twenty ask for the same at once', async () => {
      const email = newEmail();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => signUp({ email: index % 2 ? email : email.toUpperCase() })),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      for (const answer of answers.filter(({ status }) => status !== 201)) expectError(answer, 'EMAIL_TAKEN');
      const counts = await shop.database.admin.query(
        `select (select count(*) from users where email = $1)::int as users, (select count(*) from outbox where recipient = $1)::int as mails,
                (select count(*) from shoppers s where kind = 'user' and not exists (select from users u where u.shopper_id = s.id))::int as strays`,
        [email],
      );
      // The welcome, and one word for all that were refused.
      expect(counts.rows).toEqual([{ users: 1, mails: 2, strays: 0 }]);
    });
  });

  describe('sessions', () => {
    it('[AUTH-4] [L-20] have one successor when fifty refresh with the same token at once', async () => {
      const person = await shop.signUp();
      const answers = await Promise.all(
        Array.from({ length: 50 }, () =>
          shop.client().post('/api/auth/refresh', { refreshToken: person.refreshToken }),
        ),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
      const { rows } = await shop.database.admin.query(
        'select count(*)::int as tokens, count(rotated_at)::int as rotated from refresh_tokens where shopper_id = $1',
        [person.userId],
      );
      expect(rows).toEqual([{ tokens: 2, rotated: 1 }]);
    });

    it('[AUTH-4] [L-20] of three tabs that refresh together, again and again, stay signed in', async () => {
      const browser = new Browser(shop);
      const { userId } = await browser.signUp();
      for (let hour = 0; hour < 5; hour++) {
        shop.clock.advance(31 * 60_000);
        const cookie = browser.cookieHeader('/api/auth/refresh');
        const headers = { cookie, 'x-csrf-token': browser.csrfToken };
        const tabs = await Promise.all([1, 2, 3].map(() => shop.client(headers).post('/api/auth/refresh')));
        expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200]);
        const given = tabs.map(({ cookies }) => cookies.find(({ name }) => name === 'cw_refresh')!.value);
        expect(new Set(given).size).toBe(1);
        // Whichever tab writes its cookies last, what it wrote is good.
        for (const { name, value, path } of tabs[hour % 3]!.cookies)
          browser.cookies.set(name, { value, path: String(path) });
        expect((await browser.send('get', '/api/auth/me')).body.user.id).toBe(userId);
      }
      const { rows } = await shop.database.admin.query(
        "select 1 from security_events where subject_id = $1 and kind = 'refresh_reuse'",
        [userId],
      );
      expect(rows).toEqual([]);
      shop.clock.advance(-5 * 31 * 60_000);
    });

    it('[AUTH-7] all end at once with logout-all, on every instance, and only his', async () => {
      const other = await startTestApp({ database: shop.database, env: {} });
      const [ann, bob] = [await shop.signUp(), await shop.signUp()];
      const second = (await logIn(ann.email, PASSWORD)).body;
      const devices = [ann.headers, { authorization: `Bearer ${second.accessToken}` }];
      for (const headers of devices) expect((await other.client(headers).get(ME)).status).toBe(200);
      expect((await ann.post('/api/auth/logout-all')).body).toEqual({ clearLocalStorage: true, ended: 2 });
      for (const headers of devices) {
        for (const app of [shop, other]) {
          expectError(await app.client(headers).get(ME), 'SESSION_REVOKED');
          expectError(await app.client(headers).get('/api/cart'), 'SESSION_REVOKED');
          expectError(await app.client(headers).post('/api/auth/logout'), 'SESSION_REVOKED');
        }
      }
      for (const refreshToken of [ann.refreshToken, second.refreshToken])
        expectError(await other.client().post('/api/auth/refresh', { refreshToken }), 'SESSION_REVOKED');
      expect((await other.client(bob.headers).get(ME)).status).toBe(200);
      expect((await logIn(ann.email, PASSWORD)).body.user.id).toBe(ann.userId);
      await other.close();
    });

    it('[AUTH-6] [L-22] end in the middle of a stream of requests: none that begins afterwards is answered', async () => {
      const other = await startTestApp({ database: shop.database });
      const person = await shop.signUp();
      let ended = false;
      const late: number[] = [];
      const worker = async () => {
        for (let request = 0; request < 40; request++) {
          const afterwards = ended;
          const { status } = await other.client(person.headers).get(ME);
          if (afterwards) late.push(status);
        }
      };
      const ending = async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        await person.post('/api/auth/logout');
        ended = true;
      };
      await Promise.all([worker(), worker(), worker(), ending()]);
      expect(late.length).toBeGreaterThan(0);
      expect(new Set(late)).toEqual(new Set([401]));
      await other.close();
    });

    it('[AUTH-7] a logged-out browser has no cookies left that work', async () => {
      const browser = new Browser(shop);
      await browser.signUp();
      const kept = browser.cookieHeader('/api/auth/x');
      const answer = await browser.send('post', '/api/auth/logout');
      expect(answer.cookies.map(({ name, value, maxAge }) => ({ name, value, maxAge }))).toEqual([
        { name: 'cw_access', value: '', maxAge: 0 },
        { name: 'cw_refresh', value: '', maxAge: 0 },
      ]);
      expectError(await shop.client({ cookie: kept }).get(ME), 'SESSION_REVOKED');
    });

    it('[AUTH-7] are ended by a browser whose access cookie has run out, with the token of the refresh cookie', async () => {
      for (const url of ['/api/auth/logout', '/api/auth/logout-all']) {
        const browser = new Browser(shop);
        const { email } = await browser.signUp();
        const elsewhere = (await logIn(email, PASSWORD)).body;
        browser.cookies.delete('cw_access');
        expectError(await browser.send('post', url), 'CSRF_INVALID');
        await browser.takeCsrf();
        expectError(await browser.send('get', ME), 'UNAUTHENTICATED');
        const kept = browser.cookieHeader(url);
        const all = url.endsWith('all');
        expect((await browser.send('post', url)).body).toEqual({
          clearLocalStorage: true,
          ended: all ? 2 : 1,
        });
        expect([...browser.cookies.keys()]).toEqual(['cw_csrf', 'cw_device']);
        const { status } = await shop.client({ authorization: `Bearer ${elsewhere.accessToken}` }).get(ME);
        expect(status).toBe(all ? 401 : 200);
        const again = { cookie: kept, 'x-csrf-token': browser.csrfToken };
        expectError(await shop.client(again).post(url), 'SESSION_REVOKED');
      }
    });

    it('[AUTH-7] are not ended by a refresh cookie nobody was given', async () => {
      const browser = new Browser(shop);
      await browser.takeCsrf();
      browser.cookies.set('cw_refresh', { value: 'x'.repeat(43), path: '/api/auth' });
      expectError(await browser.send('post', '/api/auth/logout'), 'UNAUTHENTICATED');
    });

    it('[AUTH-4] leave no cookies behind once their refresh is refused', async () => {
      const browser = new Browser(shop);
      const { userId } = await browser.signUp();
      await shop.database.admin.query('update sessions set revoked_at = now() where shopper_id = $1', [
        userId,
      ]);
      expectError(await browser.send('post', '/api/auth/refresh'), 'SESSION_REVOKED');
      expect([...browser.cookies.keys()]).toEqual(['cw_csrf', 'cw_device']);
    });

    it('[AUTH-6] of a suspended or deleted account are refused on all routes of another instance', async () => {
      const other = await startTestApp({ database: shop.database });
      const [admin, person] = [await shop.signUpAs('admin'), await shop.signUp()];
      await admin.patch(`/api/admin/users/${person.userId}`, { active: false });
      for (const url of [ME, '/api/cart', '/api/wishlist'])
        expectError(await other.client(person.headers).get(url), 'ACCOUNT_INACTIVE');
      expectError(
        await other.client().post('/api/auth/refresh', { refreshToken: person.refreshToken }),
        'ACCOUNT_INACTIVE',
      );
      expectError(
        await other
          .client()
          .post('/api/auth/login', { email: person.email, password: PASSWORD, transport: 'bearer' }),
        'ACCOUNT_INACTIVE',
      );
      expectError(
        await other.client().post('/api/auth/login', {
          email: person.email,
          password: 'Wrong-Password-1',
          transport: 'bearer',
        }),
        'CREDENTIALS_INVALID',
      );
      await shop.database.admin.query('delete from users where shopper_id = $1', [person.userId]);
      for (const url of [ME, '/api/cart', '/api/wishlist'])
        expectError(await other.client(person.headers).get(url), 'USER_NOT_FOUND');
      expectError(
        await other.client().post('/api/auth/refresh', { refreshToken: person.refreshToken }),
        'REFRESH_INVALID',
      );
      await other.close();
    });

    it('[AUTH-4] end after their days, and earlier for staff [AUTH-13]', async () => {
      const [customer, staff] = [await shop.signUp(), await shop.signUpAs('support')];
      const again = (await logIn(staff.email, PASSWORD)).body;
      const hours = shop.store.accounts.staffSessionHours;
      shop.clock.advance(hours * 3_600_000 + 1_000);
      const refresh = (refreshToken: string) => shop.client().post('/api/auth/refresh', { refreshToken });
      expectError(await refresh(again.refreshToken), 'SESSION_REVOKED');
      expect((await refresh(customer.refreshToken)).status).toBe(200);
      shop.clock.advance(-hours * 3_600_000 - 1_000);
    });
  });

  describe('guests', () => {
    it('[CART-7] get a secure cookie, or a token where they ask for it, never both', async () => {
      const browser = new Browser(shop);
      const byCookie = await browser.send('post', '/api/auth/guest');
      expect(byCookie.status).toBe(201);
      expect(byCookie.body).toEqual({ guest: { id: expect.any(String) } });
      expect(byCookie.cookies).toMatchObject([
        { name: 'cw_guest', httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 365 * 86_400 },
      ]);
      const byToken = await shop.client().post('/api/auth/guest', { transport: 'bearer' });
      expect(byToken.body).toEqual({
        guestToken: expect.stringMatching(/^[\w-]{43}$/),
        guest: { id: expect.any(String) },
      });
      expect(byToken.cookies).toEqual([]);
      expect((await browser.send('get', '/api/cart')).body.cart.userId).toBe(byCookie.body.guest.id);
    });

    it('[CART-7] stay who they are when a browser asks again, and become new ones when their token is not known', async () => {
      const browser = new Browser(shop);
      const first = (await browser.send('post', '/api/auth/guest', {})).body.guest.id;
      expect((await browser.send('post', '/api/auth/guest', {})).body.guest.id).toBe(first);
      browser.cookies.set('cw_guest', { value: 'x'.repeat(43), path: '/' });
      expect((await browser.send('post', '/api/auth/guest', {})).body.guest.id).not.toBe(first);
    });

    it.each([
      '',
      'short',
      'x'.repeat(42),
      'x'.repeat(44),
      `${'x'.repeat(42)}!`,
      '../../etc/passwd',
      'x'.repeat(8_000),
      'a b',
    ])('[CART-7] with a token of the wrong shape are nobody: %j', async (token) => {
      expectError(await shop.client({ 'x-guest-token': token }).get('/api/cart'), 'UNAUTHENTICATED');
      expectError(
        await shop.client({ cookie: `cw_guest=${encodeURIComponent(token)}` }).get('/api/cart'),
        'UNAUTHENTICATED',
      );
    });

    it('[CART-7] with a token of the right shape that nobody has, or an old one, are unknown', async () => {
      expectError(await shop.client({ 'x-guest-token': 'x'.repeat(43) }).get('/api/cart'), 'GUEST_UNKNOWN');
      const guest = await shop.guest();
      shop.clock.advance(366 * 86_400_000);
      expectError(await guest.get('/api/cart'), 'GUEST_UNKNOWN');
      shop.clock.advance(-366 * 86_400_000);
    });

    it('[CART-7] are no users: what needs a person refuses them', async () => {
      const guest = await shop.guest();
      expectError(await guest.get(ME), 'UNAUTHENTICATED');
      expectError(await guest.post('/api/auth/logout'), 'UNAUTHENTICATED');
      expectError(
        await guest.patch(`/api/admin/users/${guest.guestId}`, { active: false }),
        'UNAUTHENTICATED',
      );
      expectError(await shop.client().get('/api/cart'), 'UNAUTHENTICATED');
    });

    it('[CART-7] do not exist where the store wants none', async () => {
      const closed = await startTestApp({
        store: { cart: { ...defaultStore.cart, guests: 'off' } },
        database: shop.database,
      });
      expectError(await closed.client().post('/api/auth/guest'), 'GUESTS_OFF');
      expectError(await closed.client().post('/api/auth/guest', { transport: 'bearer' }), 'GUESTS_OFF');
      await closed.close();
    });
  });

  it('[AUTH-6] sign-in takes few round trips, and reading oneself takes one', async () => {
    const person = await shop.signUp();
    const sent = async (work: () => Promise<unknown>) => {
      const trips: number[] = [];
      const stops = [shop.database.shop, shop.database.system].map((database) =>
        database.onSent(({ statements }) => void trips.push(statements.length)),
      );
      await work();
      stops.forEach((stop) => stop());
      return { trips: trips.length, statements: trips.reduce((sum, count) => sum + count, 0) };
    };
    expect(await sent(() => person.get(ME))).toEqual({ trips: 1, statements: 2 });
    expect((await sent(() => signUp({}))).trips).toBeLessThanOrEqual(2);
    expect((await sent(() => logIn(person.email, PASSWORD))).trips).toBeLessThanOrEqual(5);
    expect((await sent(() => shop.client().post('/api/auth/guest'))).trips).toBe(1);
    expect(
      (await sent(() => shop.client().post('/api/auth/refresh', { refreshToken: person.refreshToken })))
        .trips,
    ).toBeLessThanOrEqual(6);
    expect((await sent(() => person.post('/api/auth/logout'))).trips).toBeLessThanOrEqual(3);
    // Last, because the row of a refusal is written while the next one is counted.
    expect((await sent(() => logIn(person.email, 'Wrong-Password-1'))).trips).toBeLessThanOrEqual(3);
  });
});
