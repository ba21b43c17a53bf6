import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWN, PUBLIC } from './addresses.ts';
import { buyer } from './buyer.ts';
import { sidewaysBy, sidewaysInside } from './check-page.ts';
import { startShop, type ShopInBrowser } from './start-shop.ts';

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
// In these markets the amounts are the longest.
const LANGUAGES = [
  ['en', 'us'],
  ['et', 'ee'],
  ['ru', 'kg'],
] as const;

describe('a window of 320 px', () => {
  let site: ShopInBrowser;
  beforeAll(async () => {
    site = await startShop();
  });
  afterAll(() => site.close());

  const check = async (page: Page, what: string) => {
    await expect.poll(() => page.locator('main [aria-busy=true], main .shimmer').count()).toBe(0);
    expect.soft(await sidewaysBy(page), what).toBe(0);
    expect.soft(await sidewaysInside(page), what).toEqual([]);
  };
  const visit = async (page: Page, path: string) => {
    await page.goto(path);
    await page.locator('h1').first().waitFor();
    await check(page, path);
  };

  it.each(LANGUAGES)(
    '[WEB-4] is never wider than it is, on any page, with the longest words, in %s',
    { timeout: 240_000 },
    async (language, market) => {
      const prices = { us: '1234.50', ee: '1234.50', kg: '123456.50' };
      const { slug } = await site.given.variant({ title: `${LONG} ${language}`, stock: 50, prices });
      const { page, context } = await site.machine({
        locale: language,
        viewport: { width: 320, height: 720 },
      });
      const choose = (code: string) =>
        context.addCookies([
          { name: 'cw_language', value: code, url: site.url },
          { name: 'cw_market', value: market, url: site.url },
        ]);
      await choose(language);
      for (const path of [...PUBLIC, `/products/${slug}`, `/products?q=${LONG}`]) await visit(page, path);

      const { email, order } = await filled(page, { slug, market, choose, language });
      for (const path of [...OWN, '/wishlist', order]) await visit(page, path);
      expect(email).toContain(language);
    },
  );

  /** A person with a long name whose cart, wishlist, addresses and orders all hold the longest words. */
  const filled = async (
    page: Page,
    at: { slug: string; market: string; language: string; choose: (language: string) => Promise<void> },
  ) => {
    const { slug, market, language, choose } = at;
    const person = buyer(page);
    const email = `${'long-'.repeat(9)}${language}@example.com`;
    await choose('en');
    await person.signUp(email, `${LONG} ${LONG}`);
    await person.put(`/products/${slug}`);
    await choose(language);
    await page.reload();
    await page.locator('h1').waitFor();
    await page.locator('main button[aria-pressed]').first().click();
    await visit(page, '/wishlist');
    await visit(page, '/cart');
    await page.locator('header button[aria-haspopup=dialog]').last().click();
    await page.getByRole('dialog').waitFor();
    await check(page, 'the drawer');
    await visit(page, '/checkout');
    const submit = page.locator('main form button[type=submit]');
    await page.locator('main input[value=business]').check();
    await submit.click();
    await check(page, 'what is missing');
    await page.locator('main input[value=private]').check();
    const phones: Record<string, string> = { us: '+12175550123', ee: '+37255512345', kg: '+996555123456' };
    const codes: Record<string, string> = { us: '62701', ee: '10123', kg: '720000' };
    await page.getByRole('textbox').and(page.locator('main [type=tel]')).fill(phones[market]!);
    const address = {
      name: `${LONG} ${LONG}`,
      line1: LONG,
      line2: LONG,
      city: LONG,
      postalCode: codes[market]!,
    };
    for (const [name, text] of Object.entries(address))
      await page.locator(`[name="shippingAddress.${name}"]`).fill(text);
    if (market === 'us') await page.locator('[name="shippingAddress.region"]').fill('IL');
    await submit.click();
    await page.locator('main input[name=shippingMethod]').first().waitFor();
    await check(page, 'delivery');
    await submit.click();
    await page.locator('main input[name=provider]').first().waitFor();
    await check(page, 'payment');
    await submit.click();
    await page.waitForURL(/\/pay\//);
    expect.soft(await sidewaysBy(page), 'the gateway').toBe(0);
    await person.typeCard('4242 4242 4242 4242');
    await page.waitForURL(/\/orders\//, { timeout: 20_000 });
    await page.locator('h1').waitFor();
    await check(page, 'thanks');
    await choose('en');
    await person.put(`/products/${slug}`);
    await page.goto(page.url());
    await choose(language);
    const order = await page.evaluate<string>(
      "fetch('/api/orders').then((a) => a.json()).then(({ orders }) => '/orders/' + orders[0].id)",
    );
    return { email, order };
  };
});
