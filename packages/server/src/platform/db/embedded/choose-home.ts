import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedPostgresError, errorCode } from './embedded-error.ts';
import { runProgram, type Account } from './run-program.ts';

/** Where one data folder's database lives, and the account that runs it. */
export interface Home {
  /** The data folder itself, or, where the account cannot reach that, a folder of its own elsewhere. */
  folder: string;
  cluster: string;
  account: Account | undefined;
  /** Says in the data folder where the database is; set only when it is elsewhere. */
  record: { file: string; folder: string } | undefined;
}

const CLUSTER = 'postgres';
const RECORD = 'postgres.is-elsewhere.json';
const OPEN_TO_ROOT = 'Start the server as the owner of the files, or as root.';

/** Finds the home that a data folder has, or chooses one; nobody's folders change their mode for it. */
export async function chooseHome(dataDir: string, systemDir: string): Promise<Home> {
  await mkdir(dataDir, { recursive: true });
  const folder = await realpath(dataDir);
  const recorded = await readRecord(folder);
  if (recorded !== undefined && !(await ownerOf(path.join(recorded, CLUSTER))))
    throw dataMissing(folder, recorded);
  return process.getuid?.() === 0 ? homeForRoot(folder, recorded, systemDir) : homeForUser(folder, recorded);
}

/** Writes down in the data folder that its database is elsewhere, so that it is found again. */
export async function recordHome(home: Home): Promise<void> {
  if (home.record === undefined) return;
  await writeFile(home.record.file, `${JSON.stringify({ folder: home.record.folder }, null, 2)}\n`);
}

async function homeForUser(dataDir: string, recorded: string | undefined): Promise<Home> {
  const home = describeHome(dataDir, recorded ?? dataDir, undefined);
  const owner = await ownerOf(home.cluster);
  if (owner !== undefined && owner.uid !== process.getuid?.()) {
    throw new EmbeddedPostgresError(
      'NOT_OWNER',
      `The database in ${home.cluster} belongs to account ${owner.uid}, and this server runs as ${process.getuid?.() ?? '?'}.`,
      OPEN_TO_ROOT,
    );
  }
  return home;
}

async function homeForRoot(dataDir: string, recorded: string | undefined, systemDir: string): Promise<Home> {
  const elsewhere = path.join(systemDir, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  for (const folder of recorded === undefined ? [dataDir, elsewhere] : [recorded]) {
    const owner = await ownerOf(path.join(folder, CLUSTER));
    if (owner === undefined) continue;
    const account = owner.uid === 0 ? await unprivilegedAccount() : owner;
    if (await canReach(folder, account)) return describeHome(dataDir, folder, account);
    throw new EmbeddedPostgresError(
      'FOLDER_UNUSABLE',
      `The database in ${folder} must run as account ${account.uid}, which cannot reach that folder.`,
      'Move the data folder to a place that account can reach, or start the server as the owner of the files.',
    );
  }
  const account = await unprivilegedAccount();
  if (await canReach(dataDir, account)) return describeHome(dataDir, dataDir, account);
  if (await admitThrough(dataDir, account)) return describeHome(dataDir, dataDir, account);
  await mkdir(elsewhere, { recursive: true, mode: 0o755 });
  if (await canReach(elsewhere, account)) return describeHome(dataDir, elsewhere, account);
  throw new EmbeddedPostgresError(
    'FOLDER_UNUSABLE',
    `As root, the database runs as account ${account.uid}, which can reach neither ${dataDir} nor ${elsewhere}.`,
    'Choose a data folder whose parents are open to all (mode 755), or start the server as an ordinary account.',
  );
}

/**
 * Lets the account pass through (not list) a data folder that is root's alone, as a strict umask or mkdtemp makes it,
 * when its parents let it come that far; returns whether it does.
 */
async function admitThrough(dataDir: string, account: Account): Promise<boolean> {
  const { uid, mode } = await stat(dataDir);
  if (uid !== 0 || (mode & 0o077) !== 0 || !(await canReach(path.dirname(dataDir), account))) return false;
  await chown(dataDir, 0, account.gid);
  await chmod(dataDir, 0o710);
  return canReach(dataDir, account);
}

function describeHome(dataDir: string, folder: string, account: Account | undefined): Home {
  const record = folder === dataDir ? undefined : { file: path.join(dataDir, RECORD), folder };
  return { folder, cluster: path.join(folder, CLUSTER), account, record };
}

async function ownerOf(folder: string): Promise<Account | undefined> {
  try {
    const { uid, gid } = await stat(folder);
    return { uid, gid };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function unprivilegedAccount(): Promise<Account> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => ''))
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find(([name]) => name === wanted) ?? [];
    if (Number(uid) > 0 && Number.isInteger(Number(gid))) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new EmbeddedPostgresError(
    'NO_ACCOUNT',
    'PostgreSQL refuses to run as root, and this system has neither an account "postgres" nor "nobody" to run it.',
    'Start the server as an ordinary account, or set DATABASE_URL to a PostgreSQL server.',
  );
}

/** Asks the system itself, since modes alone do not tell of access lists and mounts. */
export async function canReach(folder: string, account: Account | undefined): Promise<boolean> {
  const result = await runProgram('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    account,
    timeoutMs: 10_000,
  });
  if (result.spawnError?.code === 'EPERM') {
    throw new EmbeddedPostgresError(
      'NO_ACCOUNT',
      'PostgreSQL refuses to run as root, and this system does not let root change to another account (EPERM).',
      'Start the server as an ordinary account, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
  return result.code === 0;
}

async function readRecord(dataDir: string): Promise<string | undefined> {
  const file = path.join(dataDir, RECORD);
  try {
    const record: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (
      typeof record === 'object' &&
      record !== null &&
      'folder' in record &&
      typeof record.folder === 'string'
    )
      return record.folder;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new EmbeddedPostgresError(
    'FOLDER_UNUSABLE',
    `${file} does not name a folder.`,
    'Write {"folder": "/where/the/database/is"} into it.',
  );
}

function dataMissing(dataDir: string, recorded: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'DATA_MISSING',
    `The database of ${dataDir} was kept in ${recorded}, and is no longer there.`,
    `Bring ${recorded} back from a backup. To begin with an empty database instead, delete ${path.join(dataDir, RECORD)}.`,
  );
}
