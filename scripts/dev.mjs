// npm run dev: the server from its sources, restarted at every change, and the sandbox payment gateway.
import { spawn } from 'node:child_process';
import { startGateway } from './gateway.mjs';
import { prepare } from './prepare.mjs';

prepare({ build: false });
const server = spawn(
  process.execPath,
  ['--import', 'tsx', '--watch', 'packages/server/src/cli.ts', 'start', '--sample'],
  { stdio: 'inherit' },
);
const gateway = startGateway(['--import', 'tsx', 'packages/gateway/src/cli.ts']);
process.on('SIGINT', () => {});
process.on('SIGTERM', () => server.kill('SIGTERM'));
server.on('exit', async (code) => {
  await gateway.stop();
  process.exit(code ?? 0);
});
