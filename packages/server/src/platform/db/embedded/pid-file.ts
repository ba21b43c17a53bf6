import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './embedded-error.ts';
import { findProcess, readCommandLine, type ProcessMark } from './process-mark.ts';

/** What PostgreSQL writes to postmaster.pid. */
export interface PidFile {
  pid: number;
  socketDir: string;
  /** "starting", "ready", "stopping" and so on; empty while it has not written that line yet. */
  status: string;
}

// Above any system's highest process number, so PostgreSQL finds it dead.
const NOBODYS_PID = 2_147_483_647;

/** Reads postmaster.pid; undefined when there is none, 'unreadable' when a crash of the machine left no sense in it. */
export async function readPidFile(cluster: string): Promise<PidFile | 'unreadable' | undefined> {
  let lines: string[];
  try {
    lines = (await readFile(fileOf(cluster), 'utf8')).split('\n');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return 'unreadable';
  return { pid, socketDir: lines[4] ?? '', status: (lines[7] ?? '').trim() };
}

/** The postmaster that runs this cluster under the number in postmaster.pid, told apart from a stranger who reuses it. */
export async function findPostmaster(cluster: string, pid: number): Promise<ProcessMark | undefined> {
  const found = await findProcess(pid);
  if (found === undefined) return undefined;
  return (await readCommandLine(pid)).includes(` -D ${cluster} `) ? found : undefined;
}

/**
 * Lets PostgreSQL start over a postmaster.pid of which it is known that its process is gone. The file is kept if it has
 * sense, with a dead number, because PostgreSQL also reads from it which shared memory must no longer be in use.
 */
export async function disarmPidFile(cluster: string): Promise<void> {
  const file = await readPidFile(cluster);
  if (file === undefined) return;
  if (file === 'unreadable') {
    await rm(fileOf(cluster), { force: true });
    return;
  }
  const [, ...rest] = (await readFile(fileOf(cluster), 'utf8')).split('\n');
  await writeFile(fileOf(cluster), [String(NOBODYS_PID), ...rest].join('\n'));
}

function fileOf(cluster: string): string {
  return path.join(cluster, 'postmaster.pid');
}
