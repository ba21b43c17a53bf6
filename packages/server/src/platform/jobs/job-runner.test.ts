import { pino } from 'pino';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { startJobRunner, type Job, type JobRunner } from './job-runner.ts';

const logger = pino({ level: 'silent' });

describe('job runners', () => {
  let database: TestDatabase;
  const runners: JobRunner[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await Promise.all(runners.splice(0).map((runner) => runner.stop()));
    await database.admin.query('delete from graphile_worker._private_jobs');
  });
  afterAll(() => database.close());

  const start = async (jobs: Job[], options: { alone?: boolean; silentSeconds?: number } = {}) => {
    const runner = await startJobRunner({
      url: database.systemUrl,
      role: null,
      system: database.system,
      alone: false,
      jobs,
      logger,
      ...options,
    });
    runners.push(runner);
    return runner;
  };
  const job = (name: string, run: Job['run'], cron = '0 0 1 1 *'): Job => ({ name, cron, run });
  const enqueue = (name: string, times = 1) =>
    database.admin.query('select graphile_worker.add_job($1) from generate_series(1, $2)', [name, times]);
  const jobs = async () =>
    (
      await database.admin.query<{ attempts: number; locked: boolean }>(
        'select attempts, locked_at is not null as locked from graphile_worker.jobs',
      )
    ).rows;

  it('[RUN-4] two runners do each queued job once', async () => {
    let done = 0;
    const counted = () => job('counted', async () => void done++);
    await Promise.all([start([counted()]), start([counted()])]);
    await enqueue('counted', 60);
    await expect.poll(jobs, { timeout: 10_000 }).toEqual([]);
    expect(done).toBe(60);
  });

  it('[RUN-4] two runners do what is due by the clock once', async () => {
    const minute = Math.floor(Date.now() / 60_000) * 60_000;
    vi.useFakeTimers({ toFake: ['Date'], now: minute - 200 });
    const done = [0, 0];
    await start([job('due', async () => void done[0]!++, '* * * * *')]);
    await start([job('due', async () => void done[1]!++, '* * * * *')]);
    vi.setSystemTime(minute + 50);
    await expect.poll(() => done[0]! + done[1]!, { timeout: 10_000 }).toBe(1);
    await sleep(500);
    expect(done[0]! + done[1]!).toBe(1);
  });

  it('a job that fails is tried again', async () => {
    let tries = 0;
    const flaky = async () => {
      tries++;
      if (tries < 2) throw new Error('not yet');
    };
    await start([job('flaky', flaky)]);
    await enqueue('flaky');
    await expect.poll(jobs, { timeout: 10_000 }).toEqual([]);
    expect(tries).toBe(2);
  });

  it('[RUN-7] stopping lets a running job finish', async () => {
    const [begun, finished] = [vi.fn(), vi.fn()];
    const slow = async () => {
      begun();
      await sleep(600);
      finished();
    };
    const runner = await start([job('slow', slow)]);
    await enqueue('slow');
    await expect.poll(() => begun.mock.calls.length).toBe(1);
    await runner.stop();
    runners.length = 0;
    expect(finished).toHaveBeenCalledOnce();
    expect(await jobs()).toEqual([]);
  });

  it('[RUN-3] goes on after every connection was lost, also in the middle of a job', async () => {
    let done = 0;
    const interrupted = async () => {
      if (done++ === 0) await killRunners();
    };
    const runner = await start([job('interrupted', interrupted)]);
    await enqueue('interrupted');
    await expect.poll(jobs, { timeout: 15_000 }).toEqual([]);
    await enqueue('interrupted');
    await expect.poll(jobs, { timeout: 15_000 }).toEqual([]);
    // Three times where the end of the first run could not be told: a job is done at least once.
    expect([2, 3]).toContain(done);
    await expect.poll(() => runner.alive).toBe(true);
  });

  const killRunners = () =>
    database.admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'cartwright jobs%'",
    );

  it('[RUN-4] what a killed runner held goes to another, and what a living one holds does not', async () => {
    const done = vi.fn();
    const held = job('held', async () => void done());
    await database.admin.query("insert into job_runners values ('alive', now() + interval '1 minute')");
    await enqueue('held', 2);
    const rows = 'select id from graphile_worker._private_jobs order by id';
    await database.admin.query(
      `update graphile_worker._private_jobs set locked_at = now() - interval '10 seconds', locked_by = case when id = (${rows} limit 1) then 'alive' else 'killed' end`,
    );
    await start([held], { silentSeconds: 2 });
    await expect.poll(() => done.mock.calls.length, { timeout: 10_000 }).toBe(1);
    await sleep(1_500);
    expect(done).toHaveBeenCalledTimes(1);
    expect(await jobs()).toEqual([{ attempts: 0, locked: true }]);
  });

  it('[RUN-4] a runner that is alone takes at once what a killed one held', async () => {
    const done = vi.fn();
    await enqueue('held');
    await database.admin.query(
      "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'killed'",
    );
    await start([job('held', async () => void done())], { alone: true });
    await expect.poll(() => done.mock.calls.length, { timeout: 5_000 }).toBe(1);
  });
});
