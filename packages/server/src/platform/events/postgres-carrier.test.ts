import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { carryByPostgres } from './postgres-carrier.ts';
import { SharedBus } from './shared-bus.ts';

describe('events between instances through PostgreSQL', () => {
  let database: TestDatabase;
  const buses: SharedBus[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await Promise.all(buses.map((bus) => bus.close()));
    await database.close();
  });

  async function instance() {
    const lost: unknown[] = [];
    const bus = new SharedBus((error) => lost.push(error));
    bus.carryOver(
      await carryByPostgres(bus, {
        url: database.systemUrl,
        role: null,
        onError: (error) => lost.push(error),
      }),
    );
    buses.push(bus);
    const heard: string[] = [];
    bus.subscribe('cart:ann', (payload) => heard.push(payload));
    return { bus, heard, lost };
  }

  it('[CART-8] each instance hears each event once and in order, however many there are', async () => {
    const [here, there] = [await instance(), await instance()];
    const told = Array.from({ length: 2_000 }, (_, index) => `${index}`);
    for (const payload of told) here.bus.publish('cart:ann', payload);
    expect(here.heard).toEqual(told);
    await expect.poll(() => there.heard.length).toBe(told.length);
    expect(there.heard).toEqual(told);
    expect(here.heard).toEqual(told);
  });

  it('drops an event that is too large for the database, and only that one', async () => {
    const [here, there] = [await instance(), await instance()];
    for (const payload of ['before', 'x'.repeat(9_000), 'after']) here.bus.publish('cart:ann', payload);
    await expect.poll(() => there.heard).toEqual(['before', 'after']);
    expect(here.lost).toHaveLength(1);
  });

  it('outlives what others say on the channel', async () => {
    const { heard } = await instance();
    for (const message of ['not json', '{}', '[]', 'null', '{"from":"x","events":5}']) {
      await database.admin.query('select pg_notify($1, $2)', ['cartwright_events', message]);
    }
    const other = await instance();
    other.bus.publish('cart:ann', 'still');
    await expect.poll(() => heard).toEqual(['still']);
  });

  it('listens again after the connection was lost, and says so once', async () => {
    const [here, there] = [await instance(), await instance()];
    await database.admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'cartwright events'",
    );
    const tell = () => {
      here.bus.publish('cart:ann', 'again');
      return there.heard.length > 0;
    };
    await expect.poll(tell, { timeout: 5_000, interval: 100 }).toBe(true);
    expect(there.lost).toHaveLength(1);
  });

  it('closes while it is connecting again', async () => {
    const { bus } = await instance();
    await database.admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'cartwright events'",
    );
    await bus.close();
    await new Promise((resolve) => setTimeout(resolve, 600));
    const left = () =>
      database.admin.query(
        "select 1 from pg_stat_activity where datname = current_database() and application_name = 'cartwright events'",
      );
    // Those of the other tests come back; this one does not.
    await expect.poll(async () => (await left()).rowCount).toBe(buses.length - 1);
  });
});
