import { describe, expect, it } from 'vitest';
import { AnswerCache, type AnswerCacheOptions } from './answer-cache.ts';

function given(options: Partial<AnswerCacheOptions> = {}) {
  const source = { version: '1', content: 'a', written: 0, checks: 0, at: 0 };
  const cache = new AnswerCache({
    maxBytes: 100_000,
    ttlMs: 10_000,
    checkEveryMs: 250,
    readVersion: async () => {
      source.checks++;
      return source.version;
    },
    clock: () => source.at,
    ...options,
  });
  const ask = async (key = 'key') => {
    const answer = await cache.answer(key, async () => {
      source.written++;
      return JSON.stringify(source.content);
    });
    return JSON.parse(answer.body.toString()) as string;
  };
  return { cache, source, ask };
}

describe('kept answers', () => {
  it('[API-12] are given again without being written again', async () => {
    const { source, ask } = given();
    for (let time = 0; time < 5; time++) expect(await ask()).toBe('a');
    expect(source).toMatchObject({ written: 1, checks: 1 });
  });

  it('[API-12] are forgotten once a check has seen another version', async () => {
    const { source, ask } = given();
    await ask();
    Object.assign(source, { version: '2', content: 'b' });
    expect(await ask()).toBe('a');
    source.at += 250;
    expect(await ask()).toBe('b');
  });

  it('[API-12] are checked at once after a doubt, also one that comes while a check is under way', async () => {
    const gates: (() => void)[] = [];
    let version = '1';
    const { cache, source, ask } = given({
      readVersion: () => {
        const seen = version;
        return new Promise((resolve) => gates.push(() => resolve(seen)));
      },
    });
    const first = ask();
    gates.shift()!();
    expect(await first).toBe('a');
    cache.doubt();
    const second = ask();
    version = '2';
    source.content = 'b';
    cache.doubt();
    gates.shift()!();
    await new Promise(setImmediate);
    gates.shift()!();
    expect(await second).toBe('b');
  });

  it('[API-12] are not kept when the source changed while they were written', async () => {
    const { cache, source } = given();
    let finish!: (json: string) => void;
    const slow = cache.answer('key', () => new Promise((resolve) => (finish = resolve)));
    await new Promise(setImmediate);
    source.version = '2';
    cache.doubt();
    await cache.answer('other', async () => '1');
    finish('"old"');
    expect((await slow).body.toString()).toBe('"old"');
    expect((await cache.answer('key', async () => '"new"')).body.toString()).toBe('"new"');
  });

  it('are written once for all who ask at the same time', async () => {
    const { source, ask } = given();
    await Promise.all(Array.from({ length: 50 }, () => ask()));
    expect(source).toMatchObject({ written: 1, checks: 1 });
  });

  it('are not kept when writing them failed', async () => {
    const { cache, ask } = given();
    await expect(cache.answer('key', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await ask()).toBe('a');
  });

  it('live no longer than allowed, and outlive a database that does not answer', async () => {
    let reachable = true;
    const { source, ask } = given({
      readVersion: async () => {
        if (!reachable) throw new Error('gone');
        return '1';
      },
    });
    await ask();
    reachable = false;
    source.at += 9_999;
    await ask();
    expect(source.written).toBe(1);
    source.at += 1;
    await ask();
    expect(source.written).toBe(2);
  });

  it('stay within their bytes, the least recently used going first', async () => {
    const { cache, source } = given({ maxBytes: 100_000 });
    const ask = (key: string) =>
      cache.answer(key, async () => (source.written++, JSON.stringify('x'.repeat(10_000))));
    for (const key of ['a', 'b', 'c', 'd']) await ask(key);
    await ask('a');
    await ask('e');
    expect(cache.bytes).toBeLessThanOrEqual(100_000);
    const written = source.written;
    await ask('a');
    expect(source.written).toBe(written);
    await ask('b');
    expect(source.written).toBe(written + 1);
  });

  it('do not throw out everything for one that is too large', async () => {
    const { cache, ask, source } = given();
    await ask();
    await cache.answer('large', async () => JSON.stringify('x'.repeat(60_000)));
    await ask();
    expect(source.written).toBe(1);
  });
});
