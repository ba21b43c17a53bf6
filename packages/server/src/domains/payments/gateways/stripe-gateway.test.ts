import { describe, expect, it } from 'vitest';
import type { NewIntent } from './gateway.ts';
import { collect, type Seen, sendJson, startServer } from './http-server.fixture.ts';
import { StripeGateway } from './stripe-gateway.ts';

const PAYMENT = '0198f2f0-0000-7000-8000-000000000001';
const REFUND = '0198f2f0-0000-7000-8000-000000000002';
const NEW: NewIntent = {
  paymentId: PAYMENT,
  amountMinor: 1_000n,
  currency: 'EUR',
  metadata: { cart_id: 'cart' },
  description: 'Order',
};
const intent = {
  id: 'pi_1',
  object: 'payment_intent',
  status: 'requires_payment_method',
  amount: 1_000,
  amount_received: 0,
  currency: 'eur',
  livemode: false,
  metadata: { payment_id: PAYMENT },
  created: 1_795_000_000,
  client_secret: 'pi_1_secret_2',
  latest_charge: null,
  last_payment_error: null,
};
const page = (data: object[], more = false) => ({ object: 'list', data, has_more: more });
const failed = (code: string, type = 'invalid_request_error') => ({
  error: { type, code, message: 'No.' },
});

type Answers = Record<string, object | ((request: Seen) => object)>;

async function given(answers: Answers, { prefix = '', secretKey = 'sk_test_0123456789' } = {}) {
  const { url, seen } = await startServer((request, response) => {
    const found = answers[`${request.method} ${request.path.split('?')[0]!.replace(`${prefix}/v1`, '')}`];
    const body = typeof found === 'function' ? found(request) : found;
    if (!body) sendJson(response, 404, failed('resource_missing'));
    else sendJson(response, 'error' in body ? 400 : 200, body);
  });
  const gateway = new StripeGateway({
    baseUrl: url + prefix,
    secretKey,
    publishableKey: 'pk_test_0123456789',
    webhookSecrets: [],
    timeoutMs: 2_000,
  });
  const sent = (method: string) => seen.filter((one) => one.method === method);
  return { gateway, seen, sent };
}

const formOf = ({ body }: Seen) => Object.fromEntries(new URLSearchParams(body));

describe('intents of stripe', () => {
  it.each(['', '/stripe/'])(
    '[PAY-1] [PAY-2] are made under our key, below "%s" of the base',
    async (prefix) => {
      const { gateway, seen } = await given(
        { 'POST /payment_intents': intent },
        { prefix: prefix.replace(/\/$/, '') },
      );
      expect(await gateway.createIntent(NEW)).toEqual({
        id: 'pi_1',
        status: 'requires_payment',
        amountMinor: 1_000n,
        currency: 'EUR',
        capturedMinor: 0n,
        refundedMinor: 0n,
        mode: 'test',
        metadata: { payment_id: PAYMENT },
        failure: null,
        createdAt: new Date(1_795_000_000_000),
        client: { clientSecret: 'pi_1_secret_2', publishableKey: 'pk_test_0123456789' },
      });
      expect(seen).toHaveLength(1);
      expect(seen[0]!.headers).toMatchObject({
        'idempotency-key': PAYMENT,
        authorization: 'Bearer sk_test_0123456789',
      });
      expect(formOf(seen[0]!)).toEqual({
        amount: '1000',
        currency: 'eur',
        description: 'Order',
        'metadata[cart_id]': 'cart',
        'metadata[payment_id]': PAYMENT,
        'automatic_payment_methods[enabled]': 'true',
        'expand[0]': 'latest_charge',
      });
    },
  );

  it.each([
    ['requires_payment_method', 'requires_payment'],
    ['requires_confirmation', 'requires_payment'],
    ['requires_action', 'requires_action'],
    ['processing', 'processing'],
    ['requires_capture', 'processing'],
    ['succeeded', 'succeeded'],
    ['canceled', 'canceled'],
  ])('[PAY-1] %s is %s', async (theirs, ours) => {
    const { gateway } = await given({ 'GET /payment_intents/pi_1': { ...intent, status: theirs } });
    expect(await gateway.retrieveIntent('pi_1')).toMatchObject({ status: ours });
  });

  it('[L-12] tell what was received and given back, in which mode, and why a try failed', async () => {
    const paid = {
      ...intent,
      status: 'succeeded',
      livemode: true,
      amount_received: 1_000,
      latest_charge: { id: 'ch_1', amount_refunded: 400 },
      last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' },
    };
    const { gateway } = await given({ 'GET /payment_intents/pi_1': paid });
    expect(await gateway.retrieveIntent('pi_1')).toMatchObject({
      capturedMinor: 1_000n,
      refundedMinor: 400n,
      mode: 'live',
      failure: 'insufficient_funds',
    });
  });

  it('[PAY-1] that are not there are null', async () => {
    const { gateway } = await given({});
    expect(await gateway.retrieveIntent('pi_9')).toBe(null);
  });

  it('[PAY-1] canceling one that is paid or canceled tells so; one in another state is refused', async () => {
    for (const [status, ends] of [
      ['succeeded', true],
      ['canceled', true],
      ['processing', false],
    ] as const) {
      const { gateway } = await given({
        'POST /payment_intents/pi_1/cancel': failed('payment_intent_unexpected_state'),
        'GET /payment_intents/pi_1': { ...intent, status },
      });
      const canceling = gateway.cancelIntent('pi_1');
      if (ends) expect(await canceling).toMatchObject({ status });
      else await expect(canceling).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
    }
  });

  it('[L-26] [PAY-8] are found and listed over all pages, without what is in a currency never ours', async () => {
    const all = [
      { ...intent, id: 'pi_1', metadata: {} },
      { ...intent, id: 'pi_2', currency: 'ugx', metadata: {} },
      { ...intent, id: 'pi_3' },
    ];
    const { gateway, seen } = await given({
      'GET /payment_intents': ({ path }) => {
        const after = new URL(path, 'http://x').searchParams.get('starting_after');
        const next = all.findIndex(({ id }) => id === after) + 1;
        return page([all[next]!], next < all.length - 1);
      },
    });
    const since = new Date(1_795_000_000_000);
    expect((await collect(gateway.listIntents(since))).map(({ id }) => id)).toEqual(['pi_1', 'pi_3']);
    expect(decodeURIComponent(seen[0]!.path)).toContain('created[gte]=1794999700');
    expect(await gateway.findIntent(PAYMENT, since)).toMatchObject({ id: 'pi_3' });
    expect(await gateway.findIntent(REFUND, since)).toBe(null);
  });

  it('[PAY-1] the same key with another amount is refused', async () => {
    const { gateway } = await given({
      'POST /payment_intents': { error: { type: 'idempotency_error', message: 'Keys…' } },
    });
    await expect(gateway.createIntent(NEW)).rejects.toMatchObject({
      name: 'GatewayRefused',
      code: 'idempotency_error',
    });
  });

  it('[L-12] an amount that cannot be charged exactly is never asked for', async () => {
    const { gateway, seen } = await given({});
    await expect(
      gateway.createIntent({ ...NEW, currency: 'KWD', amountMinor: 5_124n }),
    ).rejects.toMatchObject({
      code: 'amount_not_chargeable',
    });
    expect(seen).toEqual([]);
  });

  it('[PAY-9] the mode is that of the key', () => {
    const modeOf = (secretKey: string) => new StripeGateway({ secretKey, webhookSecrets: [] }).mode;
    expect(['sk_test_1', 'sk_live_1', 'rk_test_1', 'rk_live_1'].map(modeOf)).toEqual([
      'test',
      'live',
      'test',
      'live',
    ]);
  });
});

