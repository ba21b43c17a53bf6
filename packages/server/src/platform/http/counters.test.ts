import { describe, expect, it } from 'vitest';
import { Counters } from './counters.ts';

const WINDOW = 60_000;

describe('counters', () => {
  it('[API-7] count each key in its own window', () => {
    const counters = new Counters({ windowMs: WINDOW, remembered: 100 });
    expect(counters.add('a', 0)).toEqual({ current: 1, ttl: WINDOW });
    expect(counters.add('a', 59_999)).toEqual({ current: 2, ttl: 1 });
    expect(counters.add('b', 59_999)).toEqual({ current: 1, ttl: WINDOW });
    expect(counters.add('a', WINDOW)).toEqual({ current: 1, ttl: WINDOW });
  });

  it('[API-7] forget windows that ended, and keep those that run, however often their key comes back', () => {
    const counters = new Counters({ windowMs: WINDOW, remembered: 1_000 });
    counters.add('old', 0);
    for (let key = 0; key < 500; key++) counters.add(`key ${key}`, 1);
    counters.add('old', WINDOW);
    counters.add('new', WINDOW + 2);
    expect(counters.size).toBe(2);
    expect(counters.add('old', WINDOW + 2).current).toBe(2);
  });

  it('[API-7] hold no more keys than they may under a flood, at a price that does not grow', () => {
    const counters = new Counters({ windowMs: WINDOW, remembered: 20_000 });
    const flood = (from: number) => {
      // Of the processor's time, which others on the machine cannot take.
      const before = process.cpuUsage();
      for (let key = from; key < from + 20_000; key++) counters.add(`address ${key}`, 1);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    };
    const [filling, ...full] = [0, 20_000, 40_000, 60_000, 80_000].map(flood);
    expect(counters.size).toBeLessThanOrEqual(20_000);
    expect(Math.min(...full)).toBeLessThan(filling! * 10 + 100);
  });
});
