import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = [
  { name: '@cartwright/server', result: 'packages/server/dist/cli.mjs', sources: ['packages/server/src'] },
  { name: '@cartwright/gateway', result: 'packages/gateway/dist/cli.mjs', sources: ['packages/gateway/src'] },
  {
    name: '@cartwright/storefront',
    result: 'packages/server/storefront/pages.json',
    sources: ['apps/storefront', 'packages/client/src', 'packages/react/src'],
  },
];
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs and builds only what is missing or older than its sources, so that a second start takes no time for it. */
export function prepare({ build = true } = {}) {
  process.chdir(root);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(`Cartwright needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
    process.exit(1);
  }
  if (timeOf('node_modules/.package-lock.json') < timeOf('package-lock.json'))
    run('Installing', 'npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts']);
  if (!build) return;
  const stale = BUILT.filter(({ result, sources }) => timeOf(result) < newest(sources));
  for (const { name } of stale) run(`Building ${name}`, 'npm', ['run', '--silent', 'build', '-w', name]);
}

function run(what, command, args) {
  process.stdout.write(`${what} …\n`);
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1e8 });
  if (status === 0) return;
  process.stderr.write(`${stdout}\n${stderr}\n${what} failed: ${command} ${args.join(' ')}\n`);
  process.exit(1);
}

function timeOf(file) {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

function newest(folders) {
  const times = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => timeOf(join(entry.parentPath, entry.name)));
  return Math.max(...times, timeOf('package-lock.json'));
}
