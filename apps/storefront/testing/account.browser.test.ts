import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyer } from './buyer.ts';
import { sentTo as sent } from './outbox.ts';
import { startShop, type ShopInBrowser } from './start-shop.ts';

describe('an account in the browser', () => {
  let site: ShopInBrowser;
  beforeAll(async () => {
    site = await startShop();
  });
  afterAll(() => site.close());

  const sentTo = (recipient: string, holding: RegExp) => sent(site.url, recipient, holding);

  it('[AUTH-2] [WEB-4] signs in by a code on the phone', async () => {
    const { page } = await site.machine();
    await page.goto('/sign-in?by=code');
    const ways = page.getByRole('navigation', { name: 'Sign in' }).locator('[aria-current]');
    await expect.poll(() => ways.allInnerTexts()).toEqual(['With a code by SMS']);
    await page.getByLabel('Phone').fill('+372 5551 2345');
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByText('We have sent a code of 6 digits').waitFor();
    await page.getByLabel('Code from the SMS').fill('000000');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('This code is not right').waitFor();
    expect(await page.getByLabel('Code from the SMS').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Code from the SMS').fill(await sentTo('+37255512345', /\d{6}/));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: 'No orders yet' }).waitFor();
  });

  it('[AUTH-1] [AUTH-11] [WEB-4] confirms the address, and sets a new password by the link of a mail', async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    await person.signUp('links@example.com');
    await page.goto(await sentTo('links@example.com', /http\S+verify-email#token=[\w-]+/));
    await page.getByText('Your email is confirmed.').waitFor();
    expect(page.url()).not.toContain('token');
    await person.signOut();
    await page.goto('/forgot-password');
    await page.getByLabel('Email').fill('links@example.com');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText('If there is an account').waitFor();
    await page.goto(await sentTo('links@example.com', /http\S+reset-password#token=[\w-]+/));
    await page.getByLabel('Password', { exact: true }).fill('Another-Horse-2');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('Your new password is set.').waitFor();
    await page.getByLabel('Email').fill('links@example.com');
    await page.getByLabel('Password', { exact: true }).fill('Another-Horse-2');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/account/);
  });

  it('[AUTH-14] [WEB-4] keeps addresses, which fill in the checkout', async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    await person.signUp('addresses@example.com');
    await page.goto('/account/addresses');
    await page.getByRole('button', { name: 'Add an address' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Full name').fill('Adele Address');
    await form.getByLabel('Street and house').fill('5 Elm Street');
    await form.getByLabel('Postal code').fill('62701');
    await form.getByLabel('Town or city').fill('Springfield');
    await form.getByLabel('State, county or region').fill('IL');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('5 Elm Street').waitFor();
    await person.put();
    await person.goToCheckout();
    await page.getByLabel('Your addresses').selectOption({ index: 1 });
    await expect.poll(() => page.getByLabel('Street and house').inputValue()).toBe('5 Elm Street');
    await page.goto('/account/addresses');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'No addresses kept' }).waitFor();
  });

  it('[AUTH-8] [WEB-4] lists where one is signed in, and ends it there', { timeout: 60_000 }, async () => {
    const [here, there] = [await site.machine(), await site.machine()];
    await buyer(here.page).signUp('devices@example.com');
    await buyer(there.page).signIn('devices@example.com');
    await here.page.goto('/account/sessions');
    await expect.poll(() => here.page.getByRole('main').getByText('this device').count()).toBe(1);
    await here.page.getByRole('button', { name: /^Sign out (?!everywhere)./ }).click();
    await here.page.getByText('That device is signed out.').waitFor();
    await there.page.goto('/account/orders');
    await there.page.waitForURL(/\/sign-in/);
  });

  it('[AUTH-14] [WEB-4] changes name, language and country', async () => {
    const { page } = await site.machine();
    await buyer(page).signUp('profile@example.com');
    await page.goto('/account/profile');
    await page.getByLabel('Name').fill('Nadia New');
    await page.getByRole('main').getByLabel('Language').selectOption('ru');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Сохранено.').or(page.getByText('Saved.')).waitFor();
    await page.getByRole('heading', { name: 'Nadia New' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ru');
  });
});
