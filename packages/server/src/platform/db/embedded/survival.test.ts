import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { killPostmaster, Playground, QUICK, query, readPostmasterPid } from './embedded.fixture.ts';
import { findProcess } from './process-mark.ts';

const playground = new Playground();
afterAll(() => playground.cleanUp());

const COUNT = 'select count(*)::int as n from kept';

describe('what the embedded PostgreSQL survives', () => {
  it('[RUN-1] kill -9 of the server: the next one uses the PostgreSQL that was left, and stops it', async () => {
    const dataDir = await playground.dataFolder();
    const child = await playground.startChild({ dataDir });
    const left = await readPostmasterPid(path.join(dataDir, 'postgres'));
    await query(child.url, 'create table kept as select 1 as n');
    await child.kill();
    expect(await findProcess(left)).toBeDefined();

    const server = await playground.start({ dataDir });
    expect(await readPostmasterPid(path.join(dataDir, 'postgres'))).toBe(left);
    expect(await query(server.url(server.superuser, 'postgres'), COUNT)).toEqual([{ n: 1 }]);
    await server.stop();
    expect(await findProcess(left)).toBeUndefined();
  });

  it('restarts a PostgreSQL that was left running with other settings, so that none is silently not durable', async () => {
    const dataDir = await playground.dataFolder();
    const child = await playground.startChild({ dataDir });
    await child.kill();
    const server = await playground.start({ dataDir, settings: { shared_buffers: '16MB' } });
    expect(await query(server.url(server.superuser, 'postgres'), 'show fsync')).toEqual([{ fsync: 'on' }]);
    await server.stop();
  });

  it('[RUN-1] kill -9 of PostgreSQL itself, under load: every acknowledged row is still there', async () => {
    const dataDir = await playground.dataFolder();
    const settings = { shared_buffers: '16MB' };
    let server = await playground.start({ dataDir, settings });
    await query(server.url(server.superuser, 'postgres'), 'create table kept (n int)');
    let acknowledged = 0;
    for (let round = 0; round < 3; round += 1) {
      const client = new pg.Client({ connectionString: server.url(server.superuser, 'postgres') });
      client.on('error', () => undefined);
      await client.connect();
      setTimeout(() => void killPostmaster(path.join(dataDir, 'postgres')), 150);
      try {
        for (;;) {
          await client.query('insert into kept values (1)');
          acknowledged += 1;
          if (acknowledged % 50 === 0) await sleep(1);
        }
      } catch {
        await client.end().catch(() => undefined);
      }
      await server.stop();
      server = await playground.start({ dataDir, settings });
      const [row] = await query<{ n: number }>(server.url(server.superuser, 'postgres'), COUNT);
      // The one on its way may have been written too, unacknowledged.
      expect(row?.n).toBeGreaterThanOrEqual(acknowledged);
      expect(row?.n).toBeLessThanOrEqual(acknowledged + round + 1);
    }
    expect(acknowledged).toBeGreaterThan(10);
    await server.stop();
  });

  it('a crash of the machine: postmaster.pid names a stranger, or nothing at all', async () => {
    const dataDir = await playground.dataFolder();
    const cluster = path.join(dataDir, 'postgres');
    const first = await playground.start({ dataDir });
    const pidFile = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8');
    const { uid, gid } = await stat(cluster);
    await first.stop();
    const stranger = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid } : {});
    try {
      const [, ...rest] = pidFile.split('\n');
      for (const content of [[String(stranger.pid), ...rest].join('\n'), '', 'nonsense\n']) {
        await writeFile(path.join(cluster, 'postmaster.pid'), content);
        await (await playground.start({ dataDir })).stop();
      }
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    } finally {
      stranger.kill();
    }
  });

  it('kill -9 in the middle of the first start: the next one begins anew', async () => {
    const dataDir = await playground.folder();
    const child = playground.launch({ dataDir });
    while (!(await readdir(dataDir)).some((name) => name.startsWith('postgres.draft-'))) await sleep(5);
    await sleep(100);
    child.process.kill('SIGKILL');
    await once(child.process, 'exit');
    const server = await playground.start({ dataDir, settings: QUICK });
    await server.stop();
    expect((await readdir(dataDir)).filter((name) => name.includes('draft'))).toEqual([]);
  });

  it.each([
    ['in its folder', 'data'],
    ['elsewhere, for its path is too long', 'a long name '.repeat(12)],
  ])('[RUN-1] kept running: PostgreSQL gone is started again, its socket %s', async (_where, name) => {
    const dataDir = path.join(await playground.folder(), name);
    const lines: string[] = [];
    const server = await playground.start({
      dataDir,
      keepRunning: true,
      log: (line) => void lines.push(line),
    });
    const cluster = path.join(dataDir, 'postgres');
    const url = server.url(server.superuser, 'postgres');
    const first = await readPostmasterPid(cluster);
    for (let round = 0; round < 2; round += 1) {
      await killPostmaster(cluster);
      await expect
        .poll(() => query(url, 'select 1 as n').catch(() => 'gone'), { timeout: 10_000 })
        .toEqual([{ n: 1 }]);
    }
    const last = await readPostmasterPid(cluster);
    expect(last).not.toBe(first);
    expect(lines.filter((line) => line.includes('is gone'))).toHaveLength(2);
    await server.stop();
    expect(await findProcess(last)).toBeUndefined();
    await sleep(700);
    expect(await findProcess(last)).toBeUndefined();
  });

  it('Ctrl-C: PostgreSQL runs on until the server has finished its work', async () => {
    const dataDir = await playground.dataFolder();
    const child = await playground.startChild({ dataDir });
    const postmaster = await readPostmasterPid(path.join(dataDir, 'postgres'));
    process.kill(-(child.process.pid ?? 0), 'SIGINT');
    await sleep(100);
    expect(await query(child.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    expect(await child.hear()).toEqual({ stopped: true });
    expect(await findProcess(postmaster)).toBeUndefined();
  });
});
