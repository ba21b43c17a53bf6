import {
  Logger as WorkerLogger,
  parseCronItems,
  run,
  type Runner,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import { EventEmitter } from 'node:events';
import pg from 'pg';
import { elapsed } from '../closers.ts';
import { nobody, type Database } from '../db/database.ts';
import { takeRole } from '../db/lane.ts';
import { withoutAddresses } from '../log/describe-error.ts';
import type { Logger } from '../log/logger.ts';
import { beat, freeAllJobs, freeJobsOf, freeJobsOfDead } from './queries.ts';
import { tickEvery } from './ticker.ts';

/** One kind of background work. It may run again after a failure, so doing it twice must do no more than once. */
export interface Job {
  name: string;
  /** When it runs by itself, as in crontab(5), UTC. */
  cron?: string;
  /** For what must not wait for the next minute: every runner runs it so often, so it takes its work piece by piece. */
  everySeconds?: number;
  run: () => Promise<unknown>;
}

export interface JobRunner {
  readonly alive: boolean;
  /** Takes no new jobs and lets running ones finish, for at most `FINISH_MS`; then they go to another. */
  stop(): Promise<void>;
}

interface Options {
  url: string;
  role: string | null;
  system: Database;
  /** No other runner can be on this database: whatever a former one held is free. */
  alone: boolean;
  jobs: readonly Job[];
  logger: Logger;
  /** How long a runner may be silent before its jobs are given to others. */
  silentSeconds?: number;
}

const FINISH_MS = 10_000;
const LONGEST_GAP_MS = 30_000;
const SILENT_SECONDS = 60;

/**
 * Takes jobs from the queue in the database. Any number of runners may, on any number of machines: each job runs once
 * (RUN-4). A runner that ends by itself is started again, and the jobs of one that was killed go to the others.
 */
export async function startJobRunner(options: Options): Promise<JobRunner> {
  const { system, logger } = options;
  const pool = openPool(options);
  const stopping = new AbortController();
  if (options.alone) await system.as(nobody).write(freeAllJobs());
  let current: Running | null = await runJobs(pool, options);
  const keep = async () => {
    for (let gapMs = 1_000; !stopping.signal.aborted; gapMs = Math.min(gapMs * 2, LONGEST_GAP_MS)) {
      if (current) {
        await current.ended;
        gapMs = 1_000;
      }
      current = null;
      await elapsed(gapMs, stopping.signal);
      if (stopping.signal.aborted) return;
      current = await runJobs(pool, options).catch((error: unknown) => {
        logger.error({ err: error }, 'job runner did not start');
        return null;
      });
      if (current && stopping.signal.aborted) await withinTime(current.runner.stop());
    }
  };
  const kept = keep();
  const tickers = options.jobs.flatMap(({ name, everySeconds, run: work }) =>
    everySeconds === undefined ? [] : tickEvery(everySeconds, name, work, logger),
  );
  return {
    get alive() {
      return current !== null;
    },
    stop: async () => {
      stopping.abort();
      const last = current;
      const ended = Promise.all([
        ...tickers.map((ticker) => ticker.stop()),
        last ? last.runner.stop() : kept,
      ]);
      await withinTime(ended);
      // What has not finished in time is somebody else's now.
      if (last) await system.as(nobody).write(freeJobsOf(last.id));
      await pool.end();
    },
  };
}

interface Running {
  id: string;
  runner: Runner;
  ended: Promise<void>;
}

async function runJobs(
  pool: pg.Pool,
  { system, jobs, logger, silentSeconds = SILENT_SECONDS }: Options,
): Promise<Running> {
  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [job.name, async () => void (await observed(job, logger))]),
  );
  // A key holds one waiting job of each kind: those that fail or were missed in an outage do not pile up.
  const cronItems = jobs.flatMap(({ name, cron }) =>
    cron === undefined
      ? []
      : {
          task: name,
          match: cron,
          identifier: name,
          options: { backfillPeriod: 0, maxAttempts: 5, jobKey: name, jobKeyMode: 'replace' as const },
        },
  );
  const events: WorkerEvents = new EventEmitter();
  let id = '';
  events.once('pool:create', ({ workerPool }) => (id = workerPool.id));
  const runner = await run({
    pgPool: pool,
    taskList,
    parsedCronItems: parseCronItems(cronItems),
    events,
    // Without these the end of a job is told to the database by a call that nobody waits for, and whose failure nobody catches.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    concurrency: 2,
    noHandleSignals: true,
    logger: new WorkerLogger(
      () => (level, message) =>
        logger[level === 'warning' ? 'warn' : level === 'error' ? 'error' : 'debug'](
          withoutAddresses(message),
        ),
    ),
  });
  const showLife = () =>
    void system
      .as(nobody)
      .write(beat(id), freeJobsOfDead(silentSeconds))
      .catch((error: unknown) => logger.warn({ err: error }, 'job runner could not show life'));
  showLife();
  const life = setInterval(showLife, (silentSeconds * 1_000) / 4).unref();
  const ended = runner.promise
    .catch((error: unknown) => logger.error({ err: error }, 'job runner ended'))
    .finally(() => clearInterval(life))
    // A job whose end could not be told is still held in its name; where this fails too, its silence frees it.
    .then(() => system.as(nobody).write(freeJobsOf(id)))
    .then(
      () => {},
      (error: unknown) => logger.warn({ err: error }, 'jobs of an ended runner not given back yet'),
    );
  return { id, runner, ended };
}

async function withinTime(work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  const settled = work.catch(() => {}).finally(() => done.abort());
  await Promise.race([settled, elapsed(FINISH_MS, done.signal)]);
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
