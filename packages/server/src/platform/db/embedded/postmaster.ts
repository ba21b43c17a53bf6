import { spawn, type ChildProcess } from 'node:child_process';
import type { Home } from './choose-home.ts';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { readPidFile } from './pid-file.ts';
import type { Binaries } from './prepare-binaries.ts';
import { findProcess, isRunning, type ProcessMark } from './process-mark.ts';
import { isolatedSpawn } from './run-program.ts';
import { openServerLog, readLogTail } from './server-log.ts';
import { waitUntil } from './wait-until.ts';

export interface Launch {
  home: Home;
  binaries: Binaries;
  arguments: string[];
  logFile: string;
}

// Crash recovery replays at most max_wal_size (1 GB), which takes a slow disk well under this.
const START_TIMEOUT_MS = 120_000;
const ORPHANS_TIMEOUT_MS = 15_000;
const FAST_STOP_TIMEOUT_MS = 60_000;
const IMMEDIATE_STOP_TIMEOUT_MS = 15_000;

/** Starts PostgreSQL and returns once it takes connections, or throws with the last lines of its log. */
export async function launchPostmaster(launch: Launch): Promise<ProcessMark> {
  const started = await waitUntil(
    async () => {
      const outcome = await tryLaunch(launch);
      // Sessions of a killed postmaster hold its shared memory for a moment longer.
      return outcome instanceof Error && outcome.message.includes('shared memory block')
        ? undefined
        : outcome;
    },
    { timeoutMs: ORPHANS_TIMEOUT_MS, everyMs: 100 },
  );
  if (started === undefined) {
    throw new EmbeddedPostgresError(
      'START_FAILED',
      `Sessions of an earlier PostgreSQL still work in ${launch.home.cluster}.`,
      'Wait until they are done, or end the remaining "postgres" processes.',
    );
  }
  if (started instanceof Error) throw started;
  return started;
}

/** Stops PostgreSQL cleanly ("fast": open transactions roll back) and returns when it is gone. */
export async function stopPostmaster(postmaster: ProcessMark): Promise<void> {
  await signal(postmaster, 'SIGINT');
  if (await waitUntilGone(postmaster, FAST_STOP_TIMEOUT_MS)) return;
  // "Immediate" loses nothing that was committed; the next start replays the log.
  await signal(postmaster, 'SIGQUIT');
  if (await waitUntilGone(postmaster, IMMEDIATE_STOP_TIMEOUT_MS)) return;
  throw new EmbeddedPostgresError(
    'STOP_TIMEOUT',
    `PostgreSQL (process ${postmaster.pid}) did not stop within ${(FAST_STOP_TIMEOUT_MS + IMMEDIATE_STOP_TIMEOUT_MS) / 1000} seconds.`,
    'The next start waits for it or takes it over; nothing committed is lost.',
  );
}

async function tryLaunch(launch: Launch): Promise<ProcessMark | EmbeddedPostgresError> {
  const log = await openServerLog(launch.logFile);
  let child: ChildProcess;
  try {
    child = spawn(launch.binaries.postgres, launch.arguments, {
      ...isolatedSpawn(launch.home.account),
      // A session of its own: Ctrl-C in the terminal must not stop it before our server has finished.
      detached: true,
      stdio: ['ignore', log.handle.fd, log.handle.fd],
    });
  } finally {
    await log.handle.close();
  }
  return watchStart(child, launch, log.from);
}

async function watchStart(
  child: ChildProcess,
  launch: Launch,
  logFrom: number,
): Promise<ProcessMark | EmbeddedPostgresError> {
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signalName) => (ended ??= `ended with ${signalName ?? `code ${code}`}`));
  child.unref();
  const state = await waitUntil(
    async () => {
      if (ended !== undefined) return 'ended';
      const file = await readPidFile(launch.home.cluster);
      return typeof file === 'object' && file.pid === child.pid && file.status === 'ready'
        ? 'ready'
        : undefined;
    },
    { timeoutMs: START_TIMEOUT_MS },
  );
  const postmaster = child.pid === undefined ? undefined : await findProcess(child.pid);
  child.removeAllListeners();
  if (state === 'ready' && postmaster !== undefined) return postmaster;
  if (postmaster !== undefined) await stopPostmaster(postmaster);
  const tail = await readLogTail(launch.logFile, logFrom);
  const what =
    state === undefined
      ? `was not ready after ${START_TIMEOUT_MS / 1000} seconds`
      : (ended ?? 'ended at once');
  return new EmbeddedPostgresError(
    state === undefined ? 'START_TIMEOUT' : 'START_FAILED',
    `The embedded PostgreSQL ${what}. Its last lines:\n${tail}`,
    `The whole log is ${launch.logFile}.`,
  );
}

async function signal(postmaster: ProcessMark, name: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (!(await isRunning(postmaster))) return;
  try {
    process.kill(postmaster.pid, name);
  } catch {
    // It ended in between, which is what was wanted; if not, the wait that follows says so.
  }
}

async function waitUntilGone(postmaster: ProcessMark, timeoutMs: number): Promise<boolean> {
  const gone = await waitUntil(async () => ((await isRunning(postmaster)) ? undefined : true), { timeoutMs });
  return gone === true;
}
