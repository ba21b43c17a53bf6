import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is not undefined and returns it, or returns undefined once `timeoutMs` have passed. */
export async function waitUntil<T>(
  ask: () => Promise<T | undefined>,
  { timeoutMs, everyMs = 10 }: { timeoutMs: number; everyMs?: number },
): Promise<T | undefined> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() >= deadline) return undefined;
    await sleep(everyMs);
  }
}
