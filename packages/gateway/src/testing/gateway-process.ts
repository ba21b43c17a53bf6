import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithTest, speakTo } from './test-gateway.ts';

const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'cli.ts');

/** A folder that is gone after the test. */
export async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cartwright-gateway-'));
  endWithTest(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The gateway as a process of its own, on a free port. */
export async function gatewayProcess(env: Record<string, string>, args: string[] = []) {
  const child = spawn(process.execPath, ['--import', 'tsx', cli, ...args], {
    env: { PATH: process.env['PATH'], GATEWAY_PORT: '0', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  endWithTest(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const url = await urlSaid(child, () => said.out);
  return {
    said,
    ended,
    stdin: child.stdin,
    gateway: speakTo(url ?? ''),
    end: (signal: NodeJS.Signals) => {
      child.kill(signal);
      return ended;
    },
  };
}

async function urlSaid(child: ChildProcess, out: () => string): Promise<string | undefined> {
  const find = () => /http:\S+/.exec(out())?.[0];
  while (!find() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
  return find();
}
