import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS } from '../../server/src/testing/test-shop.ts';
import { type BrowserShop, run, shown, shows, signIn, startBrowserShop } from './testing/browser-shop.ts';
import { until } from './testing/store-shop.ts';

describe('an order from a browser', () => {
  let site: BrowserShop;
  beforeAll(async () => {
    site = await startBrowserShop({ webhooks: true });
  });
  afterAll(() => site.close());
  afterEach(() => site.tidy());

  const signedIn = async () => {
    const people = await site.people();
    const page = await site.open(people.machine);
    await signIn(page, people.ann);
    await shows(page, 'Mug of Ann × 2');
    return { ...people, page };
  };

  it('[WEB-6] [ORD-1] an order submitted twice is one order', async () => {
    const { page, ann } = await signedIn();
    await pay(page);
    const ids = await run<string[]>(
      page,
      `const submit = () => site.client.post('/api/orders', { body: { paymentId: payment.id }, idempotencyKey: 'order-' + payment.id });
       return Promise.all([submit(), submit()]).then((all) => all.map(({ order }) => order.id))`,
    );
    expect(new Set(ids).size).toBe(1);
    expect((await ann.get('/api/orders')).body.orders).toHaveLength(1);
    await shows(page, `${ann.email}: ready: `);
    await until('the cart to be empty', async () => !(await shown(page)).includes('Mug'));
  });

  it('[WEB-6] [PAY-5] paid, but the page that was to return never loads: the order is there all the same', async () => {
    const { page, ann, machine } = await signedIn();
    const other = await site.open(machine);
    await shows(other, 'Mug of Ann × 2');
    await pay(page);
    await page.close();
    await until(
      'the order, by the webhook alone',
      async () => {
        await site.shop.runJobs();
        return (await ann.get('/api/orders')).body.orders.length === 1;
      },
      10_000,
    );
    // The other tab hears that the cart is empty.
    await until('the empty cart', async () => !(await shown(other)).includes('Mug'));
  });

  /** Takes the cart of the page to a paid payment, which stays there as `payment`. */
  const pay = async (page: Page) => {
    const quote = { email: 'ann@example.com', shippingAddress: ADDRESS, shippingMethod: 'standard' };
    const payment = await run<{ id: string; intentId: string; client: { clientSecret: string } }>(
      page,
      `await site.client.put('/api/checkout', { body: ${JSON.stringify(quote)} });
       globalThis.payment = (await site.client.post('/api/payments/create-order', { body: {} })).payment;
       return payment`,
    );
    expect((await site.shop.confirm(payment)).status).toBe(200);
  };
});
