import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PUBLISHED, type RunningGateway, startGateway } from '../../../../../gateway/src/start-gateway.ts';
import { GatewayRefused, GatewayUnavailable, type NewIntent, type PaymentGateway } from './gateway.ts';
import { collect, startServer } from './http-server.fixture.ts';
import { RazorpayGateway } from './razorpay-gateway.ts';
import { SandboxGateway } from './sandbox-gateway.ts';
import { StripeGateway } from './stripe-gateway.ts';

type Kind = 'sandbox' | 'stripe' | 'razorpay';

let server: RunningGateway;
beforeAll(async () => {
  server = await startGateway({ settleAfterMs: 3_600_000, razorpayAutoCapture: false });
});
afterAll(() => server.close());
beforeEach(() => control('DELETE', ''));

const timeoutMs = 1_500;
const OPEN: Record<Kind, () => PaymentGateway> = {
  sandbox: () =>
    new SandboxGateway({
      baseUrl: server.url,
      secretKey: PUBLISHED.secretKey,
      webhookSecrets: ['whsec_not_yet', PUBLISHED.webhookSecret],
      timeoutMs,
    }),
  stripe: () =>
    new StripeGateway({
      baseUrl: `${server.url}/stripe`,
      secretKey: PUBLISHED.stripeSecretKey,
      webhookSecrets: ['whsec_not_yet', PUBLISHED.stripeWebhookSecret],
      timeoutMs,
    }),
  razorpay: () =>
    new RazorpayGateway({
      baseUrl: `${server.url}/razorpay`,
      keyId: PUBLISHED.razorpayKeyId,
      keySecret: PUBLISHED.razorpayKeySecret,
      webhookSecrets: ['not-yet', PUBLISHED.razorpayWebhookSecret],
      timeoutMs,
    }),
};
const PATHS: Record<Kind, { intents: string; refunds: string }> = {
  sandbox: { intents: '/v1/intents', refunds: '/v1/refunds' },
  stripe: { intents: '/stripe/v1/payment_intents', refunds: '/stripe/v1/refunds' },
  razorpay: { intents: '/razorpay/v1/orders', refunds: '/razorpay/v1/payments/*/refund' },
};

