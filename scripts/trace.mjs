// npm run trace: every promise of docs/REQUIREMENTS.md with the tests that prove it, then those that have none yet.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readProofs, readRows } from './trace/collect.mjs';

const IGNORED = new Set(['node_modules', 'dist', '.data']);
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const rows = readRows(readFileSync('docs/REQUIREMENTS.md', 'utf8'));
const proofs = ['packages', 'apps', 'scripts']
  .filter(existsSync)
  .flatMap(testsUnder)
  .flatMap((file) => readProofs(readFileSync(file, 'utf8')).map((proof) => ({ ...proof, file })));
const proofsOf = (id) => proofs.filter(({ ids }) => ids.includes(id));

for (const { id, promise } of rows.filter(({ id }) => proofsOf(id).length > 0)) {
  process.stdout.write(`${id} ${promise}\n`);
  for (const { title, file } of proofsOf(id)) process.stdout.write(`    ${title}  (${file})\n`);
}
const without = rows.filter(({ id }) => proofsOf(id).length === 0);
process.stdout.write(
  `\nWithout a proof:\n${without.map(({ id, promise }) => `  ${id} ${promise}\n`).join('')}`,
);
const known = new Set(rows.map(({ id }) => id));
const strangers = [...new Set(proofs.flatMap(({ ids }) => ids).filter((id) => !known.has(id)))];
if (strangers.length > 0) process.stdout.write(`\nNamed by tests but no row: ${strangers.join(', ')}\n`);
process.stdout.write(
  `\n${rows.length - without.length} of ${rows.length} rows have a proof, by ${proofs.length} tests.\n`,
);

function testsUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return IGNORED.has(entry.name) ? [] : testsUnder(path);
    return /\.test\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : [];
  });
}
