import type { InjectOptions } from 'fastify';
import { pino } from 'pino';
import { createApp, type AppDeps } from '../app.ts';
import { loadConfig } from '../config.ts';
import { LocalBus } from '../platform/events/bus.ts';
import type { App } from '../platform/http/route.ts';
import { defaultStore, type Store } from '../store.ts';
import { ContractCheck } from './contract-check.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** Whatever JSON an answer holds; tests say what they expect of it. */
type Json = ReturnType<typeof JSON.parse>;

export interface Answer<Body = Json> {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  body: Body;
  text: string;
  cookies: { name: string; value: string; [attribute: string]: unknown }[];
}

/** Speaks for one person, or nobody: each verb is one request. */
export interface Client {
  headers: Record<string, string>;
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  delete(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface SignedIn extends Client {
  userId: string;
  email: string;
  accessToken: string;
  refreshToken: string;
}

export interface TestApp {
  app: App;
  database: TestDatabase;
  store: Store;
  bus: LocalBus;
  /** The server's clock; tests move it instead of waiting. */
  clock: { now: Date; advance(milliseconds: number): void };
  /** A client with these headers and nothing else. */
  client(headers?: Record<string, string>): Client;
  signUp(email?: string): Promise<SignedIn>;
  /** A signed-in user with this role. */
  signUpAs(role: string): Promise<SignedIn>;
  guest(): Promise<Client & { guestId: string; guestToken: string }>;
  /** Throws when an answer so far was not as the OpenAPI document says; every request of a client and `close` ask it. */
  checkContract(): void;
  close(): Promise<void>;
}

export const PASSWORD = 'Correct-Horse-1';

export interface TestAppOptions {
  store?: Partial<Store>;
  env?: Record<string, string>;
  deps?: Partial<AppDeps>;
  /** Another app's database, for a second instance beside it; it is left open. */
  database?: TestDatabase;
  /** Routes that only this test has. */
  routes?: (app: App) => void;
}

/** The whole server over a database of its own, spoken to through HTTP without a socket. Every answer is checked against its OpenAPI document. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const database = options.database ?? (await createTestDatabase());
  const store = { ...defaultStore, ...options.store };
  const config = loadConfig({
    NODE_ENV: 'test',
    JWT_SECRET: 'test-secret-test-secret-test-secret-1',
    RATE_LIMITS: 'off',
    ...options.env,
  });
  const bus = new LocalBus();
  const clock = {
    now: new Date(),
    advance: (ms: number) => void (clock.now = new Date(clock.now.getTime() + ms)),
  };
  const contract = new ContractCheck();
  const app = await contract.watching(() =>
    createApp({
      config,
      store,
      logger: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
      shop: database.shop,
      system: database.system,
      gateways: new Map(),
      redis: null,
      bus,
      now: () => clock.now,
      readiness: async () => ({ database: true, migrations: true, jobs: true }),
      // A busy test machine is no overload.
      maxEventLoopDelayMs: 0,
      ...options.deps,
    }),
  );
  options.routes?.(app);
  await app.ready();
  const checkContract = () => contract.complain();
  const client = (headers: Record<string, string> = {}) => clientOf(app, headers, checkContract);
  const signUp = (email = `person-${Math.random().toString(36).slice(2, 12)}@example.com`) =>
    signUpWith(client, email);
  return {
    app,
    database,
    store,
    bus,
    clock,
    client,
    signUp,
    signUpAs: async (role) => {
      const person = await signUp();
      await database.admin.query('update shoppers set role = $1 where id = $2', [role, person.userId]);
      return person;
    },
    guest: async () => {
      const { body } = await client().post('/api/auth/guest', { transport: 'bearer' });
      return {
        ...client({ 'x-guest-token': body.guestToken }),
        guestId: body.guest.id,
        guestToken: body.guestToken,
      };
    },
    checkContract,
    close: async () => {
      await app.close();
      if (!options.database) await database.close();
      checkContract();
    },
  };
}

async function signUpWith(client: TestApp['client'], email: string): Promise<SignedIn> {
  const answer = await client().post('/api/auth/signup', { email, password: PASSWORD, transport: 'bearer' });
  if (answer.status !== 201) throw new Error(`sign-up answered ${answer.status}: ${answer.text}`);
  const { accessToken, refreshToken, user } = answer.body;
  return {
    ...client({ authorization: `Bearer ${accessToken}` }),
    userId: user.id,
    email,
    accessToken,
    refreshToken,
  };
}

function clientOf(app: App, headers: Record<string, string>, checkContract: () => void): Client {
  const send = async (
    method: string,
    url: string,
    body: unknown,
    more: Record<string, string> = {},
  ): Promise<Answer> => {
    const options: InjectOptions = { method: method as 'GET', url, headers: { ...headers, ...more } };
    if (body !== undefined) options.payload = body as string | object;
    const answer = await app.inject(options);
    checkContract();
    const json = answer.body !== '' && String(answer.headers['content-type'] ?? '').includes('json');
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: json ? answer.json() : null,
      text: answer.body,
      cookies: answer.cookies,
    };
  };
  return {
    headers,
    get: (url, more) => send('GET', url, undefined, more),
    post: (url, body, more) => send('POST', url, body, more),
    patch: (url, body, more) => send('PATCH', url, body, more),
    put: (url, body, more) => send('PUT', url, body, more),
    delete: (url, body, more) => send('DELETE', url, body, more),
  };
}
