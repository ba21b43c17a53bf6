import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PUBLISHED } from './start-gateway.ts';
import { testGateway, webhookEndpoint, type TestGateway, type Json } from './testing/test-gateway.ts';

const PI = '/v1/payment_intents';

async function open(gateway: TestGateway, form = 'amount=1250&currency=eur&metadata[payment_id]=p1') {
  return (await gateway.stripe.post(PI, form)).body;
}

const confirm = (gateway: TestGateway, { id }: { id: string }, method: string, key?: string) =>
  gateway.stripe.post(`${PI}/${id}/confirm`, `payment_method=${method}`, key);

describe('Stripe', () => {
  it('[PAY-1] opens, confirms and tells an intent as Stripe does, with and without the prefix', async () => {
    const gateway = await testGateway();
    const intent = await open(gateway);
    expect(intent).toMatchObject({
      object: 'payment_intent',
      amount: 1250,
      amount_received: 0,
      currency: 'eur',
      status: 'requires_payment_method',
      livemode: false,
      latest_charge: null,
      metadata: { payment_id: 'p1' },
    });
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_`));
    const paid = await confirm(gateway, intent, 'pm_card_visa');
    expect(paid.body).toMatchObject({ status: 'succeeded', amount_received: 1250, last_payment_error: null });
    expect(paid.body.latest_charge).toMatch(/^ch_\w{24}$/);
    expect(paid.headers.get('request-id')).toMatch(/^req_/);
    const again = await gateway.stripe.get(`/stripe${PI}/${intent.id}?expand[]=latest_charge`);
    expect(again.body.latest_charge).toMatchObject({
      object: 'charge',
      amount_captured: 1250,
      amount_refunded: 0,
      status: 'succeeded',
    });
  });

  it.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', undefined],
  ])('[PAY-1] %s is a card_error %s, and the intent may be tried again', async (method, code, decline) => {
    const gateway = await testGateway();
    const intent = await open(gateway);
    const { status, body } = await confirm(gateway, intent, method);
    expect(status).toBe(402);
    expect(body.error).toMatchObject({
      type: 'card_error',
      code,
      payment_intent: { id: intent.id, status: 'requires_payment_method', last_payment_error: { code } },
    });
    expect(body.error.decline_code).toBe(decline);
    expect((await confirm(gateway, intent, 'pm_card_visa')).body.status).toBe('succeeded');
  });

  it('[PAY-1] asks for authentication and goes on after it', async () => {
    const gateway = await testGateway();
    const intent = await open(gateway);
    const waiting = (await confirm(gateway, intent, 'pm_card_authenticationRequired')).body;
    expect(waiting.status).toBe('requires_action');
    expect(waiting.next_action.redirect_to_url.url).toContain(`/pay/${intent.id}`);
    await gateway.control(`/challenge/${intent.id}`, { outcome: 'fail' });
    const failed = (await gateway.stripe.get(`${PI}/${intent.id}`)).body;
    expect(failed.last_payment_error.code).toBe('payment_intent_authentication_failure');
    await confirm(gateway, intent, 'pm_card_authenticationRequired');
    await gateway.control(`/challenge/${intent.id}`, { outcome: 'pass' });
    expect((await gateway.stripe.get(`${PI}/${intent.id}`)).body.status).toBe('succeeded');
  });

  it('[PAY-1] the buyer pays with the publishable key and the client secret, and can do nothing else', async () => {
    const gateway = await testGateway();
    const intent = await open(gateway);
    const buyer = (path: string, form: string) =>
      gateway.call(path, { body: `${form}&key=${PUBLISHED.stripeSecretKey.replace('sk_', 'pk_')}` });
    const card = 'payment_method_data[type]=card&payment_method_data[card][number]=4242424242424242';
    const path = `${PI}/${intent.id}/confirm`;
    expect((await buyer(path, `client_secret=guess&${card}`)).status).toBe(401);
    expect((await buyer(`${PI}/${intent.id}/cancel`, '')).status).toBe(401);
    expect((await buyer(PI, 'amount=1&currency=eur')).status).toBe(401);
    const paid = await buyer(path, `client_secret=${intent.client_secret}&${card}`);
    expect(paid.body.status).toBe('succeeded');
  });

  it('[PAY-1] refuses in the form of Stripe', async () => {
    const gateway = await testGateway();
    const paid = await open(gateway);
    await confirm(gateway, paid, 'pm_card_visa');
    const error = async (path: string, form: string) => (await gateway.stripe.post(path, form)).body.error;
    expect(await error(PI, 'amount=x&currency=eur')).toMatchObject({
      type: 'invalid_request_error',
      param: 'amount',
    });
    expect(await error(PI, 'amount=100&currency=eur&colour=red')).toMatchObject({
      type: 'invalid_request_error',
    });
    expect(await error(`${PI}/pi_none/confirm`, 'payment_method=pm_card_visa')).toMatchObject({
      code: 'resource_missing',
      param: 'intent',
    });
    expect(await error(`${PI}/${paid.id}/confirm`, 'payment_method=pm_card_none')).toMatchObject({
      code: 'resource_missing',
      param: 'payment_method',
    });
    expect(await error(`${PI}/${paid.id}/cancel`, '')).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
    const wrong = await gateway.call(PI, { headers: { authorization: 'Bearer sk_test_other' } });
    expect([wrong.status, wrong.body.error.type]).toEqual([401, 'invalid_request_error']);
    for (const [effect, status, type] of [
      ['500', 500, 'api_error'],
      ['409', 409, 'idempotency_error'],
      ['429', 429, 'invalid_request_error'],
    ] as const) {
      await gateway.script({ match: { path: `${PI}*` }, effect });
      const answer = await gateway.stripe.get(PI);
      expect([answer.status, answer.body.error.type]).toEqual([status, type]);
    }
  });

  it('[PAY-1] keeps idempotency keys as Stripe does', async () => {
    const gateway = await testGateway();
    const post = (form: string) => gateway.stripe.post(PI, form, 'order-7');
    const first = await post('amount=100&currency=eur');
    const again = await post('currency=eur&amount=100');
    expect([again.body.id, again.headers.get('idempotent-replayed')]).toEqual([first.body.id, 'true']);
    const other = await post('amount=200&currency=eur');
    expect([other.status, other.body.error.type]).toEqual([400, 'idempotency_error']);
  });

  it('[PAY-1] lists newest first, by cursor and by time', async () => {
    let time = Date.parse('2026-01-01T00:00:00Z');
    const gateway = await testGateway({ now: () => new Date(time) });
    const ids: string[] = [];
    for (let n = 0; n < 5; n++, time += 1_000) ids.unshift((await open(gateway)).id);
    const page = async (query: string) => (await gateway.stripe.get(`${PI}?${query}`)).body;
    const first = await page('limit=2');
    expect(first).toMatchObject({ object: 'list', has_more: true, url: PI });
    const rest = await page(`limit=10&starting_after=${first.data[1].id}`);
    expect(rest.has_more).toBe(false);
    expect([...first.data, ...rest.data].map(({ id }: Json) => id)).toEqual(ids);
    const late = await page(`created[gte]=${Date.parse('2026-01-01T00:00:03Z') / 1000}`);
    expect(late.data.map(({ id }: Json) => id)).toEqual(ids.slice(0, 2));
    const before = await page(`limit=1&ending_before=${ids[2]}`);
    expect(before.data.map(({ id }: Json) => id)).toEqual([ids[1]]);
    expect((await gateway.stripe.get(`${PI}?starting_after=pi_none`)).status).toBe(404);
  });

  it('[PAY-1] refunds in parts, tells them, and has its own /v1/refunds beside the sandbox', async () => {
    const gateway = await testGateway();
    const intent = await open(gateway);
    expect((await gateway.stripe.post('/v1/refunds', `payment_intent=${intent.id}`)).body.error.code).toBe(
      'payment_intent_unexpected_state',
    );
    await confirm(gateway, intent, 'pm_card_visa');
    const part = await gateway.stripe.post(
      '/v1/refunds',
      `payment_intent=${intent.id}&amount=250&metadata[refund_id]=r1`,
    );
    expect(part.body).toMatchObject({
      object: 'refund',
      amount: 250,
      status: 'succeeded',
      payment_intent: intent.id,
      metadata: { refund_id: 'r1' },
    });
    const rest = (await gateway.stripe.post('/v1/refunds', `charge=${part.body.charge}`)).body;
    expect(rest.amount).toBe(1000);
    expect((await gateway.stripe.post('/v1/refunds', `charge=${part.body.charge}`)).body.error.code).toBe(
      'charge_already_refunded',
    );
    const list = (await gateway.stripe.get(`/v1/refunds?payment_intent=${intent.id}`)).body;
    expect(list.data.map(({ id }: Json) => id)).toEqual([rest.id, part.body.id]);
    expect((await gateway.stripe.get(`/v1/refunds/${rest.id}`)).body).toEqual(rest);
    const { body } = await gateway.stripe.get(`${PI}/${intent.id}?expand[]=latest_charge`);
    expect(body.latest_charge).toMatchObject({ amount_refunded: 1250, refunded: true });
  });

  it('[PAY-1] sends signed events around its own objects', async () => {
    const endpoint = await webhookEndpoint();
    const gateway = await testGateway({ stripeWebhookUrl: endpoint.url });
    const intent = await open(gateway);
    await confirm(gateway, intent, 'pm_card_refundFail');
    const refund = (await gateway.stripe.post('/v1/refunds', `payment_intent=${intent.id}`)).body;
    await gateway.control(`/settle/${refund.id}`);
    await expect
      .poll(endpoint.types)
      .toEqual([
        'payment_intent.created',
        'charge.succeeded',
        'payment_intent.succeeded',
        'refund.created',
        'charge.refunded',
        'refund.failed',
      ]);
    for (const { headers, raw, body } of endpoint.got) {
      const [, t, v1] = /^t=(\d+),v1=(\w+)$/.exec(headers['stripe-signature'] as string)!;
      const expected = createHmac('sha256', PUBLISHED.stripeWebhookSecret)
        .update(`${t}.${raw}`)
        .digest('hex');
      expect(v1).toBe(expected);
      expect(body).toMatchObject({ object: 'event', id: expect.stringMatching(/^evt_/), livemode: false });
    }
    expect(endpoint.got[2]!.body.data.object).toMatchObject({ id: intent.id, status: 'succeeded' });
  });

  it('[PAY-1] [L-12] a live key makes live payments', async () => {
    const gateway = await testGateway({ stripeSecretKey: 'sk_live_x' });
    const headers = { authorization: 'Bearer sk_live_x' };
    const { body } = await gateway.call(PI, { body: 'amount=100&currency=eur', headers });
    expect(body.livemode).toBe(true);
  });
});
