import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import type { GivenProduct } from '../../testing/given.ts';
import { PASSWORD, type SignedIn } from '../../testing/test-app.ts';
import { ADDRESS, startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';

describe('a guest who signs in while he pays', () => {
  let shop: TestShop;
  let ann: SignedIn;
  let guest: Awaited<ReturnType<TestShop['guest']>>;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop();
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    ann = await shop.signUp();
    guest = await shop.guest();
    product = await shop.given.variant({ stock: 50 });
  });
  afterEach(async () => {
    await shop.runJobs();
    expect(await shop.violations()).toEqual([]);
  });

  const begun = async (email = 'somebody@example.com'): Promise<StartedPayment> => {
    await guest.post('/api/cart/add', { productId: product.productId, quantity: 2 });
    await guest.put('/api/checkout', {
      email,
      shippingAddress: ADDRESS,
      shippingMethod: 'standard',
    });
    return (await shop.begin(guest)).body.payment;
  };
  const signIn = async (who = ann) => {
    const login = { email: who.email, password: PASSWORD, transport: 'bearer' };
    const headers = { 'x-guest-token': guest.guestToken };
    const answer = await shop.client().post('/api/auth/login', login, headers);
    expect(answer.status, answer.text).toBe(200);
    return shop.client({ authorization: `Bearer ${answer.body.accessToken}` });
  };
  const verify = (who: { post: SignedIn['post'] }, { id }: StartedPayment) =>
    who.post('/api/payments/verify', { paymentId: id }, { 'idempotency-key': randomUUID() });

  it.each(['before', 'after'] as const)(
    '[PAY-3] [L-17] completes it himself, having paid %s he signed in, and finds his cart empty of it',
    async (when) => {
      const payment = await begun();
      if (when === 'before') await shop.confirm(payment);
      const client = await signIn();
      if (when === 'after') await shop.confirm(payment);
      expect((await client.get(`/api/payments/${payment.id}`)).status).toBe(200);
      const placed = await shop.complete(client, { paymentId: payment.id });
      expect(placed.status, placed.text).toBe(201);
      expect(placed.body.order.payment).toMatchObject({ id: payment.id, status: 'paid' });
      expect((await verify(client, payment)).body.payment).toMatchObject({
        orderId: placed.body.order.id,
        status: 'paid',
      });
      expect((await client.get('/api/orders')).body.orders).toHaveLength(1);
      expect((await client.get('/api/cart')).body.cart.totalItems).toBe(0);
      const { rows } = await shop.database.admin.query(
        "select after from audit_log where action = 'checkout.merge' and actor_id = $1",
        [ann.userId],
      );
      expect(rows).toEqual([{ after: { guestId: guest.guestId } }]);
    },
  );

  it('[PAY-5] gets his order by the jobs alone', async () => {
    const payment = await begun();
    const client = await signIn();
    await shop.confirm(payment);
    shop.clock.advance(20 * 60_000);
    await shop.runJobs();
    await shop.runJobs();
    expect((await client.get('/api/orders')).body.orders).toMatchObject([{ payment: { id: payment.id } }]);
  });

  it('[PAY-2] [L-9] goes on with the very payment he had begun', async () => {
    const payment = await begun();
    const client = await signIn();
    const again = await shop.begin(client);
    expect(again.status, again.text).toBe(201);
    expect(again.body.payment).toMatchObject({ id: payment.id, intentId: payment.intentId });
  });

  it('[PAY-3] [CART-6] is the only one: no other user, no guest of another name, and not his old token', async () => {
    const payment = await begun();
    const eve = await shop.signUp('somebody@example.com');
    await signIn();
    await shop.confirm(payment);
    const stranger = await shop.guest();
    for (const other of [eve, stranger]) {
      expectError(await shop.complete(other, { paymentId: payment.id }), 'PAYMENT_NOT_OWNED');
      expectError(await verify(other, payment), 'PAYMENT_NOT_OWNED');
      expectError(await other.get(`/api/payments/${payment.id}`), 'PAYMENT_NOT_OWNED');
    }
    expectError(await shop.complete(guest, { paymentId: payment.id }), 'GUEST_UNKNOWN');
    // A token that was merged is of no use to who signs in with it later.
    const login = { email: eve.email, password: PASSWORD, transport: 'bearer' };
    const headers = { 'x-guest-token': guest.guestToken };
    const late = await shop.client().post('/api/auth/login', login, headers);
    const { accessToken } = late.body;
    const again = shop.client({ authorization: `Bearer ${accessToken}` });
    expectError(await shop.complete(again, { paymentId: payment.id }), 'PAYMENT_NOT_OWNED');
    const mine = await shop.again(ann);
    expect((await shop.complete(mine, { paymentId: payment.id })).status).toBe(201);
  });

  it('[CHK-5] has the order that was made a moment before, where it is of his email', async () => {
    const payment = await begun(ann.email);
    await shop.confirm(payment);
    const { order } = (await shop.complete(guest, { paymentId: payment.id })).body;
    const client = await signIn();
    expect((await shop.complete(client, { paymentId: payment.id })).body.order.id).toBe(order.id);
  });

  it('[L-7] [L-17] at the very moment of paying makes one order of his, whoever is first', async () => {
    for (let round = 0; round < 6; round++) {
      guest = await shop.guest();
      ann = await shop.signUp();
      const payment = await begun(ann.email);
      await shop.confirm(payment);
      const asGuest = () => shop.complete(guest, { paymentId: payment.id });
      const [client, ...answers] = await Promise.all([signIn(), asGuest(), asGuest(), asGuest()]);
      for (const { status } of answers) expect(status).toBeLessThan(500);
      expect((await shop.complete(client, { paymentId: payment.id })).status).toBe(201);
      const { rows } = await shop.database.admin.query<{ shopper_id: string }>(
        'select shopper_id from orders where payment_id = $1',
        [payment.id],
      );
      expect(rows).toEqual([{ shopper_id: ann.userId }]);
    }
  });
});
