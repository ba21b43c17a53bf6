import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'tsdown';
import { packageRoot } from '../package-root.ts';
import { findProcess } from '../platform/db/embedded/process-mark.ts';
import { freePort } from './free-port.ts';

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
  ms: number;
}

export interface RunningServer {
  pid: number;
  url: string;
  /** Everything it has written so far. */
  output(): string;
  /** Milliseconds from the start of the process until it said it was ready. */
  readyAfterMs: number;
  /** Resolves when it has ended, however that came. */
  ended: Promise<Finished>;
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Finished>;
}

type Env = Record<string, string | undefined>;

/** Where nobody listens. */
const NOBODYS_PORT = '1';

/** The built command line run as real processes; `cleanUp` ends those that still run and removes their folders. */
export class Processes {
  readonly #children = new Set<ChildProcess>();
  readonly #folders: string[] = [];
  #program: Promise<string> | undefined;
  #dataDir: Promise<string> | undefined;

  /** A data folder, open to the account that the embedded database runs under. */
  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'cartwright-processes-'));
    await chmod(folder, 0o755);
    this.#folders.push(folder);
    return folder;
  }

  /** Runs one command to its end. */
  async run(args: readonly string[], env: Env = {}, input = ''): Promise<Finished> {
    const child = await this.launch(args, env);
    child.process.stdin!.end(input);
    return child.finished;
  }

  /** Starts a server on a free port and waits until it is ready. */
  async start(args: readonly string[], env: Env): Promise<RunningServer> {
    const began = performance.now();
    const port = env['PORT'] ?? String(await freePort());
    const child = await this.launch(['start', ...args], { ...env, PORT: port });
    const ready = () => child.output().includes('Cartwright is ready');
    while (!ready() && child.process.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 10));
    if (!ready()) throw new Error(`the server ended with ${child.process.exitCode}:\n${child.output()}`);
    return {
      pid: child.process.pid!,
      url: `http://127.0.0.1:${port}`,
      output: child.output,
      readyAfterMs: performance.now() - began,
      ended: child.finished,
      end: (signal) => {
        child.process.kill(signal);
        return child.finished;
      },
    };
  }

  async launch(args: readonly string[], env: Env) {
    const program = await (this.#program ??= this.#build());
    // Else what it keeps would lie in a place that other accounts and runs share.
    const DATA_DIR = await (this.#dataDir ??= this.folder());
    const began = performance.now();
    const child = spawn(process.execPath, [program, ...args], {
      cwd: tmpdir(),
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        DATABASE_URL: '',
        DATA_DIR,
        // On the usual one a shop of this machine may have its gateway, whose money is none of these tests'.
        GATEWAY_PORT: NOBODYS_PORT,
        ...env,
      },
    });
    this.#children.add(child);
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
    child.stdin.on('error', () => {});
    const finished = once(child, 'close').then(([code]) => {
      this.#children.delete(child);
      return { code: code as number | null, ...said, ms: performance.now() - began };
    });
    return { process: child as ChildProcess, finished, output: () => said.stdout + said.stderr };
  }

  async #build(): Promise<string> {
    const modules = join(packageRoot, 'node_modules');
    await mkdir(modules, { recursive: true });
    const outDir = await mkdtemp(join(modules, '.processes-'));
    this.#folders.push(outDir);
    await build({
      cwd: packageRoot,
      config: false,
      entry: { cli: 'src/cli.ts' },
      format: 'esm',
      platform: 'node',
      target: 'node20',
      outDir,
      dts: false,
      logLevel: 'error',
    });
    return join(outDir, 'cli.mjs');
  }

  async cleanUp(): Promise<void> {
    for (const child of this.#children) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    for (const folder of this.#folders) {
      for (const cluster of await clustersBelow(folder)) await endPostmaster(cluster);
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    }
  }
}

/** The process number in a data folder's postmaster.pid, or undefined where none runs. */
export async function postmasterOf(dataDir: string): Promise<number | undefined> {
  const text = await readFile(join(dataDir, 'database', 'postgres', 'postmaster.pid'), 'utf8').catch(
    () => '',
  );
  const pid = Number(text.split('\n')[0]);
  return (await findProcess(pid))?.pid;
}

async function clustersBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter(({ name }) => name === 'postmaster.pid').map(({ parentPath }) => parentPath);
}

async function endPostmaster(cluster: string): Promise<void> {
  const pid = Number(
    (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0],
  );
  if (await findProcess(pid)) process.kill(pid, 'SIGQUIT');
}
