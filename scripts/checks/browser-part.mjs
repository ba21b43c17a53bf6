import { existsSync } from 'node:fs';
import { findChromium } from './find-chromium.mjs';
import { runProgram } from './run-program.mjs';
import { runVitest } from './vitest-part.mjs';

/** The tests that need a browser: the system's Chromium, else Playwright's download, else apt's where that is allowed. */
export async function runBrowser() {
  const problem = await ensureChromium();
  if (problem) return { passed: 0, failed: 1, skipped: 0, notes: [problem] };
  return runVitest(['.browser.test.ts']);
}

async function ensureChromium() {
  if (findChromium()) return null;
  process.stdout.write('Downloading Chromium …\n');
  const download = await runProgram('playwright-core', ['install', 'chromium-headless-shell', 'chromium']);
  if (findChromium()) return null;
  const mayInstall = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (!mayInstall)
    return `Chromium is not there and could not be downloaded; install it with your package manager (Debian, Ubuntu: sudo apt-get install -y chromium), or run: npx playwright-core install chromium\n${download.output.trimEnd()}`;
  process.stdout.write('Installing chromium …\n');
  const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await runProgram('apt-get', ['update', '-q'], quiet);
  const { output } = await runProgram(
    'apt-get',
    ['install', '-y', '-q', '--no-install-recommends', 'chromium'],
    quiet,
  );
  if (findChromium()) return null;
  return `Chromium is not there and could not be installed; run: apt-get install -y chromium\n${output.trimEnd()}`;
}
