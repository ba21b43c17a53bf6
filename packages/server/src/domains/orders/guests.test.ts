import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expireCarts } from '../cart/public.ts';
import { expectError } from '../../testing/expect-error.ts';
import { PASSWORD, type SignedIn } from '../../testing/test-app.ts';
import type { GivenProduct } from '../../testing/given.ts';
import { ADDRESS, startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';

const DAY = 86_400_000;

describe('a guest who pays', () => {
  let shop: TestShop;
  let ann: SignedIn;
  let guest: Awaited<ReturnType<TestShop['guest']>>;
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
    await shop.database.admin.query('update users set email_verified_at = now() where shopper_id = $1', [
      ann.userId,
    ]);
    guest = await shop.guest();
    product = await shop.given.variant({ stock: 10 });
  });

  const add = (quantity = 1) =>
    guest.post('/api/cart/add', { productId: product.productId, variantId: product.variantId, quantity });
  const begun = async (email = ann.email): Promise<StartedPayment> => {
    await add();
    await guest.put('/api/checkout', { email, shippingAddress: ADDRESS, shippingMethod: 'standard' });
    return (await shop.begin(guest)).body.payment;
  };
  const signIn = async (withGuest = true) => {
    const login = { email: ann.email, password: PASSWORD, transport: 'bearer' };
    const headers = withGuest ? { 'x-guest-token': guest.guestToken } : {};
    const answer = await shop.client().post('/api/auth/login', login, headers);
    expect(answer.status, answer.text).toBe(200);
    return { client: shop.client({ authorization: `Bearer ${answer.body.accessToken}` }), body: answer.body };
  };
  const exists = async (table: string, column: string) =>
    (
      await shop.database.admin.query<{ there: boolean }>(
        `select exists (select from ${table} where ${column} = $1) as there`,
        [guest.guestId],
      )
    ).rows[0]!.there;

  it('[CHK-5] [ORD-1] is refused clearly where the order becomes its user’s while his gateway is asked', async () => {
    const payment = await begun();
    await shop.confirm(payment);
    const { order } = (await shop.complete(guest, { paymentId: payment.id })).body;
    const gateway = shop.money.gateways.get('sandbox')!;
    const retrieve = gateway.retrieveIntent.bind(gateway);
    gateway.retrieveIntent = async (id) => {
      gateway.retrieveIntent = retrieve;
      await signIn(false);
      return retrieve(id);
    };
    for (let times = 0; times < 2; times++)
      expectError(await shop.complete(guest, { paymentId: payment.id }), 'PAYMENT_NOT_OWNED');
    expect(gateway.retrieveIntent).toBe(retrieve);
    const { client } = await signIn(false);
    expect((await client.get(`/api/orders/${order.id}`)).status).toBe(200);
  });

  it('[CHK-5] [ORD-4] is refused clearly where the order becomes its user’s while he cancels it', async () => {
    const payment = await begun();
    await shop.confirm(payment);
    const { order } = (await shop.complete(guest, { paymentId: payment.id })).body;
    const gateway = shop.money.gateways.get('sandbox')!;
    const giveBack = gateway.refund.bind(gateway);
    gateway.refund = async (refund) => {
      gateway.refund = giveBack;
      await signIn(false);
      return giveBack(refund);
    };
    expectError(await guest.post(`/api/orders/${order.id}/cancel`, {}), 'FORBIDDEN');
    const { client } = await signIn(false);
    expect((await client.get(`/api/orders/${order.id}`)).body.order).toMatchObject({ status: 'canceled' });
  });

  it('[L-17] [CHK-5] and then signs in has his new cart merged and his order as his own', async () => {
    const payment = await begun();
    await shop.confirm(payment);
    const { order } = (await shop.complete(guest, { paymentId: payment.id })).body;
    await add(2);
    const { client, body } = await signIn();
    expect(body.guestCart).toMatchObject({ merged: 2, losers: [] });
    expect((await client.get('/api/cart')).body.cart.totalItems).toBe(2);
    expect((await client.get('/api/orders')).body.orders.map(({ id }: { id: string }) => id)).toEqual([
      order.id,
    ]);
    expect(await exists('guests', 'shopper_id')).toBe(false);
    expect((await guest.get('/api/cart')).status).toBe(401);
  });

  it('[L-17] [PAY-5] and signs in before his money is in gets his order with the next sign-in', async () => {
    const payment = await begun();
    const { body } = await signIn();
    expect(body.guestCart).toMatchObject({ merged: 1 });
    await shop.confirm(payment);
    shop.clock.advance(20 * 60_000);
    await shop.runJobs();
    await shop.runJobs();
    const { client } = await signIn(false);
    expect((await client.get('/api/orders')).body.orders).toMatchObject([{ payment: { id: payment.id } }]);
  });

  it('[L-17] [CHK-5] and signs in as somebody else keeps his order claimable by its email alone', async () => {
    const payment = await begun('another@example.com');
    await shop.confirm(payment);
    await shop.complete(guest, { paymentId: payment.id });
    const { client } = await signIn();
    expect((await client.get('/api/orders')).body.orders).toEqual([]);
    const owner = await shop.signUp('another@example.com');
    await shop.database.admin.query('update users set email_verified_at = now() where shopper_id = $1', [
      owner.userId,
    ]);
    const again = await shop.again({ email: 'another@example.com' });
    expect((await again.get('/api/orders')).body.orders).toHaveLength(1);
  });

  it('[CART-12] [CHK-5] is not deleted for idleness; who has not paid is, with his checkout', async () => {
    const payment = await begun();
    await shop.confirm(payment);
    const { order } = (await shop.complete(guest, { paymentId: payment.id })).body;
    const idle = await shop.guest();
    await idle.post('/api/cart/add', { productId: product.productId, variantId: product.variantId });
    await idle.put('/api/checkout', {
      email: ann.email,
      shippingAddress: ADDRESS,
      shippingMethod: 'standard',
    });
    const later = new Date(shop.clock.now.getTime() + 100 * DAY);
    expect((await expireCarts(shop.database.system, shop.store, later)).guests).toBeGreaterThan(0);
    expect(await exists('shoppers', 'id')).toBe(true);
    const { rows } = await shop.database.admin.query('select 1 from shoppers where id = $1', [idle.guestId]);
    expect(rows).toEqual([]);
    const { client } = await signIn(false);
    expect((await client.get('/api/orders')).body.orders).toMatchObject([{ id: order.id }]);
  });
});
