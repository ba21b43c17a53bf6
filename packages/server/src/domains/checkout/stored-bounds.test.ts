import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatabaseFailure } from '../../platform/db/failure.ts';
import { givenIn } from '../../testing/given.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe("the bounds of a checkout's row", () => {
  let test: TestApp;
  let userId: string;
  beforeAll(async () => {
    test = await startTestApp();
    const user = await test.signUp();
    const { productId, variantId } = await givenIn(test.database).variant({ stock: 3 });
    await user.post('/api/cart/add', { productId, variantId });
    expect((await user.put('/api/checkout', {})).status).toBe(200);
    ({ userId } = user);
  });
  afterAll(() => test.close());

  /** What a statement of the shop's own role is refused by, or how many rows it wrote. */
  const attempt = async (statement: string) => {
    const { admin } = test.database;
    await admin.query('begin');
    try {
      await admin.query('set local role cartwright_shop');
      await admin.query("select set_config('app.shopper_id', $1, true)", [userId]);
      return await admin.query(statement).then(
        ({ rowCount }) => rowCount,
        (error: unknown) => (error as DatabaseFailure).constraint,
      );
    } finally {
      await admin.query('rollback');
    }
  };
  const updating = (column: string, value: string) => attempt(`update checkouts set ${column} = ${value}`);
  const inserting = (column: string, value: string) =>
    attempt(`insert into checkouts
             select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), '${column}', ${value}))).* from checkouts c`);

  it.each([
    ['email', "repeat('a', 255)"],
    ['phone', "repeat('1', 33)"],
    ['customer_type', "'other'::text"],
    ['company', "repeat('a', 201)"],
    ['vat_number', "repeat('a', 33)"],
    ['note', "repeat('a', 1001)"],
    ['currency', "'eur'::text"],
    ['subtotal_minor', '-1'],
    ['shipping_minor', '-1'],
    ['tax_minor', '-1'],
    ['total_minor', '-1'],
  ])('[CHK-1] refuse a bad %s, written or replaced', async (column, value) => {
    expect(await updating(column, value)).toBe(`checkouts_${column}_check`);
    expect(await inserting(column, value)).toBe(`checkouts_${column}_check`);
  });

  it.each([
    ['email', "repeat('a', 254)"],
    ['phone', "repeat('1', 32)"],
    ['company', 'null'],
    ['note', "repeat('a', 1000)"],
  ])('let a %s at its bound through', async (column, value) => {
    expect(await updating(column, value)).toBe(1);
  });
});
