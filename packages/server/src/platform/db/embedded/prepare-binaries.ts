import { randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { explainUnusable, findBinariesPackage, type BinariesPackage } from './find-package.ts';
import { makeLibraryLinks } from './library-links.ts';
import { runProgram, type Account, type ProgramResult } from './run-program.ts';

export interface Binaries {
  postgres: string;
  initdb: string;
  /** e.g. 18.4 */
  version: string;
  major: number;
  /** Changes when the files are installed anew, even at the same version. */
  fingerprint: string;
}

const PROBE_TIMEOUT_MS = 20_000;
// Static libraries and build files: 3 MB that no running server reads.
const NOT_COPIED = /\.a$|^(pkgconfig|pgxs|include)$/;

/**
 * Finds PostgreSQL's programs in a place where the account can run them: the installed package if it can, else a copy
 * in the first of `copyFolders` that works.
 */
export async function prepareBinaries({
  requested,
  account,
  copyFolders,
  log,
}: {
  requested: string | undefined;
  account: Account | undefined;
  copyFolders: string[];
  log: (message: string) => void;
}): Promise<Binaries> {
  const source = await findBinariesPackage(requested);
  const linked = await makeLibraryLinks(source.root);
  let probe = await probeProgram(source.root, account);
  if (linked && isUsable(probe)) return describe(source.root, probe);
  if (linked && !lacksAccess(probe)) throw await unusable(source.root, probe);
  for (const folder of copyFolders) {
    const copy = path.join(folder, source.label);
    for (const anew of [false, true]) {
      if (anew) await rm(copy, { recursive: true, force: true }).catch(() => undefined);
      if (!(await copyPackage(source, copy, log))) break;
      probe = await probeProgram(copy, account);
      if (isUsable(probe)) return describe(copy, probe);
    }
  }
  throw await unusable(source.root, probe);
}

function probeProgram(root: string, account: Account | undefined): Promise<ProgramResult> {
  return runProgram(path.join(root, 'native', 'bin', 'postgres'), ['--version'], {
    account,
    timeoutMs: PROBE_TIMEOUT_MS,
  });
}

function isUsable(probe: ProgramResult): boolean {
  return probe.code === 0 && /\d/.test(probe.output);
}

function lacksAccess(probe: ProgramResult): boolean {
  return probe.spawnError?.code === 'EACCES' || /permission denied/i.test(probe.output);
}

async function describe(root: string, probe: ProgramResult): Promise<Binaries> {
  const version = /(\d+)(?:\.\d+|devel|beta\d+|rc\d+)?/.exec(probe.output)?.[0] ?? '';
  const bin = path.join(root, 'native', 'bin');
  const { ino, mtimeMs } = await stat(path.join(bin, 'postgres'));
  return {
    postgres: path.join(bin, 'postgres'),
    initdb: path.join(bin, 'initdb'),
    version,
    major: Number.parseInt(version, 10),
    fingerprint: `${bin}:${ino}:${mtimeMs}:${version}`,
  };
}

async function unusable(root: string, probe: ProgramResult): Promise<EmbeddedPostgresError> {
  if (probe.spawnError?.code === 'EPERM') {
    return new EmbeddedPostgresError(
      'NO_ACCOUNT',
      'PostgreSQL refuses to run as root, and this system does not let root change to another account (EPERM).',
      'Start the server as an ordinary account, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
  const libraries = await readdir('/lib').catch(() => []);
  const muslLoader = libraries.some((name) => name.startsWith('ld-musl-'));
  const program = path.join(root, 'native', 'bin', 'postgres');
  return explainUnusable({ program, spawnCode: probe.spawnError?.code, output: probe.output }, muslLoader);
}

/** Returns false where this folder cannot take a copy. The copy appears under its name only when complete. */
async function copyPackage(
  source: BinariesPackage,
  copy: string,
  log: (message: string) => void,
): Promise<boolean> {
  if (existsSync(copy)) return true;
  const draft = `${copy}.draft-${randomUUID()}`;
  try {
    await mkdir(path.dirname(copy), { recursive: true, mode: 0o755 });
    log(`copying PostgreSQL's programs to ${copy}, where they can be run`);
    await copyTree(path.join(source.root, 'native'), path.join(draft, 'native'));
    await chmod(draft, 0o755);
    await makeLibraryLinks(draft);
    await rename(draft, copy);
    return true;
  } catch {
    return existsSync(copy);
  } finally {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Copies with modes of its own, since a strict umask at install time would keep the account from reading the copy. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (NOT_COPIED.test(entry.name)) continue;
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await chmod(target, path.basename(from) === 'bin' ? 0o755 : 0o644);
    }
  }
}
