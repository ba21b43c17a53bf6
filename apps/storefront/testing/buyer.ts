import type { Page } from 'playwright-core';

export const MUG = '/products/sunny-side-up-mug';
export const PASSWORD = 'Correct-Horse-1';

/** What a person does in the shop, as he would say it. */
export function buyer(page: Page) {
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const drawer = page.getByRole('dialog', { name: 'Your cart' });
  return {
    /** Puts one of a product into the cart; the drawer opens. */
    async put(path = MUG): Promise<void> {
      await page.goto(path);
      const saved = page.waitForResponse(
        (answer) => answer.url().includes('/api/cart/') && answer.request().method() === 'POST',
      );
      await button('Add to cart').click();
      await drawer.waitFor();
      await saved;
    },
    /** To the list by a link, so that it is asked for: a page that is loaded brings its list along. */
    async goToProducts(): Promise<void> {
      await page.goto('/sign-in');
      await page.getByRole('contentinfo').getByRole('link', { name: 'All products' }).click();
    },
    async goToCheckout(): Promise<void> {
      await drawer.getByRole('link', { name: 'Go to checkout' }).click();
      await page.getByRole('heading', { name: 'Checkout' }).waitFor();
    },
    async fillAddress(email: string | null = 'guest@example.com', postalCode = '62701'): Promise<void> {
      if (email) await page.getByLabel('Email').fill(email);
      await page.getByLabel('Full name').fill('Gerda Guest');
      await page.getByLabel('Street and house').fill('1 Main Street');
      await page.getByLabel('Postal code').fill(postalCode);
      await page.getByLabel('Town or city').fill('Springfield');
      await page.getByLabel('State, county or region').fill('IL');
      await button('Continue to delivery').click();
    },
    async chooseDelivery(): Promise<void> {
      await button('Continue to payment').click();
    },
    /** Presses the button that pays and arrives at the gateway's own page. */
    async pay(): Promise<void> {
      await button(/^Pay /).click();
      await page.waitForURL(/\/pay\//);
    },
    /** At the gateway. */
    async typeCard(number: string): Promise<void> {
      await page.locator('[name=number]').fill(number);
      await page.locator('[name=expiry]').fill('12/34');
      await page.locator('[name=cvc]').fill('123');
      await page.getByRole('button').first().click();
    },
    async seeThanks(): Promise<string> {
      await page.getByRole('heading', { name: 'Thank you!' }).waitFor({ timeout: 20_000 });
      return page
        .getByText(/^Order #\d+$/)
        .first()
        .innerText();
    },
    async signUp(email: string, name = 'Ann'): Promise<void> {
      await page.goto('/sign-up');
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await button('Create account').click();
      await page.waitForURL(/\/account/);
    },
    async signIn(email: string): Promise<void> {
      await page.goto('/sign-in');
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await button('Sign in').click();
      await page.waitForURL(/\/account/);
    },
    async signOut(): Promise<void> {
      await page.goto('/account/orders');
      await button('Sign out').click();
      await page.getByText('You are signed out').waitFor();
    },
  };
}
