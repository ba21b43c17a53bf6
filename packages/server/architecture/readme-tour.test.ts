import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seedSample } from '../src/cli/seed-sample.ts';
import { packageRoot } from '../src/package-root.ts';
import { startTestShop } from '../src/testing/test-shop.ts';

it('[RUN-1] [CART-2] [CART-7] [ORD-1] the tour of the README prints what it says, with rate limits on', async () => {
  const shop = await startTestShop({ env: { RATE_LIMITS: 'on' } });
  await seedSample(shop.database, () => new Date());
  const url = await shop.app.listen({ host: '127.0.0.1', port: 0 });
  try {
    const { script, expected } = await readTour();
    expect(expected.length).toBeGreaterThan(15);
    const { output, code } = await bash(script, {
      ...process.env,
      SHOP: url,
      GATEWAY: shop.gateway.url,
    });
    expect(output.trim().split('\n')).toEqual(expected);
    expect(code).toBe(0);
  } finally {
    await shop.close();
  }
}, 60_000);

async function readTour(): Promise<{ script: string; expected: string[] }> {
  const readme = await readFile(join(packageRoot, '../../README.md'), 'utf8');
  const script = /<!-- tour -->\s+```sh\n([\s\S]*?)```/.exec(readme)![1]!;
  const expected = [...script.matchAll(/^# → (.*)$/gm)].map((match) => match[1]!);
  return { script, expected };
}

function bash(script: string, env: NodeJS.ProcessEnv): Promise<{ output: string; code: number | null }> {
  return new Promise((resolve) => {
    const shell = spawn('bash', ['-euo', 'pipefail'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    shell.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    shell.on('close', (code) => resolve({ output, code }));
    shell.stdin.end(script);
  });
}
