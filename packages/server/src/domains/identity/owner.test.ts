import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from '../../testing/browser.ts';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn, type GivenProduct } from '../../testing/given.ts';
import { type Client, startTestApp, type TestApp } from '../../testing/test-app.ts';

const meantFor = (id: string) => ({ 'x-owner': id });

describe('whom a request is meant for', () => {
  let shop: TestApp;
  let mug: GivenProduct;
  beforeAll(async () => {
    shop = await startTestApp();
    mug = await givenIn(shop.database).variant({ stock: 100 });
  });
  afterAll(() => shop.close());

  const item = () => ({ productId: mug.productId, variantId: mug.variantId });
  const pieces = async (who: Client) => (await who.get('/api/cart')).body.cart.totalItems;

  it('[WEB-2] [CART-6] a user’s request meant for himself is served, in the same round trip', async () => {
    const ann = await shop.signUp();
    const sent: string[][] = [];
    const stop = shop.database.shop.onSent(({ statements }) => sent.push(statements));
    expect((await ann.post('/api/cart/add', item(), meantFor(ann.userId.toUpperCase()))).status).toBe(201);
    stop();
    expect(sent).toHaveLength(1);
    expect(sent[0]![0]).toMatch(/^identify\.user/);
  });

  it('[WEB-2] [CART-6] a write meant for another is refused, and changes nothing of anybody', async () => {
    const [ann, bob, guest] = [await shop.signUp(), await shop.signUp(), await shop.guest()];
    await bob.post('/api/cart/add', item());
    const { id } = (await bob.get('/api/cart')).body.cart.items[0];
    for (const other of [ann.userId, guest.guestId, '0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61']) {
      const header = meantFor(other);
      expectError(await bob.post('/api/cart/add', item(), header), 'OWNER_CHANGED');
      expectError(await bob.patch(`/api/cart/items/${id}`, { quantity: 5 }, header), 'OWNER_CHANGED');
      expectError(await bob.delete(`/api/cart/items/${id}`, undefined, header), 'OWNER_CHANGED');
      expectError(await bob.delete('/api/cart/clear', undefined, header), 'OWNER_CHANGED');
      expectError(await bob.post('/api/wishlist/items', item(), header), 'OWNER_CHANGED');
      expectError(await bob.patch('/api/auth/me', { name: 'Ann' }, header), 'OWNER_CHANGED');
      expectError(await bob.get('/api/cart', header), 'OWNER_CHANGED');
      expectError(await bob.get('/api/orders', header), 'OWNER_CHANGED');
      expectError(await bob.get('/api/cart/events', header), 'OWNER_CHANGED');
    }
    expect([await pieces(ann), await pieces(bob), await pieces(guest)]).toEqual([0, 1, 0]);
    expect((await bob.get('/api/auth/me')).body.user.name).toBe('');
  });

  it('[WEB-2] [API-14] an idempotency key does not answer another’s request, nor keep its refusal', async () => {
    const [ann, bob] = [await shop.signUp(), await shop.signUp()];
    const key = { 'idempotency-key': 'owner-1' };
    expectError(
      await bob.post('/api/cart/add', item(), { ...key, ...meantFor(ann.userId) }),
      'OWNER_CHANGED',
    );
    expect((await bob.post('/api/cart/add', item(), { ...key, ...meantFor(bob.userId) })).status).toBe(201);
    expectError(
      await bob.post('/api/cart/add', item(), { ...key, ...meantFor(ann.userId) }),
      'OWNER_CHANGED',
    );
    expect(await pieces(bob)).toBe(1);
  });

  it('[WEB-2] [CART-7] guests are told apart too', async () => {
    const [guest, other] = [await shop.guest(), await shop.guest()];
    expect((await guest.post('/api/cart/add', item(), meantFor(guest.guestId))).status).toBe(201);
    expectError(await guest.post('/api/cart/add', item(), meantFor(other.guestId)), 'OWNER_CHANGED');
    expect([await pieces(guest), await pieces(other)]).toEqual([1, 0]);
  });

  it('[WEB-2] [AUTH-9] staff and sensitive routes ask it too', async () => {
    const [ann, admin] = [await shop.signUp(), await shop.signUpAs('admin')];
    const suspend = (headers: Record<string, string>) =>
      admin.patch(`/api/admin/users/${ann.userId}`, { active: false }, headers);
    expectError(await suspend(meantFor(ann.userId)), 'OWNER_CHANGED');
    expect((await ann.get('/api/auth/me')).status).toBe(200);
    expect((await suspend(meantFor(admin.userId))).status).toBe(200);
  });

  it('[WEB-2] [ORD-1] transactions of several round trips are refused before they begin', async () => {
    const [ann, bob] = [await shop.signUp(), await shop.signUp()];
    await bob.post('/api/cart/add', item());
    const answer = await bob.post('/api/cart/validate', { fix: true }, meantFor(ann.userId));
    expectError(answer, 'OWNER_CHANGED');
    const key = { 'idempotency-key': 'owner-2', ...meantFor(ann.userId) };
    expectError(await bob.post('/api/payments/create-order', {}, key), 'OWNER_CHANGED');
  });

  it('[WEB-2] [AUTH-7] nobody is signed out by a click that was meant for another', async () => {
    const ann = await shop.signUp();
    const browser = new Browser(shop);
    const { userId } = await browser.signUp();
    expectError(
      await browser.send('post', '/api/auth/logout', undefined, meantFor(ann.userId)),
      'OWNER_CHANGED',
    );
    // The access cookie has run out; the refresh cookie says who.
    browser.cookies.delete('cw_access');
    await browser.takeCsrf();
    expectError(
      await browser.send('post', '/api/auth/logout', undefined, meantFor(ann.userId)),
      'OWNER_CHANGED',
    );
    expect((await browser.send('post', '/api/auth/logout', undefined, meantFor(userId))).status).toBe(200);
  });

  it.each(['x', '', 'null', "' or true --", '0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b6'])(
    '[API-6] refuses %j as an owner',
    async (owner) => {
      const ann = await shop.signUp();
      expectError(await ann.get('/api/cart', meantFor(owner)), 'VALIDATION_FAILED');
    },
  );
});

