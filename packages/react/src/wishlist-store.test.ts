import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GivenProduct } from '../../server/src/testing/given.ts';
import { PASSWORD } from '../../server/src/testing/test-app.ts';
import { door } from './testing/proxy.ts';
import { type ProxiedShop, startProxiedShop, until } from './testing/store-shop.ts';
import { wishKey } from './wish-line.ts';
import { WishlistStore } from './wishlist-store.ts';

describe('the wishlist store', () => {
  let site: ProxiedShop;
  let mug: GivenProduct;
  let book: GivenProduct;
  const stops: (() => void)[] = [];
  beforeAll(async () => {
    site = await startProxiedShop();
    mug = await site.shop.given.variant({ title: 'Mug' });
    book = await site.shop.given.variant({ title: 'Book' });
  });
  afterAll(() => site.close());
  afterEach(() => {
    site.proxy.rule = () => undefined;
    for (const stop of stops.splice(0)) stop();
  });

  const started = async () => {
    const person = await site.person();
    const store = new WishlistStore(person.client);
    stops.push(store.start());
    await until('the wishlist', () => store.getView().status === 'ready');
    site.proxy.passed.length = 0;
    return { ...person, store, shown: () => store.getView().items.map(({ title }) => title) };
  };
  const wish = ({ productId, variantId }: GivenProduct, title: string) => ({
    productId,
    variantId,
    preview: { title },
  });

  it('[WEB-3] [CART-14] shows a wish at once, and takes it back where it is refused', async () => {
    const { store, shown } = await started();
    const held = door();
    site.proxy.rule = ({ method }) => (method === 'POST' ? { before: held.shut } : undefined);
    const added = store.add(wish(mug, 'Mug'));
    expect(shown()).toEqual(['Mug']);
    expect(store.getView()).toMatchObject({ pending: true, totalItems: 1 });
    held.open();
    expect(await added).toEqual({ ok: true });
    expect(store.getView()).toMatchObject({ pending: false, totalItems: 1 });
    const unknown = { ...wish(book, 'Nothing'), productId: '0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61' };
    const refused = store.add(unknown);
    expect(shown()).toContain('Nothing');
    expect(await refused).toMatchObject({ ok: false, error: { reason: 'PRODUCT_NOT_FOUND' } });
    expect(shown()).toEqual(['Mug']);
  });

  it('[WEB-3] the last of many clicks on one heart is what stays, and no request is made twice', async () => {
    const { store, shown, client } = await started();
    const key = wishKey(mug);
    const clicks = [
      store.add(wish(mug, 'Mug')),
      store.remove(key),
      store.add(wish(mug, 'Mug')),
      store.remove(key),
      store.add(wish(mug, 'Mug')),
    ];
    await Promise.all(clicks);
    await until('rest', () => !store.getView().pending);
    expect(shown()).toEqual(['Mug']);
    expect((await client.get('/api/wishlist')).wishlist.items).toHaveLength(1);
    expect(site.proxy.passed.filter(({ method }) => method !== 'GET').length).toBeLessThanOrEqual(2);
  });

  it('[WEB-3] [CART-14] moves a wish into the cart', async () => {
    const { store, shown, client } = await started();
    await store.add(wish(mug, 'Mug'));
    expect(await store.moveToCart(wishKey(mug), { quantity: 2 })).toEqual({ ok: true });
    expect(shown()).toEqual([]);
    expect((await client.get('/api/cart')).cart.totalItems).toBe(2);
    expect(await store.moveToCart(wishKey(mug))).toEqual({ ok: false, error: null });
  });

  it('[WEB-3] a list that was asked for before a change does not undo it', async () => {
    const { store, shown } = await started();
    const held = door();
    site.proxy.rule = ({ method, url }) =>
      method === 'GET' && url === '/api/wishlist' && site.proxy.count('GET', /wishlist/) === 1
        ? { after: held.shut }
        : undefined;
    const reading = store.reload();
    await until('the question', () => site.proxy.count('GET', /wishlist/) === 1);
    await store.add(wish(mug, 'Mug'));
    held.open();
    await reading;
    expect(shown()).toEqual(['Mug']);
    // It was asked again, once.
    expect(site.proxy.count('GET', /wishlist/)).toBe(2);
  });

  it('[WEB-2] is empty when somebody else signs in, and a late answer stays out of it', async () => {
    const { store, shown, client } = await started();
    const bob = await site.person();
    await store.add(wish(mug, 'Mug'));
    const held = door();
    site.proxy.rule = ({ url }) => (url === '/api/wishlist/items' ? { after: held.shut } : undefined);
    const late = store.add(wish(book, 'Book'));
    await until('the request', () => site.proxy.count('POST', /wishlist/) === 2);
    await client.post('/api/auth/login', { body: { email: bob.email, password: PASSWORD } });
    expect(shown()).toEqual([]);
    held.open();
    expect(await late).toEqual({ ok: false, error: null });
    await until('the other wishlist', () => store.getView().status === 'ready');
    expect(shown()).toEqual([]);
  });
});
