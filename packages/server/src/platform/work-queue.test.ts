import { describe, expect, it } from 'vitest';
import { WorkQueue } from './work-queue.ts';

describe('a queue of dear work', () => {
  it('[API-11] runs a few at a time in order, refuses what would wait too long, and takes on again', async () => {
    const queue = new WorkQueue({ atOnce: 2, mostWaiting: 3 });
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const work = (name: number) => async () => {
      started.push(name);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      if (name === 1) throw new Error('broken');
      return name;
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 7 }, (_, name) => queue.run(work(name))));
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(outcomes.slice(5).map((outcome) => (outcome as PromiseRejectedResult).reason)).toMatchObject(
      Array.from({ length: 2 }, () => ({
        kind: { status: 503, reason: 'OVERLOADED' },
        headers: { 'retry-after': '2' },
      })),
    );
    expect(started).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
    await expect(queue.run(work(7))).resolves.toBe(7);
  });
});
