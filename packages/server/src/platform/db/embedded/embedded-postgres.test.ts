import { once } from 'node:events';
import { mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Playground, QUICK, query, readPostmasterPid } from './embedded.fixture.ts';
import { findProcess } from './process-mark.ts';

const playground = new Playground();
afterAll(() => playground.cleanUp());

async function settingsOf(url: string, ...names: string[]): Promise<string[]> {
  const rows = await query<{ setting: string }>(
    url,
    `select current_setting(name) as setting from unnest('{${names.join(',')}}'::text[]) as name`,
  );
  return rows.map(({ setting }) => setting);
}

describe('the embedded PostgreSQL', () => {
  it('[RUN-1] creates a durable database on the first start and has its rows on the next', async () => {
    const dataDir = path.join(await playground.folder(), 'not', 'there', 'yet');
    const first = await playground.start({ dataDir, settings: {} });
    const url = first.url(first.superuser, 'postgres');
    await query(url, `create table kept as select 'tere' as word`);
    expect(
      await settingsOf(
        url,
        'fsync',
        'full_page_writes',
        'synchronous_commit',
        'random_page_cost',
        'data_checksums',
      ),
    ).toEqual(['on', 'on', 'on', '1.1', 'on']);
    await first.stop();

    const began = performance.now();
    const second = await playground.start({ dataDir, settings: {} });
    const tookMs = performance.now() - began;
    expect(await query(second.url(second.superuser, 'postgres'), 'select word from kept')).toEqual([
      { word: 'tere' },
    ]);
    expect(tookMs).toBeLessThan(3_000);
    await second.stop();
  });

  it('[RUN-1] listens on a private Unix socket only, whatever the settings say', async () => {
    const dataDir = await playground.dataFolder();
    const server = await playground.start({
      dataDir,
      settings: { ...QUICK, listen_addresses: '*', LISTEN_ADDRESSES: '*' },
    });
    const url = server.url(server.superuser, 'postgres');
    expect(await settingsOf(url, 'listen_addresses')).toEqual(['']);
    expect(await query(url, 'select type, auth_method from pg_hba_file_rules')).toEqual([
      { type: 'local', auth_method: 'trust' },
    ]);
    for (const folder of ['postgres', 'postgres.socket']) {
      expect((await stat(path.join(dataDir, folder))).mode & 0o777).toBe(0o700);
    }
    await server.stop();
    expect(await readdir(path.join(dataDir, 'postgres.socket'))).toEqual([]);
  });

  it('knows letters of every script, independent of the locale of the machine', async () => {
    const server = await playground.start({ dataDir: await playground.folder() });
    const url = server.url(server.superuser, 'postgres');
    expect(
      await query(
        url,
        `select lower('ÕUN ЩИ') as small, 'ÕUN' ilike 'õun' as same, current_setting('server_encoding') as encoding`,
      ),
    ).toEqual([{ small: 'õun щи', same: true, encoding: 'UTF8' }]);
    await server.stop();
  });

  it('gives URLs that work for any folder, role and database name', async () => {
    const dataDir = path.join(await playground.folder(), `Ann's "data", 50% ü&?#`);
    const server = await playground.start({ dataDir });
    await query(server.url(server.superuser, 'postgres'), 'create role "a b@c" login; ');
    await query(server.url(server.superuser, 'postgres'), 'create database "d e%20" owner "a b@c"');
    const url = server.url('a b@c', 'd e%20');
    vi.stubEnv('PGSSLMODE', 'require');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(new URL(url).protocol).toBe('postgresql:');
    expect(await query(url, 'select current_user as role, current_database() as db')).toEqual([
      { role: 'a b@c', db: 'd e%20' },
    ]);
    await server.stop();
  });

  it('[RUN-1] works in a data folder too deep for a socket path, twice', async () => {
    const dataDir = path.join(await playground.folder(), 'x'.repeat(90), 'y'.repeat(90));
    await mkdir(dataDir, { recursive: true });
    for (const expected of [0, 1]) {
      const server = await playground.start({ dataDir });
      const url = server.url(server.superuser, 'postgres');
      const socketDir = new URL(url).searchParams.get('host') ?? '';
      expect((await stat(socketDir)).mode & 0o777).toBe(0o700);
      await query(url, 'create table if not exists starts (n serial); insert into starts default values');
      expect(await query(url, 'select count(*)::int - 1 as n from starts')).toEqual([{ n: expected }]);
      await server.stop();
      await expect(stat(socketDir)).rejects.toThrow('ENOENT');
    }
  });

  it('runs PostgreSQL 15 as well, and refuses a folder that another major version made', async () => {
    const dataDir = await playground.folder();
    const server = await playground.start({ dataDir, binariesPackage: 'postgres-15' });
    expect(
      await query(
        server.url(server.superuser, 'postgres'),
        `select lower('Õ') as o, current_setting('server_version') ~ '^15' as v`,
      ),
    ).toEqual([{ o: 'õ', v: true }]);
    await server.stop();
    await expect(playground.start({ dataDir })).rejects.toMatchObject({ reason: 'OTHER_MAJOR_VERSION' });
  });

  it('tells the last lines of the log when PostgreSQL cannot start, and starts once that is mended', async () => {
    const dataDir = await playground.dataFolder();
    const broken = playground.start({
      dataDir,
      settings: { ...QUICK, shared_preload_libraries: 'no_such_library' },
    });
    await expect(broken).rejects.toMatchObject({
      reason: 'START_FAILED',
      message: expect.stringContaining('could not access file "no_such_library"') as string,
      hint: expect.stringContaining('postgres.log') as string,
    });
    await (await playground.start({ dataDir })).stop();
  });

  it('refuses a second server on the folder and names the process that holds it', async () => {
    const dataDir = await playground.dataFolder();
    const first = await playground.start({ dataDir });
    await expect(playground.start({ dataDir })).rejects.toMatchObject({
      reason: 'IN_USE',
      message: expect.stringContaining(String(process.pid)) as string,
    });
    const other = playground.launch({ dataDir });
    expect(await other.hear()).toMatchObject({
      reason: 'IN_USE',
      hint: expect.stringContaining(String(process.pid)) as string,
    });
    await first.stop();
    await (await playground.start({ dataDir })).stop();
  });

  it('leaves no process and no handle behind: the server ends by itself after stop, and even without', async () => {
    const dataDir = await playground.dataFolder();
    const child = await playground.startChild({ dataDir });
    const postmaster = await readPostmasterPid(path.join(dataDir, 'postgres'));
    await child.stop();
    expect(child.process.exitCode).toBe(0);
    expect(await findProcess(postmaster)).toBeUndefined();

    const leaving = playground.launch({ dataDir, leaveAfterStart: true });
    leaving.process.stdin?.end();
    const [code] = (await once(leaving.process, 'exit')) as [number];
    expect(code).toBe(0);
    const adopting = await playground.start({ dataDir });
    await adopting.stop();
    await adopting.stop();
  });
});
