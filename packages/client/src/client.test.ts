import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { door } from '../../react/src/testing/proxy.ts';
import { type ProxiedShop, startProxiedShop, until } from '../../react/src/testing/store-shop.ts';
import type { GivenProduct } from '../../server/src/testing/given.ts';
import { PASSWORD } from '../../server/src/testing/test-app.ts';
import { CartwrightError, createClient, type Fetch, isRefusal, memoryTokens, NetworkError } from './index.ts';

const AN_ACCESS_TOKEN_MS = 31 * 60_000;

describe('the client', () => {
  let site: ProxiedShop;
  let mug: GivenProduct;
  beforeAll(async () => {
    site = await startProxiedShop();
    mug = await site.shop.given.variant({ title: 'Mug', price: '10.10', stock: 500 });
  });
  afterAll(() => site.close());
  afterEach(() => {
    site.proxy.rule = () => undefined;
    site.proxy.down = false;
    site.proxy.passed.length = 0;
  });
  const add = () => ({ body: { productId: mug.productId, variantId: mug.variantId } });
  const failed = (call: Promise<unknown>) =>
    call.then(
      () => null,
      (error: unknown) => error as CartwrightError & NetworkError,
    );

  it('[WEB-1] knows who is there: nobody, a guest, a user, and whose cart the guest brings along', async () => {
    const client = site.client();
    const heard: string[] = [];
    client.session.subscribe(({ kind, epoch }) => heard.push(`${kind} ${epoch}`));
    expect(await client.session.load()).toMatchObject({ kind: 'none', ownerId: null });
    const guest = await client.session.ensureShopper();
    expect((await client.get('/api/cart')).cart.userId).toBe(guest.ownerId);
    await client.post('/api/cart/add', add());
    const email = `guest-${Date.now()}@example.com`;
    const answer = await client.post('/api/auth/signup', { body: { email, password: PASSWORD } });
    if (!('user' in answer)) throw new Error('not signed in');
    const { user, guestCart } = answer;
    expect(guestCart).toMatchObject({ merged: 1 });
    expect(client.session.current()).toMatchObject({ kind: 'user', ownerId: user.id, user: { email } });
    expect((await client.get('/api/cart')).cart).toMatchObject({ userId: user.id, totalItems: 1 });
    await client.session.signOut();
    expect(client.session.current()).toMatchObject({ kind: 'none', user: null });
    expect(heard).toEqual(['none 1', 'guest 2', 'user 3', 'none 4']);
    expect(await failed(client.get('/api/auth/me'))).toMatchObject({ code: 401, reason: 'UNAUTHENTICATED' });
  });

  it('[WEB-1] [AUTH-14] sends a wrong password once and stays signed in; with the account gone it knows nobody', async () => {
    const { client, userId } = await site.person();
    const remove = (password: string) => client.delete('/api/auth/me', { body: { password } });
    expect(await failed(remove('Wrong-Pass-1'))).toMatchObject({ code: 401, reason: 'CREDENTIALS_INVALID' });
    expect(site.proxy.count('DELETE', /me$/)).toBe(1);
    expect(client.session.current()).toMatchObject({ kind: 'user', ownerId: userId });
    expect(await remove(PASSWORD)).toMatchObject({ deleted: true });
    expect(client.session.current()).toMatchObject({ kind: 'none', ownerId: null, user: null });
    expect(await failed(client.get('/api/auth/me'))).toMatchObject({ reason: 'UNAUTHENTICATED' });
  });

  it('[WEB-1] many calls whose token has run out share one refresh, bearer and cookies alike', async () => {
    const { client, userId } = await site.person();
    site.shop.clock.advance(AN_ACCESS_TOKEN_MS);
    const all = await Promise.all([
      ...Array.from({ length: 6 }, () => client.get('/api/auth/me')),
      client.post('/api/cart/add', add()),
    ]);
    expect(all.slice(0, 6).every((answer) => 'user' in answer && answer.user.id === userId)).toBe(true);
    expect(site.proxy.count('POST', /refresh/)).toBe(1);
    expect((await client.get('/api/cart')).cart.totalItems).toBe(1);
  });

  it('[WEB-1] two clients over one storage: the later takes the tokens that the other has fetched', async () => {
    const tokens = memoryTokens();
    const { client, userId } = await site.person({ tokens });
    const other = site.client({ tokens });
    await other.session.load();
    site.shop.clock.advance(AN_ACCESS_TOKEN_MS);
    await client.get('/api/auth/me');
    expect((await other.get('/api/auth/me')).user.id).toBe(userId);
    expect(site.proxy.count('POST', /refresh/)).toBe(1);
  });

  it('[WEB-2] a session that cannot be refreshed is signed out, and says so once', async () => {
    const tokens = memoryTokens();
    const { client, email } = await site.person({ tokens });
    const device = site.client();
    await device.post('/api/auth/login', { body: { email, password: PASSWORD } });
    await device.session.signOut({ everywhere: true });
    const heard: string[] = [];
    client.session.subscribe(({ kind }) => heard.push(kind));
    const refusals = await Promise.all([1, 2, 3].map(() => failed(client.get('/api/orders'))));
    expect(refusals.map((error) => error?.code)).toEqual([401, 401, 401]);
    expect(heard).toEqual(['none']);
    expect(await tokens.get()).toBe(null);
  });

  it('[WEB-1] a refresh that gets no answer, or a server in trouble, signs nobody out', async () => {
    const { client, userId } = await site.person();
    site.shop.clock.advance(AN_ACCESS_TOKEN_MS);
    site.proxy.rule = ({ url }) => (/refresh/.test(url) ? { drop: 'request' } : undefined);
    expect(await failed(client.get('/api/orders'))).toBeInstanceOf(NetworkError);
    expect(client.session.current().ownerId).toBe(userId);
    site.proxy.rule = ({ url }) =>
      /refresh/.test(url) ? { answer: { status: 500, type: 'text/plain', body: 'oops' } } : undefined;
    expect(await failed(client.get('/api/orders'))).toMatchObject({ code: 500 });
    expect(client.session.current().ownerId).toBe(userId);
    // Used by then, but nobody heard the answer: the server gives the same successor.
    let lost = true;
    site.proxy.rule = ({ url }) => {
      if (!/refresh/.test(url) || !lost) return undefined;
      lost = false;
      return { drop: 'answer' };
    };
    expect((await client.get('/api/orders')).orders).toEqual([]);
    expect(client.session.current().ownerId).toBe(userId);
  });

  it('[WEB-2] refuses an answer that comes when somebody else is signed in', async () => {
    const { client } = await site.person();
    const bob = await site.person();
    const held = door();
    site.proxy.rule = ({ url }) => (url === '/api/auth/me' ? { after: held.shut } : undefined);
    const late = failed(client.get('/api/auth/me'));
    await until('the read', () => site.proxy.count('GET', /me$/) === 1);
    await client.post('/api/auth/login', { body: { email: bob.email, password: PASSWORD } });
    held.open();
    expect(isRefusal(await late, 'OWNER_CHANGED')).toBe(true);
    expect(client.session.current().ownerId).toBe(bob.userId);
  });

  it('[WEB-1] repeats a POST without an answer with the same key, and so does it once', async () => {
    const { client } = await site.person();
    let lost = 2;
    site.proxy.rule = ({ url }) => (/add/.test(url) && lost-- > 0 ? { drop: 'answer' } : undefined);
    const { cart } = await client.post('/api/cart/add', add());
    expect(cart.totalItems).toBe(1);
    expect(site.proxy.count('POST', /add/)).toBe(3);
  });

  it('[WEB-1] never repeats by itself what may have been done and cannot be told apart', async () => {
    const { client } = await site.person();
    site.proxy.rule = ({ method }) => (method === 'PATCH' ? { drop: 'answer' } : undefined);
    expect(await failed(client.patch('/api/auth/me', { body: { name: 'A' } }))).toBeInstanceOf(NetworkError);
    expect(site.proxy.count('PATCH', /me/)).toBe(1);
  });

  it('[WEB-1] waits as long as the server says, and not where it says too long', async () => {
    const { client } = await site.person();
    const busy = (seconds: number) => ({
      answer: {
        status: 503,
        headers: { 'retry-after': String(seconds) },
        body: `{"error":{"code":503,"reason":"OVERLOADED","message":"busy","requestId":"abc","details":{"retryAfter":${seconds}}}}`,
      },
    });
    let times = 1;
    site.proxy.rule = () => (times-- > 0 ? busy(1) : undefined);
    const started = Date.now();
    await client.get('/api/cart');
    expect(Date.now() - started).toBeGreaterThanOrEqual(1_000);
    site.proxy.rule = () => busy(60);
    const error = await failed(client.get('/api/cart'));
    expect(error).toMatchObject({ code: 503, reason: 'OVERLOADED', retryAfter: 60, requestId: 'abc' });
    expect(site.proxy.count('GET', /cart/)).toBe(3);
  });

  it('[WEB-1] gives up in time, and at once when told to', async () => {
    const { client } = await site.person();
    site.proxy.rule = () => ({ before: () => new Promise(() => {}) });
    const error = await failed(client.get('/api/cart', { timeoutMs: 50, retries: 0 }));
    expect(error).toMatchObject({ name: 'NetworkError', timedOut: true });
    const ending = new AbortController();
    const call = failed(client.get('/api/cart', { signal: ending.signal }));
    setTimeout(() => ending.abort(new Error('left')), 20);
    expect(await call).toMatchObject({ message: 'left' });
    expect(await failed(client.get('/api/cart', { signal: ending.signal }))).toMatchObject({
      message: 'left',
    });
  });

  it('[WEB-1] tells the details of a refusal by their type, in the language asked for', async () => {
    const { client } = await site.person();
    client.use({ locale: 'et' });
    const error = await failed(client.post('/api/cart/add', { body: { ...add().body, quantity: 11 } }));
    if (!isRefusal(error, 'QUANTITY_LIMIT')) throw new Error(String(error));
    const max: number = error.details.max;
    expect(max).toBe(10);
    expect(error.message).toMatch(/[äõöü]|kuni/i);
    expect(error.requestId).toMatch(/[\w-]{8,}/);
    client.use({ market: 'ee' });
    expect((await client.get('/api/cart')).cart.currency).toBe('EUR');
  });

  it('[WEB-1] cookies and CSRF by itself, with a new token where the old one no longer holds', async () => {
    const jar = new Map<string, string>();
    const client = createClient({ baseUrl: site.proxy.url, fetch: withCookies(jar) });
    await client.session.load();
    const email = `cookie-${Date.now()}@example.com`;
    await client.post('/api/auth/signup', { body: { email, password: PASSWORD } });
    const userId = client.session.current().ownerId;
    await client.post('/api/cart/add', add());
    const asked = site.proxy.count('GET', /csrf/);
    await client.post('/api/cart/add', add());
    expect(site.proxy.count('GET', /csrf/)).toBe(asked);
    jar.delete('cw_csrf');
    const { cart } = await client.post('/api/cart/add', add());
    expect(cart).toMatchObject({ userId, totalItems: 3 });
    expect(site.proxy.count('GET', /csrf/)).toBe(asked + 1);
    site.shop.clock.advance(AN_ACCESS_TOKEN_MS);
    const all = await Promise.all(Array.from({ length: 5 }, () => client.post('/api/wishlist/items', add())));
    expect(all.every(({ wishlist }) => wishlist.userId === userId)).toBe(true);
    expect(site.proxy.count('POST', /refresh/)).toBe(1);
    await client.session.signOut();
    expect(jar.has('cw_access')).toBe(false);
  });

  it('[WEB-1] [CART-8] follows live events, through a lost connection', async () => {
    const { client, userId } = await site.person();
    const versions: number[] = [];
    const connected: boolean[] = [];
    const ending = new AbortController();
    const following = client.follow('/api/cart/events', {
      signal: ending.signal,
      onEvent: ({ type, data }) => type === 'cart' && versions.push((data as { version: number }).version),
      onConnected: (now) => connected.push(now),
    });
    await until('the first', () => versions.length === 1);
    await client.post('/api/cart/add', add());
    await until('the change', () => versions.length === 2);
    expect(site.proxy.passed.find(({ url }) => /events/.test(url))?.headers['x-owner']).toBe(userId);
    site.proxy.hangUp();
    await until('the next connection', () => connected.length === 3, 8_000);
    await client.post('/api/cart/add', add());
    await until('the change after it', () => versions.at(-1)! > versions[1]!);
    expect(connected).toEqual([true, false, true]);
    ending.abort();
    await following;
  });
});

/** `fetch` with cookies, as a browser has them. */
function withCookies(jar: Map<string, string>): Fetch {
  return async (url, init) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, headers: { ...init.headers, ...(cookie ? { cookie } : {}) } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name!);
      else jar.set(name!, value!);
    }
    return answer;
  };
}
