import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BYTES = 48;
const LETTERS = (BYTES * 8) / 6;

/** A random secret made once and kept in the data folder, so that sessions survive a restart in development. */
export function keptSecret(dataDir: string): string {
  const file = fileIn(dataDir);
  mkdirSync(dataDir, { recursive: true });
  return readKept(file) ?? makeKept(file);
}

/** Keeps these keys from now on, once `recorded` has resolved; a crash in between leaves those of before. */
export async function keepKeys(
  dataDir: string,
  keys: readonly { id: string; secret: string }[],
  recorded: () => Promise<unknown>,
): Promise<string> {
  const file = fileIn(dataDir);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const lines = keys.map(({ id, secret }) => `${id}:${secret}`);
  writeFileSync(draft, lines.join('\n'), { flag: 'wx', mode: 0o600, flush: true });
  try {
    await recorded();
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  return file;
}

const fileIn = (dataDir: string) => join(dataDir, 'jwt-secret');

function readKept(file: string): string | undefined {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret.length >= LETTERS) return secret;
    // A crash of the machine left the file without its content.
    rmSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return undefined;
}

// Linked into place with its whole content: of two servers starting at once the second reads what the first made.
function makeKept(file: string): string {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, randomBytes(BYTES).toString('base64url'), { flag: 'wx', mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}
