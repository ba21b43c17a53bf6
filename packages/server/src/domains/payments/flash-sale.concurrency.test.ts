import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn } from '../../testing/given.ts';
import { AccessTokens } from '../identity/public.ts';
import type { Answer, Client } from '../../testing/test-app.ts';
import { startTestShop, type TestShop } from '../../testing/test-shop.ts';

const SECRET = 'flash-sale-flash-sale-flash-sale-flash';
const PUBLIC_URL = 'http://localhost:4000';

describe('many buyers of few pieces', () => {
  let shop: TestShop;
  let tokens: AccessTokens;
  beforeAll(async () => {
    shop = await startTestShop({ env: { JWT_SECRET: SECRET, PUBLIC_URL } });
    tokens = new AccessTokens({
      keys: [{ id: 'main', secret: SECRET }],
      issuer: PUBLIC_URL,
      now: () => shop.clock.now,
    });
  });
  afterAll(() => shop.close());

  const buyers = (count: number) => Promise.all(Array.from({ length: count }, buyer));
  const buyer = async (): Promise<Client> => {
    const { shopperId, sessionId } = await givenIn(shop.database, () => shop.clock.now).user();
    const token = tokens.issue({ sub: shopperId, sid: sessionId!, role: 'customer', market: 'us' });
    return shop.client({ authorization: `Bearer ${token}` });
  };
  const stockOf = async (variantId: string) =>
    (
      await shop.database.admin.query<{ on_hand: number; reserved: number }>(
        'select on_hand, reserved from stock_levels where variant_id = $1',
        [variantId],
      )
    ).rows[0];

  it('[STK-3] [L-2] [L-4] [L-6] 500 buyers of 20 pieces: exactly 20 are sold, the others are told so before they pay, nobody gets 5xx', async () => {
    const product = await shop.given.variant({ stock: 20 });
    const people = await buyers(500);
    const answers = await Promise.all(
      people.map(async (person) => {
        const filled = await shop.fill(person, product);
        return filled.status >= 300
          ? { person, answer: filled }
          : { person, answer: await shop.begin(person) };
      }),
    );
    const begun = answers.filter(({ answer }) => answer.status === 201);
    expect(begun).toHaveLength(20);
    for (const { answer } of answers.filter(({ answer: one }) => one.status !== 201))
      expect([answer.status, answer.body.error.reason]).toEqual([
        400,
        expect.stringMatching(/INSUFFICIENT_STOCK/),
      ]);
    const orders = await Promise.all(
      begun.map(async ({ person, answer }) => {
        await shop.confirm(answer.body.payment);
        return shop.complete(person, { paymentId: answer.body.payment.id });
      }),
    );
    expect(orders.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
    const numbers = orders.map(({ body }) => body.order.number);
    expect(new Set(numbers).size).toBe(20);
    expect(await stockOf(product.variantId)).toEqual({ on_hand: 0, reserved: 0 });
    expect(await shop.violations()).toEqual([]);
  });

  it('[STK-3] what nobody paid is free again after the hold, and all of it can be sold', async () => {
    const product = await shop.given.variant({ stock: 5 });
    const people = await buyers(5);
    for (const person of people) {
      await shop.fill(person, product);
      expect((await shop.begin(person)).status).toBe(201);
    }
    const late = await buyers(5);
    expectError(await shop.fill(late[0]!, product), 'INSUFFICIENT_STOCK', { available: 0, requested: 1 });
    shop.clock.advance(16 * 60_000);
    await shop.runJobs();
    expect(await stockOf(product.variantId)).toEqual({ on_hand: 5, reserved: 0 });
    const sold: Answer[] = [];
    for (const person of late) sold.push(await shop.buy(person, product));
    expect(sold.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(await shop.violations()).toEqual([]);
  });

  it('[STK-3] [L-1] the same variant in two lines is added up, and several variants at once never block each other for ever', async () => {
    const variants = await Promise.all(Array.from({ length: 4 }, () => shop.given.variant({ stock: 10 })));
    const people = await buyers(40);
    const answers = await Promise.all(
      people.map(async (person, index) => {
        const mixed = index % 2 ? variants : variants.toReversed();
        for (const { productId, variantId } of mixed)
          await person.post('/api/cart/add', { productId, variantId });
        const filled = await shop.fill(person, variants[index % 4]!);
        return filled.status >= 300 ? filled : shop.begin(person);
      }),
    );
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    for (const { variantId } of variants) {
      const { on_hand: onHand, reserved } = (await stockOf(variantId))!;
      expect(reserved).toBeLessThanOrEqual(onHand);
    }
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(4);
    expect(await shop.violations()).toEqual([]);
  });
});
