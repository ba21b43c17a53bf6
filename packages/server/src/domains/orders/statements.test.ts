import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestShop, type TestShop } from '../../testing/test-shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.close());

/** Statements and round trips that a step costs, of both roles. */
async function costOf<Result>(
  step: () => Promise<Result>,
): Promise<{ result: Result; statements: string[]; trips: number }> {
  const statements: string[] = [];
  let trips = 0;
  const stops = [shop.database.shop, shop.database.system].map((database) =>
    database.onSent((sent) => {
      trips++;
      statements.push(...sent.statements.map((name) => name.split(':')[0]!));
    }),
  );
  const result = await step();
  for (const stop of stops) stop();
  return { result, statements, trips };
}

it('[ORD-1] a checkout of one line, from the address to the order, costs at most 25 statements in 8 round trips; more lines cost no more', async () => {
  const product = await shop.given.variant({ stock: 1_000, price: '12.50' });
  const others = await Promise.all(Array.from({ length: 9 }, () => shop.given.variant({ stock: 100 })));
  const totals: number[] = [];
  for (const lines of [[], others]) {
    const ann = await shop.signUp();
    for (const { productId, variantId } of [product, ...lines])
      await ann.post('/api/cart/add', { productId, variantId });
    const quoted = await costOf(() =>
      ann.put('/api/checkout', {
        shippingAddress: {
          name: 'A',
          line1: '1',
          city: 'B',
          region: 'IL',
          postalCode: '62701',
          country: 'US',
        },
        shippingMethod: 'standard',
      }),
    );
    expect(quoted.result.body.checkout.problems).toEqual([]);
    const begun = await costOf(() => shop.begin(ann));
    await shop.confirm(begun.result.body.payment);
    const placed = await costOf(() => shop.complete(ann, { paymentId: begun.result.body.payment.id }));
    expect(placed.result.status).toBe(201);
    // Counted apart: who asks, the key that makes a repetition harmless, and where transactions begin and end.
    const own = [quoted, begun, placed].flatMap(({ statements }) =>
      statements.filter((name) => !/^(idempotency|identify|tx)\./.test(name)),
    );
    totals.push(own.length);
    expect([quoted.trips, begun.trips, placed.trips]).toEqual([2, 3, 3]);
    console.info(
      own.length,
      quoted.statements.join(' '),
      '|',
      begun.statements.join(' '),
      '|',
      placed.statements.join(' '),
    );
  }
  expect(totals[0]).toBeLessThanOrEqual(25);
  expect(totals[1]).toBe(totals[0]);
});
