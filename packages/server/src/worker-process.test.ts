import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMailServer, type MailServer } from './testing/mail-server.ts';
import { Processes, type RunningServer } from './testing/processes.ts';
import { send } from './testing/send.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

const processes = new Processes();

describe('a worker beside a server without jobs', () => {
  let database: TestDatabase;
  let mails: MailServer;
  let server: RunningServer;
  let env: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    mails = await startMailServer();
    env = {
      DATABASE_URL: database.ownerUrl,
      DATABASE_SHOP_URL: database.shopUrl,
      DATABASE_SYSTEM_URL: database.systemUrl,
      SMTP_URL: mails.url,
      RATE_LIMITS: 'off',
    };
    server = await processes.start([], { ...env, JOBS: 'off' });
  });
  afterAll(async () => {
    await processes.cleanUp();
    await mails.close();
    await database.close();
  });

  const signUp = async (email: string) => {
    const body = { email, password: 'Correct-Horse-1', transport: 'bearer' };
    expect((await send(`${server.url}/api/auth/signup`, { body })).status).toBe(201);
  };
  const startWorker = async () => {
    const worker = await processes.launch(['worker'], env);
    await expect.poll(worker.output, { timeout: 20_000 }).toContain('worker started');
    return worker;
  };
  const receivers = () => mails.mails.map(({ to }) => to).sort();

  it('[RUN-4] does what the server leaves to it, once, with as many of them as there are', async () => {
    await signUp('first@example.com');
    await sleep(2_500);
    expect(receivers()).toEqual([]);
    expect((await send(`${server.url}/api/ready`)).body).toMatchObject({ status: 'ready' });

    const workers = await Promise.all([startWorker(), startWorker()]);
    await expect.poll(receivers, { timeout: 15_000 }).toEqual(['first@example.com']);
    const people = Array.from({ length: 10 }, (_, index) => `person-${index}@example.com`);
    await Promise.all(people.map(signUp));
    await expect.poll(receivers, { timeout: 15_000 }).toEqual(['first@example.com', ...people]);

    for (const worker of workers) worker.process.kill('SIGTERM');
    for (const { code, stderr } of await Promise.all(workers.map(({ finished }) => finished)))
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('[RUN-4] that is killed leaves its work to the next', async () => {
    const killed = await startWorker();
    mails.behaviour.delayMs = 60_000;
    await signUp('late@example.com');
    await expect.poll(() => mails.mails.length, { timeout: 15_000 }).toBe(12);
    killed.process.kill('SIGKILL');
    await killed.finished;
    delete mails.behaviour.delayMs;
    mails.mails.length = 0;
    const next = await startWorker();
    // The mail is the dead one's for five minutes more; here they are over at once.
    await database.admin.query('update outbox set next_try_at = now() where sent_at is null');
    await expect.poll(receivers, { timeout: 15_000 }).toEqual(['late@example.com']);
    next.process.kill('SIGTERM');
    expect((await next.finished).code).toBe(0);
  });
});
