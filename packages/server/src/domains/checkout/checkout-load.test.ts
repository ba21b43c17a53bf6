import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn } from '../../testing/given.ts';
import { startTestApp, type Client, type TestApp } from '../../testing/test-app.ts';
import { ADDRESS } from './rules.fixture.ts';

describe('the load of the checkout', () => {
  let test: TestApp;
  beforeAll(async () => void (test = await startTestApp()));
  afterAll(() => test.close());

  const add = async (client: Client) => {
    const { productId, variantId } = await givenIn(test.database).variant();
    await client.post('/api/cart/add', { productId, variantId });
  };

  it('[CAT-3] sends as many statements for many lines as for one', async () => {
    const user = await test.signUp();
    const count = async (work: () => Promise<unknown>) => {
      let sent = 0;
      const stop = test.database.shop.onSent(({ statements }) => (sent += statements.length));
      await work();
      stop();
      return sent;
    };
    const order = { shippingAddress: ADDRESS, shippingMethod: 'standard' };
    await add(user);
    const one = await count(() => user.put('/api/checkout', order));
    for (let line = 0; line < 20; line++) await add(user);
    expect(await count(() => user.put('/api/checkout', order))).toBe(one);
    expect(one).toBeLessThanOrEqual(9);
    expect(await count(() => user.get('/api/checkout'))).toBe(2);
    expect(await count(() => user.get('/api/checkout/shipping-methods'))).toBe(4);
  });

  it('[API-7] draws on the budget of the checkout', async () => {
    const limited = await startTestApp({ env: { RATE_LIMITS: 'on' }, database: test.database });
    try {
      const user = await limited.signUp();
      for (let turn = 0; turn < 10; turn++) expect((await user.get('/api/checkout')).status).toBe(404);
      expectError(await user.get('/api/checkout'), 'RATE_LIMITED', { limit: 10 });
    } finally {
      await limited.close();
    }
  });
});
