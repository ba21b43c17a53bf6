import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../testing/free-port.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { startTestRedis, type TestRedis } from '../testing/test-redis.ts';
import { carryByRedis } from './events/redis-carrier.ts';
import { SharedBus } from './events/shared-bus.ts';
import { openRedis } from './open-redis.ts';

// One after the other: two instances are started without Redis, it comes, hangs, goes on, dies and comes back.
describe('two instances and a Redis that comes and goes', () => {
  const said: string[] = [];
  const logger = pino(
    { level: 'info' },
    { write: (line: string) => void said.push((JSON.parse(line) as { msg: string }).msg) },
  );
  const apps: TestApp[] = [];
  const buses: SharedBus[] = [];
  const closers: (() => unknown)[] = [];
  let port: number;
  let redis: TestRedis;

  beforeAll(async () => {
    port = await freePort();
    for (let count = 0; count < 2; count++) {
      const connection = await openRedis(`redis://127.0.0.1:${port}`, logger);
      const bus = new SharedBus(() => {});
      bus.carryOver(await carryByRedis(bus, connection));
      buses.push(bus);
      apps.push(await startTestApp({ env: { RATE_LIMITS: 'on' }, deps: { redis: connection } }));
      closers.push(() => connection.disconnect());
    }
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await Promise.all(buses.map((bus) => bus.close()));
    for (const close of closers) close();
    await redis.close();
  });

  /** The statuses of so many requests of one fresh budget, spread over both instances at once. */
  const spend = (count: number) =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const answer = await apps[index % 2]!.client().get('/api/cart');
        return answer.status;
      }),
    );
  const count = (statuses: number[], status: number) => statuses.filter((one) => one === status).length;
  const forget = async () => {
    const connection = await redis.connect();
    await connection.flushall();
    connection.disconnect();
  };
  const share = () =>
    expect
      .poll(async () => (await forget(), count(await spend(200), 429)), {
        timeout: 10_000,
        interval: 200,
      })
      .toBe(100);
  const hear = async (topic: string) => {
    let heard = false;
    buses[1]!.subscribe(topic, () => void (heard = true));
    const tell = () => (buses[0]!.publish(topic, 'x'), heard);
    await expect.poll(tell, { timeout: 5_000, interval: 100 }).toBe(true);
  };

  it('[RUN-3] start without it, say so once, and count each for itself', async () => {
    expect(said.filter((line) => line.startsWith('redis is away'))).toHaveLength(2);
    const statuses = await spend(240);
    expect(count(statuses, 429)).toBe(40);
    expect(count(statuses, 401)).toBe(200);
  });

  it('[API-7] [RUN-3] draw on one exact budget from when it is there, and hear each other', async () => {
    redis = await startTestRedis(port);
    await share();
    await hear('one');
    await expect.poll(() => said.filter((line) => line === 'redis is back')).toHaveLength(2);
  });

  it('[API-7] wait for it a moment at most when it hangs, and nobody is locked out', async () => {
    await forget();
    redis.signal('SIGSTOP');
    const began = performance.now();
    const statuses = await spend(20);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(statuses.every((status) => status === 401 || status === 429)).toBe(true);
    redis.signal('SIGCONT');
    await share();
  });

  it('[API-7] [RUN-3] go on without it when it dies, and share again when it is back', async () => {
    await redis.close();
    const statuses = await spend(20);
    expect(statuses.every((status) => status === 401 || status === 429)).toBe(true);
    redis = await startTestRedis(port);
    await share();
    await hear('two');
  });
});
