import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import type { GivenProduct } from '../../testing/given.ts';
import type { Client, SignedIn } from '../../testing/test-app.ts';
import { ADDRESS, startTestShop, type TestShop } from '../../testing/test-shop.ts';
import { orderStates, type OrderStatus } from './states.ts';

const ALL: OrderStatus[] = ['pending', 'processing', 'shipped', 'delivered', 'canceled', 'refunded'];
const WAY: Record<OrderStatus, OrderStatus[]> = {
  pending: [],
  processing: ['processing'],
  shipped: ['processing', 'shipped'],
  delivered: ['processing', 'shipped', 'delivered'],
  canceled: ['canceled'],
  refunded: ['processing', 'shipped', 'delivered', 'refunded'],
};

describe('an order on its way', () => {
  let shop: TestShop;
  let ann: SignedIn;
  let admin: SignedIn;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop();
    admin = await shop.signUpAs('admin');
  });
  afterAll(async () => {
    expect(await shop.violations()).toEqual([]);
    await shop.close();
  });
  beforeEach(async () => {
    ann = await shop.signUp();
    product = await shop.given.variant({ stock: 10, price: '12.50' });
  });

  const move = (id: string, status: string, more: object = {}, who: Client = admin) =>
    who.patch(`/api/orders/${id}/status`, { status, ...more });
  const bought = async (quantity = 1) => (await shop.buy(ann, product, quantity)).body.order;
  const at = async (status: OrderStatus) => {
    const order = await bought();
    for (const step of WAY[status]) expect((await move(order.id, step)).status).toBe(200);
    return order;
  };
  const one = async (query: string, values: unknown[]) =>
    (await shop.database.admin.query<Record<string, unknown>>(query, values)).rows[0];
  const onHand = async () =>
    (await one('select on_hand from stock_levels where variant_id = $1', [product.variantId]))!['on_hand'];
  const refund = (id: string, body: object, key: string = randomUUID()) =>
    admin.post(`/api/orders/${id}/refunds`, body, { 'idempotency-key': key });

  describe.each(ALL)('that is %s', (from) => {
    it('[ORD-3] goes exactly where its table lets it, and the refusal says where that is', async () => {
      for (const to of ALL.filter((status) => status !== 'pending')) {
        const order = await at(from);
        const answer = await move(order.id, to, { reason: 'a test' });
        const allowed = [...orderStates[from]];
        if (!allowed.includes(to)) {
          expectError(answer, 'INVALID_TRANSITION', { from, to, allowed });
          continue;
        }
        expect(answer.body.order).toMatchObject({ status: to, [`${to}At`]: expect.any(String) });
        expect(answer.body.order.history.at(-1)).toMatchObject({ from, to, by: 'admin', reason: 'a test' });
      }
      expectError(await move((await at(from)).id, 'pending'), 'VALIDATION_FAILED');
    });
  });

  it('[ORD-3] is guarded by the database as well, whoever writes', async () => {
    const order = await bought();
    await expect(
      one("update orders set status = 'delivered' where id = $1", [order.id]),
    ).rejects.toMatchObject({
      constraint: 'order_transition',
    });
    await expect(
      one("update orders set status = 'nonsense' where id = $1", [order.id]),
    ).rejects.toMatchObject({
      constraint: 'order_transition',
    });
  });

  it('[ORD-3] is moved by staff only, and its tracking number told by mail', async () => {
    const order = await at('processing');
    expectError(await move(order.id, 'shipped', {}, ann), 'FORBIDDEN');
    const { body } = await move(order.id, 'shipped', { trackingNumber: 'TRACK 1' });
    expect(body.order).toMatchObject({ trackingNumber: 'TRACK 1', status: 'shipped' });
    const mail = await one(
      "select subject, body from outbox where kind = 'order_shipped' order by created_at desc, id desc limit 1",
      [],
    );
    expect(mail).toMatchObject({ body: expect.stringContaining('TRACK 1') });
  });

  it('[ORD-4] [STK-5] [COM-1] canceled by its buyer gives goods and money back once, and voids the commission', async () => {
    const order = await bought(3);
    expect(await onHand()).toBe(7);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        ann.post(`/api/orders/${order.id}/cancel`, { reason: 'changed my mind' }),
      ),
    );
    // Once done, and told to all who ask, as after an answer that was lost.
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await onHand()).toBe(10);
    const { body } = await ann.get(`/api/orders/${order.id}`);
    expect(body.order).toMatchObject({
      status: 'canceled',
      payment: { status: 'refunded', refunded: order.total },
      refunds: [{ amount: order.total, status: 'succeeded', reason: 'changed my mind' }],
    });
    expect(await one('select status from commissions where order_id = $1', [order.id])).toEqual({
      status: 'voided',
    });
    const again = await ann.post(`/api/orders/${order.id}/cancel`, {});
    expect([again.status, again.body.order.status]).toEqual([200, 'canceled']);
    const traces = `select (select count(*) from refunds where order_id = $1)::int as refunds,
                           (select count(*) from audit_log where target_id = $1::text and action = 'order.cancel')::int as audits,
                           (select count(*) from outbox where kind = 'order_canceled' and subject like '%' || $2 || '%')::int as mails`;
    expect(await one(traces, [order.id, order.number])).toEqual({ refunds: 1, audits: 1, mails: 1 });
  });

  it('[ORD-4] canceled by staff is not canceled by its buyer as well', async () => {
    const order = await bought(1);
    expect((await move(order.id, 'canceled')).status).toBe(200);
    expectError(await ann.post(`/api/orders/${order.id}/cancel`, {}), 'INVALID_TRANSITION', {
      from: 'canceled',
      to: 'canceled',
      allowed: [],
    });
  });

  it('[ORD-4] [STK-5] canceled after shipping, by staff, keeps the goods off the shelf; its buyer can no more', async () => {
    const order = await at('shipped');
    expectError(await ann.post(`/api/orders/${order.id}/cancel`, {}), 'INVALID_TRANSITION', {
      from: 'shipped',
      to: 'canceled',
      allowed: ['delivered', 'canceled'],
    });
    expect((await move(order.id, 'canceled')).status).toBe(200);
    expect(await onHand()).toBe(9);
    expect((await ann.get(`/api/orders/${order.id}`)).body.order.payment.status).toBe('refunded');
  });

  it('[ORD-3] [STK-5] cancel against ship: one of them wins, and goods and money agree with it', async () => {
    for (let round = 0; round < 8; round++) {
      const order = await at('processing');
      const before = await onHand();
      const [canceled, shipped] = await Promise.all([
        ann.post(`/api/orders/${order.id}/cancel`, {}),
        move(order.id, 'shipped'),
      ]);
      expect([canceled.status, shipped.status].sort()).toEqual([200, 409]);
      expect(await onHand()).toBe((before as number) + (canceled.status === 200 ? 1 : 0));
    }
  });

  it('[COM-1] earns its designer a commission with the delivery', async () => {
    const order = await at('delivered');
    expect(await one('select status from commissions where order_id = $1', [order.id])).toEqual({
      status: 'approved',
    });
    await move(order.id, 'refunded');
    expect(await one('select status from commissions where order_id = $1', [order.id])).toEqual({
      status: 'voided',
    });
  });

  it('[PAY-6] is refunded in parts and then wholly, never beyond what was paid', async () => {
    const order = await bought(2);
    expect((await refund(order.id, { amount: 10, reason: 'scratched' })).status).toBe(201);
    expectError(await refund(order.id, { amount: order.total, reason: 'too much' }), 'REFUND_TOO_LARGE');
    expectError(await refund(order.id, { amount: '0.001', reason: 'x' }), 'VALIDATION_FAILED');
    expectError(await refund(order.id, { amount: -1, reason: 'x' }), 'VALIDATION_FAILED');
    const rest = await refund(order.id, { reason: 'the rest' });
    expect(rest.body.order.payment).toMatchObject({ status: 'refunded', refunded: order.total });
    expectError(await refund(order.id, { reason: 'again' }), 'NOTHING_TO_REFUND');
    expectError(
      await ann.post(`/api/orders/${order.id}/refunds`, { reason: 'mine' }, { 'idempotency-key': 'k' }),
      'FORBIDDEN',
    );
    expectError(
      await admin.post(`/api/orders/${order.id}/refunds`, { reason: 'no key' }),
      'IDEMPOTENCY_KEY_REQUIRED',
    );
  });

  it('[PAY-6] [L-9] two refunds at once, with one key or two, give back no more than was paid', async () => {
    const order = await bought(2);
    const same = await Promise.all(
      Array.from({ length: 5 }, () => refund(order.id, { amount: 5, reason: 'x' }, 'same')),
    );
    for (const answer of same) expect([201, 409]).toContain(answer.status);
    expect((await ann.get(`/api/orders/${order.id}`)).body.order.refunds).toHaveLength(1);
    const both = await Promise.all([1, 2].map(() => refund(order.id, { reason: 'all of it' })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { refunds, payment } = (await ann.get(`/api/orders/${order.id}`)).body.order;
    expect(refunds.map(({ amount }: { amount: number }) => amount).sort()).toEqual(
      [order.total - 5, 5].sort(),
    );
    expect(payment.refunded).toBe(order.total);
  });

  it('[ORD-5] can be bought again, as far as there is any, with the reason for the rest', async () => {
    const scarce = await shop.given.variant({ stock: 5, price: '3.00' });
    await ann.post('/api/cart/add', {
      productId: scarce.productId,
      variantId: scarce.variantId,
      quantity: 5,
    });
    const order = await bought(2);
    const gone = await ann.post(`/api/orders/${order.id}/reorder`, {});
    expect(gone.body).toMatchObject({
      lines: [{ variantId: product.variantId, quantity: 2, price: 12.5 }],
      unavailable: [{ variantId: scarce.variantId, requested: 5, reason: 'out-of-stock' }],
      added: false,
    });
    await shop.given.stock(scarce.variantId, 3);
    const again = await ann.post(`/api/orders/${order.id}/reorder`, { addToCart: true });
    expect(again.body.lines.map(({ quantity }: { quantity: number }) => quantity).sort()).toEqual([2, 3]);
    expect((await ann.get('/api/cart')).body.cart.totalItems).toBe(5);
  });

  it('[PAY-1] [ORD-3] paid on delivery is placed unpaid and paid when it is delivered', async () => {
    const own = await shop.given.variant({ stock: 5, prices: { ee: '20.00' } });
    const market = { 'x-market': 'ee' };
    await ann.post('/api/cart/add', { productId: own.productId, variantId: own.variantId }, market);
    const address = { ...ADDRESS, country: 'EE', postalCode: '10111', city: 'Tallinn', region: null };
    await ann.put(
      '/api/checkout',
      { shippingAddress: address, phone: '+37255512345', shippingMethod: 'courier' },
      market,
    );
    const begun = await shop.begin(ann, { provider: 'cod' });
    expect(begun.body.payment).toMatchObject({ provider: 'cod', status: 'pending', client: null });
    const { order } = (await shop.complete(ann, { paymentId: begun.body.payment.id })).body;
    expect(order.payment).toMatchObject({ status: 'pending', captured: 0 });
    for (const step of WAY.delivered) await move(order.id, step);
    expect((await ann.get(`/api/orders/${order.id}`)).body.order.payment).toMatchObject({
      status: 'paid',
      captured: order.total,
    });
  });

  it('[OPS-4] is read by staff, which leaves an audit row', async () => {
    const order = await bought();
    const support = await shop.signUpAs('support');
    expect((await support.get(`/api/admin/orders/${order.id}`)).body.order.id).toBe(order.id);
    const { orders, nextCursor } = (await support.get('/api/admin/orders?status=pending&limit=100')).body;
    expect(orders.map(({ id }: { id: string }) => id)).toContain(order.id);
    expect(nextCursor).toBeNull();
    expect(
      await one("select actor_id from audit_log where action = 'order.read' and target_id = $1", [order.id]),
    ).toEqual({
      actor_id: support.userId,
    });
    expectError(await ann.get('/api/admin/orders'), 'FORBIDDEN');
  });
});
