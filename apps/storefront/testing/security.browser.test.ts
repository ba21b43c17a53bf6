import { readFile } from 'node:fs/promises';
import { Secret, TOTP, URI } from 'otpauth';
import type { Locator, Page } from 'playwright-core';
import decodeQR from 'qr/decode.js';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyer, PASSWORD } from './buyer.ts';
import { findBarriers, sidewaysBy } from './check-page.ts';
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
  const press = (page: Page | Locator, name: string) =>
    page.getByRole('button', { name, exact: true }).click();
  /** The field that is said to be wrong, and why. */
  const wrong = async (field: Locator, sentence: RegExp) => {
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    const ids = (await field.getAttribute('aria-describedby'))!.split(' ');
    const said = await Promise.all(ids.map((id) => field.page().locator(`[id="${id}"]`).innerText()));
    expect(said.join(' ')).toMatch(sentence);
    await expect.poll(() => hasFocus(field)).toBe(true);
  };
  const hasFocus = async (field: Locator) =>
    (await field.page().evaluate('document.activeElement.id')) === (await field.getAttribute('id'));
  const codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: site.shop.clock.now.getTime() });

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
    await wrong(dialog.getByLabel('New email'), /does not look like/);
    await dialog.getByLabel('New email').fill('new-address@example.com');
    await press(dialog, 'Send the link');
    const password = dialog.getByLabel('Your password', { exact: true });
    await expect.poll(() => hasFocus(password)).toBe(true);
    await password.fill('Wrong-Pass-1');
    await press(dialog, 'Send the link');
    await wrong(password, /password is wrong/);
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
    await wrong(number, /not a valid phone number/);
    expect(await findBarriers(page)).toEqual([]);
    await number.fill('+372 5551 7701');
    await press(dialog, 'Send me a code');
    const code = dialog.getByLabel('Code from the SMS');
    await code.fill('000000');
    await press(dialog, 'Confirm');
    await wrong(code, /not right/);
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
    await wrong(other.getByLabel('Code from the SMS'), /Another account has this phone number/);
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
    await wrong(old, /password is wrong/);
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
      await wrong(password, /fill this in/);
      await password.fill('Wrong-Pass-1');
      await press(dialog, 'Delete for good');
      await wrong(password, /password is wrong/);
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

  /** Signs up and sets up an authenticator app with what a camera reads. */
  const enrol = async (page: Page, email: string) => {
    await buyer(page).signUp(email);
    await page.goto('/account/security');
    await press(page, 'Set it up');
    const url = await readPicture(page.getByRole('img', { name: 'QR code for the authenticator app' }));
    const scanned = URI.parse(url) as TOTP;
    const { base32: secret } = scanned.secret;
    expect((await page.getByLabel('Key').innerText()).replace(/\s/g, '')).toBe(secret);
    expect(scanned.label).toBe(email);
    expect(await findBarriers(page)).toEqual([]);
    await page.getByLabel('Code from the app').fill('000000');
    await press(page, 'Turn on');
    await wrong(page.getByLabel('Code from the app'), /wrong, used already/);
    await page.getByLabel('Code from the app').fill(codeOf(secret));
    await press(page, 'Turn on');
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    const codes = await page.getByRole('main').locator('ol li').allInnerTexts();
    expect(codes).toHaveLength(10);
    await press(page, 'I have kept them');
    await page.getByText('10 recovery codes are left.').waitFor();
    site.shop.clock.advance(MINUTE_MS);
    return { secret, codes };
  };
  const typePassword = async (page: Page, email: string) => {
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await press(page.getByRole('main'), 'Sign in');
  };

  it(
    '[AUTH-13] [WEB-4] sets up an authenticator app, and signs in with its codes',
    { timeout: 60_000 },
    async () => {
      const { page } = await site.machine();
      const { secret } = await enrol(page, 'app-codes@example.com');
      await buyer(page).signOut();
      await typePassword(page, 'app-codes@example.com');
      const code = page.getByLabel('Code from the app');
      await code.waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await code.fill('000 000');
      await page.keyboard.press('Enter');
      await wrong(code, /wrong, used already/);
      const good = codeOf(secret);
      await code.fill(`${good.slice(0, 3)} ${good.slice(3)}`);
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/account/);
    },
  );

  it(
    '[AUTH-13] [WEB-4] signs in without his phone, and ends the codes of the app',
    { timeout: 60_000 },
    async () => {
      const { page } = await site.machine();
      const person = buyer(page);
      const { codes } = await enrol(page, 'no-phone@example.com');
      await person.signOut();
      await typePassword(page, 'no-phone@example.com');
      await page.getByLabel('Code from the app').fill(codes[0]!);
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/account/);
      await page.goto('/account/security');
      await page.getByText('9 recovery codes are left.').waitFor();
      await press(page, 'Turn off');
      const dialog = page.getByRole('dialog');
      expect(await findBarriers(page)).toEqual([]);
      const password = dialog.getByLabel('Your password', { exact: true });
      await password.fill('Wrong-Pass-1');
      await dialog.getByLabel('Code from the app, or a recovery code').fill(codes[1]!);
      await press(dialog, 'Turn off');
      await wrong(password, /password is wrong/);
      await password.fill(PASSWORD);
      await press(dialog, 'Turn off');
      await page.getByText('The codes are off.').waitFor();
      await page.getByRole('button', { name: 'Set it up' }).waitFor();
      await person.signOut();
      await person.signIn('no-phone@example.com');
    },
  );
});

/** What a camera reads from it. */
async function readPicture(picture: Locator): Promise<string> {
  const { data, info } = await sharp(await picture.screenshot())
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return decodeQR({ width: info.width, height: info.height, data });
}
