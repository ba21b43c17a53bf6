import { CARDS, startGateway, type GatewayOptions, type RunningGateway } from '@cartwright/gateway';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { loadConfig } from '../config.ts';
import { openGateways, paymentJobs, type PaymentGateway, type Provider } from '../domains/payments/public.ts';
import type { OrderDeps } from '../domains/orders/public.ts';
import { checkInvariants, type Violation } from '../invariants/check-invariants.ts';
import { orderDeps } from '../order-deps.ts';
import { givenIn, type Given, type GivenProduct } from './given.ts';
import {
  PASSWORD,
  startTestApp,
  type Answer,
  type Client,
  type TestApp,
  type TestAppOptions,
} from './test-app.ts';

export const SANDBOX_KEY = 'sk_sandbox_cartwright';
export const SANDBOX_WEBHOOK_SECRET = 'whsec_sandbox_cartwright';

export interface TestShop extends TestApp {
  gateway: RunningGateway;
  given: Given;
  money: OrderDeps;
  /** Puts pieces into the cart and quotes a checkout to an address in the default market. */
  fill(who: Client, product: GivenProduct, quantity?: number): Promise<Answer>;
  /** Begins to pay; the answer's payment. */
  begin(who: Client, body?: object, key?: string): Promise<Answer>;
  /** Pays at the gateway's API as its page would; the gateway's answer. */
  confirm(payment: StartedPayment, card?: keyof typeof CARDS): Promise<{ status: number; body: unknown }>;
  complete(who: Client, body?: object, key?: string): Promise<Answer>;
  /** Cart, checkout and money, but no order yet. */
  paid(who: Client, product: GivenProduct, card?: keyof typeof CARDS): Promise<StartedPayment>;
  /** The whole purchase: cart, checkout, payment, order. */
  buy(who: Client, product: GivenProduct, quantity?: number): Promise<Answer>;
  /** Signs in anew, for one whose access token is older than the clock allows. */
  again(who: { email: string }): Promise<Client>;
  /** Every job of payments once, as the runner would. */
  runJobs(): Promise<void>;
  /** Talks to the gateway's control routes. */
  control(method: string, path: string, body?: object): Promise<unknown>;
  violations(): Promise<Violation[]>;
}

export interface StartedPayment {
  id: string;
  intentId: string;
  client: { clientSecret: string };
}

export const ADDRESS = {
  name: 'Ann Example',
  line1: '1 Main Street',
  city: 'Springfield',
  region: 'IL',
  postalCode: '62701',
  country: 'US',
};

/** The whole server beside a real sandbox gateway, both in this process and both spoken to through HTTP. */
export async function startTestShop(
  options: TestAppOptions & { webhooks?: boolean; gateway?: GatewayOptions } = {},
): Promise<TestShop> {
  const gateways = new Map<Provider, PaymentGateway>();
  const app = await startTestApp({ ...options, deps: { gateways, ...options.deps } });
  let webhookUrl: string | null = null;
  if (options.webhooks) {
    await app.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.app.server.address() as AddressInfo;
    webhookUrl = `http://127.0.0.1:${port}/api/payments/webhook/sandbox`;
  }
  const gateway = await startGateway({
    webhookUrl,
    retryGapsMs: [100, 200, 400, 800],
    settleAfterMs: 300,
    ...options.gateway,
  });
  const port = new URL(gateway.url).port;
  const configured = openGateways(
    loadConfig({ NODE_ENV: 'test', JWT_SECRET: 'x'.repeat(32), GATEWAY_PORT: port }),
  );
  gateways.set('sandbox', configured.get('sandbox')!);
  const money = moneyOf(app, gateways);
  const acting = actions(gateway.url);
  return {
    ...app,
    ...acting,
    gateway,
    given: givenIn(app.database, () => app.clock.now),
    money,
    again: async ({ email }) => {
      const login = { email, password: PASSWORD, transport: 'bearer' };
      const { accessToken } = (await app.client().post('/api/auth/login', login)).body;
      return app.client({ authorization: `Bearer ${accessToken}` });
    },
    runJobs: async () => {
      for (const job of paymentJobs(money)) if (job.everySeconds !== undefined) await job.run();
    },
    violations: () =>
      checkInvariants({
        system: app.database.system,
        gateways,
        now: app.clock.now,
        since: new Date(Date.now() - 86_400_000),
      }),
    close: async () => {
      await gateway.close();
      await app.close();
    },
  };
}

function moneyOf(app: TestApp, gateways: ReadonlyMap<Provider, PaymentGateway>): OrderDeps {
  const { database, store, bus, clock } = app;
  const logger = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  return orderDeps({
    shop: database.shop,
    system: database.system,
    store,
    gateways,
    bus,
    logger,
    now: () => clock.now,
  });
}

function actions(gatewayUrl: string) {
  const keyed = (key: string) => ({ 'idempotency-key': key });
  const begin = (who: Client, body?: object, key: string = randomUUID()) =>
    who.post('/api/payments/create-order', body, keyed(key));
  const complete = (who: Client, body?: object, key: string = randomUUID()) =>
    who.post('/api/orders', body, keyed(key));
  const fill = async (who: Client, { productId, variantId }: GivenProduct, quantity = 1) => {
    const added = await who.post('/api/cart/add', { productId, variantId, quantity });
    if (added.status !== 201) return added;
    return who.put('/api/checkout', {
      email: 'buyer@example.com',
      shippingAddress: ADDRESS,
      shippingMethod: 'standard',
    });
  };
  const confirm = async (payment: StartedPayment, card: keyof typeof CARDS = 'success') => {
    const answer = await fetch(`${gatewayUrl}/v1/intents/${payment.intentId}/confirm`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        clientSecret: payment.client.clientSecret,
        card: { number: CARDS[card].number, expMonth: 12, expYear: 2040, cvc: '123' },
      }),
    });
    return { status: answer.status, body: await answer.json().catch(() => null) };
  };
  return {
    begin,
    complete,
    fill,
    confirm,
    paid: async (who: Client, product: GivenProduct, card: keyof typeof CARDS = 'success') => {
      await fill(who, product);
      const { payment }: { payment: StartedPayment } = (await begin(who)).body;
      await confirm(payment, card);
      return payment;
    },
    buy: async (who: Client, product: GivenProduct, quantity = 1) => {
      const filled = await fill(who, product, quantity);
      if (filled.status >= 300) return filled;
      const begun = await begin(who);
      if (begun.status !== 201) return begun;
      await confirm(begun.body.payment);
      return complete(who, { paymentId: begun.body.payment.id });
    },
    control: async (method: string, path: string, body?: object) => {
      const answer = await fetch(`${gatewayUrl}/control${path}`, {
        method,
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      });
      return answer.json().catch(() => null);
    },
  };
}