describe('GET /api/auth/session', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp();
  });
  afterAll(() => shop.close());
  const NOBODY = { kind: 'none', ownerId: null, user: null, refreshable: false };
  const sessionOf = async (who: Client) => {
    const { status, body } = await who.get('/api/auth/session');
    expect(status).toBe(200);
    return body.session;
  };

  it('[WEB-1] [AUTH-14] says who is there, for a user, a guest and nobody', async () => {
    const [ann, guest] = [await shop.signUp(), await shop.guest()];
    expect(await sessionOf(ann)).toMatchObject({
      kind: 'user',
      ownerId: ann.userId,
      user: { email: ann.email },
    });
    expect(await sessionOf(guest)).toMatchObject({ kind: 'guest', ownerId: guest.guestId, user: null });
    expect(await sessionOf(shop.client())).toMatchObject(NOBODY);
    const answer = await ann.get('/api/auth/session');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('[WEB-1] [AUTH-6] a token that is wrong, has run out or was revoked is nobody', async () => {
    const [ann, bob] = [await shop.signUp(), await shop.signUp()];
    for (const authorization of ['Bearer x', 'Basic x', `${ann.headers['authorization']!}x`])
      expect(await sessionOf(shop.client({ authorization }))).toMatchObject(NOBODY);
    await bob.post('/api/auth/logout');
    expect(await sessionOf(bob)).toMatchObject(NOBODY);
    expect(await sessionOf(shop.client({ 'x-guest-token': 'A'.repeat(43) }))).toMatchObject(NOBODY);
    shop.clock.advance(31 * 60_000);
    expect(await sessionOf(ann)).toMatchObject(NOBODY);
  });

  it('[WEB-1] is not asked for whom it is meant, and its CSRF token is good for a write', async () => {
    const browser = new Browser(shop);
    const { userId } = await browser.signUp();
    const { body } = await browser.send('get', '/api/auth/session', undefined, meantFor('nobody'));
    expect(body.session).toMatchObject({ kind: 'user', ownerId: userId, refreshable: true });
    browser.csrfToken = body.session.csrfToken;
    expect((await browser.send('patch', '/api/auth/me', { name: 'A' })).status).toBe(200);
    browser.cookies.delete('cw_access');
    const later = (await browser.send('get', '/api/auth/session')).body.session;
    expect(later).toMatchObject({ ...NOBODY, refreshable: true });
    browser.csrfToken = later.csrfToken;
    expect((await browser.send('post', '/api/auth/refresh')).status).toBe(200);
  });
});
