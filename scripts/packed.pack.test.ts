import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../packages/server/src/testing/free-port.ts';

const run = promisify(execFile);
const workspace = dirname(dirname(fileURLToPath(import.meta.url)));
const NAMES = ['server', 'client', 'react'] as const;
const QUIET = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];

/** A stranger's project: what the packages promise to TypeScript, and what they must not let pass. */
const PROGRAM = `
import { type Cart, CartwrightError, createClient, isRefusal } from '@cartwright/client';
import { CartProvider, type CartView, useCart } from '@cartwright/react';
import { createElement } from 'react';

const client = createClient({ baseUrl: 'http://127.0.0.1:1', transport: 'bearer' });
export async function buy(productId: string): Promise<Cart> {
  try {
    return (await client.post('/api/cart/add', { body: { productId } })).cart;
  } catch (error) {
    if (isRefusal(error, 'INSUFFICIENT_STOCK')) console.log(error.details.available.toFixed());
    if (error instanceof CartwrightError) console.log(error.reason);
    throw error;
  }
}
// @ts-expect-error there is no such path
export const wrongPath = () => client.get('/api/carts');
// @ts-expect-error a quantity is a number
export const wrongBody = () => client.patch('/api/cart/items/{itemId}', { path: { itemId: 'x' }, body: { quantity: '2' } });
// @ts-expect-error the path needs its item
export const noItem = () => client.delete('/api/cart/items/{itemId}');
export const total = (view: CartView): number => view.totalPrice;
export const Page = () => createElement(CartProvider, { client }, createElement(Count));
const Count = () => createElement('b', null, useCart((cart) => cart.totalItems));
`;

describe('the packages, packed and used by a stranger', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-packed-'));
  const project = join(folder, 'project');
  const tarballs = new Map<string, string>();
  beforeAll(async () => {
    chmodSync(folder, 0o755);
    mkdirSync(project);
    for (const name of NAMES) {
      const from = join(workspace, 'packages', name);
      await run('npm', ['run', '--silent', 'build'], { cwd: from });
      const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: from });
      tarballs.set(name, join(folder, stdout.trim().split('\n').at(-1)!));
    }
    writeFileSync(join(project, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }');
    const { devDependencies: ours } = JSON.parse(
      readFileSync(join(workspace, 'packages/react/package.json'), 'utf8'),
    ) as { devDependencies: Record<string, string> };
    const others = ['react', '@types/react'].map((name) => `${name}@${ours[name]!}`);
    await run('npm', ['install', ...QUIET, ...tarballs.values(), ...others], { cwd: project });
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('[RUN-8] the command runs, and a server starts from nothing and ends when told', async () => {
    const npx = (args: string[]) => run('npx', ['--no-install', 'cartwright', ...args], { cwd: project });
    const { stdout } = await npx(['--help']);
    for (const command of ['start', 'worker', 'migrate', 'seed', 'import', 'doctor'])
      expect(stdout).toContain(command);
    const port = await freePort();
    const env = {
      ...process.env,
      PORT: String(port),
      DATA_DIR: join(folder, 'data'),
      NODE_ENV: 'development',
    };
    const server = spawn(join(project, 'node_modules/.bin/cartwright'), ['start', '--sample'], {
      cwd: project,
      env,
    });
    let output = '';
    server.stdout.on('data', (text: Buffer) => (output += text.toString()));
    server.stderr.on('data', (text: Buffer) => (output += text.toString()));
    const ended = once(server, 'exit');
    const deadline = Date.now() + 120_000;
    // It listens before the sample store is loaded, and says so afterwards.
    while (!output.includes('Cartwright is ready')) {
      if (Date.now() > deadline || server.exitCode !== null) throw new Error(output);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect((await fetch(`http://127.0.0.1:${port}/api/ready`)).status).toBe(200);
    const products = await fetch(`http://127.0.0.1:${port}/api/public/products`);
    expect(((await products.json()) as { total: number }).total).toBeGreaterThan(50);
    server.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  }, 240_000);

  it.each(['NodeNext', 'Bundler'])(
    '[RUN-8] [WEB-1] its types hold in a strict TypeScript project that resolves like %s',
    async (resolution) => {
      const options = {
        strict: true,
        noEmit: true,
        target: 'ES2022',
        lib: ['ES2022', 'DOM'],
        types: [],
        module: resolution === 'NodeNext' ? 'NodeNext' : 'ESNext',
        moduleResolution: resolution,
        skipLibCheck: false,
        exactOptionalPropertyTypes: true,
      };
      writeFileSync(
        join(project, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: options, files: ['index.ts'] }),
      );
      writeFileSync(join(project, 'index.ts'), PROGRAM);
      const tsc = join(workspace, 'node_modules/.bin/tsc');
      const { stdout } = await run(tsc, ['-p', '.'], { cwd: project }).catch(
        (error: unknown) => error as { stdout: string },
      );
      expect(stdout).toBe('');
    },
    180_000,
  );

  it('[RUN-8] [WEB-1] the client runs in Node without a page', async () => {
    const script = `import { createClient } from '@cartwright/client'; import { CartStore } from '@cartwright/react';
      const client = createClient({ baseUrl: 'http://127.0.0.1:1', transport: 'bearer' });
      new CartStore(client);
      client.get('/api/cart', { retries: 0 }).catch((error) => console.log(error.name));`;
    writeFileSync(join(project, 'use.mjs'), script);
    expect((await run(process.execPath, ['use.mjs'], { cwd: project })).stdout).toBe('NetworkError\n');
  });

  it.each(NAMES)('[RUN-8] publint finds nothing to complain of in %s', async (name) => {
    const tarball = readFileSync(tarballs.get(name)!);
    const { messages } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
    expect(messages).toEqual([]);
  });

  it.each(['client', 'react'])('[RUN-8] are-the-types-wrong finds nothing in %s', async (name) => {
    const packed = createPackageFromTarballData(new Uint8Array(readFileSync(tarballs.get(name)!)));
    const analysis = await checkPackage(packed);
    if (!analysis.types) throw new Error('no types');
    // ES modules only: `require` and the resolution of before Node 12 are not promised.
    const promised = analysis.problems.filter(
      (problem) =>
        !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)),
    );
    expect(promised).toEqual([]);
    expect(Object.keys(analysis.entrypoints)).toContain('.');
  });
});
