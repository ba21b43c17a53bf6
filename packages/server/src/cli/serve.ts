import { constants } from 'node:os';
import type { Logger } from '../platform/log/logger.ts';

export interface Service {
  /** Ends gracefully; `hurry` asks to wait for nothing any more. */
  stop(hurry?: AbortSignal): Promise<void>;
}

interface Serving {
  logger: Logger;
  /** Exit code after a signal: a service that was asked to stop did well, a command that was interrupted did not. */
  codeOf?: (signal: NodeJS.Signals) => number;
}

// npm, shells and watchers pass the same Ctrl-C on a second time.
const SAME_SIGNAL_MS = 1_000;

/**
 * Starts something that a signal ends gracefully (RUN-7), also while it is still starting; a second signal hurries, a
 * third exits. After a signal it never returns.
 */
export async function serve<Running extends Service>(
  start: (stopping: AbortSignal) => Promise<Running>,
  { logger, codeOf = () => 0 }: Serving,
): Promise<{ running: Running; stopping: AbortSignal }> {
  const [stopping, hurry] = [new AbortController(), new AbortController()];
  const started = Promise.resolve().then(() => start(stopping.signal));
  const end = async (code: number) => {
    stopping.abort();
    const running = await started.catch(() => null);
    await running?.stop(hurry.signal);
    process.exit(code);
  };
  const endSafely = (code: number) =>
    void end(code).catch((error: unknown) => {
      logger.error({ err: error }, 'stopping failed');
      process.exit(1);
    });
  let lastSignal = 0;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const again = performance.now() - lastSignal > SAME_SIGNAL_MS;
      lastSignal = performance.now();
      if (hurry.signal.aborted && again) process.exit(128 + constants.signals[signal]);
      if (stopping.signal.aborted) return void (again && hurry.abort());
      logger.info({ signal }, 'stopping');
      endSafely(codeOf(signal));
    });
  }
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'the process cannot go on');
    hurry.abort();
    endSafely(1);
  });
  const running = await started.catch(rethrowUnless(stopping.signal));
  return { running, stopping: stopping.signal };
}

/** Passes a failure on, unless it only comes of the stop that is under way and will end the process. */
export function rethrowUnless(stopping: AbortSignal): (error: unknown) => Promise<never> {
  return async (error) => {
    if (stopping.aborted) await new Promise(() => {});
    throw error;
  };
}
