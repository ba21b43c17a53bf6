import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package, from the sources as from the build: migrations and the sample store lie in it. */
export const packageRoot = findPackageRoot(dirname(fileURLToPath(import.meta.url)));

export const migrationsFolder = join(packageRoot, 'migrations');

function findPackageRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findPackageRoot(dirname(folder));
}
