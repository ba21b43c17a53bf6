import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyer, MUG } from './buyer.ts';
import { startShop, type ShopInBrowser } from './start-shop.ts';

describe('people in front of one machine', () => {
  let site: ShopInBrowser;
  beforeAll(async () => {
    site = await startShop();
  });
  afterAll(() => site.close());

  it('[WEB-6] who comes next finds nothing of who was here: cart, wishlist, orders, form, cache, storage', async () => {
    const { page, context } = await site.machine();
    const person = buyer(page);
    await person.signUp('ann-here@example.com', 'Annabel Secret');
    await person.put();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Keep for later' }).first().click();
    await page.getByText('Kept on your wishlist.').waitFor();
    await page.goto('/checkout');
    await page.getByLabel('Street and house').fill('7 Hidden Lane');
    await page.getByLabel('Postal code').fill('62701');
    await page.getByLabel('Town or city').fill('Springfield');
    await page.getByLabel('State, county or region').fill('IL');
    await page.getByRole('button', { name: 'Continue to delivery' }).click();
    await page.getByRole('button', { name: 'Continue to payment' }).waitFor();
    await person.signOut();
    await page.getByRole('button', { name: 'Cart, 0 items' }).waitFor();

    await person.signUp('bob-next@example.com', 'Bob');
    for (const path of ['/account/orders', '/account/profile', '/cart', '/wishlist', '/checkout']) {
      await page.goto(path);
      await page.locator('h1').first().waitFor();
      await page.waitForTimeout(300);
      const seen = await page.evaluate(`document.body.innerText +
        [...document.querySelectorAll('input')].map(({ value }) => value).join(' ') +
        JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage })`);
      expect.soft(seen, path).not.toMatch(/Annabel|ann-here|Hidden Lane|Sunny-Side/);
    }
    expect(await page.evaluate('caches.keys()')).toEqual([]);
    await page.goBack();
    expect(await page.locator('body').innerText()).not.toMatch(/Annabel|Hidden Lane/);
    const readable = (await context.cookies()).filter(({ httpOnly }) => !httpOnly).map(({ name }) => name);
    expect(readable.filter((name) => !['cw_language', 'cw_market', 'cw_theme'].includes(name))).toEqual([]);
  });

  it('[WEB-6] a session that ends elsewhere signs out here, with a word, and keeps nothing on the page', async () => {
    const { page, context } = await site.machine();
    const person = buyer(page);
    await person.signUp('ended@example.com', 'Ended Person');
    await person.put();
    await page.goto('/account/profile');
    await page.getByRole('heading', { name: 'Hello, Ended Person' }).waitFor();
    await context.clearCookies();
    // What the page was still asking for may hear of it first, and take the link away.
    await page
      .getByRole('link', { name: 'Orders', exact: true })
      .click({ timeout: 1_000 })
      .catch(() => {});
    await page.getByText('You were signed out.').waitFor();
    await page.waitForURL(/\/sign-in/);
    await page.getByRole('button', { name: 'Cart, 0 items' }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain('Ended Person');
    await person.signIn('ended@example.com');
    await page.getByRole('button', { name: 'Cart, 1 item' }).waitFor();
  });

  it('[WEB-6] [CART-7] what a guest has chosen comes along when he signs in', async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    await person.signUp('comes-along@example.com');
    await person.signOut();
    await person.put();
    await page.keyboard.press('Escape');
    await person.signIn('comes-along@example.com');
    await page.getByText('1 item from before signing in was added.').waitFor();
    await page.getByRole('button', { name: 'Cart, 1 item' }).waitFor();
  });

  it('[WEB-3] the other tab is in step', async () => {
    const { page, context } = await site.machine();
    const person = buyer(page);
    await person.put();
    const other = await context.newPage();
    await other.goto('/cart');
    await other.getByRole('button', { name: 'Cart, 1 item' }).waitFor();
    await person.put();
    await other.getByRole('button', { name: 'Cart, 2 items' }).waitFor();
    await person.put(MUG);
    await other.getByRole('button', { name: 'Cart, 3 items' }).waitFor();
  });

  it('[WEB-3] [CART-14] the wishlist is in step between tabs, and gone with its owner', async () => {
    const { page, context } = await site.machine();
    const person = buyer(page);
    await person.signUp('wishes@example.com');
    const other = await context.newPage();
    await other.goto('/wishlist');
    await other.getByRole('heading', { name: 'Nothing kept yet' }).waitFor();
    await page.goto(MUG);
    const heart = page
      .getByRole('main')
      .getByRole('button', { name: /Keep for later|Kept on/ })
      .first();
    await heart.click();
    await other.getByRole('main').getByText('Sunny-Side Up Mug').waitFor();
    await other.getByRole('button', { name: /^Take .* off the wishlist$/ }).click();
    await expect.poll(() => heart.getAttribute('aria-pressed')).toBe('false');
    await heart.click();
    await other.getByRole('main').getByText('Sunny-Side Up Mug').waitFor();
    await person.signOut();
    await other.getByRole('heading', { name: 'Nothing kept yet' }).waitFor();
    expect(await other.getByRole('main').innerText()).not.toContain('Sunny-Side');
  });

  it('[CART-14] what another device has kept is there when the page is looked at again', async () => {
    const [here, there] = [await site.machine(), await site.machine()];
    await buyer(here.page).signUp('two-devices@example.com');
    await buyer(there.page).signIn('two-devices@example.com');
    await here.page.goto('/wishlist');
    await here.page.getByRole('heading', { name: 'Nothing kept yet' }).waitFor();
    await there.page.goto(MUG);
    await there.page.getByRole('main').getByRole('button', { name: 'Keep for later' }).first().click();
    await there.page.getByText('Kept on your wishlist.').waitFor();
    // Headless pages are never hidden; the event is what a browser sends when they are shown again.
    await here.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await here.page.getByRole('main').getByText('Sunny-Side Up Mug').waitFor();
  });

  it('[WEB-6] who opens the shop by its number comes back from paying as the same person', async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    const byNumber = site.url.replace('localhost', '127.0.0.1');
    await person.put(`${byNumber}${MUG}`);
    expect(new URL(page.url()).origin).toBe(site.url);
    await person.goToCheckout();
    await person.fillAddress();
    await person.chooseDelivery();
    await person.pay();
    await person.typeCard('4242 4242 4242 4242');
    await person.seeThanks();
  });

  it('[WEB-4] what is removed can be had back', async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    await person.put();
    await page.goto('/cart');
    await page.getByRole('button', { name: /^Remove/ }).click();
    await page.getByRole('heading', { name: 'Your cart is empty' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('main').getByText('Sunny-Side Up Mug').waitFor();
    await page.getByRole('button', { name: 'Cart, 1 item' }).waitFor();
  });

  it('[WEB-4] [CART-15] another country has other prices and words, here and after coming back', async () => {
    const { page } = await site.machine();
    await page.goto(MUG);
    await page.getByText('$28.00').first().waitFor();
    await page.getByLabel('Country and currency').selectOption('ee');
    await page.getByText('€', { exact: false }).first().waitFor();
    await page.getByLabel('Language').selectOption('et');
    await page.getByRole('button', { name: 'Lisa ostukorvi' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('et');
    const answer = await page.reload();
    expect(await answer!.text()).toMatch(/<html lang="et"/);
    await page
      .getByText(/\d,\d\d\s€/)
      .first()
      .waitFor();
    await page.getByLabel('Värvid').selectOption('dark');
    await page.reload();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });
});
