import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build, type Rollup } from 'vite';
import { PASSWORD, type SignedIn, type TestAppOptions } from '../../../server/src/testing/test-app.ts';
import type { ProxiedShop } from './store-shop.ts';
import { startProxiedShop, until } from './store-shop.ts';

export interface BrowserShop extends ProxiedShop {
  browser: Browser;
  /** A new person's machine: its tabs share cookies. */
  machine(): Promise<BrowserContext>;
  /** A page of the shop, ready. */
  open(machine: BrowserContext): Promise<Page>;
}

const PAGE = '<!doctype html><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,"><div id="root"></div><script src="/page.js"></script>';

/** A shop behind a proxy, with a page that uses the packages, and a real Chromium. */
export async function startBrowserShop(options: TestAppOptions & { webhooks?: boolean } = {}): Promise<BrowserShop> {
  const [site, script, browser] = await Promise.all([startProxiedShop(options), bundle(), launch()]);
  site.proxy.files.set('/', { type: 'text/html; charset=utf-8', body: PAGE });
  site.proxy.files.set('/elsewhere', { type: 'text/html', body: '<!doctype html><title>Elsewhere</title>' });
  site.proxy.files.set('/page.js', { type: 'text/javascript', body: script });
  return {
    ...site,
    browser,
    machine: () => browser.newContext({ baseURL: site.proxy.url }),
    open: async (machine) => {
      const page = await machine.newPage();
      await page.goto('/');
      await ready(page);
      return page;
    },
    close: async () => {
      await browser.close();
      await site.close();
    },
  };
}

/** Waits until the page knows whose cart it shows, and shows it. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction("globalThis.site?.cart?.status === 'ready'");
}

/** What the page shows: who, and which lines. */
export async function shown(page: Page): Promise<string> {
  return page.evaluate("document.getElementById('root').textContent");
}

export async function shows(page: Page, text: string, timeoutMs = 5_000): Promise<void> {
  let last = '';
  await until(`the page to show “${text}”; it shows “${last}”`, async () => (last = await shown(page)).includes(text), timeoutMs).catch(
    () => {
      throw new Error(`the page does not show “${text}” but “${last}”`);
    },
  );
}

/** Runs code in the page, where `site` is what race-page.ts offers. */
export function run<Result>(page: Page, code: string): Promise<Result> {
  return page.evaluate(`(async () => { ${code} })()`);
}

export function signIn(page: Page, { email }: Pick<SignedIn, 'email'>): Promise<unknown> {
  const body = JSON.stringify({ email, password: PASSWORD });
  return run(page, `await site.client.post('/api/auth/login', { body: ${body} })`);
}

async function launch(): Promise<Browser> {
  const finder = fileURLToPath(new URL('../../../../scripts/checks/find-chromium.mjs', import.meta.url));
  const executablePath = execFileSync(process.execPath, [finder], { encoding: 'utf8' });
  return chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    // Playwright switches the back/forward cache off.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: ['--disable-quic', '--disable-gpu'],
  });
}

async function bundle(): Promise<string> {
  const packages = new URL('../../../', import.meta.url);
  const path = (name: string) => fileURLToPath(new URL(name, packages));
  const { output } = (await build({
    configFile: false,
    logLevel: 'error',
    root: path('react'),
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias: { '@cartwright/client': path('client/src/index.ts') } },
    build: {
      write: false,
      minify: false,
      rollupOptions: { input: path('react/src/testing/race-page.ts'), output: { format: 'iife' } },
    },
  })) as Rollup.RollupOutput;
  return output[0].code;
}
