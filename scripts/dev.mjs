// npm run dev: the server from its sources, restarted at every change.
import { spawn } from 'node:child_process';
import { prepare } from './prepare.mjs';

prepare({ build: false });
const server = spawn(
  process.execPath,
  ['--import', 'tsx', '--watch', 'packages/server/src/cli.ts', 'start', '--sample'],
  { stdio: 'inherit' },
);
process.on('SIGINT', () => {});
process.on('SIGTERM', () => server.kill('SIGTERM'));
server.on('exit', (code) => process.exit(code ?? 0));
