import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedPostgresError, errorCode } from './embedded-error.ts';
import { findProcess, isRunning, type ProcessMark } from './process-mark.ts';

export interface FolderLock {
  release(): Promise<void>;
}

interface Claim {
  generation: number;
  /** undefined: given back, or a file that a power cut left unreadable. */
  holder: ProcessMark | undefined;
}

const MAX_TRIES = 50;

/**
 * Makes this process the only holder of a lock folder, or throws IN_USE naming the process that holds it.
 *
 * A claim is a numbered file, linked into place with its whole content; the highest number holds. Whoever finds the
 * highest claim dead creates the next number, which only one can, and holds if it is the highest afterwards. The highest
 * file is never deleted, only marked as given back, so a slow contender can never step on a newer holder's claim.
 */
export async function lockFolder(lockDir: string): Promise<FolderLock> {
  const self = await findProcess(process.pid);
  if (self === undefined) throw new Error(`process ${process.pid} cannot see itself`);
  await mkdir(lockDir, { recursive: true });
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const top = await readTopClaim(lockDir);
    if (top?.holder !== undefined && (await isRunning(top.holder))) throw heldBy(top.holder, lockDir);
    const generation = (top?.generation ?? 0) + 1;
    if (!(await createClaim(lockDir, generation, self))) continue;
    const highest = await readTopClaim(lockDir);
    if (highest?.generation === generation) {
      await removeOthers(lockDir, generation);
      return { release: () => giveBack(lockDir, generation) };
    }
    await rm(path.join(lockDir, String(generation)), { force: true });
  }
  throw new EmbeddedPostgresError(
    'IN_USE',
    `The lock ${lockDir} changed hands ${MAX_TRIES} times while this process tried to take it.`,
    'Several servers are being started on this data folder at once. Start one.',
  );
}

async function readTopClaim(lockDir: string): Promise<Claim | undefined> {
  const generations = (await readdir(lockDir)).filter((name) => /^\d+$/.test(name)).map(Number);
  if (generations.length === 0) return undefined;
  const generation = Math.max(...generations);
  const content = await readFile(path.join(lockDir, String(generation)), 'utf8').catch(() => '');
  return { generation, holder: parseHolder(content) };
}

function parseHolder(content: string): ProcessMark | undefined {
  const [pid = '', mark = ''] = content.split('\n');
  return /^\d+$/.test(pid) && mark !== '' ? { pid: Number(pid), mark } : undefined;
}

async function createClaim(lockDir: string, generation: number, self: ProcessMark): Promise<boolean> {
  const draft = path.join(lockDir, `draft-${randomUUID()}`);
  await writeFile(draft, `${self.pid}\n${self.mark}\n`);
  try {
    await link(draft, path.join(lockDir, String(generation)));
    return true;
  } catch (error) {
    // ENOENT: a new holder swept our draft away while tidying up.
    if (errorCode(error) === 'EEXIST' || errorCode(error) === 'ENOENT') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function removeOthers(lockDir: string, generation: number): Promise<void> {
  for (const name of await readdir(lockDir)) {
    const older = /^\d+$/.test(name) && Number(name) < generation;
    if (older || name.startsWith('draft-') || name.startsWith('returned-'))
      await rm(path.join(lockDir, name), { force: true });
  }
}

async function giveBack(lockDir: string, generation: number): Promise<void> {
  const draft = path.join(lockDir, `returned-${randomUUID()}`);
  try {
    await writeFile(draft, 'released\n');
    await rename(draft, path.join(lockDir, String(generation)));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

function heldBy(holder: ProcessMark, lockDir: string): EmbeddedPostgresError {
  const who = holder.pid === process.pid ? `this process (${holder.pid})` : `process ${holder.pid}`;
  return new EmbeddedPostgresError(
    'IN_USE',
    `Another server already uses this data folder: ${who} holds ${lockDir}.`,
    `Stop process ${holder.pid}, or give this server a data folder of its own.`,
  );
}
