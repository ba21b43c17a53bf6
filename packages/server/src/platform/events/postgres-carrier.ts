import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectOnce } from '../db/connect-once.ts';
import { takeRole } from '../db/lane.ts';
import type { Carrier, SharedBus } from './shared-bus.ts';

interface Options {
  url: string;
  role: string | null;
  /** Told once when the connection is lost. */
  onError: (error: unknown) => void;
}

const CHANNEL = 'cartwright_events';
const RETRY_MS = 250;

/** Carries events by LISTEN and NOTIFY on one connection of its own, reconnecting for as long as the server runs. */
export async function carryByPostgres(bus: SharedBus, options: Options): Promise<Carrier> {
  let client: pg.Client | null = null;
  let closed = false;

  const connect = async () => {
    const fresh = await connectOnce(options.url, 'cartwright events');
    fresh.on('notification', ({ payload }) => payload && bus.receive(payload));
    let ended = false;
    fresh.once('end', () => {
      ended = true;
      if (client === fresh && !closed) void reconnect();
    });
    try {
      await takeRole(fresh, options.role);
      await fresh.query(`listen ${CHANNEL}`);
      if (ended || closed) throw new Error('the connection ended again at once');
      client = fresh;
    } catch (error) {
      await fresh.end();
      throw error;
    }
  };
  const reconnect = async () => {
    client = null;
    options.onError(new Error('the connection that carries events is gone; connecting again'));
    while (!closed && !client) {
      await sleep(RETRY_MS, undefined, { ref: false });
      if (!closed) await connect().catch(() => {});
    }
  };

  await connect();
  return {
    // PostgreSQL takes payloads of less than 8000 bytes.
    maxBytes: 7_900,
    send: async (message) => {
      if (!client) throw new Error('there is no connection to carry events');
      await client.query('select pg_notify($1, $2)', [CHANNEL, message]);
    },
    close: async () => {
      closed = true;
      await client?.end();
    },
  };
}
