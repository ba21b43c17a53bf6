import type { Closers } from './platform/closers.ts';
import type { Foundation } from './foundation.ts';
import { carryByPostgres } from './platform/events/postgres-carrier.ts';
import { carryByRedis } from './platform/events/redis-carrier.ts';
import { SharedBus } from './platform/events/shared-bus.ts';
import type { Logger } from './platform/log/logger.ts';
import { openRedis } from './platform/open-redis.ts';

const CONNECTIONS_MS = 3_000;

/** What joins the instances of one shop, servers and workers: events, and counters where Redis is there. */
export async function connectInstances({
  foundation,
  logger,
  closers,
}: {
  foundation: Foundation;
  logger: Logger;
  closers: Closers;
}) {
  const { config, urls } = foundation;
  const redis = config.REDIS_URL ? await openRedis(config.REDIS_URL, logger) : null;
  if (redis) closers.add('redis', async () => redis.disconnect(), CONNECTIONS_MS);
  const bus = new SharedBus((error) =>
    logger.warn({ err: error }, 'events were not carried to other instances'),
  );
  const onError = (error: unknown) => logger.warn({ err: error }, 'event connection lost');
  bus.carryOver(
    redis
      ? await carryByRedis(bus, redis)
      : await carryByPostgres(bus, { url: urls.system, role: urls.systemRole, onError }),
  );
  closers.add('events', () => bus.close(), CONNECTIONS_MS);
  return { bus, redis };
}
