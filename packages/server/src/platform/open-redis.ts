import type { Redis } from 'ioredis';
import { elapsed } from './closers.ts';
import type { Logger } from './log/logger.ts';

const FIRST_WAIT_MS = 1_000;

/**
 * Redis joins instances but holds nothing that must not be lost: nobody waits long for it, whoever uses it does without
 * while it is away, and a server starts without it. Its comings and goings are told to the log once each.
 */
export async function openRedis(url: string, logger: Logger): Promise<Redis> {
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, {
    connectTimeout: 2_000,
    commandTimeout: 250,
    // A server that takes commands and answers none is given up, and reconnected to.
    socketTimeout: 2_000,
    keepAlive: 10_000,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  });
  let state: 'unknown' | 'up' | 'down' = 'unknown';
  let lastError: unknown;
  redis.on('error', (error) => (lastError = error));
  redis.on('ready', () => {
    if (state === 'down') logger.info('redis is back');
    state = 'up';
  });
  redis.on('close', () => {
    if (state !== 'down')
      logger.warn(
        { err: lastError },
        'redis is away: limits and events are kept by each instance for itself',
      );
    state = 'down';
  });
  const ready = new AbortController();
  redis.once('ready', () => ready.abort());
  await elapsed(FIRST_WAIT_MS, ready.signal);
  return redis;
}
