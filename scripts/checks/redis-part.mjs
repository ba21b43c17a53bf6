import { existsSync } from 'node:fs';
import { runProgram } from './run-program.mjs';
import { runVitest } from './vitest-part.mjs';

/** The tests that need Redis: from the PATH, else installed where that is allowed, else failed with what mends it. */
export async function runRedis() {
  const problem = await ensureRedis();
  if (problem) return { passed: 0, failed: 1, skipped: 0, notes: [problem] };
  return runVitest(['.redis.test.ts']);
}

async function ensureRedis() {
  if (await present()) return null;
  const debian = existsSync('/etc/debian_version');
  if (!debian)
    return 'redis-server is not on the PATH; install Redis 6 or newer with your package manager (macOS: brew install redis)';
  if (process.getuid?.() !== 0)
    return 'redis-server is not on the PATH; run: sudo apt-get install -y redis-server';
  process.stdout.write('Installing redis-server …\n');
  const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await runProgram('apt-get', ['update', '-q'], quiet);
  const { output } = await runProgram(
    'apt-get',
    ['install', '-y', '-q', '--no-install-recommends', 'redis-server'],
    quiet,
  );
  if (await present()) return null;
  return `redis-server is not on the PATH and could not be installed; run: apt-get install -y redis-server\n${output.trimEnd()}`;
}

async function present() {
  return (await runProgram('redis-server', ['--version'])).exitCode === 0;
}
