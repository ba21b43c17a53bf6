import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page, type Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyer, MUG, PASSWORD } from './buyer.ts';
import { launchArguments, startShop, type ShopInBrowser } from './start-shop.ts';

const DAY_MS = 86_400_000;
const error = JSON.stringify({
  error: { code: 500, reason: 'INTERNAL', message: 'x', requestId: 'request-id-1' },
});
const TROUBLES: [string, (route: Route) => Promise<void>][] = [
  ['500', (route) => route.fulfill({ status: 500, contentType: 'application/json', body: error })],
  ['garbage', (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>proxy</h1>' })],
  ['nothing', (route) => route.abort('connectionreset')],
];
/** Keeps the request and never answers. */
const never = () => Promise.resolve();

describe('in trouble', () => {
  let site: ShopInBrowser;
  beforeAll(async () => {
    site = await startShop();
  });
  afterAll(() => site.close());

  const inCart = (page: Page) =>
    page.evaluate<number>("fetch('/api/cart').then((a) => a.json()).then(({ cart }) => cart.totalItems)");

  it(
    '[WEB-4] a list that never comes is given up in bounds, and asked for again',
    { timeout: 60_000 },
    async () => {
      const { page } = await site.machine();
      await page.route('**/api/public/products?*', never);
      await buyer(page).goToProducts();
      const failure = page.getByRole('main').getByRole('heading', { name: 'That did not work' });
      // The client's own patience of 15 s, once.
      await failure.waitFor({ timeout: 19_000 });
      await page.unroute('**/api/public/products?*');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('76 products').waitFor();
    },
  );

  it(
    '[WEB-3] [WEB-4] what is put into the cart of a silent shop is kept, said so, and sent once',
    { timeout: 60_000 },
    async () => {
      const { page } = await site.machine();
      const person = buyer(page);
      await person.put();
      await page.keyboard.press('Escape');
      let sent = 0;
      await page.route('**/api/cart/add', () => void sent++);
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByRole('button', { name: 'Cart, 2 items' }).waitFor();
      await page.getByText('The shop does not answer just now.').waitFor({ timeout: 19_000 });
      await page.getByRole('button', { name: 'Cart, 2 items' }).waitFor();
      expect(sent).toBeGreaterThan(0);
      await page.keyboard.press('Escape');
      await page.unroute('**/api/cart/add');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('The shop does not answer just now.').waitFor({ state: 'hidden' });
      await expect.poll(() => inCart(page)).toBe(2);
    },
  );

  it.each([...TROUBLES, ['silence', never] as const])(
    '[CHK-1] [WEB-4] a checkout that is answered with %s loses nothing that was typed',
    { timeout: 60_000 },
    async (_, trouble) => {
      const { page } = await site.machine();
      const person = buyer(page);
      await person.put();
      await person.goToCheckout();
      const isQuote = (url: URL) => url.pathname === '/api/checkout';
      await page.route(isQuote, (route) =>
        route.request().method() === 'PUT' ? trouble(route) : route.continue(),
      );
      await person.fillAddress();
      await page.getByRole('main').getByRole('alert').waitFor({ timeout: 19_000 });
      expect(await page.getByLabel('Street and house').inputValue()).toBe('1 Main Street');
      await page.unroute(isQuote);
      await page.getByRole('button', { name: 'Continue to delivery' }).click();
      await page.getByRole('button', { name: 'Continue to payment' }).waitFor();
    },
  );

  it.each(TROUBLES)(
    '[WEB-4] an account of which the shop knows nothing for %s says so, and comes back',
    { timeout: 60_000 },
    async (_, trouble) => {
      const { page } = await site.machine();
      const email = `trouble-${Math.random().toString(36).slice(2)}@example.com`;
      await buyer(page).signUp(email);
      await page.route('**/api/auth/session', trouble);
      await page.goto('/account/orders');
      await page.getByRole('main').getByRole('heading', { name: 'That did not work' }).waitFor();
      await page.unroute('**/api/auth/session');
      await page.getByRole('main').getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('heading', { name: 'No orders yet' }).waitFor();
    },
  );

  it.each([
    ['877', 'Please wait 15 minutes.'],
    ['61', 'Please wait 61 seconds.'],
  ])('[API-7] [WEB-4] who is to wait %s s is told so as people say it', async (seconds, told) => {
    const { page } = await site.machine();
    const body = error.replace('500', '429').replace('INTERNAL', 'RATE_LIMITED');
    const headers = { 'retry-after': seconds };
    await page.route('**/api/auth/forgot-password', (route) =>
      route.fulfill({ status: 429, contentType: 'application/json', headers, body }),
    );
    await page.goto('/forgot-password');
    await page.getByLabel('Email').fill('anybody@example.com');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText(told).waitFor();
  });

  it(
    '[WEB-4] a browser that takes no cookies is told why, and asks for nothing over and over',
    { timeout: 60_000 },
    async () => {
      const profile = await mkdtemp(join(tmpdir(), 'cartwright-no-cookies-'));
      const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
      await mkdir(join(profile, 'Default'));
      await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(blocked));
      const context = await chromium.launchPersistentContext(profile, {
        ...launchArguments(),
        baseURL: site.url,
        locale: 'en',
      });
      try {
        const page = context.pages()[0]!;
        const asked: string[] = [];
        page.on('request', (request) => {
          if (request.url().includes('/api/')) asked.push(new URL(request.url()).pathname);
        });
        await page.goto(MUG);
        expect(await page.evaluate("((document.cookie = 'a=b'), document.cookie)")).toBe('');
        await page.getByRole('button', { name: 'Add to cart' }).click();
        await page.getByText('Your browser blocks cookies.').waitFor();
        await page.keyboard.press('Escape');
        const before = asked.length;
        expect(before).toBeLessThan(20);
        // Longer than any wait between two tries.
        await page.waitForTimeout(7_000);
        expect(asked.slice(before)).toEqual([]);
        await page.goto('/sign-in');
        await page.getByLabel('Email').fill('ann@example.com');
        await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByRole('main').getByText('Your browser blocks cookies.').waitFor();
      } finally {
        await context.close();
        await rm(profile, { recursive: true, force: true });
      }
    },
  );

  it.each([
    ['ahead', DAY_MS],
    ['behind', -DAY_MS],
  ])(
    '[AUTH-4] [WEB-6] a clock that is a day %s changes nothing: signed in, refreshed, bought',
    { timeout: 60_000 },
    async (_, wrongBy) => {
      const { page } = await site.machine();
      await page.clock.install({ time: Date.now() + wrongBy });
      const kept: string[] = [];
      page.on('response', async (answer) => {
        for (const { name, value } of await answer.headersArray())
          if (name.toLowerCase() === 'set-cookie') kept.push(value);
      });
      const person = buyer(page);
      const more = page.getByRole('dialog').getByRole('button', { name: /^One more/ });
      const email = `clock-${Math.random().toString(36).slice(2)}@example.com`;
      await person.signUp(email);
      await person.put();
      // The access token runs out; what the browser takes for the time plays no part in it.
      site.shop.clock.advance(31 * 60_000);
      const [refreshed] = await Promise.all([
        page.waitForResponse((answer) => answer.url().endsWith('/api/auth/refresh')),
        more.click(),
      ]);
      expect(refreshed.status()).toBe(200);
      await page.getByRole('button', { name: 'Cart, 2 items' }).waitFor();
      await page.goto('/account/security');
      await page.getByText(email).waitFor();
      await expect.poll(() => inCart(page)).toBe(2);
      // A date would be read by the wrong clock; a number of seconds is not.
      expect(kept.filter((cookie) => /HttpOnly/i.test(cookie)).length).toBeGreaterThan(2);
      expect(kept.filter((cookie) => /expires=/i.test(cookie))).toEqual([]);
    },
  );

  it(
    '[API-6] [WEB-4] names, addresses, notes and words searched for with scripts in them are text',
    { timeout: 60_000 },
    async () => {
      const evil = `<img src=x onerror="window.hit=1"><script>window.hit=2</script>`;
      const { page, complaints } = await site.machine();
      const person = buyer(page);
      const noEffect = async (where: string) => {
        expect.soft(await page.evaluate('window.hit'), where).toBeUndefined();
        expect.soft(await page.locator('img[src="x"], main script').count(), where).toBe(0);
      };
      const answer = await page.goto(`/products?q=${encodeURIComponent(`</script>${evil}`)}`);
      expect(await answer!.text()).not.toContain('<img');
      await page.locator('h1').waitFor();
      await noEffect('search');
      await person.signUp('evil@example.com', `A${evil}`);
      await noEffect('greeting');
      await person.put();
      await person.goToCheckout();
      await page.getByLabel('Full name').fill(`N${evil}`);
      await page.getByLabel('Street and house').fill(`S${evil}`);
      await page.getByLabel('Postal code').fill('62701');
      await page.getByLabel('Town or city').fill(`T${evil}`);
      await page.getByLabel('State, county or region').fill('IL');
      await page.getByLabel('Note for the seller').fill(`N${evil}`);
      await page.getByRole('button', { name: 'Continue to delivery' }).click();
      await person.chooseDelivery();
      await noEffect('checkout');
      await person.pay();
      await person.typeCard('4242 4242 4242 4242');
      await person.seeThanks();
      await noEffect('order');
      for (const path of ['/account/orders', '/account/addresses', '/account/profile']) {
        await page.goto(path);
        await page.locator('h1').waitFor();
        await noEffect(path);
      }
      expect(complaints.filter((text) => /content security/i.test(text))).toEqual([]);
    },
  );
});
