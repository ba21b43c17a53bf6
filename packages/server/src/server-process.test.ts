import { createServer } from 'node:net';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProcess } from './platform/db/embedded/process-mark.ts';
import { freePort } from './testing/free-port.ts';
import { postmasterOf, Processes, type RunningServer } from './testing/processes.ts';
import { send } from './testing/send.ts';

const processes = new Processes();
afterAll(() => processes.cleanUp());

// One data folder lives through all of this, as a shop's does.
describe('a server on the embedded database', () => {
  let DATA_DIR: string;
  let server: RunningServer;
  let firstStartMs: number;
  const person = { email: 'kept@example.com', password: 'Correct-Horse-1', transport: 'bearer' };

  beforeAll(async () => {
    DATA_DIR = await processes.folder();
  });

  it('[RUN-1] starts on an empty folder with the sample store, and prints its addresses and logins', async () => {
    server = await processes.start(['--sample'], { DATA_DIR });
    firstStartMs = server.readyAfterMs;
    for (const said of [
      '/api',
      '/docs',
      '/openapi.json',
      '/dev/outbox',
      'Sample-Pass-1',
      'ann@example.com',
      'admin@example.com',
    ]) {
      expect(server.output()).toContain(said);
    }
    const products = await send(`${server.url}/api/public/products`);
    expect(products.body.total).toBeGreaterThan(40);
    const login = await send(`${server.url}/api/auth/login`, {
      body: { email: 'ann@example.com', password: 'Sample-Pass-1', transport: 'bearer' },
    });
    expect(login.status).toBe(200);
    expect((await send(`${server.url}/api/auth/signup`, { body: person })).status).toBe(201);
  });

  it('[RUN-1] refuses a second server and a command on the same folder, naming who has it', async () => {
    const [second, command] = await Promise.all([
      processes.run(['start'], { DATA_DIR, PORT: String(await freePort()) }),
      processes.run(['doctor'], { DATA_DIR }),
    ]);
    for (const { code, stderr } of [second, command]) {
      expect(code).toBe(1);
      expect(stderr).toContain(`process ${server.pid}`);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
    expect(command.stderr).toContain('Stop that server');
    expect((await send(`${server.url}/api/ready`)).status).toBe(200);
  });

  it('[RUN-1] after kill -9 starts again, sooner, with everything that was acknowledged', async () => {
    const left = await postmasterOf(DATA_DIR);
    await server.end('SIGKILL');
    expect(await postmasterOf(DATA_DIR)).toBe(left);
    server = await processes.start(['--sample'], { DATA_DIR, RATE_LIMITS: 'off' });
    expect((await send(`${server.url}/api/auth/login`, { body: person })).status).toBe(200);
    expect(server.readyAfterMs).toBeLessThan(firstStartMs);
    expect(server.output()).toContain('Sample-Pass-1');
  });

  it('[RUN-7] SIGTERM: ready turns 503, nothing sent before the end is lost, PostgreSQL is gone, exit 0', async () => {
    const postmaster = (await postmasterOf(DATA_DIR))!;
    const load = sendSteadily(`${server.url}/api/public/categories`);
    const ready = watchReady(`${server.url}/api/ready`);
    const slow = sendInTwoParts(`${server.url}/api/auth/login`, JSON.stringify(person));
    await sleep(300);
    const began = performance.now();
    setTimeout(slow.finish, 600);
    const { code } = await server.end('SIGTERM');
    const ms = performance.now() - began;
    expect(await slow.status).toBe(200);
    const { answered, lost } = await load.stop();
    expect(code).toBe(0);
    expect(lost).toEqual([]);
    expect(answered).toBeGreaterThan(20);
    expect(await ready.stop()).toEqual([200, 503]);
    expect(await findProcess(postmaster)).toBeUndefined();
    expect(ms).toBeLessThan(5_000);
  });

  it('[RUN-7] a second signal ends a stop that waits for a request', async () => {
    server = await processes.start([], { DATA_DIR });
    const never = sendInTwoParts(`${server.url}/api/auth/login`, '{"email":"');
    await sleep(100);
    process.kill(server.pid, 'SIGTERM');
    await sleep(1_200);
    expect(await findProcess(server.pid)).toBeDefined();
    const began = performance.now();
    const { code, stdout } = await server.end('SIGTERM');
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(code).toBe(0);
    expect(stdout).toContain('abandoned while closing');
    expect(await never.status).toBeNull();
    expect(await postmasterOf(DATA_DIR)).toBeUndefined();
  });

  it('[RUN-7] a port in use is told, and PostgreSQL is not left running', async () => {
    const occupant = createServer();
    await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
    const { port } = occupant.address() as { port: number };
    const { code, stderr } = await processes.run(['start'], { DATA_DIR, PORT: String(port) });
    occupant.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`already in use: 127.0.0.1, port ${port}`);
    expect(stderr).toContain('PORT');
    expect(await postmasterOf(DATA_DIR)).toBeUndefined();
  });

  it.each([0, 150, 400])(
    '[RUN-7] SIGTERM during the start, %i ms after PostgreSQL is up, leaves nothing running',
    async (ms) => {
      const child = await processes.launch(['start'], { DATA_DIR, PORT: String(await freePort()) });
      await expect.poll(() => postmasterOf(DATA_DIR), { timeout: 15_000, interval: 10 }).toBeDefined();
      await sleep(ms);
      child.process.kill('SIGTERM');
      const { code, stderr } = await child.finished;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(await postmasterOf(DATA_DIR)).toBeUndefined();
    },
  );

  it('[RUN-1] brings PostgreSQL back when it dies under a running server', async () => {
    server = await processes.start([], { DATA_DIR, RATE_LIMITS: 'off' });
    const first = (await postmasterOf(DATA_DIR))!;
    process.kill(first, 'SIGKILL');
    const logIn = () => send(`${server.url}/api/auth/login`, { body: person });
    await expect.poll(async () => (await logIn()).status, { timeout: 15_000, interval: 100 }).toBe(200);
    expect(await postmasterOf(DATA_DIR)).not.toBe(first);
    expect((await send(`${server.url}/api/ready`)).status).toBe(200);
    // Log lines are written in blocks, at the latest after a second.
    await expect.poll(() => server.output(), { timeout: 5_000 }).toContain('is gone; starting it again');
    expect((await server.end('SIGINT')).code).toBe(0);
    expect(await postmasterOf(DATA_DIR)).toBeUndefined();
  });
});