describe.each(Object.keys(OPEN) as Kind[])('%s against a server that speaks it', (kind) => {
  let gateway: PaymentGateway;
  let payment: NewIntent;
  const EARLIER = new Date(Date.now() - 60_000);
  beforeEach(() => {
    gateway = OPEN[kind]();
    const paymentId = randomUUID();
    payment = {
      paymentId,
      amountMinor: 123_450n,
      currency: 'INR',
      metadata: { cart_id: 'cart', customer_id: 'customer', checkout_id: 'checkout', payment_id: paymentId },
      description: 'Cartwright',
    };
  });
  const paid = async () => {
    const intent = await gateway.createIntent(payment);
    await pay(kind, intent.id, intent.client, 'success');
    return intent.id;
  };
  const refund = (intentId: string, amountMinor: bigint, refundId: string = randomUUID()) => ({
    refundId,
    intentId,
    amountMinor,
    currency: 'INR',
  });

  it('[PAY-1] [PAY-2] an intent is made, read, found and listed with all it was given', async () => {
    const made = await gateway.createIntent(payment);
    expect(made).toMatchObject({
      status: 'requires_payment',
      amountMinor: 123_450n,
      currency: 'INR',
      capturedMinor: 0n,
      refundedMinor: 0n,
      mode: 'test',
      metadata: payment.metadata,
      failure: null,
    });
    expect(Math.abs(made.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
    expect(await gateway.retrieveIntent(made.id)).toEqual(made);
    expect(await gateway.findIntent(payment.paymentId, EARLIER)).toEqual(made);
    expect(await gateway.findIntent(randomUUID(), EARLIER)).toBe(null);
    expect(await collect(gateway.listIntents(EARLIER))).toContainEqual(made);
    expect(await gateway.retrieveIntent(`${made.id}x`)).toBe(null);
  });

  it('[PAY-1] [L-26] made again it is the same, even after its answer was lost', async () => {
    await loseAnswer(PATHS[kind].intents);
    await expect(gateway.createIntent(payment)).rejects.toBeInstanceOf(GatewayUnavailable);
    const found = await gateway.findIntent(payment.paymentId, EARLIER);
    expect(found).not.toBe(null);
    expect((await gateway.createIntent(payment)).id).toBe(found!.id);
    const all = await collect(gateway.listIntents(EARLIER));
    expect(all.filter(({ metadata }) => metadata['payment_id'] === payment.paymentId)).toHaveLength(1);
  });

  it('[L-12] the same payment with another amount is refused', async () => {
    await gateway.createIntent(payment);
    await expect(gateway.createIntent({ ...payment, amountMinor: 1_000n })).rejects.toBeInstanceOf(
      GatewayRefused,
    );
  });

  it('[PAY-3] a paid one says so, with the amount', async () => {
    const id = await paid();
    expect(await gateway.retrieveIntent(id)).toMatchObject({
      status: 'succeeded',
      amountMinor: 123_450n,
      capturedMinor: 123_450n,
      failure: null,
    });
  });

  it('[L-27] a declined one may be paid again', async () => {
    const { id, client } = await gateway.createIntent(payment);
    await pay(kind, id, client, 'declined');
    const declined = await gateway.retrieveIntent(id);
    expect(declined).toMatchObject({ status: 'requires_payment', capturedMinor: 0n });
    expect(declined!.failure).toMatch(/^\w+$/);
    await pay(kind, id, client, 'success');
    expect(await gateway.retrieveIntent(id)).toMatchObject({ status: 'succeeded' });
  });

  it('[L-27] one charged after it had failed is found out', async () => {
    const { id, client } = await gateway.createIntent(payment);
    await pay(kind, id, client, 'declinedThenCharged');
    expect(await gateway.retrieveIntent(id)).toMatchObject({ capturedMinor: 0n });
    await control('POST', `/settle/${id}`, {});
    expect(await gateway.retrieveIntent(id)).toMatchObject({ status: 'succeeded', capturedMinor: 123_450n });
  });

  it('[PAY-1] an unpaid one is canceled where that is known, and a paid one keeps its money', async () => {
    const { id } = await gateway.createIntent(payment);
    const status = kind === 'razorpay' ? 'requires_payment' : 'canceled';
    expect(await gateway.cancelIntent(id)).toMatchObject({ id, status });
    expect(await gateway.cancelIntent(id)).toMatchObject({ id, status });
    payment = { ...payment, paymentId: randomUUID() };
    const other = await paid();
    await gateway.retrieveIntent(other);
    expect(await gateway.cancelIntent(other)).toMatchObject({ status: 'succeeded', capturedMinor: 123_450n });
  });

  it('[PAY-6] refunds in parts, and no more than was paid', async () => {
    const id = await paid();
    await gateway.retrieveIntent(id);
    const first = refund(id, 23_450n);
    const made = await gateway.refund(first);
    expect(made).toMatchObject({
      intentId: id,
      amountMinor: 23_450n,
      currency: 'INR',
      refundId: first.refundId,
    });
    expect(await gateway.refund(first)).toMatchObject({ id: made.id });
    await gateway.refund(refund(id, 100_000n));
    await expect(gateway.refund(refund(id, 100n))).rejects.toBeInstanceOf(GatewayRefused);
    const all = await gateway.listRefunds(id);
    expect(all.map(({ amountMinor }) => amountMinor).sort()).toEqual([100_000n, 23_450n]);
    expect(await gateway.retrieveIntent(id)).toMatchObject({
      status: 'succeeded',
      capturedMinor: 123_450n,
      refundedMinor: 123_450n,
    });
  });

  it('[PAY-6] [L-26] a refund whose answer was lost is not made twice', async () => {
    const id = await paid();
    await gateway.retrieveIntent(id);
    const asked = refund(id, 1_000n);
    await loseAnswer(PATHS[kind].refunds);
    await expect(gateway.refund(asked)).rejects.toBeInstanceOf(GatewayUnavailable);
    const again = await Promise.all([gateway.refund(asked), gateway.refund(asked)]);
    expect(new Set(again.map((one) => one.id)).size).toBe(1);
    expect(await gateway.listRefunds(id)).toHaveLength(1);
  });

  it('[PAY-6] a refund that failed there may be asked for again', async () => {
    const { id, client } = await gateway.createIntent(payment);
    await pay(kind, id, client, 'refundFails');
    await gateway.retrieveIntent(id);
    const asked = refund(id, 1_000n);
    const first = await gateway.refund(asked);
    expect(first.status).toBe('pending');
    await control('POST', `/settle/${first.id}`, {});
    expect(await gateway.listRefunds(id)).toMatchObject([{ status: 'failed' }]);
    expect(await gateway.refund(asked)).toMatchObject({ status: 'pending', refundId: asked.refundId });
    expect(await gateway.listRefunds(id)).toHaveLength(2);
  });

  it('[PAY-4] [L-10] its webhooks are genuine, and tell of the intent', async () => {
    const { url, seen } = await startServer((_request, response) => response.end());
    await control('POST', '/webhooks', { targets: { [kind]: { url } } });
    const id = await paid();
    await gateway.retrieveIntent(id);
    await gateway.refund(refund(id, 1_000n));
    await expect.poll(() => seen.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(3);
    const events = seen.map(({ body, headers }) =>
      gateway.readWebhook({ rawBody: Buffer.from(body), headers, now: new Date() }),
    );
    expect(events.map(({ intentId }) => intentId)).toEqual(events.map(() => id));
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    await control('POST', '/webhooks', { targets: { [kind]: { url: null } } });
  });
});

it("[PAY-3] razorpay's checkout signature is confirmed for its own order only", async () => {
  const gateway = OPEN.razorpay();
  const paymentId = randomUUID();
  const { id, client } = await gateway.createIntent({
    paymentId,
    amountMinor: 100n,
    currency: 'INR',
    metadata: {},
    description: '',
  });
  const answer = (await pay('razorpay', id, client, 'success')) as Record<string, string>;
  const brought = {
    intentId: id,
    gatewayPaymentId: answer['razorpay_payment_id']!,
    signature: answer['razorpay_signature']!,
  };
  expect(gateway.confirms!(brought)).toBe(true);
  expect(gateway.confirms!({ ...brought, intentId: 'order_other' })).toBe(false);
});

async function control(method: 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${server.url}/control${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const content: unknown = await answer.json();
  expect([200, 402], JSON.stringify(content)).toContain(answer.status);
  return content;
}

/** The next POST there is worked off, and the connection cut instead of the answer. */
async function loseAnswer(path: string): Promise<void> {
  await control('POST', '/script', { match: { method: 'POST', path }, effect: 'cut-after' });
}

const CARDS = {
  success: '4242424242424242',
  declined: '4000000000000002',
  declinedThenCharged: '4000001000000042',
  refundFails: '4000000000005126',
};

/** Does what the buyer's browser does. */
async function pay(
  kind: Kind,
  id: string,
  client: Readonly<Record<string, string>>,
  card: keyof typeof CARDS,
): Promise<unknown> {
  if (kind === 'razorpay') return control('POST', `/razorpay/orders/${id}/pay`, { card });
  const { clientSecret = '' } = client;
  const number = CARDS[card];
  const [url, type, body] =
    kind === 'sandbox'
      ? [
          `/v1/intents/${id}/confirm`,
          'application/json',
          JSON.stringify({ clientSecret, card: { number, expMonth: 12, expYear: 2040, cvc: '123' } }),
        ]
      : [
          `/stripe/v1/payment_intents/${id}/confirm`,
          'application/x-www-form-urlencoded',
          new URLSearchParams({
            client_secret: clientSecret,
            key: PUBLISHED.stripeSecretKey.replace('sk_', 'pk_'),
            'payment_method_data[type]': 'card',
            'payment_method_data[card][number]': number,
          }).toString(),
        ];
  const answer = await fetch(server.url + url, { method: 'POST', headers: { 'content-type': type }, body });
  const content = await answer.text();
  expect([200, 402], content).toContain(answer.status);
  return content;
}
