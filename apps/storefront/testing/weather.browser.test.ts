import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyer, MUG } from './buyer.ts';
import { startShop, type ShopInBrowser } from './start-shop.ts';

/** Keeps the titles of the lines in which anything changes. */
const WATCH = `window.drawn = new Set();
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const line = (target.closest ? target : target.parentElement).closest('main li');
      if (line) window.drawn.add(line.querySelector('p').innerText);
    }
  }).observe(document.querySelector('main'), { subtree: true, childList: true, attributes: true, characterData: true })`;
const PRODUCTS = '**/api/public/products?*';

describe('in bad weather', () => {
  let site: ShopInBrowser;
  beforeAll(async () => {
    site = await startShop();
  });
  afterAll(() => site.close());

  const answering = (page: Page, url: string, answer: (route: Route) => Promise<void>) =>
    page.route(url, answer);
  const error = JSON.stringify({
    error: { code: 500, reason: 'INTERNAL', message: 'x', requestId: 'request-id-1' },
  });

  it.each<[string, (route: Route) => Promise<void>]>([
    ['500', (route) => route.fulfill({ status: 500, contentType: 'application/json', body: error })],
    ['garbage', (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>proxy</h1>' })],
    [
      'half a document',
      (route) => route.fulfill({ status: 200, contentType: 'application/json', body: '{"pro' }),
    ],
    ['nothing', (route) => route.abort('connectionreset')],
  ])(
    '[WEB-4] a server that answers %s leaves a page that says so and tries again',
    { timeout: 60_000 },
    async (_, broken) => {
      const { page } = await site.machine();
      await answering(page, PRODUCTS, broken);
      await buyer(page).goToProducts();
      await page
        .getByRole('main')
        .getByRole('heading', { name: 'That did not work' })
        .waitFor({ timeout: 30_000 });
      await page.unroute(PRODUCTS);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('76 products').waitFor();
    },
  );

  it('[WEB-4] a slow server shows places of the right size meanwhile, and the rest of the shop works', async () => {
    const { page } = await site.machine();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await answering(page, PRODUCTS, async (route) => {
      await held;
      await route.continue();
    });
    await buyer(page).goToProducts();
    await page.getByRole('status', { name: 'Loading …' }).waitFor();
    await page.getByRole('button', { name: /^Cart/ }).click();
    await page.getByRole('dialog').getByText('Your cart is empty').waitFor();
    await page.keyboard.press('Escape');
    release();
    await page.getByText('76 products').waitFor();
  });

  it(
    '[WEB-4] [WEB-6] without a connection it says so, keeps what was changed, and sends it afterwards',
    { timeout: 60_000 },
    async () => {
      const { page, context } = await site.machine();
      const person = buyer(page);
      await person.put();
      await page.goto('/cart');
      await page.getByRole('button', { name: 'Cart, 1 item' }).waitFor();
      await context.setOffline(true);
      await page.getByText('You are offline.').waitFor();
      await page.getByRole('button', { name: /^One more/ }).click();
      await page.getByRole('button', { name: 'Cart, 2 items' }).waitFor();
      await context.setOffline(false);
      await page.getByText('You are offline.').waitFor({ state: 'hidden' });
      await expect
        .poll(
          () => page.evaluate("fetch('/api/cart').then((a) => a.json()).then(({ cart }) => cart.totalItems)"),
          { timeout: 20_000 },
        )
        .toBe(2);
    },
  );

  it('[WEB-4] without storage the shop still sells', async () => {
    const { page, complaints } = await site.machine();
    await page.addInitScript(`for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });`);
    const person = buyer(page);
    await person.put();
    await person.goToCheckout();
    await person.fillAddress();
    await page.getByRole('button', { name: 'Continue to payment' }).waitFor();
    expect(complaints.filter((text) => /denied|SecurityError/.test(text))).toEqual([]);
  });

  it(
    '[WEB-4] without cookies one can look around, and is told why the cart stays empty',
    { timeout: 60_000 },
    async () => {
      const { page } = await site.machine();
      // As a browser that takes none: what sets a cookie comes without it.
      await page.route('**/api/auth/*', async (route) => {
        const request = route.request();
        const { 'content-type': type = 'application/json' } = request.headers();
        const init = {
          method: request.method(),
          body: request.postData(),
          headers: { 'content-type': type },
        };
        const answer = await fetch(request.url(), init);
        await route.fulfill({
          status: answer.status,
          contentType: 'application/json',
          body: await answer.text(),
        });
      });
      await page.goto(MUG);
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByText('Your browser blocks cookies.').waitFor({ timeout: 30_000 });
      await page.keyboard.press('Escape');
      await page.goto('/products');
      await page.getByText('76 products').waitFor();
    },
  );

  it('[WEB-4] names with scripts in them are text', async () => {
    const title = `<img src=x onerror="window.hit=1"><script>window.hit=1</script> "quoted" & 'so'`;
    const { slug } = await site.given.variant({ title, stock: 5 });
    const { page, complaints } = await site.machine();
    const answer = await page.goto(`/products/${slug}`);
    const html = await answer!.text();
    expect(html).not.toContain('<img src=x');
    expect(html.match(/<script>/g)).toBeNull();
    const [, data] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)!;
    expect((JSON.parse(data!) as { name: string }).name).toBe(title);
    await page.getByRole('heading', { level: 1, name: '<img src=x' }).waitFor();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('dialog').getByText('<img src=x').first().waitFor();
    const person = buyer(page);
    await person.signUp('scripts@example.com', `<script>window.hit=1</script>`);
    await page.getByRole('heading', { name: 'Hello, ' }).waitFor();
    expect(await page.evaluate('window.hit')).toBeUndefined();
    expect(complaints.filter((text) => /content security/i.test(text))).toEqual([]);
  });

  it('[WEB-4] a huge cart stays usable', { timeout: 90_000 }, async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    await person.signUp('huge@example.com');
    const { body } = await site.shop.client().post('/api/auth/login', {
      email: 'huge@example.com',
      password: 'Correct-Horse-1',
      transport: 'bearer',
    });
    const huge = site.shop.client({
      authorization: `Bearer ${(body as { accessToken: string }).accessToken}`,
    });
    for (let line = 0; line < 100; line++) {
      const { productId, variantId } = await site.given.variant({
        title: `Thing number ${line}`,
        stock: 200,
        maxQuantity: 100,
      });
      await huge.post('/api/cart/add', { productId, variantId, quantity: 100 });
    }
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/api/'))
        asked.push(`${request.method()} ${pathname.replace(/[\da-f-]{36}/, ':id')}`);
    });
    await page.goto('/cart');
    await page.getByRole('button', { name: 'Cart, 10,000 items' }).waitFor();
    expect(await page.getByRole('button', { name: /^One more/ }).count()).toBe(100);
    // Pictures further down are fetched, and found missing, when they come near.
    await page.getByRole('button', { name: 'One less of Thing number 99' }).scrollIntoViewIfNeeded();
    await page.waitForTimeout(1_000);
    expect(asked.length).toBeLessThanOrEqual(10);
    asked.length = 0;
    await page.evaluate(WATCH);
    const before = Date.now();
    await page.getByRole('button', { name: 'One less of Thing number 99' }).click();
    await page.getByRole('button', { name: 'Cart, 9,999 items' }).waitFor();
    expect(Date.now() - before).toBeLessThan(2_000);
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    await page.waitForTimeout(1_000);
    expect(asked).toEqual(['PATCH /api/cart/items/:id']);
    // Of a hundred lines one is drawn anew.
    expect(await page.evaluate('[...window.drawn]')).toEqual(['Thing number 99']);
    await page.getByRole('link', { name: 'Go to checkout' }).click();
    await page.getByRole('heading', { name: 'Checkout' }).waitFor();
  });
});
