import { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { allJobs } from '../jobs.ts';
import { loadStore } from '../load-store.ts';
import { locateDatabase, openDatabases } from '../platform/db/open-databases.ts';
import { startJobRunner } from '../platform/jobs/job-runner.ts';
import { createLogger } from '../platform/log/logger.ts';
import { stopOnSignal } from './stop-on-signal.ts';

export function workerCommand(): Command {
  return new Command('worker')
    .description('Run background jobs only, beside servers started with JOBS=off. Needs DATABASE_URL.')
    .action(async () => {
      const config = loadConfig(process.env);
      const logger = createLogger({ level: config.LOG_LEVEL, pretty: !config.production && process.stdout.isTTY });
      const store = await loadStore(config.STORE_FILE);
      const urls = await locateDatabase(config, (message) => logger.info(message));
      const databases = openDatabases(urls);
      const jobs = allJobs({ config, store, ...databases, now: () => new Date() });
      const runner = await startJobRunner({ url: urls.system, role: urls.systemRole, jobs, logger });
      logger.info({ jobs: jobs.map(({ name }) => name) }, 'worker started');
      stopOnSignal(async () => {
        await runner.stop();
        await Promise.all([databases.shop.close(), databases.system.close()]);
        await urls.close();
      }, logger);
    });
}
