import { chown, readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { adoptPostmaster, type Adopted } from './adopt-postmaster.ts';
import { chooseHome, recordHome, type Home } from './choose-home.ts';
import { createCluster, SUPERUSER } from './create-cluster.ts';
import { EmbeddedPostgresError, errorCode } from './embedded-error.ts';
import { lockFolder, type FolderLock } from './folder-lock.ts';
import { keepRunning } from './keep-running.ts';
import { launchPostmaster, stopPostmaster } from './postmaster.ts';
import { prepareBinaries, type Binaries } from './prepare-binaries.ts';
import type { ProcessMark } from './process-mark.ts';
import { launchDigest, serverArguments } from './server-arguments.ts';
import { watchServerLog } from './server-log.ts';
import {
  clearSocketFolder,
  PORT,
  prepareSocketFolder,
  removeSocket,
  restoreSocketFolder,
} from './socket-folder.ts';

export interface EmbeddedPostgres {
  /** Connection string over the Unix socket for a role and a database. */
  url(role: string, database: string): string;
  /** Name of the bootstrap role. */
  readonly superuser: string;
  /** Stops PostgreSQL cleanly and gives the data folder back; resolves when the postmaster is gone. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Folder which holds the cluster, its log, socket and lock. */
  dataDir: string;
  log: (message: string) => void;
  /** npm package (or absolute folder) with the binaries; the platform's by default. */
  binariesPackage?: string;
  /** Settings of postgresql.conf over our own. */
  settings?: Record<string, string>;
  /** Start it again when its process is gone. */
  keepRunning?: boolean;
  /** Where, as root, databases and programs go that the unprivileged account could not reach; /var/lib/cartwright by default. */
  systemDir?: string;
}

/** Starts PostgreSQL on a data folder, or takes over the one a killed server left; throws EmbeddedPostgresError with a reason. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const systemDir = options.systemDir ?? '/var/lib/cartwright';
  const home = await chooseHome(path.resolve(options.dataDir), systemDir).catch(rethrowFolderError);
  const lock = await lockFolder(path.join(home.folder, 'postgres.lock')).catch(rethrowFolderError);
  try {
    const binaries = await prepareBinaries({
      requested: options.binariesPackage,
      account: home.account,
      copyFolders: [
        ...(home.account === undefined ? [] : [path.join(systemDir, 'programs')]),
        path.join(home.folder, 'postgres.programs'),
      ],
      log: options.log,
    });
    const running = await startOrAdopt(home, binaries, options);
    // Connection strings name the socket's folder, so a restart keeps it.
    const restart = async () => (await startOrAdopt(home, binaries, options, running.socketDir)).postmaster;
    return describeRunning(home, lock, running, {
      log: options.log,
      restart: options.keepRunning ? restart : undefined,
    });
  } catch (error) {
    await lock.release();
    return rethrowFolderError(error);
  }
}

async function startOrAdopt(
  home: Home,
  binaries: Binaries,
  options: EmbeddedOptions,
  formerSocketDir?: string,
): Promise<Adopted> {
  const settings = options.settings ?? {};
  const began = performance.now();
  await prepareCluster(home, binaries, { durable: settings['fsync'] !== 'off', log: options.log });
  const launch = launchDigest(binaries.fingerprint, settings);
  const adopted = await adoptPostmaster(home, launch, options.log);
  if (adopted !== undefined) {
    options.log(
      `PostgreSQL ${binaries.version} was still running (process ${adopted.postmaster.pid}) and is used on`,
    );
    return adopted;
  }
  const socketDir =
    formerSocketDir === undefined
      ? await prepareSocketFolder(home)
      : await restoreSocketFolder(home, formerSocketDir);
  await removeSocket(socketDir);
  const postmaster = await launchPostmaster({
    home,
    binaries,
    arguments: serverArguments({ cluster: home.cluster, socketDir, launch, settings }),
    logFile: logFile(home),
  });
  options.log(
    `PostgreSQL ${binaries.version} is ready after ${Math.round(performance.now() - began)} ms (process ${postmaster.pid})`,
  );
  return { postmaster, socketDir };
}

async function prepareCluster(
  home: Home,
  binaries: Binaries,
  { durable, log }: { durable: boolean; log: (message: string) => void },
): Promise<void> {
  const made = await readFile(path.join(home.cluster, 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (made === undefined) {
    log(`creating a database cluster in ${home.cluster}`);
    await createCluster(home, binaries, { durable });
  } else if (Number.parseInt(made, 10) !== binaries.major) {
    throw new EmbeddedPostgresError(
      'OTHER_MAJOR_VERSION',
      `The database in ${home.cluster} was made by PostgreSQL ${made.trim()}, and this is PostgreSQL ${binaries.version}.`,
      'Start it with the release that made it, make a backup there, and restore that here in a new data folder.',
    );
  }
  await handOver(home);
  await recordHome(home);
}

/** A cluster that came back from a backup as root's is given to the account that must run it. */
async function handOver(home: Home): Promise<void> {
  if (home.account === undefined || (await stat(home.cluster)).uid !== 0) return;
  const { uid, gid } = home.account;
  for (const entry of await readdir(home.cluster, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chown(path.join(entry.parentPath, entry.name), uid, gid);
  }
  await chown(home.cluster, uid, gid);
}

function describeRunning(
  home: Home,
  lock: FolderLock,
  { postmaster, socketDir }: Adopted,
  { log, restart }: { log: (message: string) => void; restart: (() => Promise<ProcessMark>) | undefined },
): EmbeddedPostgres {
  const unwatchLog = watchServerLog(logFile(home));
  const keeper = restart && keepRunning(postmaster, restart, log);
  const stop = async (): Promise<void> => {
    unwatchLog();
    try {
      await keeper?.stop();
      await stopPostmaster(keeper?.postmaster ?? postmaster);
      await clearSocketFolder(home, socketDir);
    } finally {
      await lock.release();
    }
  };
  let stopped: Promise<void> | undefined;
  return {
    superuser: SUPERUSER,
    url: (role, database) =>
      // Drivers use the parameter; the host name is for readers of URLs that insist on one, and sslmode against PGSSLMODE.
      `postgresql://${encodeURIComponent(role)}@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(socketDir)}&port=${PORT}&sslmode=disable`,
    stop: () => (stopped ??= stop()),
  };
}

function logFile(home: Home): string {
  return path.join(home.folder, 'postgres.log');
}

function rethrowFolderError(error: unknown): never {
  const code = errorCode(error);
  if (error instanceof EmbeddedPostgresError || code === undefined || !(error instanceof Error)) throw error;
  throw new EmbeddedPostgresError(
    'FOLDER_UNUSABLE',
    `The data folder cannot be used: ${error.message}.`,
    'Make it writable for the account that runs the server, or choose another.',
    error,
  );
}
