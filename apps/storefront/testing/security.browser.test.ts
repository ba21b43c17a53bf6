import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyer, PASSWORD } from './buyer.ts';
import { findBarriers, sidewaysBy } from './check-page.ts';
import { expectWrong, hasFocus, press } from './forms.ts';
import { sentTo as sent } from './outbox.ts';
import { startShop, type ShopInBrowser } from './start-shop.ts';

const GOOD = '4242 4242 4242 4242';
const MINUTE_MS = 60_000;

describe('the owner of an account', () => {
  let site: ShopInBrowser;
  beforeAll(async () => {
    site = await startShop();
  });
  afterAll(() => site.close());

  const sentTo = (recipient: string, holding: RegExp) => sent(site.url, recipient, holding);

  it('[AUTH-2] [WEB-4] changes his email: by password, and by the link sent to the new one', async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    await person.signUp('old-address@example.com');
    site.shop.clock.advance(11 * MINUTE_MS);
    await page.goto('/account/security');
    await press(page, 'Change email');
    const dialog = page.getByRole('dialog');
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByLabel('New email').fill('nonsense');
    await press(dialog, 'Send the link');
    await expectWrong(dialog.getByLabel('New email'), /does not look like/);
    await dialog.getByLabel('New email').fill('new-address@example.com');
    await press(dialog, 'Send the link');
    const password = dialog.getByLabel('Your password', { exact: true });
    await expect.poll(() => hasFocus(password)).toBe(true);
    await password.fill('Wrong-Pass-1');
    await press(dialog, 'Send the link');
    await expectWrong(password, /password is wrong/);
    expect(await findBarriers(page)).toEqual([]);
    await password.fill(PASSWORD);
    await press(dialog, 'Send the link');
    await page.getByText('A link is on its way to new-address@example.com').waitFor();
    await sentTo('old-address@example.com', /new|change|another/i);
    expect(await page.getByText('old-address@example.com').count()).toBe(1);
    const link = await sentTo('new-address@example.com', /http\S+change-email#token=[\w-]+/);
    await page.goto(link);
    await page.getByText('Your email is changed.').waitFor();
    await page.goto('/account/security');
    await page.getByText('new-address@example.com').waitFor();
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByText('used already or is too old').waitFor();
    await person.signOut();
    await person.signIn('new-address@example.com');
  });

  it('[AUTH-2] [WEB-4] changes his phone by the code sent to it, and takes nobody else’s', async () => {
    const [{ page }, { page: other }] = [await site.machine(), await site.machine()];
    await buyer(page).signUp('phone@example.com');
    await page.goto('/account/security');
    await press(page, 'Add a number');
    const dialog = page.getByRole('dialog');
    const number = dialog.getByLabel('New mobile number');
    await number.fill('12');
    await press(dialog, 'Send me a code');
    await expectWrong(number, /not a valid phone number/);
    expect(await findBarriers(page)).toEqual([]);
    await number.fill('+372 5551 7701');
    await press(dialog, 'Send me a code');
    const code = dialog.getByLabel('Code from the SMS');
    await code.fill('000000');
    await press(dialog, 'Confirm');
    await expectWrong(code, /not right/);
    expect(await findBarriers(page)).toEqual([]);
    await code.fill(await sentTo('+37255517701', /\d{6}/));
    await press(dialog, 'Confirm');
    await page.getByText('Your phone number is changed.').waitFor();
    await page.getByText('+37255517701').waitFor();

    await buyer(other).signUp('phone-too@example.com');
    await other.goto('/account/security');
    await press(other, 'Add a number');
    await other.getByLabel('New mobile number').fill('+372 5551 7701');
    const before = await sentTo('+37255517701', /\d{6}/);
    site.shop.clock.advance(2 * MINUTE_MS);
    await press(other, 'Send me a code');
    await other.getByLabel('Code from the SMS').waitFor();
    await expect.poll(() => sentTo('+37255517701', /\d{6}/)).not.toBe(before);
    await other.getByLabel('Code from the SMS').fill(await sentTo('+37255517701', /\d{6}/));
    await press(other, 'Confirm');
    await expectWrong(other.getByLabel('Code from the SMS'), /Another account has this phone number/);
  });

  it('[AUTH-11] [WEB-4] changes his password; a wrong one is told at its field', async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    await person.signUp('password@example.com');
    await page.goto('/account/security');
    const [old, next] = [page.getByLabel('Current password'), page.getByLabel('New password')];
    await old.fill('Wrong-Pass-1');
    await next.fill('Another-Horse-2');
    await press(page, 'Change password');
    await expectWrong(old, /password is wrong/);
    await old.fill(PASSWORD);
    await press(page, 'Change password');
    await page.getByText('Your password is changed.').waitFor();
  });

  it('[AUTH-14] [WEB-4] downloads all that is known of him', async () => {
    const { page } = await site.machine();
    await buyer(page).signUp('copy@example.com', 'Cora Copy');
    await page.goto('/account/data');
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Download my data')]);
    expect(download.suggestedFilename()).toBe('my-data.json');
    const copy = JSON.parse(await readFile(await download.path(), 'utf8')) as { export: object };
    expect(JSON.stringify(copy.export)).toContain('copy@example.com');
    expect(JSON.stringify(copy.export)).toContain('Cora Copy');
    await page.getByText('The file is in your downloads.').waitFor();
  });

  it(
    '[AUTH-14] [WEB-4] [WEB-6] deletes his account, and nothing of him is left in the browser or its other tabs',
    { timeout: 60_000 },
    async () => {
      const { page, context } = await site.machine();
      const person = buyer(page);
      await person.signUp('leaves@example.com', 'Leo Leaves');
      await person.put();
      await page.goto('/account/data');
      const other = await context.newPage();
      await other.goto('/account/security');
      await other.getByText('leaves@example.com').waitFor();
      await press(page, 'Delete my account');
      const dialog = page.getByRole('dialog');
      expect(await findBarriers(page)).toEqual([]);
      await dialog.getByText('your orders with their goods').waitFor();
      await press(dialog, 'Delete for good');
      const password = dialog.getByLabel('Your password', { exact: false });
      await expectWrong(password, /fill this in/);
      await password.fill('Wrong-Pass-1');
      await press(dialog, 'Delete for good');
      await expectWrong(password, /password is wrong/);
      await password.fill(PASSWORD);
      await press(dialog, 'Delete for good');
      await page.getByText('Your account is deleted.').waitFor();
      await expect.poll(() => new URL(page.url()).pathname).toBe('/');
      await page.getByRole('button', { name: 'Cart, 0 items' }).waitFor();
      expect(await page.evaluate('document.body.innerText')).not.toMatch(/Leo|leaves@|signed out/);
      expect(await page.evaluate('localStorage.length')).toBe(0);
      await other.waitForURL(/\/sign-in/);
      expect(await other.evaluate('document.body.innerText')).not.toMatch(/Leo|leaves@/);
      await page.goto('/sign-in');
      await page.getByLabel('Email').fill('leaves@example.com');
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await press(page.getByRole('main'), 'Sign in');
      await page.getByText('The email or password is wrong.').waitFor();
    },
  );

  it(
    '[WEB-4] finds what is his from 320 to 1920 px, in the longest of the three languages',
    { timeout: 90_000 },
    async () => {
      const { page, context } = await site.machine();
      await buyer(page).signUp('narrow@example.com', 'Maria-Magdalena Õunapuu-Kuusk');
      for (const language of ['et', 'ru']) {
        await context.addCookies([{ name: 'cw_language', value: language, url: site.url }]);
        for (const path of ['/account/security', '/account/data']) {
          for (const width of [320, 1920]) {
            await page.setViewportSize({ width, height: 640 });
            await page.goto(path);
            await page.locator('main h3').last().waitFor();
            await expect.poll(() => page.locator('main .shimmer').count()).toBe(0);
            expect.soft(await page.locator('html').getAttribute('lang')).toBe(language);
            expect.soft(await sidewaysBy(page), `${language} ${width} ${path}`).toBe(0);
            // Sets up the app, or asks to delete.
            await page.getByRole('main').getByRole('button').last().click();
            await page.locator('main svg[role=img], dialog[open] form').first().waitFor();
            expect.soft(await sidewaysBy(page), `${language} ${width} ${path}, opened`).toBe(0);
            expect.soft(await findBarriers(page), `${language} ${width} ${path}`).toEqual([]);
          }
        }
      }
    },
  );

  it('[AUTH-14] [WEB-4] is told why his account cannot be deleted yet', { timeout: 60_000 }, async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    await person.signUp('busy@example.com');
    await person.put();
    await person.goToCheckout();
    await person.fillAddress(null);
    await person.chooseDelivery();
    await person.pay();
    await person.typeCard(GOOD);
    await person.seeThanks();
    await page.goto('/account/data');
    await press(page, 'Delete my account');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Your password').fill(PASSWORD);
    await press(dialog, 'Delete for good');
    await dialog.getByText('An order is still to be delivered.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await press(dialog, 'Keep my account');
    await page.getByRole('link', { name: 'Orders', exact: true }).click();
    await page.getByText(/#\d+/).first().waitFor();
  });
});
