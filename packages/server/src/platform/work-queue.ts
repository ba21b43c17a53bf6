import { AppError } from './errors.ts';
import { httpErrors } from './http/errors.ts';

const RETRY_SECONDS = 2;

/** Runs dear work a few at a time. Some may wait for their turn; more are refused as OVERLOADED, so that overload answers instead of piling up. */
export class WorkQueue {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor({ atOnce, mostWaiting }: { atOnce: number; mostWaiting: number }) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running < this.#atOnce) this.#running++;
    else await this.#turn();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // Whoever waits longest takes over the place.
      if (next) next();
      else this.#running--;
    }
  }

  async #turn(): Promise<void> {
    if (this.#waiting.length >= this.#mostWaiting) {
      throw new AppError(
        httpErrors.overloaded,
        { retryAfter: RETRY_SECONDS },
        { headers: { 'retry-after': String(RETRY_SECONDS) } },
      );
    }
    await new Promise<void>((resolve) => void this.#waiting.push(resolve));
  }
}
