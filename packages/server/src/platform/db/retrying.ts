import { setTimeout as sleep } from 'node:timers/promises';
import { isStale } from './exchange.ts';
import { isRetryable } from './failure.ts';

const ATTEMPTS = 6;

/** Tries again what PostgreSQL rolled back for a serialization failure or a deadlock, a little later each time. */
export async function retrying<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (tried >= ATTEMPTS || !(isRetryable(error) || (isStale(error) && tried === 1))) throw error;
      await sleep(Math.random() * 10 * 2 ** tried);
    }
  }
}
