import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './log/logger.ts';

interface Closer {
  what: string;
  close: () => Promise<unknown>;
  withinMs: number;
}

/** What has been started, to be closed in the opposite order, each within its time. */
export class Closers {
  readonly #open: Closer[] = [];
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** What is not closed within its time is abandoned with a word in the log; without one it is waited for. */
  add(what: string, close: () => Promise<unknown>, withinMs = Infinity): void {
    this.#open.unshift({ what, close, withinMs });
  }

  /** Closes everything; `hurry` abandons at once whatever has a time. */
  async closeAll(hurry?: AbortSignal): Promise<void> {
    for (const closer of this.#open.splice(0)) await this.#close(closer, hurry);
  }

  async #close({ what, close, withinMs }: Closer, hurry: AbortSignal | undefined): Promise<void> {
    const closed = close().catch((error: unknown) =>
      this.#logger.error({ err: error, what }, 'closing failed'),
    );
    if (withinMs === Infinity) return void (await closed);
    const settled = new AbortController();
    const given = elapsed(withinMs, settled.signal, ...(hurry ? [hurry] : [])).then(() => 'abandoned');
    const outcome = await Promise.race([closed.then(() => 'closed'), given]);
    settled.abort();
    if (outcome === 'abandoned') this.#logger.warn({ what, withinMs }, 'abandoned while closing');
  }
}

/** Resolves after so long, or as soon as one of the signals comes. */
export async function elapsed(milliseconds: number, ...signals: AbortSignal[]): Promise<void> {
  await sleep(milliseconds, undefined, { signal: AbortSignal.any(signals) }).catch(() => {});
}
