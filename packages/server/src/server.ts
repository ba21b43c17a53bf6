import { createApp } from './app.ts';
import { Closers, elapsed } from './platform/closers.ts';
import type { Config } from './config.ts';
import { connectInstances } from './connect-instances.ts';
import { openGateways } from './domains/payments/public.ts';
import { openFoundation, type Foundation } from './foundation.ts';
import { allJobs } from './jobs.ts';
import { armFailpoint } from './platform/failpoint.ts';
import { pingDatabase } from './platform/db/ping.ts';
import type { Readiness } from './platform/http/health-routes.ts';
import { listen, stopListening } from './platform/http/listening.ts';
import type { App } from './platform/http/route.ts';
import { startJobRunner, type JobRunner } from './platform/jobs/job-runner.ts';
import { logSlowQueries } from './platform/log/slow-queries.ts';
import type { Logger } from './platform/log/logger.ts';
import type { Database } from './platform/db/database.ts';
import { storefrontFolder } from './storefront/build.ts';

export interface RunningServer {
  url: string;
  system: Database;
  /**
   * Readiness turns 503 while everything is still answered, then requests and jobs under way finish, within `WORK_MS`,
   * then everything closes. `hurry` waits for none of it but the database.
   */
  stop(hurry?: AbortSignal): Promise<void>;
}

interface Assembly {
  foundation: Foundation;
  logger: Logger;
  closers: Closers;
}

const WORK_MS = 15_000;
const DRAIN_SECONDS = { production: 2, otherwise: 0.2 };

/**
 * Starts everything an instance needs: database, migrations, events, jobs, HTTP. What has started is stopped again when
 * a later step fails or `stopping` comes meanwhile.
 */
export async function startServer(
  config: Config,
  logger: Logger,
  stopping?: AbortSignal,
): Promise<RunningServer> {
  const closers = new Closers(logger);
  armFailpoint(config.FAILPOINT);
  try {
    const foundation = await openFoundation(config, { logger, closers, stopping, migrating: true });
    return await assemble({ foundation, logger, closers }, stopping);
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

async function assemble(assembly: Assembly, stopping: AbortSignal | undefined): Promise<RunningServer> {
  const { foundation, logger, closers } = assembly;
  const { config, store, urls, shop, system } = foundation;
  const now = () => new Date();
  const state = { stopping: false };
  logSlowQueries(foundation, logger);
  const { bus, redis } = await connectInstances(assembly);
  const gateways = openGateways(config);
  stopping?.throwIfAborted();

  let app: App | null = null;
  let runner: JobRunner | null = null;
  closers.add(
    'requests and jobs',
    () => Promise.all([app && stopListening(app, WORK_MS), runner?.stop()]),
    WORK_MS,
  );
  if (config.JOBS === 'on') {
    const jobs = allJobs({ config, store, shop, system, gateways, bus, logger, now });
    runner = await startJobRunner({
      url: urls.system,
      role: urls.systemRole,
      system,
      alone: urls.exclusive,
      jobs,
      logger,
    });
  }
  const readiness = async (): Promise<Readiness> => ({
    database: !state.stopping && (await pingDatabase(shop)),
    migrations: true,
    jobs: runner === null || runner.alive,
  });
  app = await createApp({
    config,
    store,
    logger,
    shop,
    system,
    gateways,
    redis,
    bus,
    now,
    readiness,
    storefrontFolder,
  });
  stopping?.throwIfAborted();
  const url = await listen(app, { host: config.HOST, port: config.PORT });
  return {
    url,
    system,
    stop: async (hurry) => {
      state.stopping = true;
      const seconds =
        config.DRAIN_SECONDS ?? (config.production ? DRAIN_SECONDS.production : DRAIN_SECONDS.otherwise);
      await elapsed(seconds * 1_000, ...(hurry ? [hurry] : []));
      await closers.closeAll(hurry);
    },
  };
}
