import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GivenProduct } from '../../server/src/testing/given.ts';
import { CartStore } from './cart-store.ts';
import { keyOf } from './cart-line.ts';
import { door } from './testing/proxy.ts';
import { type ProxiedShop, startProxiedShop, until } from './testing/store-shop.ts';

describe('the cart store', () => {
  let site: ProxiedShop;
  let mug: GivenProduct;
  let book: GivenProduct;
  const stops: (() => void)[] = [];
  beforeAll(async () => {
    site = await startProxiedShop();
    mug = await site.shop.given.variant({ title: 'Mug', price: '10.10', stock: 50 });
    book = await site.shop.given.variant({ title: 'Book', price: '3.33', stock: 50 });
  });
  afterAll(() => site.close());
  afterEach(() => {
    site.proxy.rule = () => undefined;
    for (const stop of stops.splice(0)) stop();
  });

  const started = async (quantities: [GivenProduct, number][] = [], debounceMs = 50) => {
    const person = await site.person();
    for (const [product, quantity] of quantities) {
      await person.client.post('/api/cart/add', {
        body: { productId: product.productId, variantId: product.variantId, quantity },
      });
    }
    const store = new CartStore(person.client, { debounceMs, live: false });
    stops.push(store.start());
    await until('the cart', () => store.getView().status === 'ready');
    site.proxy.passed.length = 0;
    const shown = () => Object.fromEntries(store.getView().lines.map((line) => [line.title, line.quantity]));
    const real = async () =>
      Object.fromEntries(
        (await person.client.get('/api/cart')).cart.items.map((item) => [item.title, item.quantity]),
      );
    return { ...person, store, shown, real };
  };
  const preview = { title: 'Mug', price: 10.1 };

  it('[WEB-3] shows an added thing at once, before the server knows of it', async () => {
    const { store, shown, real } = await started();
    const held = door();
    site.proxy.rule = ({ url }) => (url === '/api/cart/add' ? { before: held.shut } : undefined);
    const added = store.add({ ...mug, quantity: 2, preview });
    expect(shown()).toEqual({ Mug: 2 });
    expect(store.getView()).toMatchObject({ totalItems: 2, pending: true });
    held.open();
    expect(await added).toEqual({ ok: true });
    expect(store.getView()).toMatchObject({ totalItems: 2, totalPrice: 20.2, pending: false });
    expect(await real()).toEqual({ Mug: 2 });
  });

  it('[WEB-3] ten quick clicks are one request, with the last quantity', async () => {
    const { store, shown, real } = await started([[mug, 1]], 100);
    for (let quantity = 2; quantity <= 10; quantity++) {
      void store.update(keyOf(mug), quantity);
      expect(shown()).toEqual({ Mug: quantity });
    }
    expect(await store.update(keyOf(mug), 9)).toEqual({ ok: true });
    expect(site.proxy.passed.map(({ method, body }) => [method, body])).toEqual([
      ['PATCH', '{"quantity":9}'],
    ]);
    expect(await real()).toEqual({ Mug: 9 });
  });
});
