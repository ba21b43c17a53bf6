import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { Playground } from './embedded.fixture.ts';
import { lockFolder } from './folder-lock.ts';
import { findProcess, isRunning } from './process-mark.ts';

const playground = new Playground();
afterAll(() => playground.cleanUp());

describe('the lock of a data folder', () => {
  it('is refused while held, even within one process, and given again after', async () => {
    const folder = path.join(await playground.folder(), 'lock');
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ reason: 'IN_USE' });
    await lock.release();
    await (await lockFolder(folder)).release();
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('is taken over from a process that is gone, from one whose number another reuses, and from a torn file', async () => {
    const folder = await playground.folder();
    const lives = await findProcess(process.ppid);
    expect(lives).toBeDefined();
    const dead = ['2147483647\nlong-gone\n', `${process.ppid}\nanother-start\n`, '', '12'];
    for (const [index, content] of dead.entries()) {
      await writeFile(path.join(folder, String((index + 1) * 100)), content);
      await (await lockFolder(folder)).release();
    }
    await writeFile(path.join(folder, '1000'), `${lives?.pid}\n${lives?.mark}\n`);
    await expect(lockFolder(folder)).rejects.toMatchObject({ reason: 'IN_USE' });
  });

  it('never has two holders, however often holders die and others rush in', async () => {
    const folder = path.join(await playground.folder(), 'lock');
    const program = fileURLToPath(new URL('contend-for-lock.fixture.ts', import.meta.url));
    const loader = createRequire(import.meta.url).resolve('tsx');
    const rivals = [1, 2, 3, 4].map(() =>
      spawn(process.execPath, ['--import', loader, program, folder, '40'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    );
    const results = await Promise.all(
      rivals.map(async (rival) => {
        let said = '';
        rival.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
        await once(rival, 'close');
        return said.trim();
      }),
    );
    expect(results).toEqual(['40 held alone', '40 held alone', '40 held alone', '40 held alone']);
  });
});

describe('the mark of a process', () => {
  it('counts a process that has ended but was not yet waited for as gone', async () => {
    const child = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const zombie = Number(line.toString());
    while ((await findProcess(zombie)) !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(() => process.kill(zombie, 0)).not.toThrow();
    child.kill();
    expect(await isRunning({ pid: process.pid, mark: 'of another time' })).toBe(false);
  });
});
