import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedOptions, type EmbeddedPostgres } from './embedded-postgres.ts';
import { findBinariesPackage } from './find-package.ts';
import type { Account } from './run-program.ts';

const run = promisify(execFile);

/** Quick and small: durability is proved by tests that leave these out. */
export const QUICK = { fsync: 'off', shared_buffers: '16MB' };

type Said = Record<string, string | boolean | undefined>;

export interface ChildServer {
  process: ChildProcess;
  /** The next line it says: its url, why it failed, or that it stopped. */
  hear(): Promise<Said>;
  url: string;
  stop(): Promise<void>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Folders and servers of one test file; `cleanUp` leaves nothing of them running or on disk. */
export class Playground {
  readonly #folders: string[] = [];
  readonly #servers: EmbeddedPostgres[] = [];
  readonly #children: ChildProcess[] = [];
  #template: Promise<string> | undefined;

  async folder(base: string = tmpdir()): Promise<string> {
    const folder = await mkdtemp(path.join(base, 'embedded-test-'));
    // Open to the other accounts that tests run under.
    await chmod(folder, 0o755);
    this.#folders.push(folder);
    return folder;
  }

  /** A data folder with an empty database in it, copied from one that is made once per test file. */
  async dataFolder(): Promise<string> {
    this.#template ??= this.#makeTemplate();
    const folder = await this.folder();
    await run('cp', ['-a', await this.#template, folder]);
    return folder;
  }

  async #makeTemplate(): Promise<string> {
    const folder = await this.folder();
    await (await this.start({ dataDir: folder })).stop();
    return path.join(folder, 'postgres');
  }

  async start(options: Partial<EmbeddedOptions> & { dataDir: string }): Promise<EmbeddedPostgres> {
    const server = await startEmbeddedPostgres({ log: () => undefined, settings: QUICK, ...options });
    this.#servers.push(server);
    return server;
  }

  launch(options: object, account?: Account): Pick<ChildServer, 'process' | 'hear'> {
    const program = fileURLToPath(new URL('start-in-child.fixture.ts', import.meta.url));
    const loader = createRequire(import.meta.url).resolve('tsx');
    const child = spawn(
      process.execPath,
      ['--import', loader, program, JSON.stringify({ settings: QUICK, ...options })],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
        cwd: '/',
        detached: true,
        ...account,
      },
    );
    this.#children.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
      process: child,
      hear: async () => {
        const { value, done } = await lines.next();
        return done === true ? {} : (JSON.parse(value) as Said);
      },
    };
  }

  async startChild(options: object, account?: Account): Promise<ChildServer> {
    const child = this.launch(options, account);
    const said = await child.hear();
    if (typeof said['url'] !== 'string') throw new Error(`the child failed: ${JSON.stringify(said)}`);
    return {
      ...child,
      url: said['url'],
      stop: async () => {
        child.process.stdin?.write('stop\n');
        if (child.process.exitCode === null) await once(child.process, 'exit');
      },
      kill: async () => {
        child.process.kill('SIGKILL');
        if (child.process.signalCode === null) await once(child.process, 'exit');
      },
    };
  }

  async cleanUp(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    for (const server of this.#servers) await server.stop().catch(() => undefined);
    for (const folder of this.#folders) {
      for (const cluster of await clustersBelow(folder)) await killPostmaster(cluster).catch(() => undefined);
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    }
  }
}

export async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

export async function readPostmasterPid(cluster: string): Promise<number> {
  return Number((await readFile(path.join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

export async function killPostmaster(cluster: string): Promise<void> {
  process.kill(await readPostmasterPid(cluster), 'SIGKILL');
}

/** A package folder as npm leaves it when install scripts are blocked: real files, no library links. */
export async function packageWithoutLinks(folder: string): Promise<string> {
  const { root } = await findBinariesPackage(undefined);
  const copy = path.join(folder, 'package');
  await mkdir(path.join(copy, 'native', 'lib'), { recursive: true });
  for (const name of ['package.json', 'native/pg-symlinks.json', 'native/bin']) {
    await cp(path.join(root, name), path.join(copy, name), { recursive: true });
  }
  for (const entry of await readdir(path.join(root, 'native/lib'), { withFileTypes: true })) {
    if (entry.isFile() && entry.name.includes('.so.'))
      await cp(path.join(root, 'native/lib', entry.name), path.join(copy, 'native/lib', entry.name));
  }
  for (const name of ['share', 'lib/postgresql'])
    await symlink(path.join(root, 'native', name), path.join(copy, 'native', name));
  return copy;
}

async function clustersBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter(({ name }) => name === 'postmaster.pid').map(({ parentPath }) => parentPath);
}
