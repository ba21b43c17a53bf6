import type { Config } from './config.ts';
import { connectInstances } from './connect-instances.ts';
import { openGateways } from './domains/payments/public.ts';
import { openFoundation } from './foundation.ts';
import { allJobs } from './jobs.ts';
import { Closers } from './platform/closers.ts';
import { startJobRunner } from './platform/jobs/job-runner.ts';
import type { Logger } from './platform/log/logger.ts';
import { logSlowQueries } from './platform/log/slow-queries.ts';

const JOBS_MS = 15_000;

/** Runs background jobs and nothing else (RUN-4); what has started is stopped again when a later step fails. */
export async function startWorker(
  config: Config,
  logger: Logger,
  stopping: AbortSignal,
): Promise<{ stop(hurry?: AbortSignal): Promise<void> }> {
  const closers = new Closers(logger);
  try {
    const foundation = await openFoundation(config, { logger, closers, stopping, migrating: true });
    logSlowQueries(foundation, logger);
    const { urls, system } = foundation;
    const { bus } = await connectInstances({ foundation, logger, closers });
    const gateways = openGateways(config);
    const jobs = allJobs({ ...foundation, gateways, bus, logger, now: () => new Date() });
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
