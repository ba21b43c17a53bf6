import type { Redis } from 'ioredis';
import type { Carrier, SharedBus } from './shared-bus.ts';

const CHANNEL = 'cartwright:events';

/** Carries events by Redis publish and subscribe; ioredis reconnects and subscribes again by itself. */
export async function carryByRedis(bus: SharedBus, redis: Redis): Promise<Carrier> {
  const subscriber = redis.duplicate();
  subscriber.on('error', () => {});
  subscriber.on('message', (_channel, message) => bus.receive(message));
  await subscriber.subscribe(CHANNEL);
  return {
    maxBytes: 512_000,
    send: async (message) => void (await redis.publish(CHANNEL, message)),
    close: async () => void subscriber.disconnect(),
  };
}
