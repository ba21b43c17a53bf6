import { askServer } from './ask-server.ts';
import type { Home } from './choose-home.ts';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { disarmPidFile, findPostmaster, readPidFile } from './pid-file.ts';
import { stopPostmaster } from './postmaster.ts';
import type { ProcessMark } from './process-mark.ts';
import { clearSocketFolder } from './socket-folder.ts';
import { waitUntil } from './wait-until.ts';

export interface Adopted {
  postmaster: ProcessMark;
  socketDir: string;
}

const ANSWER_TIMEOUT_MS = 120_000;

/**
 * Takes over the PostgreSQL that a killed server left running, or returns undefined once none runs and the way is clear
 * for a new one. One that was launched with other binaries or settings is stopped cleanly instead.
 */
export async function adoptPostmaster(
  home: Home,
  launch: string,
  log: (message: string) => void,
): Promise<Adopted | undefined> {
  const file = await readPidFile(home.cluster);
  if (file === undefined) return undefined;
  const pid = file === 'unreadable' ? undefined : file.pid;
  const outcome = await waitUntil(() => settle(home, launch), { timeoutMs: ANSWER_TIMEOUT_MS, everyMs: 50 });
  if (outcome === undefined) {
    throw new EmbeddedPostgresError(
      'NOT_ANSWERING',
      `PostgreSQL (process ${pid}) runs on ${home.cluster} but did not answer within ${ANSWER_TIMEOUT_MS / 1000} seconds.`,
      `See its log in ${home.folder}. If it hangs, end process ${pid} with SIGQUIT and start again.`,
    );
  }
  if (outcome === 'none') {
    await disarmPidFile(home.cluster);
    if (typeof file === 'object' && file.socketDir !== '') await clearSocketFolder(home, file.socketDir);
    return undefined;
  }
  if (outcome.launch === launch) return outcome;
  log(
    `restarting PostgreSQL (process ${outcome.postmaster.pid}): it was left running with other programs or settings`,
  );
  await stopPostmaster(outcome.postmaster);
  return undefined;
}

async function settle(
  home: Home,
  launch: string,
): Promise<(Adopted & { launch: string }) | 'none' | undefined> {
  const file = await readPidFile(home.cluster);
  if (file === undefined || file === 'unreadable') return 'none';
  const postmaster = await findPostmaster(home.cluster, file.pid);
  const answer = file.socketDir === '' ? { kind: 'silent' as const } : await askServer(file.socketDir);
  if (postmaster === undefined) {
    if (answer.kind === 'silent') return 'none';
    if (answer.kind === 'ready' && answer.cluster === home.cluster) throw hiddenServer(home);
    return undefined;
  }
  if (answer.kind !== 'ready') return undefined;
  return {
    postmaster,
    socketDir: file.socketDir,
    launch: answer.cluster === home.cluster ? answer.launch : `not ${launch}`,
  };
}

function hiddenServer(home: Home): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'IN_USE',
    `A PostgreSQL that this process cannot see, most likely in another container, serves ${home.cluster}.`,
    'Stop the other container, or give this server a data folder of its own.',
  );
}
