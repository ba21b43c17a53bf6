import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CARDS } from './cards.ts';
import { PUBLISHED } from './start-gateway.ts';
import { testGateway, webhookEndpoint } from './testing/test-gateway.ts';

const hmac = (text: string, secret: string) => createHmac('sha256', secret).update(text).digest('hex');

/** A gateway whose sandbox webhooks arrive at an endpoint. */
async function connected(options: Parameters<typeof testGateway>[0] = {}) {
  const endpoint = await webhookEndpoint();
  const gateway = await testGateway({ webhookUrl: endpoint.url, ...options });
  return { endpoint, gateway };
}

describe('webhooks', () => {
  it('[PAY-1] tell what happened in its order, signed over the raw bytes, without what lets one pay', async () => {
    const { endpoint, gateway } = await connected();
    const intent = await gateway.intent({ metadata: { payment_id: 'p1' } });
    await gateway.pay(intent, CARDS.declined.number);
    await gateway.pay(intent);
    await gateway.post('/v1/refunds', { intent: intent.id, amount: 50, metadata: { refund_id: 'r1' } });
    await expect
      .poll(endpoint.types)
      .toEqual(['intent.created', 'intent.failed', 'intent.succeeded', 'refund.succeeded']);
    for (const { headers, raw, body } of endpoint.got) {
      const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['sandbox-signature'] as string)!;
      expect(v1).toBe(hmac(`${t}.${raw}`, PUBLISHED.webhookSecret));
      expect(Math.abs(Number(t) - Date.now() / 1000)).toBeLessThan(10);
      expect(body).toMatchObject({ id: expect.stringMatching(/^sbe_/), livemode: false });
      expect(raw).not.toContain(intent.clientSecret);
    }
    expect(endpoint.got[2]!.body.data.intent).toMatchObject({
      id: intent.id,
      status: 'succeeded',
      capturedAmount: 1250,
      metadata: { payment_id: 'p1' },
    });
    expect(endpoint.got[3]!.body.data).toMatchObject({
      intentId: intent.id,
      refund: { amount: 50, metadata: { refund_id: 'r1' } },
    });
  });

  it('[PAY-1] are repeated with the same bytes until they are taken', async () => {
    const { endpoint, gateway } = await connected();
    endpoint.answers.push(500, 302);
    await gateway.intent();
    await expect.poll(() => endpoint.got.length).toBe(3);
    expect(new Set(endpoint.got.map(({ raw }) => raw)).size).toBe(1);
    await expect
      .poll(async () => (await gateway.ledger()).events[0])
      .toMatchObject({ status: 'delivered', tries: 3 });
  });

  it('[PAY-1] are given up after the last try, and can be sent again by hand', async () => {
    const { endpoint, gateway } = await connected({ retryGapsMs: [10] });
    endpoint.answers.push(500, 500);
    await gateway.intent();
    await expect
      .poll(async () => (await gateway.ledger()).events[0])
      .toMatchObject({ status: 'given-up', tries: 2 });
    const { id } = endpoint.got[0]!.body;
    expect((await gateway.control(`/webhooks/${id}/resend`)).body).toEqual({ status: 200 });
    expect(endpoint.got.map(({ body }) => body.id)).toEqual([id, id, id]);
    expect((await gateway.control('/webhooks/sbe_none/resend')).status).toBe(404);
  });

  it('[PAY-1] can be held back, turned round and doubled', async () => {
    const { endpoint, gateway } = await connected();
    await gateway.control('/webhooks', { paused: true, shuffle: 'reverse', duplicate: 1 });
    await gateway.pay(await gateway.intent());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(endpoint.got).toEqual([]);
    expect((await gateway.control('/webhooks/flush')).body).toEqual({ delivered: 2, failed: 0 });
    expect(endpoint.types()).toEqual([
      'intent.succeeded',
      'intent.succeeded',
      'intent.created',
      'intent.created',
    ]);
    await gateway.call('/control', { method: 'DELETE' });
    await gateway.intent();
    await expect.poll(() => endpoint.got.length).toBe(5);
  });

  it('[PAY-1] can be delayed and shuffled', async () => {
    const { endpoint, gateway } = await connected();
    await gateway.control('/webhooks', { delayMs: 200, shuffle: true });
    const began = performance.now();
    await Promise.all(Array.from({ length: 8 }, () => gateway.intent()));
    await expect.poll(() => endpoint.got.length, { timeout: 5_000 }).toBe(8);
    expect(performance.now() - began).toBeGreaterThan(190);
    expect(new Set(endpoint.got.map(({ body }) => body.id)).size).toBe(8);
  });

  it('[PAY-1] of one dialect never go to another, and may be given another address and secret', async () => {
    const { endpoint, gateway } = await connected();
    const stripe = await webhookEndpoint();
    await gateway.control('/webhooks', { targets: { stripe: { url: stripe.url, secret: 'whsec_new' } } });
    await gateway.stripe.post('/v1/payment_intents', 'amount=100&currency=eur');
    await gateway.razorpay.post('/v1/orders', { amount: 100, currency: 'INR' });
    await expect.poll(stripe.types).toEqual(['payment_intent.created']);
    const { headers, raw } = stripe.got[0]!;
    const [, t, v1] = /^t=(\d+),v1=(\w+)$/.exec(headers['stripe-signature'] as string)!;
    expect(v1).toBe(hmac(`${t}.${raw}`, 'whsec_new'));
    expect(endpoint.got).toEqual([]);
  });

  it('[PAY-1] that hang at one payment do not hold up those of another', async () => {
    const { endpoint, gateway } = await connected({ webhookTimeoutMs: 300 });
    await gateway.control('/webhooks', { targets: { stripe: { url: 'http://192.0.2.1:9/' } } });
    await gateway.stripe.post('/v1/payment_intents', 'amount=100&currency=eur');
    await gateway.intent();
    await expect.poll(endpoint.types).toEqual(['intent.created']);
  });
});
