import { chmod, chown, mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canReach } from './choose-home.ts';
import { packageWithoutLinks, Playground, query, readPostmasterPid } from './embedded.fixture.ts';
import { readCommandLine } from './process-mark.ts';
import type { Account } from './run-program.ts';

const playground = new Playground();
afterAll(() => playground.cleanUp());

const isRoot = process.getuid?.() === 0;
let nobody: Account;

beforeAll(async () => {
  const [, , uid, gid] = /^nobody:.*$/m.exec(await readFile('/etc/passwd', 'utf8'))?.[0].split(':') ?? [];
  nobody = { uid: Number(uid), gid: Number(gid) };
});

async function privateFolder(): Promise<string> {
  const folder = path.join(await playground.folder(), 'private');
  await mkdir(folder, { mode: 0o700 });
  return folder;
}

describe.runIf(isRoot)('started as root (these run only as root)', () => {
  it('[RUN-1] runs PostgreSQL under an unprivileged account, and its files are that account’s', async () => {
    const dataDir = await playground.folder();
    // As mkdtemp or a strict umask leaves it: the account may pass through afterwards, and no more.
    await chmod(dataDir, 0o700);
    const server = await playground.start({ dataDir });
    expect((await stat(dataDir)).mode & 0o777).toBe(0o710);
    const { uid } = await stat(path.join(dataDir, 'postgres'));
    expect(uid).not.toBe(0);
    const postmaster = await readPostmasterPid(path.join(dataDir, 'postgres'));
    expect((await stat(`/proc/${postmaster}`)).uid).toBe(uid);
    await server.stop();
  });

  it('[RUN-1] keeps the database elsewhere when the data folder is private to root, and finds it again', async () => {
    const parent = await privateFolder();
    const systemDir = path.join(await playground.folder(), 'system');
    const options = { dataDir: path.join(parent, 'shop', '.data'), systemDir };
    const first = await playground.start(options);
    await query(first.url(first.superuser, 'postgres'), 'create table kept as select 7 as n');
    await expect(playground.start(options)).rejects.toMatchObject({ reason: 'IN_USE' });
    await first.stop();
    expect((await stat(parent)).mode & 0o777).toBe(0o700);
    const second = await playground.start(options);
    expect(await query(second.url(second.superuser, 'postgres'), 'select n from kept')).toEqual([{ n: 7 }]);
    await second.stop();

    await rm(systemDir, { recursive: true });
    await expect(playground.start(options)).rejects.toMatchObject({ reason: 'DATA_MISSING' });
  });

  it('[RUN-1] copies the programs out of a clone that is private to root, and again when the copy is damaged', async () => {
    const requested = await packageWithoutLinks(await privateFolder());
    const systemDir = path.join(await playground.folder(), 'system');
    const dataDir = await playground.dataFolder();
    for (const damage of [false, true]) {
      const [label = ''] = await readdir(path.join(systemDir, 'programs')).catch(() => []);
      if (damage) await rm(path.join(systemDir, 'programs', label, 'native/lib/libxml2.so.2'));
      const server = await playground.start({ dataDir, systemDir, binariesPackage: requested });
      const postmaster = await readPostmasterPid(path.join(dataDir, 'postgres'));
      expect(await readCommandLine(postmaster)).toContain(path.join(systemDir, 'programs'));
      await server.stop();
    }
    const [label = ''] = await readdir(path.join(systemDir, 'programs'));
    const program = await stat(path.join(systemDir, 'programs', label, 'native/bin/postgres'));
    expect([program.uid, program.mode & 0o777]).toEqual([0, 0o755]);
  });

  it('takes over a database that came back from a backup as root’s', async () => {
    const dataDir = await playground.dataFolder();
    const cluster = path.join(dataDir, 'postgres');
    for (const entry of await readdir(cluster, { recursive: true }))
      await chown(path.join(cluster, entry), 0, 0);
    await chown(cluster, 0, 0);
    await (await playground.start({ dataDir })).stop();
    expect((await stat(cluster)).uid).not.toBe(0);
  });
});

describe.runIf(isRoot)('started as an ordinary account (from root, which can become one)', () => {
  it('[RUN-1] runs twice from a package it cannot write to, survives kill -9, and as root afterwards', async (context) => {
    if (!(await canReach(import.meta.dirname, nobody))) context.skip('the clone is private to root');
    const dataDir = await playground.folder();
    await chown(dataDir, nobody.uid, nobody.gid);
    const binariesPackage = await packageWithoutLinks(await playground.folder());
    const first = await playground.startChild({ dataDir, binariesPackage }, nobody);
    await query(first.url, 'create table kept as select 3 as n');
    await first.kill();
    const second = await playground.startChild({ dataDir, binariesPackage }, nobody);
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 3 }]);
    await second.stop();
    expect(await readdir(path.join(dataDir, 'postgres.programs'))).toHaveLength(1);

    const asRoot = await playground.start({ dataDir });
    expect(await query(asRoot.url(asRoot.superuser, 'postgres'), 'select n from kept')).toEqual([{ n: 3 }]);
    await asRoot.stop();
    expect((await stat(path.join(dataDir, 'postgres'))).uid).toBe(nobody.uid);
    const third = await playground.startChild({ dataDir }, nobody);
    await third.stop();
  });

  it('is told so when the folder cannot be written, or the database is another account’s', async (context) => {
    if (!(await canReach(import.meta.dirname, nobody))) context.skip('the clone is private to root');
    const dataDir = await playground.folder();
    expect(await playground.launch({ dataDir }, nobody).hear()).toMatchObject({ reason: 'FOLDER_UNUSABLE' });
    const other = await playground.dataFolder();
    await chown(path.join(other, 'postgres'), 1, 1);
    expect(await playground.launch({ dataDir: other }, nobody).hear()).toMatchObject({ reason: 'NOT_OWNER' });
  });
});
