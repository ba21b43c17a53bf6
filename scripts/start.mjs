// npm start on a fresh clone: install what is missing, build what is stale, then run the server with the sample store and
// the sandbox payment gateway.
import { spawn } from 'node:child_process';
import { clearInterval, setInterval } from 'node:timers';
import { startGateway } from './gateway.mjs';
import { memoryFlags } from './memory-flags.mjs';
import { prepare } from './prepare.mjs';

prepare();
const production = process.env.NODE_ENV === 'production';
const server = spawn(
  process.execPath,
  [
    '--enable-source-maps',
    ...memoryFlags,
    'packages/server/dist/cli.mjs',
    'start',
    ...(production ? [] : ['--sample']),
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
const gateway = startGateway(['--enable-source-maps', 'packages/gateway/dist/cli.mjs']);
// The terminal sends Ctrl-C to the server too; this process only waits for it and passes on what is sent to it alone.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => server.kill('SIGTERM'));
// npm, told to end, ends the shell between it and us, and nobody tells us: we see that our parent has gone.
const { npm_lifecycle_event: byNpm } = process.env;
const parent = process.ppid;
const watch = setInterval(() => {
  if (!byNpm || process.ppid === parent) return;
  clearInterval(watch);
  server.kill('SIGTERM');
}, 500).unref();
server.on('exit', async (code, signal) => {
  await gateway.stop();
  process.exit(code ?? (signal ? 1 : 0));
});
