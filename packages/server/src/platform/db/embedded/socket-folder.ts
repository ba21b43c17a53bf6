import { chmod, chown, lstat, mkdir, mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canReach, type Home } from './choose-home.ts';
import { EmbeddedPostgresError } from './embedded-error.ts';
import type { Account } from './run-program.ts';

export const PORT = 5432;

const SOCKET = `.s.PGSQL.${PORT}`;
const SHORT_PREFIX = 'cartwright-';

/** Gives a private folder (mode 0700, the account's own) whose socket path the system accepts: in the home, else in the temporary folder. */
export async function prepareSocketFolder(home: Home): Promise<string> {
  const own = path.join(home.folder, 'postgres.socket');
  if (fits(own)) {
    await mkdir(own, { recursive: true, mode: 0o700 });
    await makePrivate(own, home.account);
    return own;
  }
  const note = noteFile(home);
  const remembered = await readFile(note, 'utf8').catch(() => '');
  if (fits(remembered) && (await isPrivate(remembered, home.account))) return remembered;
  for (const base of [tmpdir(), '/tmp']) {
    if (!fits(path.join(base, `${SHORT_PREFIX}XXXXXX`)) || !(await canReach(base, home.account))) continue;
    const short = await mkdtemp(path.join(base, SHORT_PREFIX));
    await makePrivate(short, home.account);
    await writeFile(note, short);
    return short;
  }
  throw new EmbeddedPostgresError(
    'FOLDER_UNUSABLE',
    `The path ${own} is too long for a Unix socket (at most ${maxSocketBytes()} bytes), and so is the temporary folder's.`,
    'Choose a data folder with a shorter path.',
  );
}

/** Makes a folder that `prepareSocketFolder` gave fit for use again, whatever became of it meanwhile. */
export async function restoreSocketFolder(home: Home, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await makePrivate(folder, home.account);
  if (path.dirname(folder) !== home.folder) await writeFile(noteFile(home), folder);
  return folder;
}

/** Removes what a stopped server left of its socket, and the folder too if it was a short one outside the home. */
export async function clearSocketFolder(home: Home, socketDir: string): Promise<void> {
  await removeSocket(socketDir);
  if (path.dirname(socketDir) === home.folder) return;
  await rmdir(socketDir).catch(() => undefined);
  await rm(noteFile(home), { force: true });
}

/** Removes the socket and its lock file, of which it is known that no server uses them any more. */
export async function removeSocket(socketDir: string): Promise<void> {
  for (const name of [SOCKET, `${SOCKET}.lock`]) await rm(path.join(socketDir, name), { force: true });
}

function fits(folder: string): boolean {
  return folder !== '' && Buffer.byteLength(path.join(folder, SOCKET)) <= maxSocketBytes();
}

function maxSocketBytes(): number {
  return process.platform === 'darwin' ? 103 : 107;
}

function noteFile(home: Home): string {
  return path.join(home.folder, 'postgres.socket-is-elsewhere');
}

async function makePrivate(folder: string, account: Account | undefined): Promise<void> {
  await chmod(folder, 0o700);
  if (account !== undefined) await chown(folder, account.uid, account.gid);
}

async function isPrivate(folder: string, account: Account | undefined): Promise<boolean> {
  const entry = await lstat(folder).catch(() => undefined);
  const uid = account?.uid ?? process.getuid?.();
  return entry !== undefined && entry.isDirectory() && entry.uid === uid && (entry.mode & 0o777) === 0o700;
}
