import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GivenProduct } from '../../testing/given.ts';
import type { Client } from '../../testing/test-app.ts';
import { SANDBOX_KEY, startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';
import { reconcile } from './reconcile.ts';

const HOUR = 3_600_000;

describe('the reconciliation', () => {
  let shop: TestShop;
  let guest: Client;
  let product: GivenProduct;
  beforeEach(async () => {
    await shop.control('DELETE', '');
    guest = await shop.guest();
    product = await shop.given.variant({ stock: 10, price: '12.50' });
  });
  beforeAll(async () => {
    shop = await startTestShop({ gateway: { settleAfterMs: 100 * HOUR } });
  });
  afterAll(() => shop.close());

  const compare = () => reconcile(shop.money, { since: new Date(shop.clock.now.getTime() - 2 * HOUR) });
  const begun = async (): Promise<StartedPayment> => {
    await shop.fill(guest, product);
    return (await shop.begin(guest)).body.payment;
  };
  const execute = (query: string, values: unknown[]) => shop.database.admin.query(query, values);
  const atGateway = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' };
    const answer = await fetch(shop.gateway.url + path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return answer.json() as Promise<{ id: string; clientSecret: string }>;
  };
  const orders = async () => (await guest.get('/api/orders')).body.orders;
  const about = async (id: string) =>
    (await compare()).differences.filter(({ paymentId, intentId }) => paymentId === id || intentId === id);

  it('[PAY-8] heals what no webhook and no browser has told of: the order is made', async () => {
    const payment = await begun();
    await shop.confirm(payment);
    expect(await about(payment.id)).toMatchObject([
      {
        provider: 'sandbox',
        intentId: payment.intentId,
        healed: true,
        problem: expect.stringMatching(/^was pending, is paid/),
      },
    ]);
    expect(await orders()).toHaveLength(1);
    expect(await about(payment.id)).toEqual([]);
    expect(await shop.violations()).toEqual([]);
  });

  it('[PAY-8] [L-26] finds the intent of a payment whose creation was not answered, and its money', async () => {
    const payment = await begun();
    await shop.confirm(payment);
    await execute(
      "update payments set intent_id = null, status = 'failed', failure = 'never_created', check_at = null where id = $1",
      [payment.id],
    );
    expect(await about(payment.id)).toMatchObject([{ intentId: payment.intentId, healed: true }]);
    expect(await orders()).toHaveLength(1);
    expect(await shop.violations()).toEqual([]);
  });

  it('[PAY-8] [L-27] takes over a cancellation, and a charge after it', async () => {
    const payment = await begun();
    await shop.confirm(payment, 'lateDespiteCancel');
    await atGateway(`/v1/intents/${payment.intentId}/cancel`, {});
    expect(await about(payment.id)).toMatchObject([{ healed: true, problem: 'was pending, is canceled' }]);
    await shop.control('POST', `/settle/${payment.intentId}`);
    expect(await about(payment.id)).toMatchObject([{ healed: true }]);
    expect(await orders()).toHaveLength(1);
  });

  it('[PAY-8] reports money for no payment of ours, and money beside the intent of one', async () => {
    const card = async (raw: { id: string; clientSecret: string }, id: string) =>
      shop.confirm({ id, intentId: raw.id, client: raw });
    const stray = await atGateway('/v1/intents', {
      amount: 700,
      currency: 'USD',
      metadata: { payment_id: 'x' },
    });
    expect(await about(stray.id)).toEqual([]);
    await card(stray, 'none');
    expect(await about(stray.id)).toMatchObject([
      { paymentId: null, healed: false, problem: 'money for no payment of ours' },
    ]);
    const payment = await begun();
    const twin = await atGateway('/v1/intents', {
      amount: 700,
      currency: 'USD',
      metadata: { payment_id: payment.id },
    });
    await card(twin, payment.id);
    expect(await about(payment.id)).toMatchObject([
      { intentId: twin.id, healed: false, problem: `money beside its intent ${payment.intentId}` },
    ]);
    expect(await orders()).toEqual([]);
  });

  it('[PAY-8] writes down a refund made by hand at the gateway, once, and is silent then', async () => {
    const { order } = (await shop.buy(guest, product)).body;
    const { intent_id: intent } = (
      await execute('select intent_id from payments where id = $1', [order.payment.id])
    ).rows[0];
    const { id } = await atGateway('/v1/refunds', { intent, amount: 100 });
    const found = await Promise.all([about(order.payment.id), about(order.payment.id)]);
    expect(found.flat()[0]).toMatchObject({
      healed: true,
      problem: `refund ${id} was made at the gateway and not asked for here`,
    });
    expect(await about(order.payment.id)).toEqual([]);
    const read = (await guest.get(`/api/orders/${order.id}`)).body.order;
    expect(read.payment).toMatchObject({ status: 'partly_refunded', refunded: 1 });
    expect(read.refunds).toMatchObject([{ amount: 1, status: 'succeeded', reason: 'made at the gateway' }]);
    const { rows } = await execute(
      "select kind from security_events where evidence ->> 'paymentId' = $1 and evidence ->> 'gatewayRefundId' = $2",
      [order.payment.id, id],
    );
    expect(rows).toEqual([{ kind: 'refund_made_at_gateway' }]);
    const ours = (await shop.violations()).filter(({ problem }) => !problem.includes('nothing known'));
    expect(ours).toEqual([]);
    // The rest is still to be had, and no more.
    const canceled = await guest.post(`/api/orders/${order.id}/cancel`, {});
    expect(canceled.body.order.payment).toMatchObject({ status: 'refunded', refunded: order.total });
    expect(await about(order.payment.id)).toEqual([]);
  });

  it('[PAY-8] finds our payments of a whole page of a gateway with one statement', async () => {
    for (let count = 0; count < 3; count++) {
      guest = await shop.guest();
      await begun();
    }
    const sent: string[] = [];
    const stop = shop.database.system.onSent(({ statements }) => sent.push(...statements));
    const { compared } = await compare();
    stop();
    expect(compared).toBeGreaterThan(3);
    expect(sent.filter((name) => name.startsWith('reconcile.payments_of'))).toHaveLength(
      Math.ceil(compared / 100),
    );
  });

  it('[PAY-8] [PAY-6] takes over what the gateway has decided of a refund, and leaves it alone until then', async () => {
    await shop.fill(guest, product);
    const { payment } = (await shop.begin(guest)).body;
    await shop.confirm(payment, 'refundPending');
    const { order } = (await shop.complete(guest, { paymentId: payment.id })).body;
    await guest.post(`/api/orders/${order.id}/cancel`, {});
    expect(await about(payment.id)).toEqual([]);
    await shop.control('POST', `/settle/${payment.intentId}`);
    expect(await about(payment.id)).toMatchObject([
      { healed: true, problem: expect.stringContaining('was decided unheard') },
    ]);
    expect((await guest.get(`/api/orders/${order.id}`)).body.order.payment.status).toBe('refunded');
  });

  it('[PAY-8] reports a refund that succeeded here and not there, and one that failed here and not there', async () => {
    for (const [status, problem] of [
      ['succeeded', 'has succeeded here and not at the gateway'],
      ['failed', 'has failed here and not at the gateway'],
    ]) {
      const { order } = (await shop.buy(guest, product)).body;
      const { id } = order.payment;
      const refund = `insert into refunds (shopper_id, payment_id, amount_minor, currency, reason, created_at, updated_at)
                      select shopper_id, id, 100, currency, 'planted', now(), now() from payments where id = $1 returning id`;
      const { id: refundId } = (await execute(refund, [id])).rows[0];
      await execute('update refunds set status = $2, next_try_at = null where id = $1', [refundId, status]);
      if (status === 'succeeded')
        await execute("update payments set refunded_minor = 100, status = 'partly_refunded' where id = $1", [
          id,
        ]);
      else {
        const { intent_id: intent } = (await execute('select intent_id from payments where id = $1', [id]))
          .rows[0];
        await atGateway('/v1/refunds', { intent, amount: 100, metadata: { refund_id: refundId } });
      }
      expect(await about(id)).toMatchObject([{ healed: false, problem: `refund ${refundId} ${problem}` }]);
    }
  });

  it('[PAY-8] reports an intent unknown to the gateway', async () => {
    const payment = await begun();
    await execute("update payments set intent_id = 'sbi_gone' where id = $1", [payment.id]);
    expect(await about('sbi_gone')).toMatchObject([
      { paymentId: payment.id, healed: false, problem: 'unknown to the gateway' },
    ]);
  });

  it('[PAY-8] says which gateway could not be asked', async () => {
    await shop.control('POST', '/script', { match: { method: 'GET', path: '/v1/intents' }, effect: '500' });
    expect(await compare()).toMatchObject({
      unreachable: [{ provider: 'sandbox', because: expect.any(String) }],
    });
    expect((await compare()).unreachable).toEqual([]);
  });
});
