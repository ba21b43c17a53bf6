// npm run generate: writes every generated file; with --check only tells which ones are stale, and fails if any is.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OWNER_ROLE } from '../packages/server/src/platform/db/provision.ts';
import { startThrowawayPostgres } from '../packages/server/src/testing/throwaway-postgres.ts';
import { generatedFiles, staleFiles } from './generate/generated-files.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const DATABASE = 'described';

const postgres = await startThrowawayPostgres(DATABASE);
const files = await generatedFiles(postgres.url(OWNER_ROLE, DATABASE)).finally(() => postgres.close());
const stale = staleFiles(root, files);

if (process.argv.includes('--check')) {
  for (const path of stale) process.stdout.write(`${path} is stale\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files.get(path)!);
    process.stdout.write(`wrote ${path}\n`);
  }
}
