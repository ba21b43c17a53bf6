import { PUBLISHED, startGateway, type RunningGateway } from '@cartwright/gateway';
import { execFile, execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import { loadConfig } from '../../../packages/server/src/config.ts';
import { seedSampleStore } from '../../../packages/server/src/domains/catalog/public.ts';
import {
  openGateways,
  type PaymentGateway,
  type Provider,
} from '../../../packages/server/src/domains/payments/public.ts';
import { nobody } from '../../../packages/server/src/platform/db/database.ts';
import { givenIn, type Given } from '../../../packages/server/src/testing/given.ts';
import {
  startTestApp,
  type TestApp,
  type TestAppOptions,
} from '../../../packages/server/src/testing/test-app.ts';

/** The built storefront on a real server with the sample store and the sandbox gateway, and a real Chromium. */
export interface ShopInBrowser {
  shop: TestApp;
  given: Given;
  gateway: RunningGateway;
  url: string;
  folder: string;
  browser: Browser;
  /** A machine of its own: cookies, storage, language. Everything it complains of is kept. */
  machine: (options?: BrowserContextOptions) => Promise<Machine>;
  close: () => Promise<void>;
}

export interface Machine {
  context: BrowserContext;
  page: Page;
  /** What the browser has written to the console as an error, and exceptions nobody caught. */
  complaints: string[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const ENV = { NODE_ENV: 'test', JWT_SECRET: 'test-secret-test-secret-test-secret-1' };

export async function startShop(
  /** `cards`: Stripe and Razorpay are configured besides the sandbox. */
  options: TestAppOptions & { cards?: boolean } = {},
): Promise<ShopInBrowser> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const folder = join(tmpdir(), `cartwright-storefront-${process.pid}-${port}`);
  const [browser] = await Promise.all([launch(), buildInto(folder)]);
  const gateways = new Map<Provider, PaymentGateway>();
  const env = { PUBLIC_URL: url, PORT: String(port), ...options.env };
  const shop = await startTestApp({
    ...options,
    env,
    deps: { gateways, storefrontFolder: folder, ...options.deps },
  });
  const gateway = await startGateway({
    webhookUrl: `${url}/api/payments/webhook/sandbox`,
    stripeWebhookUrl: `${url}/api/payments/webhook/stripe`,
    razorpayWebhookUrl: `${url}/api/payments/webhook/razorpay`,
    settleAfterMs: 300,
  });
  const GATEWAY_PORT = new URL(gateway.url).port;
  const keys = options.cards ? cardKeys(gateway.url) : {};
  for (const [name, opened] of openGateways(loadConfig({ ...ENV, ...env, ...keys, GATEWAY_PORT })))
    gateways.set(name, opened);
  const now = () => shop.clock.now;
  await seedSampleStore(shop.database.system.as(nobody), { now: now() });
  await shop.app.listen({ port, host: 'localhost' });
  const contexts: BrowserContext[] = [];
  return {
    shop,
    given: givenIn(shop.database, now),
    gateway,
    url,
    folder,
    browser,
    machine: async (given) => {
      const context = await browser.newContext({ baseURL: url, locale: 'en', ...given });
      contexts.push(context);
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      return { context, page, complaints };
    },
    close: async () => {
      await Promise.all(contexts.map((context) => context.close()));
      await browser.close();
      await gateway.close();
      await shop.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Settings of Stripe and Razorpay that lead to the gateway, which speaks as both do. */
function cardKeys(gatewayUrl: string): Record<string, string> {
  return {
    STRIPE_API_BASE: gatewayUrl,
    STRIPE_SECRET_KEY: PUBLISHED.stripeSecretKey,
    STRIPE_PUBLISHABLE_KEY: PUBLISHED.stripeSecretKey.replace('sk_', 'pk_'),
    STRIPE_WEBHOOK_SECRET: PUBLISHED.stripeWebhookSecret,
    RAZORPAY_API_BASE: gatewayUrl,
    RAZORPAY_KEY_ID: PUBLISHED.razorpayKeyId,
    RAZORPAY_KEY_SECRET: PUBLISHED.razorpayKeySecret,
    RAZORPAY_WEBHOOK_SECRET: PUBLISHED.razorpayWebhookSecret,
  };
}

// As a program of its own: here NODE_ENV is test, which would build React's slower half.
async function buildInto(outDir: string): Promise<void> {
  const vite = fileURLToPath(new URL('../../../node_modules/vite/bin/vite.js', import.meta.url));
  const env = { ...process.env, NODE_ENV: 'production' };
  const args = [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, args, { cwd: root, env });
}

const launch = (): Promise<Browser> => chromium.launch(launchArguments());

/** The Chromium of this machine, and how it is started. */
export function launchArguments(): LaunchOptions {
  const finder = fileURLToPath(new URL('../../../scripts/checks/find-chromium.mjs', import.meta.url));
  const executablePath = execFileSync(process.execPath, [finder], { encoding: 'utf8' });
  return {
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-quic', '--disable-gpu'],
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, 'localhost', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
