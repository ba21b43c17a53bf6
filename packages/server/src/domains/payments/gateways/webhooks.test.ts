import { createHmac } from 'node:crypto';
import Razorpay from 'razorpay';
import { validatePaymentVerification } from 'razorpay/dist/utils/razorpay-utils.js';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { type GatewayEvent, type PaymentGateway, WebhookForged } from './gateway.ts';
import { RazorpayGateway } from './razorpay-gateway.ts';
import { SandboxGateway } from './sandbox-gateway.ts';
import { StripeGateway } from './stripe-gateway.ts';

const NOW = new Date('2026-11-21T12:00:00Z');
const nowS = NOW.getTime() / 1_000;
const OLD = 'whsec_the-old-secret-00';
const NEW = 'whsec_the-new-secret-00';
const secretKey = 'sk_test_0123456789';
const webhookSecrets = [NEW, OLD];
const hmac = (secret: string, content: string) => createHmac('sha256', secret).update(content).digest('hex');

interface Kind {
  gateway: PaymentGateway;
  header: string;
  /** Spaces and escapes that no serialiser of ours would write. */
  body: string;
  event: GatewayEvent;
  sign: (body: string, secret: string, seconds: number) => string;
}

const timed = (body: string, secret: string, seconds: number) =>
  `t=${seconds},v1=${hmac(secret, `${seconds}.${body}`)}`;
const KINDS: Record<string, Kind> = {
  sandbox: {
    gateway: new SandboxGateway({ baseUrl: 'http://127.0.0.1:1', secretKey, webhookSecrets }),
    header: 'sandbox-signature',
    body: '{ "id":"sbe_1","type":"intent.succeeded", "createdAt":"2026-11-21T11:59:59Z","livemode":false,"data":{"intent":{"id":"sbi_1","n":"\\u00f5"}}}',
    event: {
      id: 'sbe_1',
      type: 'intent.succeeded',
      intentId: 'sbi_1',
      occurredAt: new Date(NOW.getTime() - 1_000),
    },
    sign: timed,
  },
  stripe: {
    gateway: new StripeGateway({ secretKey, webhookSecrets }),
    header: 'stripe-signature',
    body: `{ "id":"evt_1","object":"event","type":"payment_intent.succeeded","created":${nowS - 1},"livemode":false,"data":{"object":{"id":"pi_1","object":"payment_intent","n":"\\u00f5"}}}`,
    event: {
      id: 'evt_1',
      type: 'payment_intent.succeeded',
      intentId: 'pi_1',
      occurredAt: new Date(NOW.getTime() - 1_000),
    },
    sign: timed,
  },
  razorpay: {
    gateway: new RazorpayGateway({
      keyId: 'rzp_test_12345678',
      keySecret: 'key-secret-of-16',
      webhookSecrets,
    }),
    header: 'x-razorpay-signature',
    body: `{ "entity":"event","event":"payment.captured","contains":["payment"],"payload":{"payment":{"entity":{"id":"pay_1","order_id":"order_1","n":"\\u00f5"}}},"created_at":${nowS - 1}}`,
    event: {
      id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
      type: 'payment.captured',
      intentId: 'order_1',
      occurredAt: new Date(NOW.getTime() - 1_000),
    },
    sign: (body, secret) => hmac(secret, body),
  },
};

