import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** What axe finds wrong with the page as it stands: rule and element. */
export async function findBarriers(page: Page): Promise<string[]> {
  // What is fading in has not its colours yet.
  await page.evaluate(
    'Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null))).then(() => null)',
  );
  await page.evaluate(axe);
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes })))`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} (${failureSummary.slice(0, 200)})`,
    ),
  );
}

/** By how many pixels the page is wider than the window has room for; the scroll bar's place is no room. */
export function sidewaysBy(page: Page): Promise<number> {
  return page.evaluate(
    'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
  );
}

/** What scrolls sideways inside the page, or is cut off at its edge. */
export function sidewaysInside(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('body *')]
    .filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth)
    .map((one) => one.outerHTML.slice(0, 120))`);
}

/** Scripts and styles that stand in the page itself; blocks of data are no scripts. */
export function inlineCode(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('script:not([src]), style, [onclick], [onload]')]
    .filter((element) => !/json/.test(element.getAttribute('type') ?? ''))
    .map((element) => element.outerHTML.slice(0, 200))`);
}

/** The cumulative layout shift since the page was opened. */
export function layoutShift(page: Page): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) sum += value;
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(sum), 300);
  })`);
}
