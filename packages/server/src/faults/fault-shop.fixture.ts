import { startGateway, type RunningGateway } from '@cartwright/gateway';
import { setTimeout as sleep } from 'node:timers/promises';
import { SandboxGateway } from '../domains/payments/gateways/sandbox-gateway.ts';
import type { PaymentGateway, Provider } from '../domains/payments/public.ts';
import { checkInvariants, type Violation } from '../invariants/check-invariants.ts';
import type { Failpoint } from '../platform/failpoint.ts';
import { freePort } from '../testing/free-port.ts';
import { givenIn, type Given } from '../testing/given.ts';
import type { Processes, RunningServer } from '../testing/processes.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { SANDBOX_KEY, SANDBOX_WEBHOOK_SECRET } from '../testing/test-shop.ts';
import { FaultBuyer } from './fault-buyer.fixture.ts';

/** How long a process may hold what it took; the shop's minute, in small. */
const LEASE_SECONDS = '1.5';
const RETRY_GAPS_MS = [200, 300, ...Array.from({ length: 40 }, () => 500)];

/** A shop of real processes over a database and a gateway of its own: whenever its server dies, another is started. */
export interface FaultShop {
  url: string;
  database: TestDatabase;
  gateway: RunningGateway;
  given: Given;
  /** When its servers were killed, in milliseconds of `performance.now()`. */
  deaths: readonly number[];
  /** How often another was ready after that. */
  restarts(): number;
  buyer(role?: string): Promise<FaultBuyer>;
  control<Answer>(method: string, path: string, body?: object): Promise<Answer>;
  violations(): Promise<Violation[]>;
  close(): Promise<void>;
}

/** Its first server is armed with the failpoint; those after it are not. */
export async function startFaultShop(processes: Processes, failpoint: Failpoint | null): Promise<FaultShop> {
  const database = await createTestDatabase();
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const webhookUrl = `${url}/api/payments/webhook/sandbox`;
  const gateway = await startGateway({ webhookUrl, retryGapsMs: RETRY_GAPS_MS, settleAfterMs: 300 });
  const env = {
    PORT: port,
    DATABASE_URL: database.ownerUrl,
    DATABASE_SHOP_URL: database.shopUrl,
    DATABASE_SYSTEM_URL: database.systemUrl,
    GATEWAY_PORT: new URL(gateway.url).port,
    JWT_SECRET: 'fault-secret-fault-secret-fault-secret-1',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'error',
    LEASE_SECONDS,
  };
  const keeper = await keepRunning(processes, env, failpoint);
  const control = controlOf(gateway.url);
  const gateways = new Map<Provider, PaymentGateway>([['sandbox', clientOf(gateway.url)]]);
  return {
    url,
    database,
    gateway,
    given: givenIn(database),
    deaths: keeper.deaths,
    restarts: keeper.restarts,
    control,
    buyer: (role) => FaultBuyer.signUp({ url, database, gatewayUrl: gateway.url }, role),
    violations: () =>
      checkInvariants({
        system: database.system,
        gateways,
        now: new Date(),
        since: new Date(Date.now() - 86_400_000),
      }),
    close: async () => {
      await keeper.stop();
      await gateway.close();
      await database.close();
    },
  };
}

// As a service manager does.
async function keepRunning(processes: Processes, env: Record<string, string>, failpoint: Failpoint | null) {
  const deaths: number[] = [];
  let [restarts, stopping] = [0, false];
  let server: RunningServer = await processes.start([], { ...env, FAILPOINT: failpoint ?? undefined });
  const keep = async () => {
    for (;;) {
      const { code, stderr } = await server.ended;
      if (stopping) return;
      if (code !== null) throw new Error(`the server ended by itself with ${code}:\n${stderr}`);
      deaths.push(performance.now());
      server = await processes.start([], env);
      restarts++;
      if (stopping) return void (await server.end('SIGKILL'));
    }
  };
  const kept = keep();
  // Heard when it is stopped.
  kept.catch(() => {});
  return {
    deaths,
    restarts: () => restarts,
    stop: async () => {
      stopping = true;
      await server.end('SIGKILL');
      await kept;
    },
  };
}

function controlOf(gatewayUrl: string): FaultShop['control'] {
  return async <Answer>(method: string, path: string, body?: object) => {
    const answer = await fetch(`${gatewayUrl}/control${path}`, {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    return (await answer.json()) as Answer;
  };
}

function clientOf(baseUrl: string): SandboxGateway {
  return new SandboxGateway({
    baseUrl,
    secretKey: SANDBOX_KEY,
    webhookSecrets: [SANDBOX_WEBHOOK_SECRET],
  });
}

/** Waits until it is so, at most for the bound; false where it never was. */
export async function within(boundMs: number, isSo: () => Promise<boolean> | boolean): Promise<boolean> {
  for (const until = Date.now() + boundMs; Date.now() < until; await sleep(100))
    if (await isSo()) return true;
  return false;
}
