import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';

export interface TestRedis {
  url: string;
  /** A connection of its own, closed with the rest. */
  connect(): Promise<Redis>;
  /** Stops and goes on: what the connections see when Redis hangs. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  /** Ends the server alone: what the connections see when Redis dies. */
  stopServer(): Promise<void>;
  close(): Promise<void>;
}

const STARTS_WITHIN_MS = 10_000;

/** A Redis of its own for one test file: on loopback, at a free port or the given one, in a temporary folder, keeping nothing. */
export async function startTestRedis(given?: number): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'cartwright-redis-'));
  const port = given ?? (await freePort());
  const options = [
    '--bind',
    '127.0.0.1',
    '--port',
    String(port),
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  const server = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  await started(server);
  const url = `redis://127.0.0.1:${port}`;
  const connections: Redis[] = [];
  return {
    url,
    connect: async () => {
      const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 });
      redis.on('error', () => {});
      connections.push(redis);
      await redis.connect();
      return redis;
    },
    signal: (name) => void server.kill(name),
    stopServer: () => stop(server),
    close: async () => {
      for (const connection of connections) connection.disconnect();
      await stop(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function started(server: ChildProcess): Promise<void> {
  let log = '';
  const ready = new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Error(`redis-server is needed on the PATH: ${error.message}`)),
    );
    server.once('exit', (code) => reject(new Error(`redis-server ended with exit code ${code}:\n${log}`)));
    server.stdout!.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (/Ready to accept connections/.test(log)) resolve();
    });
  });
  const late = sleep(STARTS_WITHIN_MS, undefined, { ref: false }).then(() => {
    throw new Error(`redis-server was not ready within ${STARTS_WITHIN_MS} ms:\n${log}`);
  });
  await Promise.race([ready, late]);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill();
  await ended;
}