describe.each(Object.entries(KINDS))('webhooks of %s', (provider, { gateway, header, body, event, sign }) => {
  const read = (rawBody: string | Buffer, signature: string | string[] | undefined, now = NOW) =>
    gateway.readWebhook({ rawBody: Buffer.from(rawBody), headers: { [header]: signature }, now });
  const forged = (...input: Parameters<typeof read>) => {
    expect(() => read(...input)).toThrow(WebhookForged);
  };

  it('[PAY-4] [L-10] believes a genuine one by its bytes as they came', () => {
    expect(read(body, sign(body, NEW, nowS))).toEqual(event);
  });

  it('[PAY-9] believes the old secret too while both are in force, and no other', () => {
    expect(read(body, sign(body, OLD, nowS))).toEqual(event);
    forged(body, sign(body, 'whsec_some-other-secret', nowS));
    forged(body, sign(body, '', nowS));
    forged(body, sign(body, secretKey, nowS));
  });

  it('[L-10] does not believe the same content serialised anew', () => {
    forged(JSON.stringify(JSON.parse(body)), sign(body, NEW, nowS));
  });

  it('[PAY-4] does not believe a changed, cut or lengthened body', () => {
    const signature = sign(body, NEW, nowS);
    for (const changed of [
      body.replace('_1"', '_2"'),
      body.slice(0, -1),
      `${body} `,
      '',
      Buffer.from(body).reverse(),
    ])
      forged(changed, signature);
  });

  it('[PAY-4] does not believe a missing, empty, doubled or mangled signature', () => {
    const signature = sign(body, NEW, nowS);
    const zero = signature.replace(/[0-9a-f]{64}$/, '0'.repeat(64));
    for (const wrong of [
      undefined,
      '',
      'v1=',
      [signature, signature],
      signature.slice(0, -1),
      `${signature}00`,
      zero,
    ])
      forged(body, wrong);
    forged(
      body,
      signature.replace(/[0-9a-f]{64}$/, (hex) => Buffer.from(hex, 'hex').toString('base64')),
    );
  });

  it('[PAY-4] does not believe signed words that are no event', () => {
    for (const words of ['null', '[]', '{}', 'not json', '{"id":1}', '['.repeat(50_000)])
      forged(words, sign(words, NEW, nowS));
  });

  it('[L-11] does not believe what is dated ahead', () => {
    const ahead = body
      .replace(String(nowS - 1), String(nowS + 301))
      .replace('2026-11-21T11:59:59Z', '2026-11-21T12:05:01Z');
    forged(ahead, sign(ahead, NEW, nowS + 301));
    if (provider !== 'razorpay') forged(body, sign(body, NEW, nowS + 301));
  });

  it('[L-11] does not believe what is too old', () => {
    const late = new Date(NOW.getTime() + (provider === 'razorpay' ? 9 * 86_400_000 : 301_000));
    forged(body, sign(body, NEW, nowS), late);
  });
});

describe('webhooks of stripe alone', () => {
  const { gateway, body, event, sign } = KINDS['stripe']!;
  const read = (rawBody: string, signature: string, from = gateway) =>
    from.readWebhook({ rawBody: Buffer.from(rawBody), headers: { 'stripe-signature': signature }, now: NOW });

  it('[PAY-4] one of several signatures is enough, others change nothing', () => {
    const good = hmac(OLD, `${nowS}.${body}`);
    expect(read(body, `t=${nowS}, v1=${'0'.repeat(64)},v0=${good},v1=${good}`)).toEqual(event);
    expect(() => read(body, `t=${nowS},v0=${good}`)).toThrow(WebhookForged);
    expect(() => read(body, `t=${nowS},t=${nowS - 1},v1=${good}`)).toThrow(WebhookForged);
    expect(() => read(body, `v1=${good}`)).toThrow(WebhookForged);
  });

  it('[PAY-4] agrees with the signatures that the official SDK makes', () => {
    const { webhooks } = new Stripe(secretKey);
    const signature = webhooks.generateTestHeaderString({ payload: body, secret: NEW, timestamp: nowS });
    expect(read(body, signature)).toEqual(event);
  });

  it('[PAY-9] does not believe an event of the other mode', () => {
    const live = body.replace('"livemode":false', '"livemode":true');
    expect(() => read(live, sign(live, NEW, nowS))).toThrow(WebhookForged);
    const liveGateway = new StripeGateway({ secretKey: 'rk_live_0123456789', webhookSecrets });
    expect(read(live, sign(live, NEW, nowS), liveGateway)).toEqual(event);
    expect(() => read(body, sign(body, NEW, nowS), liveGateway)).toThrow(WebhookForged);
  });

  it.each([
    ['{"id":"ch_1","object":"charge","payment_intent":"pi_2"}', 'pi_2'],
    ['{"id":"re_1","object":"refund","payment_intent":{"id":"pi_3"}}', 'pi_3'],
    ['{"id":"cus_1","object":"customer"}', null],
    ['{"object":"balance"}', null],
  ])('[PAY-4] finds whom %s tells of', (object, intentId) => {
    const other = body.replace(/"data":.*/, `"data":{"object":${object}}}`);
    expect(read(other, sign(other, NEW, nowS)).intentId).toBe(intentId);
  });
});

