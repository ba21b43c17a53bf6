import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import type { GivenProduct } from '../../../server/src/testing/given.ts';
import {
  type Client,
  PASSWORD,
  type SignedIn,
  type TestAppOptions,
} from '../../../server/src/testing/test-app.ts';
import { type ProxiedShop, startProxiedShop, until } from './store-shop.ts';

/** Two people, each with something in the cart, and one machine. */
export interface People {
  ann: SignedIn;
  bob: SignedIn;
  machine: BrowserContext;
}

export interface BrowserShop extends ProxiedShop {
  mug: GivenProduct;
  book: GivenProduct;
  /** Ann has two mugs in her cart, Bob has one book. */
  people(): Promise<People>;
  /** Title and quantity of what is in somebody's cart, as the server says. */
  cartOf(who: Client): Promise<Record<string, number>>;
  /** Undoes what a test did to the proxy, and switches its machines off. */
  tidy(): Promise<void>;
  browser: Browser;
  /** A new person's machine: its tabs share cookies. */
  machine(): Promise<BrowserContext>;
  /** A page of the shop, ready; with `?alone` it does not hear other tabs, with `?slow` quantities wait for 5 s. */
  open(machine: BrowserContext, path?: string): Promise<Page>;
}

const PAGE =
  '<!doctype html><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,"><div id="root"></div><script src="/page.js"></script>';

/** A shop behind a proxy, with a page that uses the packages, and a real Chromium. */
export async function startBrowserShop(
  options: TestAppOptions & { webhooks?: boolean } = {},
): Promise<BrowserShop> {
  const [site, script, browser] = await Promise.all([startProxiedShop(options), bundle(), launch()]);
  site.proxy.files.set('/', { type: 'text/html; charset=utf-8', body: PAGE });
  site.proxy.files.set('/elsewhere', { type: 'text/html', body: '<!doctype html><title>Elsewhere</title>' });
  site.proxy.files.set('/page.js', { type: 'text/javascript', body: script });
  const given = async (title: string) => site.shop.given.variant({ title, stock: 900, maxQuantity: 100 });
  const [mug, book] = [await given('Mug of Ann'), await given('Book of Bob')];
  const machines: BrowserContext[] = [];
  const machine = async () => {
    const made = await browser.newContext({ baseURL: site.proxy.url });
    machines.push(made);
    return made;
  };
  return {
    ...site,
    browser,
    mug,
    book,
    machine,
    people: async () => {
      const [ann, bob] = [await site.shop.signUp(), await site.shop.signUp()];
      await ann.post('/api/cart/add', { ...idsOf(mug), quantity: 2 });
      await bob.post('/api/cart/add', { ...idsOf(book), quantity: 1 });
      return { ann, bob, machine: await machine() };
    },
    cartOf: async (who) => {
      const { items } = (await who.get('/api/cart')).body.cart as {
        items: { title: string; quantity: number }[];
      };
      return Object.fromEntries(items.map(({ title, quantity }) => [title, quantity]));
    },
    tidy: async () => {
      site.proxy.rule = () => undefined;
      site.proxy.down = false;
      await Promise.all(machines.splice(0).map((made) => made.close()));
      site.proxy.passed.length = 0;
    },
    open: async (on, path = '/') => {
      const page = await on.newPage();
      await page.goto(path);
      await ready(page);
      return page;
    },
    close: async () => {
      await browser.close();
      await site.close();
    },
  };
}

export function idsOf({ productId, variantId }: GivenProduct): { productId: string; variantId: string } {
  return { productId, variantId };
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
  await until(
    `the page to show “${text}”; it shows “${last}”`,
    async () => (last = await shown(page)).includes(text),
    timeoutMs,
  ).catch(() => {
    throw new Error(`the page does not show “${text}” but “${last}”`);
  });
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
      rolldownOptions: { input: path('react/src/testing/race-page.ts'), output: { format: 'iife' } },
    },
  })) as Rolldown.RolldownOutput;
  return output[0].code;
}

/** The key of the line with this title. */
export function keyIn(page: Page, title: string): Promise<string> {
  return run(page, `return site.cart.lines.find((line) => line.title === ${JSON.stringify(title)}).key`);
}
