import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { freePort } from '../packages/server/src/testing/free-port.ts';
import { startGateway } from './gateway.mjs';

const program = ['--import', 'tsx', 'packages/gateway/src/cli.ts'];

afterEach(() => vi.unstubAllEnvs());

it('[PAY-1] [RUN-1] the gateway runs beside the server and is gone when it stops', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cartwright-start-'));
  const port = await freePort();
  vi.stubEnv('GATEWAY_PORT', String(port));
  vi.stubEnv('DATA_DIR', folder);
  const gateway = startGateway(program);
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      ({ status }) => status,
      () => null,
    );
  await expect.poll(answers, { timeout: 20_000 }).toBe(200);
  await gateway.stop();
  expect(await answers()).toBeNull();
  await rm(folder, { recursive: true });
});

it('[PAY-1] no sandbox is started in production', async () => {
  vi.stubEnv('NODE_ENV', 'production');
  await startGateway(['-e', 'throw new Error("started")']).stop();
});
