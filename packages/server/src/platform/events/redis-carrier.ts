import type { Redis } from 'ioredis';
import { elapsed } from '../closers.ts';
import type { Carrier, SharedBus } from './shared-bus.ts';

const CHANNEL = 'cartwright:events';
const FIRST_WAIT_MS = 1_000;

/** Carries events by Redis publish and subscribe, from whenever Redis is there; a moment is given to it at first. */
export async function carryByRedis(bus: SharedBus, redis: Redis): Promise<Carrier> {
  const subscriber = redis.duplicate({ lazyConnect: false });
  const listening = new AbortController();
  // The other connection tells the log of what happens to both.
  subscriber.on('error', () => {});
  subscriber.on(
    'ready',
    () =>
      void subscriber.subscribe(CHANNEL).then(
        () => listening.abort(),
        () => {},
      ),
  );
  subscriber.on('message', (_channel, message) => bus.receive(message));
  await elapsed(FIRST_WAIT_MS, listening.signal);
  return {
    maxBytes: 512_000,
    send: async (message) => void (await redis.publish(CHANNEL, message)),
    close: async () => void subscriber.disconnect(),
  };
}
