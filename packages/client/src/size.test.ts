import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

const KILOBYTE = 1_024;

it('[WEB-1] the fetch core is no more than 4 kB, minified and compressed', async () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { output } = (await build({
    configFile: false,
    logLevel: 'error',
    root,
    build: {
      write: false,
      // Without what Vite adds for the preloading of parts.
      ssr: true,
      minify: 'oxc',
      target: 'es2022',
      rolldownOptions: { input: `${root}src/index.ts`, output: { format: 'es' } },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = output.map((chunk) => ('code' in chunk ? chunk.code : ''));
  // Only who follows a stream loads that part.
  const core = chunks.filter((code) => !code.includes('text/event-stream')).join('');
  expect(chunks.join('').length).toBeGreaterThan(core.length);
  for (const part of ['x-csrf-token', 'x-owner', '/api/auth/refresh', 'retry-after'])
    expect(core).toContain(part);
  expect(gzipSync(core, { level: 9 }).length).toBeLessThanOrEqual(4 * KILOBYTE);
});
