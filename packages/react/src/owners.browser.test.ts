import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type BrowserShop,
  idsOf,
  keyIn,
  ready,
  run,
  shown,
  shows,
  signIn,
  startBrowserShop,
} from './testing/browser-shop.ts';
import { door } from './testing/proxy.ts';
import { until } from './testing/store-shop.ts';

interface Seen {
  owner: string | null;
  text: string;
}

describe('one machine, several people', () => {
  let site: BrowserShop;
  beforeAll(async () => {
    site = await startBrowserShop();
  });
  afterAll(() => site.close());
  afterEach(() => site.tidy());

  it("[WEB-2] [WEB-6] A's answer that comes after switching to B is dropped, and A is shown in no frame", async () => {
    const { ann, bob, machine } = await site.people();
    const page = await site.open(machine);
    await signIn(page, ann);
    await shows(page, 'Mug of Ann × 2');
    const held = door();
    site.proxy.rule = ({ url, method }) =>
      method === 'GET' && url === '/api/cart' ? { after: held.shut } : undefined;
    await run(page, 'void site.cart.reload()');
    await until('the read to be held', () => site.proxy.passed.at(-1)?.url === '/api/cart');
    site.proxy.rule = () => undefined;
    await signIn(page, bob);
    await shows(page, 'Book of Bob × 1');
    held.open();
    await page.waitForTimeout(200);
    expect(await shown(page)).toBe(`${bob.email}: ready: Book of Bob × 1; `);
    const seen = await run<Seen[]>(page, 'return site.seen');
    expect(seen.filter(({ owner, text }) => owner === bob.userId && /Ann/.test(text))).toEqual([]);
    expect(seen.filter(({ owner, text }) => owner !== bob.userId && /Bob/.test(text))).toEqual([]);
    expect(seen.some(({ owner, text }) => owner === ann.userId && /Ann/.test(text))).toBe(true);
  });

  it("[WEB-2] another tab signs in as B while A's write waits: it lands in nobody's cart", async () => {
    const { ann, bob, machine } = await site.people();
    // This tab is told of nothing, as when it sleeps.
    const page = await site.open(machine, '/?alone');
    await signIn(page, ann);
    await shows(page, 'Mug of Ann × 2');
    await run(page, 'await site.client.prepare()');
    const other = await site.open(machine, '/?alone');
    await signIn(other, bob);
    await run(page, `void site.cart.add(${JSON.stringify(idsOf(site.mug))})`);
    await shows(page, `${bob.email}: ready: Book of Bob × 1; `);
    const refused = site.proxy.passed.filter(({ url, status }) => url === '/api/cart/add' && status === 412);
    expect(refused.length).toBeGreaterThan(0);
    expect(await site.cartOf(bob)).toEqual({ 'Book of Bob': 1 });
    expect(await site.cartOf(ann)).toEqual({ 'Mug of Ann': 2 });
  });

  it('[WEB-2] [WEB-6] a tab hears at once who signed in and out in another', async () => {
    const { ann, bob, machine } = await site.people();
    const page = await site.open(machine);
    await signIn(page, ann);
    const other = await site.open(machine);
    await shows(other, 'Mug of Ann × 2');
    await signIn(page, bob);
    // Sooner than it could find out by itself.
    await shows(other, 'Book of Bob × 1', 1_500);
    await run(page, 'await site.client.session.signOut()');
    await shows(other, 'none: ready: ', 1_500);
    for (const tab of [page, other]) {
      expect(await shown(tab)).toBe('none: ready: ');
      const seen = await run<Seen[]>(tab, 'return site.seen');
      expect(seen.filter(({ owner, text }) => owner !== ann.userId && /Ann/.test(text))).toEqual([]);
      expect(seen.filter(({ owner, text }) => owner !== bob.userId && /Bob/.test(text))).toEqual([]);
    }
  });

  it('[WEB-2] a session that cannot be refreshed is signed out, and its state is gone', async () => {
    const { ann, machine } = await site.people();
    const page = await site.open(machine);
    await signIn(page, ann);
    await shows(page, 'Mug of Ann × 2');
    await ann.post('/api/auth/logout-all');
    const key = await keyIn(page, 'Mug of Ann');
    expect(await run(page, `return site.cart.update('${key}', 7)`)).toMatchObject({ ok: false });
    await shows(page, 'none: ready: ');
    expect(await shown(page)).toBe('none: ready: ');
    expect(await run(page, 'return site.client.session.current().user')).toBe(null);
    expect(site.proxy.count('POST', /refresh/)).toBeLessThanOrEqual(1);
  });

  it('[WEB-2] a page that comes back from the back/forward cache shows nothing of who left', async () => {
    const { ann, bob, machine } = await site.people();
    const page = await site.open(machine);
    await signIn(page, ann);
    await shows(page, 'Mug of Ann × 2');
    await run(page, 'globalThis.sameDocument = true');
    await page.goto('/elsewhere');
    const other = await site.open(machine);
    await shows(other, 'Mug of Ann × 2');
    await signIn(other, bob);
    // Its read is held, so that whatever the page shows by itself stays to be seen.
    const held = door();
    site.proxy.rule = ({ url }) => (url === '/api/auth/session' ? { before: held.shut } : undefined);
    await page.goBack({ waitUntil: 'commit' });
    expect(await page.evaluate('globalThis.sameDocument')).toBe(true);
    await page.waitForTimeout(200);
    expect(await shown(page)).not.toContain('Ann');
    held.open();
    await shows(page, 'Book of Bob × 1');
    const seen = await run<Seen[]>(page, 'return site.seen');
    expect(seen.filter(({ owner, text }) => owner !== ann.userId && /Ann/.test(text))).toEqual([]);
  });

  it('[WEB-3] live events follow whoever is signed in, and nobody else', async () => {
    const { ann, bob, machine } = await site.people();
    const page = await site.open(machine);
    await signIn(page, ann);
    await shows(page, 'Mug of Ann × 2');
    await signIn(page, bob);
    await shows(page, 'Book of Bob × 1');
    await ready(page);
    await until('the stream of Bob', () =>
      site.proxy.passed.some(({ url, headers }) => /events/.test(url) && headers['x-owner'] === bob.userId),
    );
    await page.waitForTimeout(200);
    const reads = site.proxy.count('GET', /^\/api\/cart$/);
    await ann.post('/api/cart/add', idsOf(site.mug));
    await page.waitForTimeout(500);
    expect(site.proxy.count('GET', /^\/api\/cart$/)).toBe(reads);
    await bob.post('/api/cart/add', idsOf(site.book));
    await shows(page, 'Book of Bob × 2', 1_000);
    expect(site.proxy.count('GET', /^\/api\/cart$/)).toBe(reads + 1);
  });
});
