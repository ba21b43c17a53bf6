import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errorCode } from './embedded-error.ts';

/** A process told apart from any later one with the same number: `mark` is when it began, in the system's own words. */
export interface ProcessMark {
  pid: number;
  mark: string;
}

const UNKNOWN = 'unknown';
const run = promisify(execFile);

/** The mark of a running process, or undefined when no such process runs (a zombie does not run). */
export async function findProcess(pid: number): Promise<ProcessMark | undefined> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const mark = process.platform === 'linux' ? await markFromProc(pid) : await markFromPs(pid);
  return mark === undefined ? undefined : { pid, mark };
}

/** Whether exactly this process still runs; a reused number counts as gone, an unknown mark as running. */
export async function isRunning(known: ProcessMark): Promise<boolean> {
  const now = await findProcess(known.pid);
  if (now === undefined) return false;
  return now.mark === known.mark || now.mark === UNKNOWN || known.mark === UNKNOWN;
}

/** The command line of a process, its arguments joined by blanks; empty when it cannot be read. */
export async function readCommandLine(pid: number): Promise<string> {
  if (process.platform !== 'linux') return askPs(pid, 'command=');
  const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return raw.split('\0').join(' ').trim();
}

async function markFromProc(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in brackets and may itself hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return `${boot.trim()}/${fields[19] ?? UNKNOWN}`;
  } catch {
    // With hidepid, /proc conceals other accounts' processes.
    return answersSignal(pid) ? UNKNOWN : undefined;
  }
}

async function markFromPs(pid: number): Promise<string | undefined> {
  const [state = '', ...began] = (await askPs(pid, 'state=,lstart=')).split(/\s+/);
  if (state.startsWith('Z')) return undefined;
  if (began.length > 0) return began.join(' ');
  return answersSignal(pid) ? UNKNOWN : undefined;
}

async function askPs(pid: number, columns: string): Promise<string> {
  try {
    const { stdout } = await run('/bin/ps', ['-ww', '-p', String(pid), '-o', columns], {
      timeout: 5_000,
      env: { LC_ALL: 'C' },
    });
    return stdout.trim();
  } catch {
    return '';
  }
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
