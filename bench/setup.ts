import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AccessTokens } from '../packages/server/src/domains/identity/public.ts';
import { migrationsFolder } from '../packages/server/src/package-root.ts';
import { startEmbeddedPostgres } from '../packages/server/src/platform/db/embedded/embedded-postgres.ts';
import { migrate } from '../packages/server/src/platform/db/migrate.ts';
import { OWNER_ROLE, provision } from '../packages/server/src/platform/db/provision.ts';
import { memoryFlags } from '../scripts/memory-flags.mjs';

const SECRET = 'bench-secret-bench-secret-bench-secret';
const DATABASE = 'cartwright';
const PORT = 4_790;
const TURN_PORT = 4_789;

export interface Bench {
  /** Connection string of a role to the bench's own database. */
  databaseUrl: (role: string) => string;
  serverUrl: string;
  serverPid: number;
  admin: pg.Client;
  /** A valid access token of the n-th bench user. */
  tokenOf: (n: number) => string;
  stop(): Promise<void>;
}

/** A durable PostgreSQL and one production-like server process, both only on this machine and gone afterwards. */
export async function startBench({
  server: program = [...memoryFlags, 'packages/server/dist/cli.mjs', 'start'],
  env = {},
}: { server?: string[]; env?: Record<string, string> } = {}): Promise<Bench> {
  const turn = await takeTurn();
  const folder = await mkdtemp(join(tmpdir(), 'cartwright-bench-'));
  const postgres = await startEmbeddedPostgres({
    dataDir: folder,
    log: () => {},
    settings: { max_connections: '400' },
  });
  await provision(postgres.url(postgres.superuser, 'postgres'), DATABASE);
  const databaseUrl = (role: string) => postgres.url(role, DATABASE);
  await migrate(databaseUrl(OWNER_ROLE), migrationsFolder);
  const admin = new pg.Client({ connectionString: databaseUrl(postgres.superuser) });
  await admin.connect();
  const serverUrl = `http://127.0.0.1:${PORT}`;
  const server = await startServer({ program, port: PORT, env }, databaseUrl);
  const tokens = new AccessTokens({
    keys: [{ id: 'main', secret: SECRET }],
    issuer: `http://localhost:${PORT}`,
    now: () => new Date(),
  });
  const stop = async () => {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    await admin.end();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
    turn.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().finally(() => process.exit(1)));
  return {
    databaseUrl,
    serverUrl,
    serverPid: server.pid!,
    admin,
    tokenOf: (n) => tokens.issue({ sub: benchId(1, n), sid: benchId(2, n), role: 'customer', market: 'us' }),
    stop,
  };
}

/** Ids that SQL and TypeScript can both compute: a kind and a number. */
export function benchId(kind: number, n: number): string {
  return `00000000-0000-7000-8${String(kind).padStart(3, '0')}-${n.toString(16).padStart(12, '0')}`;
}

/** The same in SQL, for a number that pgbench draws. */
export function benchIdSql(kind: number, n: string): string {
  return `('00000000-0000-7000-8${String(kind).padStart(3, '0')}-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
}

// Two at once would measure each other, and the later one would load the server of the first: it answers on that port.
function takeTurn(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const turn = createServer((socket) => socket.destroy());
    turn.once('error', (error) =>
      reject(new Error('another bench runs on this machine; wait for its end', { cause: error })),
    );
    turn.listen(TURN_PORT, '127.0.0.1', () => resolve(turn));
  });
}

async function startServer(
  { program, port, env }: { program: string[]; port: number; env: Record<string, string> },
  databaseUrl: (role: string) => string,
): Promise<ChildProcess> {
  const server = spawn(process.execPath, program, {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'development',
      PORT: String(port),
      DATABASE_URL: databaseUrl(OWNER_ROLE),
      DATABASE_SHOP_URL: databaseUrl('cartwright_shop'),
      DATABASE_SYSTEM_URL: databaseUrl('cartwright_system'),
      JWT_SECRET: SECRET,
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'info',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let tries = 0; tries < 200; tries++) {
    const ready = await fetch(`http://127.0.0.1:${port}/api/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return server;
    if (server.exitCode !== null) break;
    await sleep(50);
  }
  throw new Error('the server did not become ready');
}
