import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from '../../testing/browser.ts';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn } from '../../testing/given.ts';
import { PASSWORD, startTestApp, type TestApp } from '../../testing/test-app.ts';

const HOST = 'shop.example';
const ORIGIN = `https://${HOST}`;
const BOUNDARY = 'xxxxxxxxxx';

/** What a page can make a browser send to another site without asking first: the bodies of forms, and a Blob without a type. */
const FORMS: Record<string, { type?: string; write: (body: object) => string }> = {
  urlencoded: {
    type: 'application/x-www-form-urlencoded',
    write: (body) => new URLSearchParams(body as Record<string, string>).toString(),
  },
  multipart: {
    type: `multipart/form-data; boundary=${BOUNDARY}`,
    write: (body) =>
      `${Object.entries(body)
        .map(
          ([name, value]) =>
            `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${String(value)}\r\n`,
        )
        .join('')}--${BOUNDARY}--\r\n`,
  },
  // A field named `{"a":1,"x":"` and valued `"}`: the body is JSON.
  'text/plain': { type: 'text/plain', write: (body) => JSON.stringify(body) },
  'a Blob without a type': { write: (body) => JSON.stringify(body) },
};

/** What browsers of today, of yesterday and of the day before say of where a form comes from. */
const SENT_BY: Record<string, Record<string, string>> = {
  'a page elsewhere': { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  'a page of a sibling domain': { origin: 'https://blog.shop.example', 'sec-fetch-site': 'same-site' },
  'a sandboxed frame': { origin: 'null', 'sec-fetch-site': 'cross-site' },
  'a browser that tells no Origin': { 'sec-fetch-site': 'cross-site' },
  'a sibling, telling no Origin': { 'sec-fetch-site': 'same-site' },
  'an old browser that tells nothing': {},
};

describe('a foreign page with its visitor’s cookies', () => {
  let shop: TestApp;
  let victim: Browser;
  let person: { email: string; userId: string };
  let productId: string;
  beforeAll(async () => {
    shop = await startTestApp({ env: { PUBLIC_URL: ORIGIN } });
    victim = new Browser(shop, { host: HOST });
    person = await victim.signUp();
    ({ productId } = await givenIn(shop.database).variant({ stock: 50 }));
    expect((await victim.send('post', '/api/cart/add', { productId })).status).toBe(201);
  });
  afterAll(() => shop.close());

  const acts = (): [string, object][] => [
    ['/api/cart/add', { productId, quantity: 3 }],
    ['/api/wishlist/items', { productId }],
    ['/api/auth/logout', {}],
    ['/api/auth/logout-all', {}],
    ['/api/auth/refresh', {}],
    ['/api/auth/login', { email: person.email, password: PASSWORD, transport: 'cookie' }],
    ['/api/auth/signup', { email: 'forged@example.com', password: PASSWORD }],
    ['/api/auth/change-email', { email: 'thief@example.com' }],
    ['/api/auth/change-phone', { phone: '+37255512345' }],
    ['/api/auth/change-password', { currentPassword: PASSWORD, newPassword: 'Another-Horse-2' }],
    ['/api/auth/totp', {}],
    ['/api/auth/verify-code', { phone: '+37255512345', verificationCode: '123456' }],
    ['/api/auth/addresses', { name: 'x', line1: 'x', city: 'x', country: 'US' }],
    ['/api/payments/create-order', {}],
    ['/api/orders', {}],
  ];
  /** All that such a request could have changed. */
  const state = async () => {
    const counts = await shop.database.admin.query(
      `select (select coalesce(sum(quantity), 0) from cart_lines)::int as pieces, (select count(*) from wishlist_items)::int as wishes,
              (select count(*) from sessions where revoked_at is null)::int as sessions, (select count(*) from users)::int as users,
              (select count(*) from refresh_tokens)::int as tokens, (select count(*) from outbox)::int as messages,
              (select count(*) from addresses)::int as addresses, (select count(*) from totp)::int as totp,
              (select count(*) from payments)::int as payments,
              (select string_agg(password_hash, '') from credentials) as passwords`,
    );
    return counts.rows[0];
  };

  for (const [kind, { type, write }] of Object.entries(FORMS))
    it.each(Object.keys(SENT_BY))(
      `[API-8] changes nothing with a form (${kind}), sent by %s, token guessed or not`,
      async (by) => {
        const before = await state();
        for (const [url, body] of acts())
          for (const token of ['', 'guessed']) {
            const field = token ? { _csrf: token, csrfToken: token } : {};
            const answer = await shop
              .client({
                host: HOST,
                cookie: victim.cookieHeader(url),
                ...SENT_BY[by],
                ...(type ? { 'content-type': type } : {}),
              })
              .post(url, write({ ...body, ...field }));
            expect([403, 415], `${url}: ${answer.text}`).toContain(answer.status);
          }
        expect(await state()).toEqual(before);
      },
    );

  it.each(Object.entries(SENT_BY))(
    '[API-8] changes nothing with JSON and no token either, sent by %s',
    async (_by, headers) => {
      const before = await state();
      for (const [url, body] of acts()) {
        const client = shop.client({ host: HOST, cookie: victim.cookieHeader(url), ...headers });
        expectError(await client.post(url, body), 'CSRF_INVALID');
      }
      expect(await state()).toEqual(before);
    },
  );
});

describe('a hostile sibling domain that plants cookies', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp({ env: { PUBLIC_URL: ORIGIN } });
  });
  afterAll(() => shop.close());
  const onShop = (headers: Record<string, string> = {}) => new Browser(shop, { host: HOST, ...headers });
  const plain = (name: string, value: string) => ({ [name]: value });
  const cookieOf = (cookies: Record<string, string>) =>
    Object.entries(cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');

  it('[API-8] [AUTH-5] gets nowhere with cookies of the bare names, which the shop does not read', async () => {
    const thief = onShop();
    await thief.signUp();
    const planted = {
      ...plain('cw_csrf', thief.cookies.get('__Host-cw_csrf')!.value),
      ...plain('cw_access', thief.cookies.get('__Host-cw_access')!.value),
      ...plain('cw_refresh', thief.cookies.get('__Secure-cw_refresh')!.value),
    };
    const visitor = shop.client({ host: HOST, origin: ORIGIN, cookie: cookieOf(planted) });
    expectError(await visitor.get('/api/auth/me'), 'UNAUTHENTICATED');
    expectError(await visitor.post('/api/auth/refresh'), 'REFRESH_INVALID');
    const login = { email: 'a@example.com', password: PASSWORD };
    const token = { 'x-csrf-token': thief.csrfToken };
    expectError(await visitor.post('/api/auth/login', login, token), 'CSRF_INVALID');
  });

  it('[API-8] gets nowhere with its own token and the cookie to it, for a session or for none', async () => {
    const [victim, thief, nobody] = [onShop(), onShop(), onShop()];
    await victim.signUp();
    await thief.signUp();
    await nobody.takeCsrf();
    for (const from of [thief, nobody]) {
      // The prefix stops browsers from taking it; were it taken, the session in the token would still be another.
      const cookie = victim
        .cookieHeader('/api/auth/me')
        .replace(/__Host-cw_csrf=[^;]*/, `__Host-cw_csrf=${from.cookies.get('__Host-cw_csrf')!.value}`);
      const forged = shop.client({ host: HOST, cookie, origin: ORIGIN, 'x-csrf-token': from.csrfToken });
      expectError(await forged.post('/api/auth/logout-all'), 'CSRF_INVALID');
    }
    // Nor with all of it on a page of its own, for signing a stranger in as the thief.
    for (const headers of [
      { origin: 'https://blog.shop.example' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'null' },
    ])
      expectError(
        await nobody.send('post', '/api/auth/login', { email: 'a@example.com', password: PASSWORD }, headers),
        'CSRF_INVALID',
      );
  });

  it.each(['cookie', 'bearer'] as const)(
    '[AUTH-4] [AUTH-5] does not slip its own account under a visitor by a refresh token it was given as %s',
    async (transport) => {
      const victim = onShop();
      const { userId } = await victim.signUp();
      let planted = (await shop.signUp()).refreshToken;
      if (transport === 'cookie') {
        const thief = onShop();
        await thief.signUp();
        planted = thief.cookies.get('__Secure-cw_refresh')!.value;
      }
      // Of the cookies with a path its prefix lets a sibling set one, and the longer path goes first.
      victim.cookies.set('__Secure-cw_refresh', { value: planted, path: '/api/auth' });
      const answer = await victim.send('post', '/api/auth/refresh');
      expect(answer.status, answer.text).toBe(401);
      expect(answer.text).not.toContain('"user"');
      for (const { name, value } of answer.cookies) if (/access|refresh/.test(name)) expect(value).toBe('');
      const { rows } = await shop.database.admin.query(
        'select count(*)::int as n from sessions where shopper_id = $1 and revoked_at is null',
        [userId],
      );
      expect(rows).toEqual([{ n: 1 }]);
    },
  );

  it('[AUTH-4] [AUTH-5] nor is a stolen refresh cookie good for a client that sends it in the body', async () => {
    const victim = onShop();
    await victim.signUp();
    const refreshToken = victim.cookies.get('__Secure-cw_refresh')!.value;
    const thief = shop.client({
      host: HOST,
      cookie: `__Host-cw_device=${victim.cookies.get('__Host-cw_device')!.value}`,
    });
    expectError(await thief.post('/api/auth/refresh', { refreshToken }), 'REFRESH_INVALID');
    expect((await victim.send('post', '/api/auth/refresh')).status).toBe(200);
  });
});
