import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type BrowserShop,
  idsOf,
  keyIn,
  type People,
  ready,
  run,
  shown,
  shows,
  signIn,
  startBrowserShop,
} from './testing/browser-shop.ts';
import { door } from './testing/proxy.ts';
import { until } from './testing/store-shop.ts';

describe('the cart in a browser', () => {
  let site: BrowserShop;
  beforeAll(async () => {
    site = await startBrowserShop();
  });
  afterAll(() => site.close());
  afterEach(() => site.tidy());

  /** Ann, signed in, with two mugs before her. */
  const annAtHome = async (path = '/'): Promise<People & { page: Page; mug: string }> => {
    const people = await site.people();
    const page = await site.open(people.machine, path);
    await signIn(page, people.ann);
    await shows(page, 'Mug of Ann × 2');
    await until('the stream', () => site.proxy.count('GET', /events/) > 0);
    await page.waitForTimeout(150);
    site.proxy.passed.length = 0;
    return { ...people, page, mug: await keyIn(page, 'Mug of Ann') };
  };
  const writes = () => site.proxy.passed.filter(({ method, url }) => method !== 'GET' && /cart/.test(url));
  const update = (mug: string, quantity: number) => `site.cart.update('${mug}', ${quantity})`;

  it('[WEB-3] ten quick clicks are one request, half a second after the last', async () => {
    const { page, mug, ann } = await annAtHome();
    const clicks = Array.from({ length: 10 }, (_, index) => index + 3);
    const drawn = await run<string[]>(
      page,
      `globalThis.before = site.renders;
       const drawn = [];
       for (const quantity of ${JSON.stringify(clicks)}) {
         void site.cart.update('${mug}', quantity);
         await new Promise(requestAnimationFrame);
         drawn.push(/× (\\d+)/.exec(document.getElementById('root').textContent)[1]);
       }
       return drawn`,
    );
    expect(drawn).toEqual(clicks.map(String));
    const last = Date.now();
    await until('the request', () => writes().length > 0);
    await until('it to be settled', async () => !(await run(page, 'return site.cart.pending')));
    expect(writes().map(({ method, body }) => [method, body])).toEqual([['PATCH', '{"quantity":12}']]);
    expect(writes()[0]!.at - last).toBeGreaterThan(400);
    // Each click once, and once when it is settled.
    expect(await run(page, 'return site.renders - before')).toBe(11);
    await page.waitForTimeout(300);
    expect(site.proxy.count('GET', /^\/api\/cart$/)).toBe(0);
    expect(await site.cartOf(ann)).toEqual({ 'Mug of Ann': 12 });
  });

  it('[WEB-3] an edit while an earlier one is under way and the cart is read again is what stays', async () => {
    const { page, mug, ann } = await annAtHome();
    const held = door();
    site.proxy.rule = ({ method }) => (method === 'PATCH' ? { after: held.shut } : undefined);
    await run(page, `void ${update(mug, 5)}; void site.cart.flush()`);
    await until('the first edit', () => writes().length === 1);
    await run(page, `void ${update(mug, 8)}; await site.cart.reload()`);
    expect(await shown(page)).toContain('Mug of Ann × 8');
    await page.waitForTimeout(600);
    // The second waits for its turn.
    expect(writes()).toHaveLength(1);
    site.proxy.rule = () => undefined;
    held.open();
    await until('all to be settled', async () => !(await run(page, 'return site.cart.pending')));
    expect(await site.cartOf(ann)).toEqual({ 'Mug of Ann': 8 });
    const seen = await run<{ text: string }[]>(page, 'return site.seen');
    const from = seen.findIndex(({ text }) => text.includes('× 8'));
    expect(seen.slice(from).filter(({ text }) => !text.includes('× 8'))).toEqual([]);
  });

  it('[WEB-3] a refusal for want of stock takes back that line only', async () => {
    const { page, ann, mug } = await annAtHome();
    const rare = await site.shop.given.variant({ title: 'Rare vase', stock: 3, maxQuantity: 50 });
    await ann.post('/api/cart/add', { ...idsOf(rare), quantity: 1 });
    await shows(page, 'Rare vase × 1');
    const vase = await keyIn(page, 'Rare vase');
    const outcomes = await run<unknown[]>(
      page,
      `return Promise.all([${update(vase, 9)}, ${update(mug, 4)}]).then((all) => all.map(({ ok, error }) => [ok, error?.reason, error?.details?.available]))`,
    );
    expect(outcomes).toEqual([
      [false, 'INSUFFICIENT_STOCK', 3],
      [true, undefined, undefined],
    ]);
    expect(await shown(page)).toMatch(/Mug of Ann × 4; .*Rare vase × 1; |Rare vase × 1; .*Mug of Ann × 4; /);
    expect(await site.cartOf(ann)).toEqual({ 'Mug of Ann': 4, 'Rare vase': 1 });
  });

  it('[WEB-3] [WEB-6] what was wanted without a network is done when it is back', async () => {
    const { page, mug, ann, machine } = await annAtHome();
    await machine.setOffline(true);
    await run(page, `void ${update(mug, 6)}; void site.cart.add(${JSON.stringify(idsOf(site.book))})`);
    await until('the page to know', () => run(page, 'return site.cart.offline'));
    expect(await shown(page)).toContain('Mug of Ann × 6');
    await page.waitForTimeout(1_500);
    expect(await site.cartOf(ann)).toEqual({ 'Mug of Ann': 2 });
    await machine.setOffline(false);
    await until('all to be settled', async () => !(await run(page, 'return site.cart.pending')), 8_000);
    expect(await site.cartOf(ann)).toEqual({ 'Mug of Ann': 6, 'Book of Bob': 1 });
    expect(await run(page, 'return site.cart.offline')).toBe(false);
  });

  it('[WEB-3] a reload within the half second loses nothing', async () => {
    const { page, mug, ann } = await annAtHome();
    await run(page, `void ${update(mug, 7)}`);
    await page.reload();
    await ready(page);
    await shows(page, 'Mug of Ann × 7');
    expect(writes().map(({ body }) => body)).toEqual(['{"quantity":7}']);
    expect(await site.cartOf(ann)).toEqual({ 'Mug of Ann': 7 });
  });

  it('[WEB-3] leaving the part of the page that shows the cart sends what waits', async () => {
    const { page, mug, ann } = await annAtHome('/?slow');
    await run(page, `void ${update(mug, 3)}; site.unmount()`);
    await until('the request', () => writes().length === 1, 3_000);
    await until('it to be done', async () => (await site.cartOf(ann))['Mug of Ann'] === 3);
  });

  it('[WEB-3] [CART-8] what another device does is shown by the server’s events, with one read', async () => {
    const { page, ann } = await annAtHome();
    await ann.post('/api/cart/add', { ...idsOf(site.book), quantity: 2 });
    await shows(page, 'Book of Bob × 2', 1_000);
    expect(site.proxy.count('GET', /^\/api\/cart$/)).toBe(1);
  });

  it('[WEB-3] [WEB-6] another tab is in step within 150 ms, without asking the server', async () => {
    const { page, mug, machine } = await annAtHome();
    const other = await site.open(machine);
    await shows(other, 'Mug of Ann × 2');
    await page.waitForTimeout(150);
    site.proxy.passed.length = 0;
    await run(
      other,
      `globalThis.told = new Promise((resolve) => { const look = () => document.body.textContent.includes('× 9') ? resolve(Date.now()) : setTimeout(look, 2); look(); })`,
    );
    await run(page, `await ${update(mug, 9)}; globalThis.settledAt = Date.now()`);
    const [settledAt, toldAt] = [
      await run<number>(page, 'return settledAt'),
      await run<number>(other, 'return told'),
    ];
    expect(toldAt - settledAt).toBeLessThan(150);
    await page.waitForTimeout(300);
    expect(site.proxy.count('GET', /^\/api\/cart$/)).toBe(0);
    // One stream for both tabs: browsers open six connections to a host.
    expect(site.proxy.count('GET', /events/)).toBe(0);
  });

  it('[WEB-3] the tab that is left follows the events when the one that followed them closes', async () => {
    const { page, ann, machine } = await annAtHome();
    const other = await site.open(machine);
    await shows(other, 'Mug of Ann × 2');
    await page.close();
    await until('its own stream', () => site.proxy.count('GET', /events/) === 1);
    await ann.post('/api/cart/add', idsOf(site.book));
    await shows(other, 'Book of Bob × 1', 1_500);
  });

  it('[WEB-3] a guest’s cart goes with him when he signs in, with what was clicked a moment before', async () => {
    const { ann, machine } = await site.people();
    // Quantities wait so long here that only the sign-in sends them.
    const page = await site.open(machine, '/?slow');
    await run(page, `await site.cart.add(${JSON.stringify({ ...idsOf(site.book), quantity: 2 })})`);
    await shows(page, 'guest: ready: Book of Bob × 2');
    const book = await keyIn(page, 'Book of Bob');
    await run(page, `void ${update(book, 5)}`);
    await signIn(page, ann);
    await shows(page, 'Book of Bob × 5');
    expect(await site.cartOf(ann)).toEqual({ 'Mug of Ann': 2, 'Book of Bob': 5 });
  });
});
