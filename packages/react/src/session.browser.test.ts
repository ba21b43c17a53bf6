import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type BrowserShop,
  keyIn,
  run,
  shown,
  shows,
  signIn,
  startBrowserShop,
} from './testing/browser-shop.ts';
import { door } from './testing/proxy.ts';
import { until } from './testing/store-shop.ts';

const AN_ACCESS_TOKEN_MS = 31 * 60_000;

describe('the session in a browser', () => {
  let site: BrowserShop;
  beforeAll(async () => {
    site = await startBrowserShop();
  });
  afterAll(() => site.close());
  afterEach(() => site.tidy());

  const refreshes = () => site.proxy.count('POST', /refresh/);
  const signedIn = async () => {
    const people = await site.people();
    const page = await site.open(people.machine);
    await signIn(page, people.ann);
    await shows(page, 'Mug of Ann × 2');
    return { ...people, page };
  };
  const ask = (page: Page, owner: string) =>
    run(
      page,
      `return Promise.all([1, 2, 3, 4, 5, 6].map(() => site.client.get('/api/auth/me'))).then((all) => all.filter(({ user }) => user.id === '${owner}').length)`,
    );

  it('[WEB-1] [WEB-6] six reads and a write whose token has run out: one refresh, and all are done', async () => {
    const { page, ann } = await signedIn();
    const mug = await keyIn(page, 'Mug of Ann');
    site.shop.clock.advance(AN_ACCESS_TOKEN_MS);
    const write = run(
      page,
      `const done = site.cart.update('${mug}', 5); void site.cart.flush(); return done`,
    );
    const reads = ask(page, ann.userId);
    expect(await write).toEqual({ ok: true });
    expect(await reads).toBe(6);
    expect(refreshes()).toBe(1);
    expect(await shown(page)).toContain(`${ann.email}: ready: Mug of Ann × 5`);
    const again = await site.shop.again(ann);
    expect(await site.cartOf(again)).toEqual({ 'Mug of Ann': 5 });
  });

  it('[WEB-1] [AUTH-4] two tabs whose token has run out: one refresh, and both go on', async () => {
    const { page, ann, machine } = await signedIn();
    const other = await site.open(machine);
    site.shop.clock.advance(AN_ACCESS_TOKEN_MS);
    const counts = await Promise.all([ask(page, ann.userId), ask(other, ann.userId)]);
    expect(counts).toEqual([6, 6]);
    expect(refreshes()).toBe(1);
  });

  it('[WEB-1] tabs without Web Locks may refresh both, and stay signed in all the same', async () => {
    const { ann, machine } = await site.people();
    await machine.addInitScript("Object.defineProperty(navigator, 'locks', { value: undefined })");
    const page = await site.open(machine);
    await signIn(page, ann);
    const other = await site.open(machine);
    site.shop.clock.advance(AN_ACCESS_TOKEN_MS);
    // Both have asked who is there before either refreshes.
    const held = door();
    site.proxy.rule = ({ url }) => (url === '/api/auth/refresh' ? { before: held.shut } : undefined);
    const asked = Promise.all([ask(page, ann.userId), ask(other, ann.userId)]);
    await until('both to refresh', () => refreshes() === 2);
    held.open();
    expect(await asked).toEqual([6, 6]);
  });

  it('[WEB-1] storage that is switched off and no channel between tabs change nothing', async () => {
    const { ann, machine } = await site.people();
    await machine.addInitScript(
      "delete globalThis.BroadcastChannel; Object.defineProperty(globalThis, 'localStorage', { get() { throw new Error('denied') } })",
    );
    const page = await site.open(machine);
    await signIn(page, ann);
    await shows(page, 'Mug of Ann × 2');
    await page.reload();
    await shows(page, 'Mug of Ann × 2');
  });
});
