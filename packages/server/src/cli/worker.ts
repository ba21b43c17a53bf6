import { Command } from 'commander';
import { Closers } from '../platform/closers.ts';
import { ConfigError, loadConfig, type Config } from '../config.ts';
import { openFoundation } from '../foundation.ts';
import { allJobs } from '../jobs.ts';
import { startJobRunner } from '../platform/jobs/job-runner.ts';
import { createLogger, type Logger } from '../platform/log/logger.ts';
import { logSlowQueries } from '../platform/log/slow-queries.ts';
import { serve, type Service } from './serve.ts';

const JOBS_MS = 15_000;

export function workerCommand(): Command {
  return new Command('worker')
    .description('Run background jobs only, beside servers started with JOBS=off. Needs DATABASE_URL.')
    .action(async () => {
      const config = loadConfig(process.env);
      if (!config.DATABASE_URL) throw embeddedHasOneProcess();
      const logger = createLogger({
        level: config.LOG_LEVEL,
        pretty: !config.production && process.stdout.isTTY,
      });
      await serve((stopping) => startWorker(config, logger, stopping), { logger });
    });
}

async function startWorker(config: Config, logger: Logger, stopping: AbortSignal): Promise<Service> {
  const closers = new Closers(logger);
  try {
    const foundation = await openFoundation(config, { logger, closers, stopping, migrating: true });
    logSlowQueries(foundation, logger);
    const { urls, system } = foundation;
    const jobs = allJobs({ ...foundation, now: () => new Date() });
    const runner = await startJobRunner({
      url: urls.system,
      role: urls.systemRole,
      system,
      alone: false,
      jobs,
      logger,
    });
    closers.add('jobs', () => runner.stop(), JOBS_MS);
    logger.info({ jobs: jobs.map(({ name }) => name) }, 'worker started');
    return { stop: (hurry) => closers.closeAll(hurry) };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
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
