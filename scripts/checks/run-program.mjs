import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

/**
 * Runs a program of this workspace (node_modules/.bin comes first on the PATH) to its end.
 * Its output is kept, or goes straight to the terminal with `show`.
 * @returns {Promise<{ exitCode: number, stdout: string, output: string }>}
 */
export function runProgram(command, args, { env = {}, show = false } = {}) {
  const path = [join(process.cwd(), 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(command, args, {
    env: { ...process.env, ...env, PATH: path },
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
  });
  let stdout = '';
  let output = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ exitCode: 127, stdout, output: `${output}${error.message}\n` }));
    child.on('close', (code, signal) =>
      resolve({ exitCode: code ?? 1, stdout, output: signal ? `${output}ended by ${signal}\n` : output }),
    );
  });
}
