// How fast the shop appears on a slow phone: largest paint and layout shift of the first visit, with the network of
// Lighthouse's slow 4G and a processor four times slower. Needs a running shop: SHOP=http://localhost:4000 node bench/page-load.mjs
import { chromium } from 'playwright-core';
import { findChromium } from '../scripts/checks/find-chromium.mjs';

const SHOP = process.env.SHOP ?? 'http://localhost:4000';
const PAGES = ['/', '/products', '/products/sunny-side-up-mug', '/sign-in'];
const ROUNDS = 3;
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 93_750 };

const browser = await chromium.launch({
  executablePath: findChromium(),
  chromiumSandbox: process.getuid?.() !== 0,
});
process.stdout.write(`page                              LCP (median of ${ROUNDS})   CLS\n`);
for (const path of PAGES) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(path));
  const paints = rounds.map(({ paint }) => paint).sort((a, b) => a - b);
  const shift = Math.max(...rounds.map((one) => one.shift));
  const median = (paints[Math.floor(ROUNDS / 2)] / 1000).toFixed(2);
  process.stdout.write(`${path.padEnd(32)}  ${`${median} s`.padEnd(22)} ${shift.toFixed(3)}\n`);
}
await browser.close();

async function measure(path) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto(`${SHOP}${path}`);
  await page.waitForTimeout(6_000);
  const found = await page.evaluate(`new Promise((resolve) => {
    const found = { paint: 0, shift: 0 };
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) found.paint = startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) found.shift += value;
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(found), 500);
  })`);
  await context.close();
  return found;
}
