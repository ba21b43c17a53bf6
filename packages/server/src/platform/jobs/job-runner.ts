import { Logger as WorkerLogger, parseCronItems, run, type Runner, type TaskList } from 'graphile-worker';
import pg from 'pg';
import { elapsed } from '../closers.ts';
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
  /** Takes no new jobs and lets running ones finish, for at most `FINISH_MS`; then they are handed back to the queue. */
  stop(): Promise<void>;
}

interface Options {
  url: string;
  role: string | null;
  jobs: readonly Job[];
  logger: Logger;
}

const FINISH_MS = 10_000;
const LONGEST_GAP_MS = 30_000;

/**
 * Takes jobs from the queue in the database. Any number of runners may, on any number of machines: each job runs once
 * (RUN-4). A runner that ends by itself is started again.
 */
export async function startJobRunner(options: Options): Promise<JobRunner> {
  const pool = openPool(options);
  const stopping = new AbortController();
  let runner: Runner | null = await runJobs(pool, options);
  const keep = async () => {
    for (let gapMs = 1_000; !stopping.signal.aborted;) {
      if (runner) {
        await runner.promise.catch((error: unknown) =>
          options.logger.error({ err: error }, 'job runner ended'),
        );
        gapMs = 1_000;
      }
      runner = null;
      await elapsed(gapMs, stopping.signal);
      if (stopping.signal.aborted) return;
      gapMs = Math.min(gapMs * 2, LONGEST_GAP_MS);
      runner = await runJobs(pool, options).catch((error: unknown) => {
        options.logger.error({ err: error }, 'job runner did not start');
        return null;
      });
    }
  };
  const kept = keep();
  return {
    get alive() {
      return runner !== null;
    },
    stop: async () => {
      stopping.abort();
      if (runner) await stopRunner(runner);
      await kept;
      await pool.end();
    },
  };
}

function openPool({ url, role, logger }: Options): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 3,
    application_name: 'cartwright jobs',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    onConnect: (client) => takeRole(client, role),
  });
  listenForLoss(pool, (error) => logger.warn({ err: error }, 'job connection lost'));
  return pool;
}

function runJobs(pool: pg.Pool, { jobs, logger }: Options): Promise<Runner> {
  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [job.name, async () => void (await observed(job, logger))]),
  );
  // A key holds one waiting job of each kind: those that fail or were missed in an outage do not pile up.
  const cronItems = jobs.map(({ name, cron }) => ({
    task: name,
    match: cron,
    identifier: name,
    options: { backfillPeriod: 0, maxAttempts: 5, jobKey: name, jobKeyMode: 'replace' as const },
  }));
  return run({
    pgPool: pool,
    taskList,
    parsedCronItems: parseCronItems(cronItems),
    concurrency: 2,
    noHandleSignals: true,
    logger: new WorkerLogger(
      () => (level, message) =>
        logger[level === 'warning' ? 'warn' : level === 'error' ? 'error' : 'debug'](message),
    ),
  });
}

async function stopRunner(runner: Runner): Promise<void> {
  const done = new AbortController();
  const finished = runner.stop().finally(() => done.abort());
  finished.catch(() => {});
  await elapsed(FINISH_MS, done.signal);
  if (done.signal.aborted) return finished;
  await runner.kill('jobs took too long to finish');
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