/** Keeps several kept-alive connections busy; a request counts as lost when it was sent and got no answer. */
function sendSteadily(url: string): { stop(): Promise<{ answered: number; lost: unknown[] }> } {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const lost: unknown[] = [];
  let [answered, stopped] = [0, false];
  const loop = async () => {
    while (!stopped) {
      try {
        const { status } = await send(url, { agent });
        if (status === 200 || status === 304) answered++;
        else lost.push(status);
      } catch (error) {
        // A connection that is refused took no request with it.
        if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return;
        lost.push(error);
      }
    }
  };
  const loops = Array.from({ length: 8 }, loop);
  return {
    stop: async () => {
      stopped = true;
      await Promise.all(loops);
      agent.destroy();
      return { answered, lost };
    },
  };
}

/** A request whose body comes in two parts: it is under way from the first to the second. Null is no answer. */
function sendInTwoParts(url: string, body: string): { finish(): void; status: Promise<number | null> } {
  const sent = request(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', 'content-length': body.length + 1 },
  });
  const status = new Promise<number | null>((resolve) => {
    sent.on('error', () => resolve(null));
    sent.on('response', (response) => resolve(response.resume().statusCode!));
  });
  sent.write(body);
  return { finish: () => void sent.end(' '), status };
}

/** The different statuses that readiness had, in order, until connections were refused. */
function watchReady(url: string): { stop(): Promise<number[]> } {
  const seen: number[] = [];
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      const status = await send(url).then(
        (answer) => answer.status,
        () => null,
      );
      if (status === null) return;
      if (seen.at(-1) !== status) seen.push(status);
      await sleep(20);
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await watching;
      return seen;
    },
  };
}
