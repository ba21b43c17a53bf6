import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pages } from '../src/page-list.ts';
import { buyer, MUG } from './buyer.ts';
import { OWN, PUBLIC } from './addresses.ts';
import { findBarriers, inlineCode, layoutShift, sidewaysBy } from './check-page.ts';
import { startShop, type ShopInBrowser } from './start-shop.ts';

describe('every page', () => {
  let site: ShopInBrowser;
  beforeAll(async () => {
    site = await startShop();
  });
  afterAll(() => site.close());

  const visit = async (page: Page, path: string) => {
    await page.goto(path);
    await page.locator('h1').first().waitFor();
    // Live updates keep the network busy: what counts is that nothing is still to come.
    await expect.poll(() => page.locator('main [aria-busy=true], main .shimmer').count()).toBe(0);
  };
  const check = async (page: Page, path: string) => {
    await visit(page, path);
    expect.soft(await findBarriers(page), `barriers at ${path}`).toEqual([]);
    expect.soft(await sidewaysBy(page), `width of ${path}`).toBe(0);
    expect.soft(await inlineCode(page), `inline code at ${path}`).toEqual([]);
    expect.soft(await page.locator('h1').count(), `headings of ${path}`).toBe(1);
  };
  const policyComplaints = (complaints: string[]) =>
    complaints.filter((text) => /content security policy|refused to/i.test(text));

  it.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)(
    '[WEB-4] has no barrier that axe knows, fits, and runs no inline code (%s, %i px)',
    { timeout: 180_000 },
    async (colorScheme, width) => {
      const { page, complaints } = await site.machine({ colorScheme, viewport: { width, height: 800 } });
      for (const path of PUBLIC) await check(page, path);
      expect(policyComplaints(complaints)).toEqual([]);
    },
  );

  // Many pages in a row, each drawn and walked through by axe.
  it('[WEB-4] of an account has none either, nor has any dialog', { timeout: 180_000 }, async () => {
    const { page } = await site.machine({ viewport: { width: 400, height: 800 } });
    const person = buyer(page);
    await person.signUp('every-page@example.com');
    await person.put();
    expect.soft(await findBarriers(page), 'the cart’s drawer').toEqual([]);
    await page.keyboard.press('Escape');
    for (const path of OWN) await check(page, path);
    await visit(page, '/products');
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('dialog').waitFor();
    expect.soft(await findBarriers(page), 'the filters').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('dialog').waitFor();
    expect.soft(await findBarriers(page), 'the menu').toEqual([]);
  });

  it(
    '[WEB-4] fits from 320 to 1920 px, also in the longest of the three languages',
    { timeout: 180_000 },
    async () => {
      for (const language of ['et', 'ru'] as const) {
        const { page, context } = await site.machine({ locale: language });
        await context.addCookies([{ name: 'cw_language', value: language, url: site.url }]);
        for (const width of [320, 768, 1920]) {
          await page.setViewportSize({ width, height: 800 });
          for (const path of [
            '/',
            '/products',
            '/products/long-way-home-weekend-bag',
            '/sign-in',
            '/nowhere',
          ]) {
            await visit(page, path);
            expect.soft(await sidewaysBy(page), `${language} ${width} ${path}`).toBe(0);
            expect.soft(await page.locator('html').getAttribute('lang')).toBe(language);
          }
        }
      }
    },
  );

  it('[WEB-4] stays where it is while it loads', { timeout: 60_000 }, async () => {
    const { page } = await site.machine({ viewport: { width: 390, height: 800 } });
    for (const path of ['/', '/products', MUG]) {
      await visit(page, path);
      expect.soft(await layoutShift(page), path).toBeLessThan(0.1);
    }
  });

  it('[WEB-4] asks the catalogue for nothing before it is drawn, and fetches no picture twice', async () => {
    for (const path of ['/', '/products', '/products?category=mugs&sort=price-asc', MUG]) {
      const { page, context } = await site.machine({ viewport: { width: 390, height: 800 } });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url().slice(site.url.length)));
      await visit(page, path);
      await page.locator('main img').first().waitFor();
      await expect.poll(() => page.evaluate("document.querySelector('main img').complete")).toBe(true);
      const shown = (await page.evaluate<string>("document.querySelector('main img').currentSrc")).slice(
        site.url.length,
      );
      const own = asked.filter((url) => url.startsWith('/api/public/'));
      // What else is of its kind is asked for below the fold.
      expect.soft(path === MUG ? own.slice(1) : own, path).toEqual([]);
      expect.soft(shown, path).toMatch(/\?width=(240|480)$/);
      expect
        .soft(
          asked.filter((url) => url.split('?')[0] === shown.split('?')[0]),
          path,
        )
        .toEqual([shown]);
      await context.close();
    }
  });

  it('[WEB-4] enters with at most 150 kB of scripts and 15 kB of styles, compressed', () => {
    const assets = join(site.folder, 'assets');
    const html = readFileSync(join(site.folder, 'index.html'), 'utf8');
    const named = [...html.matchAll(/\/assets\/([\w.-]+\.(?:js|css))"/g)].map(([, name]) => name!);
    const language = readdirSync(assets).find((name) => /^en-.*\.js$/.test(name))!;
    const size = (ending: string) =>
      [...new Set([...named, language])]
        .filter((name) => name.endsWith(ending))
        .map((name) => compressedSize(join(assets, name)))
        .reduce((sum, bytes) => sum + bytes, 0);
    expect(size('.js')).toBeGreaterThan(50_000);
    expect(size('.js')).toBeLessThanOrEqual(150_000);
    expect(size('.css')).toBeGreaterThan(2_000);
    expect(size('.css')).toBeLessThanOrEqual(15_000);
  });

  it('[WEB-4] names all files of code that a page begins with, and that they are few', async () => {
    for (const path of ['/', '/products', MUG, '/sign-in']) {
      const html = await (await fetch(`${site.url}${path}`, { headers: { accept: 'text/html' } })).text();
      const named = new Set([...html.matchAll(/"(\/assets\/[\w.-]+\.js)"/g)].map(([, name]) => name!));
      expect.soft(named.size, path).toBeLessThanOrEqual(5);
      const { context, page } = await site.machine();
      const asked: string[] = [];
      page.on('request', (request) => void asked.push(new URL(request.url()).pathname));
      await page.goto(path);
      await page.getByRole('main').locator('h1, form').first().waitFor();
      expect
        .soft(
          asked.filter((name) => name.endsWith('.js') && !named.has(name)),
          path,
        )
        .toEqual([]);
      await context.close();
    }
  });

  it(
    '[WEB-4] is known to the server: its list and the router say the same',
    { timeout: 60_000 },
    async () => {
      const { page } = await site.machine();
      for (const { path, about } of pages) {
        if (about) continue;
        const answer = await page.goto(path.replace(':id', '0190c0c0-0000-7000-8000-000000000000'));
        expect.soft(answer?.status(), path).toBe(200);
        await page.locator('h1').first().waitFor();
        expect.soft(await page.getByText('There is nothing at this address').count(), path).toBe(0);
      }
    },
  );

  it('[WEB-4] can be used with the keyboard alone', async () => {
    const { page } = await site.machine();
    await visit(page, MUG);
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.getByRole('button', { name: 'Add to cart' }).focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'Your cart' });
    await drawer.waitFor();
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab');
      const inside = await page.evaluate(
        "document.activeElement === document.body || document.activeElement.closest('dialog') !== null",
      );
      expect(inside).toBe(true);
    }
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Add to cart');
  });
});

function compressedSize(file: string): number {
  try {
    return statSync(`${file}.gz`).size;
  } catch {
    return statSync(file).size;
  }
}
