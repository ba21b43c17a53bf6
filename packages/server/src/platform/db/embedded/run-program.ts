import { spawn, type SpawnOptions } from 'node:child_process';

/** The operating-system account that PostgreSQL runs under when we are root; undefined elsewhere means our own. */
export interface Account {
  uid: number;
  gid: number;
}

export interface ProgramResult {
  /** Exit code, or null when it was killed or never began. */
  code: number | null;
  output: string;
  /** What the system said when the program could not begin, e.g. EACCES. */
  spawnError?: NodeJS.ErrnoException;
}

const MAX_OUTPUT = 64 * 1024;

/** Spawn options with which a program neither inherits our environment nor needs access to our working directory. */
export function isolatedSpawn(account: Account | undefined): SpawnOptions {
  return {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
  };
}

/** Runs a program to its end, killing it after `timeoutMs`; never throws, the result tells how it went. */
export function runProgram(
  program: string,
  args: string[],
  { account, timeoutMs }: { account: Account | undefined; timeoutMs: number },
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const options: SpawnOptions = {
      ...isolatedSpawn(account),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    };
    let output = '';
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-MAX_OUTPUT);
    };
    const failed = (spawnError: NodeJS.ErrnoException): void => resolve({ code: null, output, spawnError });
    try {
      const child = spawn(program, args, options);
      child.stdout?.on('data', collect);
      child.stderr?.on('data', collect);
      child.once('error', failed);
      child.once('close', (code) => resolve({ code, output }));
    } catch (error) {
      failed(error as NodeJS.ErrnoException);
    }
  });
}
