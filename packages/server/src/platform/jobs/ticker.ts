import { elapsed } from '../closers.ts';
import type { Logger } from '../log/logger.ts';

export interface Ticker {
  /** Resolves once the run under way has ended. */
  stop(): Promise<void>;
}

/** Runs something again and again in this process, never twice at a time; a failure is told once until it works again. */
export function tickEvery(
  seconds: number,
  what: string,
  run: () => Promise<unknown>,
  logger: Logger,
): Ticker {
  const stopping = new AbortController();
  const loop = async () => {
    let failing = false;
    while (!stopping.signal.aborted) {
      try {
        await run();
        failing = false;
      } catch (error) {
        if (!failing) logger.error({ err: error, job: what }, 'job failed; it is tried again');
        failing = true;
      }
      await elapsed(seconds * 1_000, stopping.signal);
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
