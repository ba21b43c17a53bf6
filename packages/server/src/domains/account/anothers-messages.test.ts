import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../../testing/test-app.ts';
import { startTestShop, type TestShop } from '../../testing/test-shop.ts';
import { buyNamed } from './account.fixture.ts';

// An address is typed by whoever likes to: what was sent to it is only its owner's.
describe('messages to an address that one only typed', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await startTestShop();
  });
  afterAll(() => shop.close());

  const sentTo = async (email: string) =>
    (
      await shop.database.admin.query<{ kind: string }>('select kind from outbox where recipient = $1', [
        email,
      ])
    ).rows.map(({ kind }) => kind);
  const victim = async () => {
    const person = await shop.signUp();
    await shop.client().post('/api/auth/forgot-password', { email: person.email });
    expect((await sentTo(person.email)).sort()).toEqual(['reset_password', 'welcome']);
    return person;
  };

  it.each(['in a checkout', 'in an order', 'at sign-up'])(
    '[AUTH-14] [CART-6] are neither in a copy of one’s data, nor gone with one’s account: %s',
    async (where) => {
      const email = where === 'at sign-up' ? 'guest-of-yore@example.com' : (await victim()).email;
      let own: string[] = [];
      if (where === 'at sign-up') {
        const buyer = await shop.guest();
        await buyNamed(shop, { ...(await shop.signUp()), ...buyer, email }, { email });
        own = await sentTo(email);
        expect(own).toHaveLength(1);
      }
      const curious = await shop.signUp(where === 'at sign-up' ? email : undefined);
      if (where === 'in a checkout') {
        await curious.post('/api/cart/add', { productId: (await shop.given.variant()).productId });
        await curious.put('/api/checkout', { email });
      }
      if (where === 'in an order') {
        const order = await buyNamed(shop, curious, { email });
        await curious.post(`/api/orders/${order.id}/cancel`, { reason: 'curious' });
        await shop.runJobs();
      }
      const before = await sentTo(email);
      const { messages } = (await curious.get('/api/auth/me/export')).body.export;
      const told = (messages as { kind: string; recipient: string }[]).map(({ kind }) => kind);
      expect(told).not.toContain('reset_password');
      if (where !== 'at sign-up') expect(told.filter((kind) => kind === 'welcome')).toHaveLength(1);
      else expect(told).toEqual(['welcome']);
      const gone = await curious.delete('/api/auth/me', { password: PASSWORD });
      expect(gone.status, gone.text).toBe(200);
      const kept = await sentTo(email);
      const his = where === 'at sign-up' ? own : ['reset_password', 'welcome'];
      expect(kept.sort(), `of ${before.join()}`).toEqual(his.sort());
    },
  );
});
