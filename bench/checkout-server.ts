// The server of bench/checkouts.ts: the product itself, with a gateway that has no network.
import { createApp } from '../packages/server/src/app.ts';
import { loadConfig } from '../packages/server/src/config.ts';
import { openDatabases, locateDatabase } from '../packages/server/src/platform/db/open-databases.ts';
import { createCommandLogger } from '../packages/server/src/platform/log/logger.ts';
import { LocalBus } from '../packages/server/src/platform/events/bus.ts';
import { defaultStore } from '../packages/server/src/store.ts';
import { InstantGateway } from './instant-gateway.ts';

const config = loadConfig(process.env);
const databases = openDatabases(await locateDatabase(config, () => {}));
const app = await createApp({
  config,
  store: defaultStore,
  logger: createCommandLogger(),
  ...databases,
  gateways: new Map([['sandbox', new InstantGateway()]]),
  redis: null,
  bus: new LocalBus(),
  now: () => new Date(),
  readiness: async () => ({ database: true, migrations: true, jobs: true }),
});
await app.listen({ port: config.PORT, host: '127.0.0.1' });
process.once(
  'SIGTERM',
  () => void app.close().then(() => Promise.all([databases.shop.close(), databases.system.close()])),
);
