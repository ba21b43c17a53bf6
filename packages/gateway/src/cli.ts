#!/usr/bin/env node
import { loadConfig } from './config.ts';
import { startGateway } from './start-gateway.ts';

try {
  const gateway = await startGateway(loadConfig(process.env));
  process.stdout.write(`  Sandbox gateway ${gateway.url}\n`);
  endWith(async () => {
    await gateway.close();
    process.exit(0);
  });
} catch (error) {
  process.stderr.write(`The sandbox gateway could not start: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

/** Ends on a signal, and with the process that started it where that holds our standard input open for it. */
function endWith(end: () => Promise<void>): void {
  let ending = false;
  const once = () => {
    if (!ending) void end();
    ending = true;
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, once);
  if (process.argv.includes('--until-stdin-ends')) process.stdin.resume().on('end', once).on('error', once);
}