describe('refunds of stripe', () => {
  const ask = { refundId: REFUND, intentId: 'pi_1', amountMinor: 400n, currency: 'EUR' };
  const refund = (status: string, metadata: object | null = { refund_id: REFUND }) => ({
    id: `re_${status}`,
    amount: 400,
    currency: 'eur',
    status,
    metadata,
    payment_intent: 'pi_1',
  });

  it('[PAY-6] are made under our key and name', async () => {
    const { gateway, sent } = await given({
      'GET /refunds': page([refund('succeeded', null)]),
      'POST /refunds': refund('pending'),
    });
    expect(await gateway.refund(ask)).toEqual({
      id: 're_pending',
      intentId: 'pi_1',
      amountMinor: 400n,
      currency: 'EUR',
      status: 'pending',
      refundId: REFUND,
    });
    expect(sent('POST')[0]!.headers['idempotency-key']).toBe(REFUND);
    expect(formOf(sent('POST')[0]!)).toEqual({
      payment_intent: 'pi_1',
      amount: '400',
      'metadata[refund_id]': REFUND,
    });
  });

  it.each([
    ['pending', 'pending'],
    ['requires_action', 'pending'],
    ['succeeded', 'succeeded'],
  ])('[L-26] one that is there as %s is not made again', async (theirs, ours) => {
    const { gateway, sent } = await given({ 'GET /refunds': page([refund(theirs)]) });
    expect(await gateway.refund(ask)).toMatchObject({ id: `re_${theirs}`, status: ours });
    expect(sent('POST')).toEqual([]);
  });

  it('[PAY-6] one that failed or was canceled is made again under a new key', async () => {
    const { gateway, sent } = await given({
      'GET /refunds': page([refund('failed'), refund('canceled')]),
      'POST /refunds': refund('succeeded'),
    });
    expect(await gateway.refund(ask)).toMatchObject({ status: 'succeeded' });
    expect(sent('POST')[0]!.headers['idempotency-key']).toBe(`${REFUND}-3`);
  });

  it('[PAY-6] what the gateway refuses is refused in its word', async () => {
    const { gateway } = await given({
      'GET /refunds': page([]),
      'POST /refunds': failed('charge_already_refunded'),
    });
    await expect(gateway.refund(ask)).rejects.toMatchObject({
      code: 'charge_already_refunded',
      message: 'No.',
    });
  });
});
