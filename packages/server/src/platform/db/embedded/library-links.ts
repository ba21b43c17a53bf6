import { lstat, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './embedded-error.ts';

/** A link that the package needs: `at` is to point to `to`, both inside the package. */
interface LibraryLink {
  at: string;
  to: string;
}

/**
 * Makes the library links that npm packages cannot carry and an install script would have made.
 * Returns false when the folder cannot be written, so that a copy is needed.
 */
export async function makeLibraryLinks(root: string): Promise<boolean> {
  for (const { at, to } of await readLibraryLinks(root)) {
    if (await isThere(at)) continue;
    try {
      await symlink(path.relative(path.dirname(at), to), at);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EEXIST') continue;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      throw error;
    }
  }
  return true;
}

async function readLibraryLinks(root: string): Promise<LibraryLink[]> {
  const list = await readFile(path.join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return '[]';
      throw error;
    },
  );
  const entries: unknown = JSON.parse(list);
  if (!Array.isArray(entries)) return [];
  // The list says "source" for the file that exists and "target" for the link to make.
  return entries
    .filter(isEntry)
    .map(({ source, target }) => ({ at: within(root, target), to: within(root, source) }));
}

function isEntry(entry: unknown): entry is { source: string; target: string } {
  if (typeof entry !== 'object' || entry === null) return false;
  return (
    'source' in entry &&
    typeof entry.source === 'string' &&
    'target' in entry &&
    typeof entry.target === 'string'
  );
}

function within(root: string, relative: string): string {
  const full = path.resolve(root, relative);
  if (!full.startsWith(root + path.sep))
    throw new Error(`pg-symlinks.json names ${relative}, outside its package`);
  return full;
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}
