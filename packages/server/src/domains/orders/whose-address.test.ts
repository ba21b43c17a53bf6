import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mailedToken } from '../../testing/sent-messages.ts';
import { PASSWORD, type Client, type SignedIn } from '../../testing/test-app.ts';
import { ADDRESS, startTestShop, type TestShop } from '../../testing/test-shop.ts';

let counter = 0;

describe('an account with the address of somebody who bought as a guest', () => {
  let shop: TestShop;
  let email: string;
  let orderId: string;
  /** Signed up with that address; who it is tells only the mail. */
  let account: SignedIn;
  beforeAll(async () => {
    shop = await startTestShop();
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    email = `buyer-${++counter}@example.com`;
    const product = await shop.given.variant({ stock: 1 });
    const guest = await shop.guest();
    await guest.post('/api/cart/add', { productId: product.productId, variantId: product.variantId });
    await guest.put('/api/checkout', { email, shippingAddress: ADDRESS, shippingMethod: 'standard' });
    const { payment } = (await shop.begin(guest)).body;
    await shop.confirm(payment);
    orderId = (await shop.complete(guest, { paymentId: payment.id })).body.order.id;
    account = await shop.signUp(email);
  });

  const orders = async (who: Client) =>
    ((await who.get('/api/orders')).body.orders as { id: string }[]).map(({ id }) => id);
  const openLink = async (who: Client) => {
    const answer = await who.post('/api/auth/verify-email', {
      token: await mailedToken(shop, email, 'welcome'),
    });
    expect(answer.status, answer.text).toBe(200);
  };
  const signIn = async (password = PASSWORD) => {
    const answer = await shop.client().post('/api/auth/login', { email, password, transport: 'bearer' });
    return shop.client({ authorization: `Bearer ${answer.body.accessToken}` });
  };

  it('[CHK-5] gets the order when its own user opens the link', async () => {
    expect(await orders(account)).toEqual([]);
    await openLink(account);
    expect(await orders(account)).toEqual([orderId]);
  });

  it.each([
    ['nobody', async () => shop.client()],
    ['a guest', () => shop.guest()],
    ['another user', () => shop.signUp()],
  ])(
    '[CHK-5] [L-18] gets nothing when the link is opened by %s, now or at a later sign-in',
    async (_, who) => {
      await openLink(await who());
      expect((await account.get('/api/auth/me')).body.user.emailVerified).toBe(true);
      expect(await orders(account)).toEqual([]);
      expect(await orders(await signIn())).toEqual([]);
    },
  );

  it('[CHK-5] [AUTH-11] gets it once whoever has the mail has set the password', async () => {
    await openLink(shop.client());
    await shop.client().post('/api/auth/forgot-password', { email });
    const token = await mailedToken(shop, email, 'reset_password');
    const password = 'Another-Horse-2';
    expect((await shop.client().post('/api/auth/reset-password', { token, password })).status).toBe(200);
    expect(await orders(await signIn(password))).toEqual([orderId]);
  });
});
