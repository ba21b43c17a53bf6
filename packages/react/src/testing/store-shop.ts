import { type Client, type ClientOptions, createClient } from '@cartwright/client';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestShop, type TestShop } from '../../../server/src/testing/test-shop.ts';
import { PASSWORD, type TestAppOptions } from '../../../server/src/testing/test-app.ts';
import { type Proxy, startProxy } from './proxy.ts';

/** A whole shop behind a proxy that can be told what to do to its answers. */
export interface ProxiedShop {
  shop: TestShop;
  proxy: Proxy;
  /** A client with tokens of its own. */
  client(options?: ClientOptions): Client;
  /** A client that has just signed up, and its user's id. */
  person(options?: ClientOptions): Promise<{ client: Client; userId: string; email: string }>;
  close(): Promise<void>;
}

export async function startProxiedShop(
  options: TestAppOptions & { webhooks?: boolean } = {},
): Promise<ProxiedShop> {
  const shop = await startTestShop(options);
  // With webhooks it listens already.
  if (!options.webhooks) await shop.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = shop.app.server.address() as AddressInfo;
  const proxy = await startProxy(`http://127.0.0.1:${port}`);
  const client = (given: ClientOptions = {}) =>
    createClient({ baseUrl: proxy.url, transport: 'bearer', ...given });
  return {
    shop,
    proxy,
    client,
    person: async (given) => {
      const made = client(given);
      const email = `person-${Math.random().toString(36).slice(2, 12)}@example.com`;
      await made.post('/api/auth/signup', { body: { email, password: PASSWORD } });
      return { client: made, userId: made.session.current().ownerId!, email };
    },
    close: async () => {
      await proxy.close();
      await shop.close();
    },
  };
}

/** Waits until it is so, and says what was expected where it never becomes so. */
export async function until(what: string, isSo: () => unknown, timeoutMs = 5_000): Promise<void> {
  const giveUp = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > giveUp) throw new Error(`waited ${timeoutMs} ms in vain for: ${what}`);
    await sleep(5);
  }
}
