import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Our own packages are tested as they stand, not as they were last built.
  resolve: {
    alias: {
      '@cartwright/client': fileURLToPath(new URL('packages/client/src/index.ts', import.meta.url)),
    },
  },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/architecture/**/*.test.ts',
      'packages/*/sample/**/*.test.ts',
      'apps/*/testing/**/*.test.ts',
      'scripts/**/*.test.{mjs,ts}',
    ],
    globalSetup: ['packages/server/src/testing/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Files of one worker share what they import, which took a third of their time. No module keeps what one would leave to the next.
    isolate: false,
    // One for each core: a file waits for its database more than it computes.
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
