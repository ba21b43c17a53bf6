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

  const lineOf = (store: CartStore, product: GivenProduct) =>
    store.getView().lines.find(({ key }) => key === keyOf(product));
  /** Lets answers through one by one, in whatever order. */
  const heldAnswers = (which: RegExp) => {
    const doors = new Map<string, ReturnType<typeof door>>();
    site.proxy.rule = ({ method, url, body }) => {
      if (!which.test(`${method} ${url}`)) return undefined;
      const held = door();
      doors.set(body || url, held);
      return { after: held.shut };
    };
    return { doors, of: (part: string) => [...doors].find(([name]) => name.includes(part))?.[1] };
  };

  it('[WEB-3] several changes under way, answered out of order: each stays until it is settled', async () => {
    const { store, shown, real } = await started([
      [mug, 1],
      [book, 1],
    ]);
    const { doors } = heldAnswers(/PATCH/);
    const all = [store.update(keyOf(mug), 4), store.update(keyOf(book), 6)];
    await until('both to be done', () => doors.size === 2);
    await until('the server to have both', async () => (await real())['Mug'] === 4);
    const [first, second] = [...doors.values()];
    second!.open();
    await until('one to be settled', () => store.getView().lines.some(({ pending }) => !pending));
    expect(shown()).toEqual({ Mug: 4, Book: 6 });
    first!.open();
    expect(await Promise.all(all)).toEqual([{ ok: true }, { ok: true }]);
    expect(shown()).toEqual({ Mug: 4, Book: 6 });
    expect(store.getView()).toMatchObject({ pending: false, totalItems: 10, totalPrice: 60.38 });
  });

  it('[WEB-3] one of several that fails is taken back exactly, whatever order the answers come in', async () => {
    const rare = await site.shop.given.variant({ title: 'Rare', price: '1.00', stock: 2, maxQuantity: 50 });
    for (const order of [
      ['Mug', 'Rare'],
      ['Rare', 'Mug'],
    ]) {
      const { store, shown, real } = await started([
        [mug, 1],
        [rare, 1],
        [book, 2],
      ]);
      const { of } = heldAnswers(/PATCH|DELETE/);
      const changes = {
        Mug: store.update(keyOf(mug), 3),
        Rare: store.update(keyOf(rare), 40),
        Book: store.remove(keyOf(book)),
      };
      expect(shown()).toEqual({ Mug: 3, Rare: 40 });
      await until('all to be held', () => of(':3') && of(':40') && of('/api/cart/items'));
      for (const name of order) {
        of(name === 'Mug' ? ':3' : ':40')!.open();
        await changes[name as 'Mug'];
      }
      expect(shown()).toEqual({ Mug: 3, Rare: 1 });
      expect(lineOf(store, rare)?.error).toMatchObject({
        reason: 'INSUFFICIENT_STOCK',
        details: { available: 2 },
      });
      of('/api/cart/items')!.open();
      expect(await changes.Book).toEqual({ ok: true });
      expect(shown()).toEqual({ Mug: 3, Rare: 1 });
      expect(await real()).toEqual(shown());
      store.dismiss();
      expect(lineOf(store, rare)?.error).toBe(null);
    }
  });

  it('[WEB-3] adds are counted once, though a read that holds them comes before their answers', async () => {
    const { store, shown, real } = await started([[mug, 1]]);
    const { doors } = heldAnswers(/POST .*add/);
    const added = store.add({ ...mug, quantity: 2 });
    const again = store.add({ ...mug, quantity: 3 });
    const other = store.add({ ...book, quantity: 1, preview: { title: 'Book', price: 3.33 } });
    expect(shown()).toEqual({ Mug: 6, Book: 1 });
    await until('the server to have two', async () => doors.size === 2);
    await until('it to be done', async () => (await real())['Mug'] === 3);
    await store.reload();
    expect(shown()).toEqual({ Mug: 6, Book: 1 });
    [...doors.values()].forEach((held) => held.open());
    await until('the third', () => doors.size === 3 || site.proxy.count('POST', /add/) === 3);
    expect(shown()).toEqual({ Mug: 6, Book: 1 });
    site.proxy.rule = () => undefined;
    [...doors.values()].forEach((held) => held.open());
    expect(await Promise.all([added, again, other])).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(shown()).toEqual({ Mug: 6, Book: 1 });
    expect(await real()).toEqual({ Mug: 6, Book: 1 });
  });

  it('[WEB-3] a lost answer is asked for again with the same key, and added once', async () => {
    const { store, real } = await started();
    let lost = 0;
    site.proxy.rule = ({ url }) => (url === '/api/cart/add' && lost++ < 4 ? { drop: 'answer' } : undefined);
    expect(await store.add({ ...mug, quantity: 2, preview })).toEqual({ ok: true });
    const keys = site.proxy.passed
      .filter(({ url }) => url === '/api/cart/add')
      .map(({ headers }) => headers['idempotency-key']);
    expect(keys.length).toBe(5);
    expect(new Set(keys).size).toBe(1);
    expect(await real()).toEqual({ Mug: 2 });
  }, 15_000);

  it('[WEB-3] emptying the cart, and all of it back where that fails', async () => {
    const { store, shown, real } = await started([
      [mug, 2],
      [book, 3],
    ]);
    site.proxy.rule = ({ url }) =>
      url === '/api/cart/clear'
        ? {
            answer: {
              status: 500,
              body: '{"error":{"code":500,"reason":"INTERNAL","message":"x","requestId":"x"}}',
            },
          }
        : undefined;
    void store.update(keyOf(mug), 7);
    const cleared = store.clear();
    expect(shown()).toEqual({});
    expect(store.getView()).toMatchObject({ totalItems: 0, totalPrice: 0 });
    expect(await cleared).toMatchObject({ ok: false, error: { reason: 'INTERNAL' } });
    // What was clicked just before is wanted again.
    expect(shown()).toEqual({ Mug: 7, Book: 3 });
    await store.flush();
    expect(await real()).toEqual({ Mug: 7, Book: 3 });
    site.proxy.rule = () => undefined;
    const again = store.clear();
    const kept = store.add({ ...book, quantity: 1, preview: { title: 'Book', price: 3.33 } });
    expect(shown()).toEqual({ Book: 1 });
    expect(await Promise.all([again, kept])).toEqual([{ ok: true }, { ok: true }]);
    expect(await real()).toEqual({ Book: 1 });
    expect(shown()).toEqual({ Book: 1 });
  });

  it('[WEB-3] a removal is undone without a request while it waits, and by adding afterwards', async () => {
    const { store, shown, real } = await started([
      [mug, 2],
      [book, 3],
    ]);
    void store.remove(keyOf(mug));
    expect(shown()).toEqual({ Book: 3 });
    expect(store.getView().removed.map(({ title, quantity }) => [title, quantity])).toEqual([['Mug', 2]]);
    expect(await store.undo(keyOf(mug))).toEqual({ ok: true });
    expect(shown()).toEqual({ Mug: 2, Book: 3 });
    expect(site.proxy.passed.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(await store.remove(keyOf(book))).toEqual({ ok: true });
    expect(await real()).toEqual({ Mug: 2 });
    const undone = store.undo(keyOf(book));
    expect(shown()).toEqual({ Mug: 2, Book: 3 });
    expect(await undone).toEqual({ ok: true });
    expect(await real()).toEqual({ Mug: 2, Book: 3 });
    expect(store.getView().removed).toEqual([]);
  });

  it('[WEB-3] a change that ends where it began asks nothing, and draws nothing that is the same', async () => {
    const { store } = await started([
      [mug, 2],
      [book, 1],
    ]);
    let drawn = 0;
    store.subscribe(() => drawn++);
    const bookLine = lineOf(store, book);
    void store.update(keyOf(mug), 3);
    expect(await store.update(keyOf(mug), 2)).toEqual({ ok: true });
    expect(drawn).toBe(2);
    expect(lineOf(store, book)).toBe(bookLine);
    await store.reload();
    await store.reload();
    expect(drawn).toBe(2);
    expect(site.proxy.passed.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/cart',
      'GET /api/cart',
    ]);
  });

  it('[WEB-3] a line that another device took out while it was changed', async () => {
    const { store, client, shown, real } = await started([[mug, 2]], 200);
    const changed = store.update(keyOf(mug), 5);
    await client.delete('/api/cart/clear');
    expect(await changed).toMatchObject({ ok: false, error: { reason: 'ITEM_NOT_FOUND' } });
    await until('the truth', () => store.getView().totalItems === 0);
    expect(shown()).toEqual({});
    expect(await real()).toEqual({});
  });

  it('[WEB-2] a late answer for who has left is dropped, and whoever waited for it is told', async () => {
    const { store, client, shown } = await started([[mug, 2]]);
    const held = door();
    site.proxy.rule = ({ method }) => (method === 'PATCH' ? { after: held.shut } : undefined);
    const changed = store.update(keyOf(mug), 5);
    await until('the change', () => site.proxy.count('PATCH', /items/) === 1);
    const seen: unknown[] = [];
    store.subscribe(() => seen.push(shown()));
    site.proxy.rule = ({ method }) => (method === 'PATCH' ? { after: held.shut } : undefined);
    const out = client.session.signOut();
    held.open();
    await out;
    expect(store.getView()).toMatchObject({ status: 'ready', lines: [], totalItems: 0 });
    await changed;
    expect(shown()).toEqual({});
  });

  it('[WEB-3] a server that answers 500, rubbish, or nothing at first: the cart is there in the end', async () => {
    const { client } = await site.person();
    await client
      .post('/api/cart/add', { body: { ...mug, slug: undefined, sku: undefined } as never })
      .catch(() => {});
    const answers = [
      {
        answer: {
          status: 500,
          body: '{"error":{"code":500,"reason":"INTERNAL","message":"x","requestId":"x"}}',
        },
      },
      { answer: { status: 200, body: '{"cart":' } },
      { answer: { status: 200, type: 'text/html', body: '<h1>Welcome to the hotel</h1>' } },
      { drop: 'request' as const },
    ];
    const store = new CartStore(client, { live: false });
    site.proxy.rule = ({ url }) => (url === '/api/cart' ? answers.shift() : undefined);
    stops.push(store.start());
    await until('the failure', () => store.getView().status === 'failed');
    expect(store.getView().error).toMatchObject({ reason: 'INTERNAL' });
    await store.reload();
    expect(store.getView().error).toMatchObject({ reason: 'UNREADABLE', code: 200 });
    await store.reload();
    expect(store.getView().error).toMatchObject({ reason: 'UNREADABLE' });
    await store.reload();
    expect(store.getView()).toMatchObject({ status: 'ready', error: null });
  });

  it('[WEB-3] a visitor who puts something in becomes a guest, once', async () => {
    const client = site.client();
    const store = new CartStore(client, { live: false });
    site.proxy.passed.length = 0;
    stops.push(store.start());
    await until('nobody', () => store.getView().status === 'ready');
    const both = [
      store.add({ ...mug, preview }),
      store.add({ ...book, preview: { title: 'Book', price: 3.33 } }),
    ];
    expect(store.getView().totalItems).toBe(2);
    expect(await Promise.all(both)).toEqual([{ ok: true }, { ok: true }]);
    expect(store.getView()).toMatchObject({ totalItems: 2, totalPrice: 13.43 });
    expect(site.proxy.passed.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/auth/session',
      'POST /api/auth/guest',
      'POST /api/cart/add',
      'POST /api/cart/add',
    ]);
  });
});
