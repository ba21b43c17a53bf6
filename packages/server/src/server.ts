import type { Redis } from 'ioredis';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { allJobs } from './jobs.ts';
import { loadStore } from './load-store.ts';
import { migrationsFolder } from './package-root.ts';
import { locateDatabase, openDatabases } from './platform/db/open-databases.ts';
import { migrate } from './platform/db/migrate.ts';
import { carryByPostgres } from './platform/events/postgres-carrier.ts';
import { carryByRedis } from './platform/events/redis-carrier.ts';
import { SharedBus } from './platform/events/shared-bus.ts';
import { startJobRunner, type JobRunner } from './platform/jobs/job-runner.ts';
import { logSlowQueries } from './platform/log/slow-queries.ts';
import type { Logger } from './platform/log/logger.ts';
import type { Database } from './platform/db/database.ts';
import { pingDatabase } from './platform/db/ping.ts';

export interface RunningServer {
  url: string;
  system: Database;
  /** Readiness turns 503, then requests and jobs under way finish, then everything closes; at most `SHUTDOWN_MS`. */
  stop(): Promise<void>;
}

const SHUTDOWN_MS = 20_000;
/** Time for a load balancer to notice the 503 before connections are refused. */
const DRAIN_MS = 500;

/** Starts everything an instance needs: database, migrations, events, jobs, HTTP. What has started is stopped again when a later step fails. */
export async function startServer(config: Config, logger: Logger): Promise<RunningServer> {
  const closers: (() => Promise<unknown>)[] = [];
  const closing = (close: () => Promise<unknown>) => void closers.unshift(close);
  try {
    return await assemble(config, logger, closing, () => closeAll(closers, logger));
  } catch (error) {
    await closeAll(closers, logger);
    throw error;
  }
}

async function assemble(
  config: Config,
  logger: Logger,
  closing: (close: () => Promise<unknown>) => void,
  close: () => Promise<void>,
): Promise<RunningServer> {
  const now = () => new Date();
  const store = await loadStore(config.STORE_FILE);
  const urls = await locateDatabase(config, (message) => logger.info(message));
  closing(() => urls.close());
  const applied = await migrate(urls.owner, migrationsFolder);
  if (applied.length > 0) logger.info({ applied }, 'database migrated');
  const databases = openDatabases(urls);
  closing(() => Promise.all([databases.shop.close(), databases.system.close()]));
  logSlowQueries(databases, logger);
  const redis = config.REDIS_URL ? await connectRedis(config.REDIS_URL, logger) : null;
  if (redis) closing(async () => redis.disconnect());
  const bus = new SharedBus((error) => logger.warn({ err: error }, 'events were not carried to other instances'));
  const onError = (error: unknown) => logger.warn({ err: error }, 'event connection lost');
  bus.carryOver(redis ? await carryByRedis(bus, redis) : await carryByPostgres(bus, { url: urls.system, role: urls.systemRole, onError }));
  closing(() => bus.close());

  const jobs = allJobs({ config, store, ...databases, now });
  let runner: JobRunner | null = null;
  if (config.JOBS === 'on') {
    runner = await startJobRunner({ url: urls.system, role: urls.systemRole, jobs, logger });
    closing(() => runner!.stop());
  }
  let stopping = false;
  const readiness = async () => ({
    database: !stopping && (await pingDatabase(databases.shop)),
    migrations: true,
    jobs: config.JOBS === 'off' || runner!.alive,
  });
  const app = await createApp({ config, store, logger, ...databases, redis, bus, now, readiness });
  closing(() => app.close());
  const url = await app.listen({ host: config.HOST, port: config.PORT });
  return {
    url,
    system: databases.system,
    stop: async () => {
      stopping = true;
      if (config.production) await new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
      await close();
    },
  };
}

async function connectRedis(url: string, logger: Logger): Promise<Redis> {
  // Loaded only where it is used: 18 MB that most shops never need.
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, enableOfflineQueue: false });
  redis.on('error', (error) => logger.warn({ err: error }, 'redis connection'));
  await redis.connect();
  return redis;
}

async function closeAll(closers: (() => Promise<unknown>)[], logger: Logger): Promise<void> {
  const deadline = setTimeout(() => logger.error('shutdown took too long; what is left is abandoned'), SHUTDOWN_MS);
  const expired = new Promise((resolve) => setTimeout(resolve, SHUTDOWN_MS).unref());
  for (const close of closers.splice(0)) {
    await Promise.race([close().catch((error: unknown) => logger.error({ err: error }, 'closing failed')), expired]);
  }
  clearTimeout(deadline);
}
