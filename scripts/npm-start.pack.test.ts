import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort } from '../packages/server/src/testing/free-port.ts';

it('[RUN-1] [RUN-7] npm start runs everything, and all of it ends when npm alone is told to', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cartwright-npm-start-'));
  const [port, gatewayPort] = [await freePort(), await freePort()];
  const npm = spawn('npm', ['start'], {
    env: {
      ...process.env,
      PORT: String(port),
      GATEWAY_PORT: String(gatewayPort),
      DATA_DIR: folder,
      NODE_ENV: 'development',
    },
  });
  let output = '';
  npm.stdout.on('data', (text: Buffer) => (output += text.toString()));
  npm.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const closed = once(npm, 'close');
  await expect.poll(() => output, { timeout: 120_000, interval: 100 }).toContain('Cartwright is ready');
  const answers = async () =>
    Promise.all(
      [`http://127.0.0.1:${port}/api/ready`, `http://127.0.0.1:${gatewayPort}/`].map((url) =>
        fetch(url).then(
          ({ status }) => status,
          () => null,
        ),
      ),
    );
  expect(await answers()).toEqual([200, 200]);
  npm.kill('SIGTERM');
  // Whoever still runs has its standard output open.
  await closed;
  expect(await answers()).toEqual([null, null]);
  await rm(folder, { recursive: true });
}, 240_000);
