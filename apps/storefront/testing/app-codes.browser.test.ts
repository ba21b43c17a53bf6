import { Secret, TOTP, URI } from 'otpauth';
import type { Locator, Page } from 'playwright-core';
import decodeQR from 'qr/decode.js';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyer, PASSWORD } from './buyer.ts';
import { findBarriers } from './check-page.ts';
import { expectWrong, press } from './forms.ts';
import { sentTo } from './outbox.ts';
import { startShop, type ShopInBrowser } from './start-shop.ts';

const MINUTE_MS = 60_000;

describe('codes of an authenticator app in the browser', () => {
  let site: ShopInBrowser;
  beforeAll(async () => {
    site = await startShop();
  });
  afterAll(() => site.close());

  const codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: site.shop.clock.now.getTime() });

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
    await expectWrong(page.getByLabel('Code from the app'), /wrong, used already/);
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
      await expectWrong(code, /wrong, used already/);
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
      const password = dialog.getByLabel('Your password');
      await password.fill('Wrong-Pass-1');
      await dialog.getByLabel('Code from the app, or a recovery code').fill(codes[1]!);
      await press(dialog, 'Turn off');
      await expectWrong(password, /password is wrong/);
      await password.fill(PASSWORD);
      await press(dialog, 'Turn off');
      await page.getByText('The codes are off.').waitFor();
      await page.getByRole('button', { name: 'Set it up' }).waitFor();
      await person.signOut();
      await person.signIn('no-phone@example.com');
    },
  );

  it(
    '[AUTH-2] [AUTH-13] [WEB-4] asks for the app’s code after the SMS; ends it without a password where there is none',
    { timeout: 60_000 },
    async () => {
      const { page } = await site.machine();
      const typeSms = async () => {
        await page.goto('/sign-in?by=code');
        await page.getByLabel('Phone').fill('+372 5551 2399');
        await press(page, 'Send me a code');
        const sms = page.getByLabel('Code from the SMS');
        await sms.waitFor();
        await sms.fill(await sentTo(site.url, '+37255512399', /\d{6}/));
        await press(page, 'Confirm');
      };
      await typeSms();
      await page.getByRole('heading', { name: 'No orders yet' }).waitFor();
      await page.goto('/account/security');
      await press(page, 'Set it up');
      const secret = (await page.getByLabel('Key').innerText()).replace(/\s/g, '');
      await page.getByLabel('Code from the app').fill(codeOf(secret));
      await press(page, 'Turn on');
      await press(page, 'I have kept them');
      await buyer(page).signOut();
      site.shop.clock.advance(2 * MINUTE_MS);
      await typeSms();
      const code = page.getByLabel('Code from the app');
      await code.waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await code.fill('000000');
      await page.keyboard.press('Enter');
      await expectWrong(code, /wrong, used already/);
      await code.fill(codeOf(secret));
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/account/);
      site.shop.clock.advance(MINUTE_MS);
      await page.goto('/account/security');
      await press(page, 'Turn off');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Code from the app, or a recovery code').fill(codeOf(secret));
      await press(dialog, 'Turn off');
      await page.getByText('The codes are off.').waitFor();
    },
  );

  it(
    '[AUTH-13] [WEB-4] asks who signed in long ago for his password first',
    { timeout: 60_000 },
    async () => {
      const { page } = await site.machine();
      await buyer(page).signUp('long-ago@example.com');
      site.shop.clock.advance(15 * MINUTE_MS);
      await page.goto('/account/security');
      await press(page, 'Set it up');
      const password = page.getByLabel('Your password', { exact: true });
      await password.fill('Wrong-Pass-1');
      await press(page, 'Set it up');
      await expectWrong(password, /password is wrong/);
      await password.fill(PASSWORD);
      await press(page, 'Set it up');
      await page.getByLabel('Key').waitFor();
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
