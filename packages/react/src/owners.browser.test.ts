import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GivenProduct } from '../../server/src/testing/given.ts';
import { type BrowserShop, ready, run, shown, shows, signIn, startBrowserShop } from './testing/browser-shop.ts';
import { door } from './testing/proxy.ts';
import { until } from './testing/store-shop.ts';

describe('one machine, several people', () => {
  let site: BrowserShop;
  let mug: GivenProduct;
  let book: GivenProduct;
  const machines: BrowserContext[] = [];
  beforeAll(async () => {
    site = await startBrowserShop();
    mug = await site.shop.given.variant({ title: 'Mug of Ann', stock: 500 });
    book = await site.shop.given.variant({ title: 'Book of Bob', stock: 500 });
  });
  afterAll(() => site.close());
  afterEach(async () => {
    site.proxy.rule = () => undefined;
    await Promise.all(machines.splice(0).map((machine) => machine.close()));
  });

  /** Ann and Bob, each with something in the cart, and a machine of theirs. */
  const people = async () => {
    const [ann, bob] = [await site.shop.signUp(), await site.shop.signUp()];
    await ann.post('/api/cart/add', { ...only(mug), quantity: 2 });
    await bob.post('/api/cart/add', { ...only(book), quantity: 1 });
    const machine = await site.machine();
    machines.push(machine);
    return { ann, bob, machine };
  };
  const only = ({ productId, variantId }: GivenProduct) => ({ productId, variantId });
  const itemsOf = async (who: { get: (url: string) => Promise<{ body: { cart: { items: { title: string; quantity: number }[] } } }> }) =>
    Object.fromEntries((await who.get('/api/cart')).body.cart.items.map(({ title, quantity }) => [title, quantity]));

  it("[WEB-2] [WEB-6] A's answer that comes after switching to B is dropped, and A is shown in no frame", async () => {
    const { ann, bob, machine } = await people();
    const page = await site.open(machine);
    await signIn(page, ann);
    await shows(page, 'Mug of Ann × 2');
    const held = door();
    site.proxy.rule = ({ url, method }) => (method === 'GET' && url === '/api/cart' ? { after: held.shut } : undefined);
    await run(page, 'void site.cart.reload()');
    await until('the read to be held', () => site.proxy.passed.at(-1)?.url === '/api/cart');
    site.proxy.rule = () => undefined;
    await run(page, 'globalThis.before = site.seen.length');
    await signIn(page, bob);
    await shows(page, 'Book of Bob × 1');
    held.open();
    await page.waitForTimeout(200);
    expect(await shown(page)).toBe(`${bob.email}: ready: Book of Bob × 1; `);
    const after = await run<{ owner: string; text: string }[]>(page, 'return site.seen');
    expect(after.filter(({ owner, text }) => owner === bob.userId && /Ann/.test(text))).toEqual([]);
    expect(after.filter(({ owner, text }) => owner !== bob.userId && /Bob/.test(text))).toEqual([]);
    expect(after.length).toBeGreaterThan(2);
  });
  void ready;
  void itemsOf;
});
