import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Carrier, SharedBus } from './shared-bus.ts';

const CHANNEL = 'cartwright_events';
const RETRY_MS = 1_000;

/** Carries events by LISTEN and NOTIFY on one connection of its own, reconnecting for as long as the server runs. */
export async function carryByPostgres(bus: SharedBus, options: { url: string; role: string | null; onError: (error: unknown) => void }): Promise<Carrier> {
  let client: pg.Client | null = null;
  let closed = false;

  const connect = async () => {
    const fresh = new pg.Client({ connectionString: options.url, application_name: 'cartwright events', keepAlive: true });
    fresh.on('error', options.onError);
    fresh.on('notification', ({ payload }) => payload && bus.receive(payload));
    fresh.on('end', () => void (client === fresh && reconnect()));
    await fresh.connect();
    if (options.role) await fresh.query(`set role ${pg.escapeIdentifier(options.role)}`);
    await fresh.query(`listen ${CHANNEL}`);
    client = fresh;
  };
  const reconnect = async () => {
    client = null;
    while (!closed && !client) {
      await sleep(RETRY_MS, undefined, { ref: false });
      if (!closed) await connect().catch(options.onError);
    }
  };

  await connect();
  return {
    // PostgreSQL takes payloads of less than 8000 bytes.
    maxBytes: 7_900,
    send: async (message) => void (await client?.query('select pg_notify($1, $2)', [CHANNEL, message])),
    close: async () => {
      closed = true;
      const last = client;
      client = null;
      await last?.end();
    },
  };
}
