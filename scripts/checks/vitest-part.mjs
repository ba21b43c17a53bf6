import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countVitest } from './counts.mjs';
import { runProgram } from './run-program.mjs';

/** Runs vitest with these arguments, its output on the terminal, and counts its report. */
export async function runVitest(args, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-report-'));
  const file = join(folder, 'report.json');
  try {
    const { exitCode, output } = await runProgram(
      'vitest',
      ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args],
      { env, show: true },
    );
    process.stdout.write(output);
    return countVitest(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null, exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
