import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type ProcessMark } from './process-mark.ts';

export interface Keeper {
  /** The process that runs now, or ran last. */
  readonly postmaster: ProcessMark;
  /** Ends the watch; resolves once no restart is under way. */
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 500;
const LONGEST_GAP_MS = 30_000;

/** Starts PostgreSQL again whenever its process is gone, with growing gaps while that fails, until it is told to stop. */
export function keepRunning(
  first: ProcessMark,
  restart: () => Promise<ProcessMark>,
  log: (message: string) => void,
): Keeper {
  const stopping = new AbortController();
  let postmaster = first;
  const watch = async (): Promise<void> => {
    let gapMs = LOOK_EVERY_MS;
    for (;;) {
      await sleep(gapMs, undefined, { ref: false, signal: stopping.signal });
      if (await isRunning(postmaster)) continue;
      log(`PostgreSQL (process ${postmaster.pid}) is gone; starting it again`);
      try {
        postmaster = await restart();
        gapMs = LOOK_EVERY_MS;
      } catch (error) {
        gapMs = Math.min(gapMs * 2, LONGEST_GAP_MS);
        log(`PostgreSQL could not be started again, next try in ${gapMs} ms: ${(error as Error).message}`);
      }
    }
  };
  // Only the end of the sleep, by our own signal, leaves the loop.
  const watching = watch().catch(() => undefined);
  return {
    get postmaster() {
      return postmaster;
    },
    stop: async () => {
      stopping.abort();
      await watching;
    },
  };
}