describe('signatures of razorpay alone', () => {
  const { gateway, body, sign } = KINDS['razorpay']!;
  const read = (rawBody: string, more: Record<string, string> = {}) =>
    gateway.readWebhook({
      rawBody: Buffer.from(rawBody),
      headers: { 'x-razorpay-signature': sign(rawBody, NEW, nowS), ...more },
      now: NOW,
    });

  it('[PAY-4] agrees with their own package', () => {
    const signature = sign(body, NEW, nowS);
    expect(Razorpay.validateWebhookSignature(body, signature, NEW)).toBe(true);
    expect(Razorpay.validateWebhookSignature(`${body} `, signature, NEW)).toBe(false);
  });

  it('[L-11] a delivery sent again under another event id is the same event', () => {
    const first = read(body, { 'x-razorpay-event-id': 'evt_first' });
    expect(read(body, { 'x-razorpay-event-id': 'evt_fresh' })).toEqual(first);
    const another = body.replace('pay_1', 'pay_2');
    expect(read(another, { 'x-razorpay-event-id': 'evt_first' }).id).not.toBe(first.id);
  });

  it('[L-11] believes a delivery that the dashboard sends again within the week', () => {
    const old = body.replace(String(nowS - 1), String(nowS - 7 * 86_400));
    expect(read(old)).toMatchObject({ intentId: 'order_1' });
  });

  it('[PAY-4] finds the order of order and refund events', () => {
    const of = (payload: string) =>
      body.replace(/"payload":.*\},"created_at"/, `"payload":${payload},"created_at"`);
    expect(read(of('{"order":{"entity":{"id":"order_2"}}}')).intentId).toBe('order_2');
    const refund =
      '{"refund":{"entity":{"id":"rfnd_1"}},"payment":{"entity":{"id":"pay_3","order_id":"order_3"}}}';
    expect(read(of(refund)).intentId).toBe('order_3');
    expect(read(of('{"payment":{"entity":{"order_id":null}}}')).intentId).toBe(null);
    expect(read(of('{}')).intentId).toBe(null);
  });

  it("[PAY-3] confirms what the buyer's browser brings back, as their own package does, and nothing else", () => {
    const signature = hmac('key-secret-of-16', 'order_1|pay_1');
    const ids = { order_id: 'order_1', payment_id: 'pay_1' };
    expect(validatePaymentVerification(ids, signature, 'key-secret-of-16')).toBe(true);
    expect(validatePaymentVerification({ ...ids, payment_id: 'pay_2' }, signature, 'key-secret-of-16')).toBe(
      false,
    );
    const confirms = (input: Partial<{ intentId: string; gatewayPaymentId: string; signature: string }>) =>
      gateway.confirms!({ intentId: 'order_1', gatewayPaymentId: 'pay_1', signature, ...input });
    expect(confirms({})).toBe(true);
    expect(confirms({ intentId: 'order_2' })).toBe(false);
    expect(confirms({ gatewayPaymentId: 'pay_2' })).toBe(false);
    expect(confirms({ signature: hmac(NEW, 'order_1|pay_1') })).toBe(false);
    expect(confirms({ signature: signature.toUpperCase() })).toBe(false);
    expect(confirms({ signature: '' })).toBe(false);
    // The bar must not move between the two ids.
    expect(confirms({ intentId: 'order_1|pay_1', gatewayPaymentId: '' })).toBe(false);
    const moved = hmac('key-secret-of-16', 'order|1|pay_1');
    expect(confirms({ intentId: 'order', gatewayPaymentId: '1|pay_1', signature: moved })).toBe(false);
  });
});
