import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestShop, type TestShop } from '../../server/src/testing/test-shop.ts';
import { createClient, isRefusal } from './index.ts';

describe('smoke', () => {
  let shop: TestShop;
  let baseUrl: string;
  beforeAll(async () => {
    shop = await startTestShop();
    baseUrl = await shop.app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => shop.close());

  it('works', async () => {
    const client = createClient({ baseUrl, transport: 'bearer' });
    expect((await client.session.load()).kind).toBe('none');
    await client.session.ensureShopper();
    const product = await shop.given.variant({ title: 'Mug' });
    console.log(product);
    const { cart } = await client.get('/api/cart');
    expect(cart.userId).toBe(client.session.current().ownerId);
    await client.post('/api/auth/signup', {
      body: { email: 'a@example.com', password: 'Correct-Horse-1' } as never,
    });
    expect(client.session.current().kind).toBe('user');
    const other = await shop.guest();
    const error = await client.get('/api/cart', { owner: other.guestId }).catch((e: unknown) => e);
    expect(isRefusal(error, 'OWNER_CHANGED')).toBe(true);
  });
});
