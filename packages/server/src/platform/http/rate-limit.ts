import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { AppError } from '../errors.ts';
import { clientNetwork } from './client-address.ts';
import { Counters } from './counters.ts';
import { httpErrors } from './errors.ts';
import type { RateLimit } from './route.ts';

export interface RateLimitOptions {
  /** Requests a minute for each budget. */
  perMinute: Record<RateLimit, number>;
  /** Shared between instances when given; while it does not answer, each instance counts for itself. */
  redis: Redis | null;
  /** Who is counted where a budget is per user; null counts the address. */
  userOf: (request: FastifyRequest) => string | null;
}

type Counted = (error: Error | null, count?: { current: number; ttl: number }) => void;

const WINDOW_MS = 60_000;
const PER_USER: ReadonlySet<RateLimit> = new Set(['checkout', 'payment']);
const REMEMBERED_KEYS = 50_000;

// One counter per key and window; the first request of a key opens its window.
const COUNT_IN_REDIS = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}`;

/** Gives every route its budget (API-7). All routes of a budget draw on one counter per caller. */
export async function registerRateLimits(app: FastifyInstance, options: RateLimitOptions): Promise<void> {
  const budget = (limit: RateLimit) => ({
    max: options.perMinute[limit],
    keyGenerator: (request: FastifyRequest) =>
      `${limit}:${(PER_USER.has(limit) && options.userOf(request)) || clientNetwork(request)}`,
  });
  app.addHook('onRoute', (route) => {
    const limit = route.config?.limit ?? 'default';
    if (limit !== 'none') route.config = { ...route.config, rateLimit: budget(limit) };
  });
  await app.register(rateLimit, {
    global: false,
    timeWindow: WINDOW_MS,
    store: counterStore(options.redis),
    errorResponseBuilder: (_request, context) => {
      const retryAfter = Math.ceil(context.ttl / 1_000);
      return new AppError(httpErrors.rateLimited, { limit: context.max, retryAfter });
    },
  });
  // Addresses where nothing is count as well: else they could be probed without end.
  const countUnknownRoute = app.rateLimit(budget('default'));
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) await countUnknownRoute.call(app, request, reply);
  });
}

// The plugin makes one store per route unless child() hands on the same one.
function counterStore(redis: Redis | null) {
  const here = new Counters({ windowMs: WINDOW_MS, remembered: REMEMBERED_KEYS });
  return class CounterStore {
    incr(key: string, counted: Counted): void {
      const countHere = () => counted(null, here.add(key, Date.now()));
      if (redis?.status !== 'ready') return countHere();
      redis.eval(COUNT_IN_REDIS, 1, `cartwright:rate:${key}`, WINDOW_MS).then((answer) => {
        const [current, ttl] = answer as [number, number];
        counted(null, { current, ttl });
      }, countHere);
    }

    child(): this {
      return this;
    }
  };
}
