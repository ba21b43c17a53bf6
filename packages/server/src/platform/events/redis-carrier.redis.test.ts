import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestRedis, type TestRedis } from '../../testing/test-redis.ts';
import { carryByRedis } from './redis-carrier.ts';
import { SharedBus } from './shared-bus.ts';

describe('events between instances through Redis', () => {
  let server: TestRedis;
  const buses: SharedBus[] = [];
  beforeAll(async () => void (server = await startTestRedis()));
  afterAll(async () => {
    await Promise.all(buses.map((bus) => bus.close()));
    await server.close();
  });

  async function instance(): Promise<{ bus: SharedBus; heard: string[] }> {
    const bus = new SharedBus((error) => expect.unreachable(String(error)));
    bus.carryOver(await carryByRedis(bus, await server.connect()));
    buses.push(bus);
    const heard: string[] = [];
    bus.subscribe('cart:ann', (payload) => heard.push(payload));
    return { bus, heard };
  }

  it('[RUN-3] [CART-8] each instance hears each event once, in order, the one that tells it included', async () => {
    const [here, there] = [await instance(), await instance()];
    const told = Array.from({ length: 500 }, (_, index) => String(index));
    for (const payload of told) here.bus.publish('cart:ann', payload);
    expect(here.heard).toEqual(told);
    await vi.waitFor(() => expect(there.heard).toHaveLength(told.length), 2_000);
    await sleep(100);
    expect(there.heard).toEqual(told);
    expect(here.heard).toEqual(told);
  });

  it('[CART-8] nobody hears what another topic says', async () => {
    const [here, there] = [await instance(), await instance()];
    here.bus.publish('cart:bob', 'changed');
    here.bus.publish('cart:ann', 'changed');
    await vi.waitFor(() => expect(there.heard).toEqual(['changed']), 2_000);
  });
});
