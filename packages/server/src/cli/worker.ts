import { Command } from 'commander';
import { ConfigError, loadConfig } from '../config.ts';
import { createLogger } from '../platform/log/logger.ts';
import { serve } from './serve.ts';

export function workerCommand(): Command {
  return new Command('worker')
    .description('Run background jobs only, beside servers started with JOBS=off. Needs DATABASE_URL.')
    .action(async () => {
      const config = loadConfig(process.env);
      if (!config.DATABASE_URL) throw embeddedHasOneProcess();
      const { startWorker } = await import('../worker.ts');
      const logger = createLogger({
        level: config.LOG_LEVEL,
        pretty: !config.production && process.stdout.isTTY,
      });
      await serve((stopping) => startWorker(config, logger, stopping), { logger });
    });
}

function embeddedHasOneProcess(): ConfigError {
  return new ConfigError([
    {
      name: 'DATABASE_URL',
      problem: 'is missing; the embedded database belongs to one server',
      hint: 'Set it for servers and workers alike, or let the server run the jobs (JOBS=on).',
    },
  ]);
}
