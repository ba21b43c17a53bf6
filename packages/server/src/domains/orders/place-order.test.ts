import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import type { GivenProduct } from '../../testing/given.ts';
import type { SignedIn } from '../../testing/test-app.ts';
import { ADDRESS, startTestShop, type TestShop } from '../../testing/test-shop.ts';

describe('an order', () => {
  let shop: TestShop;
  let ann: SignedIn;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop();
  });
  afterAll(async () => {
    expect(await shop.violations()).toEqual([]);
    await shop.close();
  });
  beforeEach(async () => {
    ann = await shop.signUp();
    product = await shop.given.variant({ stock: 10, price: '12.50' });
  });

  const rows = async (query: string, values: unknown[] = []) =>
    (await shop.database.admin.query(query, values)).rows as Record<string, unknown>[];

  it('[ORD-1] of a paid checkout has its lines, goods, commission, history, audit row and mail, and leaves the cart empty', async () => {
    const answer = await shop.buy(ann, product, 2);
    expect(answer.status, answer.text).toBe(201);
    const { order } = answer.body;
    expect(order).toMatchObject({
      status: 'pending',
      currency: 'USD',
      subtotal: 25,
      email: 'buyer@example.com',
      items: [{ variantId: product.variantId, quantity: 2, price: 12.5, lineTotal: 25 }],
      history: [{ from: null, to: 'pending' }],
      refunds: [],
      shippingAddress: ADDRESS,
    });
    expect(order.number).toMatch(/^#1\d{3}$/);
    expect(order.total).toBeCloseTo(order.subtotal + order.shipping + (order.taxIncluded ? 0 : order.tax), 9);
    expect(order.payment).toMatchObject({
      provider: 'sandbox',
      status: 'paid',
      captured: order.total,
      refunded: 0,
    });
    expect((await ann.get('/api/cart')).body.cart.items).toEqual([]);
    expect((await ann.get(`/api/orders/${order.id}`)).body).toEqual({ order });
    expect((await ann.get('/api/orders')).body).toEqual({ orders: [order], nextCursor: null });
    expect(
      await rows('select on_hand, reserved from stock_levels where variant_id = $1', [product.variantId]),
    ).toEqual([{ on_hand: 8, reserved: 0 }]);
    expect(
      await rows(
        'select kind, on_hand_change, reserved_change, order_id from stock_movements where variant_id = $1 order by id',
        [product.variantId],
      ),
    ).toEqual([
      { kind: 'adjust', on_hand_change: 10, reserved_change: 0, order_id: null },
      { kind: 'reserve', on_hand_change: 0, reserved_change: 2, order_id: null },
      { kind: 'sell', on_hand_change: -2, reserved_change: -2, order_id: order.id },
    ]);
    expect(
      await rows(
        'select status, percent::float8, base_minor::int, amount_minor::int, currency from commissions where order_id = $1',
        [order.id],
      ),
    ).toEqual([{ status: 'pending', percent: 15, base_minor: 2500, amount_minor: 375, currency: 'USD' }]);
    expect(
      await rows(
        "select actor_id, request_id is not null as traced from audit_log where action = 'order.place' and target_id = $1",
        [order.id],
      ),
    ).toEqual([{ actor_id: ann.userId, traced: true }]);
    const [mail] = await rows(
      "select recipient, subject from outbox where kind = 'order_placed' order by created_at desc limit 1",
    );
    expect(mail).toMatchObject({
      recipient: 'buyer@example.com',
      subject: expect.stringContaining(order.number),
    });
  });

  it('[ORD-1] [API-14] [L-9] is one however often and however many at once ask for it', async () => {
    await shop.fill(ann, product);
    const { payment } = (await shop.begin(ann)).body;
    await shop.confirm(payment);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => shop.complete(ann, { paymentId: payment.id }, 'one-key')),
    );
    expect(new Set(answers.map(({ status }) => status)).size).toBeLessThanOrEqual(2);
    const placed = answers.filter(({ status }) => status === 201);
    expect(placed.length).toBeGreaterThan(0);
    expect(new Set(placed.map(({ body }) => body.order.id)).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expectError(answer, 'IDEMPOTENCY_IN_PROGRESS');
    const others = await Promise.all(
      Array.from({ length: 10 }, () => shop.complete(ann, { paymentId: payment.id })),
    );
    for (const other of others) expect(other.body.order.id).toBe(placed[0]!.body.order.id);
    expect((await ann.get('/api/orders')).body.orders).toHaveLength(1);
  });

  it('[PAY-3] [L-12] is not made of a payment that is not paid, declined, or another’s', async () => {
    await shop.fill(ann, product);
    const { payment } = (await shop.begin(ann)).body;
    expectError(await shop.complete(ann, { paymentId: payment.id }), 'PAYMENT_INVALID', {
      status: 'pending',
      failure: null,
    });
    expect((await shop.confirm(payment, 'declined')).status).toBe(402);
    expectError(await shop.complete(ann, { paymentId: payment.id }), 'PAYMENT_INVALID', {
      status: 'failed',
      failure: 'card_declined',
    });
    await shop.confirm(payment);
    const bob = await shop.signUp();
    expectError(await shop.complete(bob, { paymentId: payment.id }), 'PAYMENT_NOT_OWNED');
    await shop.fill(bob, product);
    const cheap = (await shop.begin(bob)).body.payment;
    expectError(
      await shop.complete(bob, { paymentId: cheap.id, intentId: payment.intentId }),
      'PAYMENT_NOT_OWNED',
    );
    expectError(
      await shop.complete(bob, { paymentId: '0190c0c0-0000-7000-8000-000000000000' }),
      'PAYMENT_NOT_FOUND',
    );
    expect(
      await rows("select kind from security_events where kind = 'payment_not_owned' and subject_id = $1", [
        bob.userId,
      ]),
    ).toHaveLength(2);
    expect((await ann.get('/api/orders')).body.orders).toEqual([]);
    expect((await shop.complete(ann)).status).toBe(201);
  });

  it('[ORD-1] [PAY-5] is the one paid last where none is named, though a first card was declined', async () => {
    const first = (await shop.buy(ann, product)).body.order;
    shop.clock.advance(1_000);
    await shop.fill(ann, product);
    const { payment } = (await shop.begin(ann)).body;
    await shop.confirm(payment, 'declined');
    expect((await ann.get(`/api/payments/${payment.id}`)).body.payment.status).toBe('failed');
    expectError(await shop.complete(ann), 'PAYMENT_INVALID', { status: 'failed' });
    await shop.confirm(payment);
    const { order } = (await shop.complete(ann)).body;
    expect(order.payment.id).toBe(payment.id);
    expect(order.id).not.toBe(first.id);
    expect((await shop.complete(ann)).body.order.id).toBe(order.id);
  });

  it('[API-14] needs an idempotency key', async () => {
    expectError(await ann.post('/api/orders', {}), 'IDEMPOTENCY_KEY_REQUIRED');
    expectError(await ann.post('/api/payments/create-order', {}), 'IDEMPOTENCY_KEY_REQUIRED');
  });

  it('[CART-6] [ORD-2] is seen by nobody else', async () => {
    const { order } = (await shop.buy(ann, product)).body;
    const [bob, guest] = [await shop.signUp(), await shop.guest()];
    for (const other of [bob, guest]) {
      expectError(await other.get(`/api/orders/${order.id}`), 'FORBIDDEN');
      expectError(await other.post(`/api/orders/${order.id}/cancel`, {}), 'FORBIDDEN');
      expectError(await other.post(`/api/orders/${order.id}/reorder`, {}), 'FORBIDDEN');
      expect((await other.get('/api/orders')).body.orders).toEqual([]);
    }
    expectError(await ann.get('/api/orders/0190c0c0-0000-7000-8000-000000000000'), 'ORDER_NOT_FOUND');
  });

  it('[ORD-2] are listed page by page, newest first', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) {
      shop.clock.advance(1_000);
      ids.unshift((await shop.buy(ann, product)).body.order.id);
    }
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { orders, nextCursor } = (await ann.get(`/api/orders?limit=2${cursor && `&cursor=${cursor}`}`))
        .body;
      seen.push(...orders.map(({ id }: { id: string }) => id));
      if (!nextCursor) break;
      cursor = nextCursor;
    }
    expect(seen).toEqual(ids);
    expectError(await ann.get('/api/orders?cursor=nonsense'), 'VALIDATION_FAILED');
  });

  it('[ORD-1] leaves in the cart what was put in after the checkout was frozen', async () => {
    await shop.fill(ann, product, 2);
    const { payment } = (await shop.begin(ann)).body;
    const other = await shop.given.variant({ stock: 5 });
    await ann.post('/api/cart/add', {
      productId: product.productId,
      variantId: product.variantId,
      quantity: 1,
    });
    await ann.post('/api/cart/add', { productId: other.productId, variantId: other.variantId });
    await shop.confirm(payment);
    expect((await shop.complete(ann, { paymentId: payment.id })).status).toBe(201);
    const { items } = (await ann.get('/api/cart')).body.cart;
    expect(
      items.map((item: { variantId: string; quantity: number }) => [item.variantId, item.quantity]),
    ).toEqual([
      [product.variantId, 1],
      [other.variantId, 1],
    ]);
  });

  it('[CHK-5] of a guest becomes the user’s who signs in with the verified email, and nobody else’s', async () => {
    const guest = await shop.guest();
    const email = `claim-${Math.random().toString(36).slice(2)}@example.com`;
    await guest.post('/api/cart/add', { productId: product.productId, variantId: product.variantId });
    await guest.put('/api/checkout', { email, shippingAddress: ADDRESS, shippingMethod: 'standard' });
    const { payment } = (await shop.begin(guest)).body;
    await shop.confirm(payment);
    const { order } = (await shop.complete(guest, { paymentId: payment.id })).body;
    const owner = await shop.signUp(email);
    expect((await owner.get('/api/orders')).body.orders).toEqual([]);
    await shop.database.admin.query('update users set email_verified_at = now() where shopper_id = $1', [
      owner.userId,
    ]);
    const login = { email, password: 'Correct-Horse-1', transport: 'bearer' };
    const { accessToken } = (await shop.client().post('/api/auth/login', login)).body;
    const again = shop.client({ authorization: `Bearer ${accessToken}` });
    expect((await again.get('/api/orders')).body.orders.map(({ id }: { id: string }) => id)).toEqual([
      order.id,
    ]);
    expect((await guest.get('/api/orders')).body.orders).toEqual([]);
    expect((await again.post(`/api/orders/${order.id}/cancel`, {})).body.order.status).toBe('canceled');
  });
});
