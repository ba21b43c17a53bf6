import { Logger as WorkerLogger, parseCronItems, run, type Runner, type TaskList } from 'graphile-worker';
import pg from 'pg';
import { takeRole } from '../db/lane.ts';
import type { Logger } from '../log/logger.ts';

/** One kind of background work. It may run again after a failure, so doing it twice must do no more than once. */
export interface Job {
  name: string;
  /** When it runs by itself, as in crontab(5), UTC. */
  cron: string;
  run: () => Promise<unknown>;
}

export interface JobRunner {
  readonly alive: boolean;
  /** Lets running jobs finish and stops taking new ones. */
  stop(): Promise<void>;
}

/** Takes jobs from the queue in the database. Any number of runners may, on any number of machines: each job runs once (RUN-4). */
export async function startJobRunner(options: { url: string; role: string | null; jobs: readonly Job[]; logger: Logger }): Promise<JobRunner> {
  const { jobs, logger } = options;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: 3,
    application_name: 'cartwright jobs',
    onConnect: (client) => takeRole(client, options.role),
  });
  listenForLoss(pool, (error) => logger.warn({ err: error }, 'job connection lost'));
  const taskList: TaskList = Object.fromEntries(jobs.map((job) => [job.name, async () => void (await observed(job, logger))]));
  const runner: Runner = await run({
    pgPool: pool,
    taskList,
    parsedCronItems: parseCronItems(jobs.map(({ name, cron }) => ({ task: name, match: cron, identifier: name, options: { backfillPeriod: 0 } }))),
    concurrency: 2,
    noHandleSignals: true,
    logger: new WorkerLogger(() => (level, message) => logger[level === 'warning' ? 'warn' : level === 'error' ? 'error' : 'debug'](message)),
  });
  let alive = true;
  runner.promise.catch((error: unknown) => logger.error({ err: error }, 'job runner ended')).finally(() => (alive = false));
  return {
    get alive() {
      return alive;
    },
    stop: async () => {
      if (alive) await runner.stop();
      await pool.end();
    },
  };
}

/** A connection that dies must not end the process; the pool replaces it. */
function listenForLoss(pool: pg.Pool, onLost: (error: Error) => void): void {
  pool.on('error', onLost);
  pool.on('connect', (client) => void client.on('error', onLost));
}

async function observed(job: Job, logger: Logger): Promise<void> {
  const started = performance.now();
  const result = await job.run();
  logger.debug({ job: job.name, ms: Math.round(performance.now() - started), result }, 'job done');
}
