import type { Redis } from 'ioredis';
import type { Carrier, SharedBus } from './shared-bus.ts';

const CHANNEL = 'cartwright:events';

/** Carries events by Redis publish and subscribe, from whenever Redis is there. */
export function carryByRedis(bus: SharedBus, redis: Redis): Carrier {
  const subscriber = redis.duplicate();
  // The other connection tells the log of what happens to both.
  subscriber.on('error', () => {});
  subscriber.on('ready', () => void subscriber.subscribe(CHANNEL).catch(() => {}));
  subscriber.on('message', (_channel, message) => bus.receive(message));
  return {
    maxBytes: 512_000,
    send: async (message) => void (await redis.publish(CHANNEL, message)),
    close: async () => void subscriber.disconnect(),
  };
}
