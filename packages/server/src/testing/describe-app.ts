import type { FastifyInstance, RouteOptions } from 'fastify';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { pino } from 'pino';
import { createApp } from '../app.ts';
import { loadConfig } from '../config.ts';
import { Database } from '../platform/db/database.ts';
import { LocalBus } from '../platform/events/bus.ts';
import type { App } from '../platform/http/route.ts';
import { defaultStore } from '../store.ts';

export interface DescribedApp {
  app: App;
  /** Every route as it was registered, Fastify's own HEAD twins included. */
  routes: RouteOptions[];
  close(): Promise<void>;
}

/** The whole server with nothing behind it: enough to read its routes and its OpenAPI document, not to answer. */
export async function describeApp(): Promise<DescribedApp> {
  const routes: RouteOptions[] = [];
  const [shop, system] = [unconnected('shop'), unconnected('system')];
  const app = await watchingRoutes(routes, () =>
    createApp({
      config: loadConfig({ NODE_ENV: 'test', JWT_SECRET: 'nobody-signs-with-this-nobody-signs-with-this' }),
      store: defaultStore,
      logger: pino({ level: 'silent' }),
      shop,
      system,
      gateways: new Map(),
      redis: null,
      bus: new LocalBus(),
      now: () => new Date(),
      readiness: async () => ({ database: false, migrations: false, jobs: false }),
    }),
  );
  await app.ready();
  return {
    app,
    routes,
    close: async () => {
      await app.close();
      await Promise.all([shop.close(), system.close()]);
    },
  };
}

function unconnected(name: 'shop' | 'system'): Database {
  const url = 'postgresql://nobody@127.0.0.1:1/nothing';
  return new Database({
    url,
    role: null,
    name,
    readConnections: 1,
    writeConnections: 1,
    transactionConnections: 1,
  });
}

// The hook has to be there before the first route is: Fastify tells of each instance at its birth.
function watchingRoutes<Result>(routes: RouteOptions[], make: () => Promise<Result>): Promise<Result> {
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', (route) => void routes.push(route));
  };
  subscribe('fastify.initialization', listen);
  try {
    return make();
  } finally {
    unsubscribe('fastify.initialization', listen);
  }
}
