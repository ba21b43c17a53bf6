#!/usr/bin/env node
import { loadConfig } from './config.ts';
import { startGateway } from './start-gateway.ts';

try {
  const gateway = await startGateway(loadConfig(process.env));
  // Before it says that it is there: whoever reads that may end it at once.
  endWith(async () => {
    await gateway.close();
    process.exit(0);
  });
  process.stdout.write(`  Sandbox gateway ${gateway.url}\n`);
} catch (error) {
  process.stderr.write(`The sandbox gateway could not start: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

/** Ends on a signal; or, started by a script that waits for the shop to end, when that lets go of our standard input. */
function endWith(end: () => Promise<void>): void {
  let ending = false;
  const once = () => {
    if (!ending) void end();
    ending = true;
  };
  const attached = process.argv.includes('--until-stdin-ends');
  // Ctrl-C reaches us with the shop, which may still have something to ask while it stops.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, attached ? () => {} : once);
  process.on('SIGTERM', once);
  if (attached) process.stdin.resume().on('end', once).on('error', once);
}
