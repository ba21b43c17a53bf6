import { chown, mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Home } from './choose-home.ts';
import { EmbeddedPostgresError } from './embedded-error.ts';
import type { Binaries } from './prepare-binaries.ts';
import { runProgram } from './run-program.ts';

export const SUPERUSER = 'postgres';

const INITDB_TIMEOUT_MS = 120_000;
const DRAFT_PREFIX = 'postgres.draft-';

/** Makes an empty cluster that appears under its name only when complete, so an interrupted first start leaves none. */
export async function createCluster(
  home: Home,
  binaries: Binaries,
  { durable }: { durable: boolean },
): Promise<void> {
  await removeDrafts(home.folder);
  const draft = await mkdtemp(path.join(home.folder, DRAFT_PREFIX));
  try {
    if (home.account !== undefined) await chown(draft, home.account.uid, home.account.gid);
    const result = await runProgram(binaries.initdb, initdbArguments(draft, binaries.major, durable), {
      account: home.account,
      timeoutMs: INITDB_TIMEOUT_MS,
    });
    if (result.code !== 0) throw initdbFailed(result.spawnError?.message ?? result.output);
    await writeFile(
      path.join(draft, 'pg_hba.conf'),
      '# Only over the Unix socket, whose folder only its owner can enter.\nlocal all all trust\n',
    );
    await rename(draft, home.cluster);
    await syncFolder(home.folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(DRAFT_PREFIX)) continue;
    // The initdb of a killed server may still be writing; what cannot go now goes at the next first start.
    await rm(path.join(folder, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }).catch(
      () => undefined,
    );
  }
}

function initdbArguments(folder: string, major: number, durable: boolean): string[] {
  // One sort order and one notion of letters everywhere, whatever the machine's locale; before 17 only the C library knows C.UTF-8.
  const locale =
    major >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : [`--locale=${olderLocale()}`];
  return [
    ...['-D', folder, '-U', SUPERUSER, '--encoding=UTF8', ...locale],
    ...['--auth-local=trust', '--auth-host=reject', '--data-checksums', '--no-instructions'],
    ...(durable ? [] : ['--no-sync']),
  ];
}

function olderLocale(): string {
  return process.platform === 'linux' ? 'C.UTF-8' : 'C';
}

function initdbFailed(output: string): EmbeddedPostgresError {
  const said = output.trim().split('\n').slice(-12).join('\n');
  const hint = said.includes('could not look up effective user ID')
    ? 'This process runs under a number that has no account: add one to /etc/passwd, or set DATABASE_URL.'
    : 'See the lines above: the disk may be full, or the data folder may be on a file system that cannot hold a database.';
  return new EmbeddedPostgresError('INITDB_FAILED', `Creating the embedded database failed:\n${said}`, hint);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
