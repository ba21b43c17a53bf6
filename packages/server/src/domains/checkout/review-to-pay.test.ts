import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../platform/errors.ts';
import { toJson } from '../../platform/exact-json.ts';
import { givenIn, identityOfUser, type Given, type GivenProduct } from '../../testing/given.ts';
import { startTestApp, type SignedIn, type TestApp } from '../../testing/test-app.ts';
import { cartPolicy } from '../cart/public.ts';
import { checkoutPolicy } from './checkout-policy.ts';
import { markCheckoutClosed, markCheckoutPaying, markCheckoutPlaced } from './queries.ts';
import { requirePayable, reviewToPay } from './review-to-pay.ts';

const shippingAddress = {
  name: 'Ann Example',
  line1: '12 Main Street',
  city: 'Springfield',
  region: 'IL',
  postalCode: '62701',
  country: 'US',
};

describe('judging a checkout anew before it is paid', () => {
  let test: TestApp;
  let given: Given;
  beforeAll(async () => {
    test = await startTestApp();
    given = givenIn(test.database);
  });
  afterAll(() => test.close());

  const accessOf = async ({ userId }: SignedIn) => {
    const { rows } = await test.database.admin.query('select id from sessions where shopper_id = $1', [
      userId,
    ]);
    return test.database.shop.as(identityOfUser(userId, rows[0].id, () => test.clock.now));
  };
  const review = async (user: SignedIn, checkoutId: string | null = null) => {
    const access = await accessOf(user);
    const input = {
      now: test.clock.now,
      policy: cartPolicy(test.store),
      rules: checkoutPolicy(test.store),
      checkoutId,
    };
    return access.transaction(async (tx) => {
      const reviewed = await reviewToPay(tx, input);
      requirePayable(reviewed);
      return reviewed;
    });
  };
  const refusal = async (user: SignedIn, checkoutId: string | null = null) => {
    const error = await review(user, checkoutId).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    const { kind, details } = error as AppError;
    return {
      reason: kind.reason,
      details: details === undefined ? undefined : (JSON.parse(toJson(details)) as unknown),
    };
  };
  const shopping = async (...wishes: Parameters<Given['variant']>[0][]) => {
    const user = await test.signUp();
    const products: GivenProduct[] = [];
    for (const wish of wishes) {
      const product = await given.variant({ price: '20.00', ...wish });
      products.push(product);
      await user.post('/api/cart/add', {
        productId: product.productId,
        variantId: product.variantId,
        quantity: 2,
      });
    }
    const { body } = await user.put('/api/checkout', { shippingAddress, shippingMethod: 'standard' });
    return { user, products, checkout: body.checkout };
  };
  const add = (user: SignedIn, { productId, variantId }: GivenProduct) =>
    user.post('/api/cart/add', { productId, variantId });

  it('[CHK-4] what has not changed may be paid, also once it is being paid', async () => {
    const { user, checkout } = await shopping({}, {});
    const reviewed = await review(user);
    expect(reviewed.checkout).toMatchObject({ id: checkout.id, status: 'open', totalMinor: 8_000n });
    expect(reviewed.evaluation.totalMinor).toBe(8_000n);
    await test.database.admin.query("update checkouts set status = 'paying' where id = $1", [checkout.id]);
    expect((await review(user, checkout.id)).checkout.status).toBe('paying');
  });

  it('[CHK-4] a title, an address or the order of lines is no change', async () => {
    const { user, products } = await shopping({}, {});
    await test.database.admin.query("update products set title = 'New title' where id = $1", [
      products[0]!.productId,
    ]);
    await test.database.admin.query(
      "update cart_lines set added_at = added_at - interval '1 hour' where variant_id = $1",
      [products[1]!.variantId],
    );
    await review(user);
  });

  it('[CHK-4] a changed cart is refused with the differences', async () => {
    const { user, products } = await shopping({ title: 'Kept' }, { title: 'Removed' });
    const added = await given.variant({ price: '5.00', title: 'Added' });
    const { body } = await user.get('/api/cart');
    await user.delete('/api/cart/remove', { itemId: body.cart.items[1].id });
    await add(user, products[0]!);
    await add(user, added);
    expect(await refusal(user)).toEqual({
      reason: 'CART_CHANGED',
      details: {
        differences: [
          { what: 'quantity', variantId: products[0]!.variantId, title: 'Kept', old: 2, new: 3 },
          { what: 'removed', variantId: products[1]!.variantId, title: 'Removed', old: 2, new: null },
          { what: 'added', variantId: added.variantId, title: 'Added', old: null, new: 1 },
          { what: 'shipping', old: 0, new: 5.9 },
          { what: 'total', old: 80, new: 70.9 },
        ],
      },
    });
    await user.put('/api/checkout', { shippingAddress, shippingMethod: 'standard' });
    await review(user);
  });

  it('[CHK-4] a lower price, and a snapshot that has grown old, are changes of price', async () => {
    const { user, products } = await shopping({});
    await given.price(products[0]!.variantId, 'us', '25.00');
    await review(user);
    await given.price(products[0]!.variantId, 'us', '15.00');
    expect(await refusal(user)).toMatchObject({
      details: {
        differences: [
          { what: 'price', old: 20, new: 15 },
          { what: 'total', old: 45.9, new: 35.9 },
        ],
      },
    });
  });

  it('[CHK-2] [CHK-4] a broken rule is refused with every problem', async () => {
    const { user } = await shopping({});
    await user.put('/api/checkout', {
      shippingMethod: 'standard',
      shippingAddress: { ...shippingAddress, city: '' },
    });
    expect(await refusal(user)).toEqual({
      reason: 'CHECKOUT_INCOMPLETE',
      details: { problems: [{ reason: 'FIELD_REQUIRED', field: 'shippingAddress.city' }] },
    });
  });

  it('[CHK-2] a rule broken only since the quote is refused all the same', async () => {
    const { user, products } = await shopping({});
    await test.database.admin.query('update variants set weight_grams = 99000 where id = $1', [
      products[0]!.variantId,
    ]);
    expect(await refusal(user)).toMatchObject({
      reason: 'CHECKOUT_INCOMPLETE',
      details: { problems: [{ reason: 'SHIPPING_TOO_HEAVY', details: { grams: 198_000 } }] },
    });
  });

  it('[L-4] goods that are short are refused by their own reason', async () => {
    const { user, products } = await shopping({ stock: 2 });
    await given.stock(products[0]!.variantId, -1);
    expect(await refusal(user)).toMatchObject({
      reason: 'INSUFFICIENT_STOCK',
      details: { available: 1, requested: 2, variantId: products[0]!.variantId },
    });
  });

  it("[CHK-4] goods the buyer's own payment holds are his to buy", async () => {
    const { user, products, checkout } = await shopping({ stock: 2 });
    const { admin } = test.database;
    await admin.query("update checkouts set status = 'paying' where id = $1", [checkout.id]);
    await admin.query(
      'insert into stock_holds (shopper_id, checkout_id, variant_id, quantity, expires_at, created_at) values ($1, $2, $3, 2, now(), now())',
      [user.userId, checkout.id, products[0]!.variantId],
    );
    await given.stock(products[0]!.variantId, 0, 2);
    await review(user);
    const again = await user.put('/api/checkout', { shippingAddress, shippingMethod: 'standard' });
    expect(again.body.checkout.problems).toEqual([]);
    const { user: other } = await shopping({});
    await admin.query('update cart_lines set variant_id = $1, product_id = $2 where shopper_id = $3', [
      products[0]!.variantId,
      products[0]!.productId,
      other.userId,
    ]);
    const theirs = await other.put('/api/checkout', { shippingAddress, shippingMethod: 'standard' });
    expect(theirs.body.checkout.problems).toMatchObject([
      { reason: 'INSUFFICIENT_STOCK', details: { available: 0 } },
    ]);
  });

  it("[CHK-4] [CART-6] there is nothing to pay without a checkout of one's own", async () => {
    const { checkout } = await shopping({});
    const other = await test.signUp();
    expect(await refusal(other)).toEqual({ reason: 'CHECKOUT_NOT_FOUND', details: undefined });
    expect(await refusal(other, checkout.id)).toEqual({ reason: 'CHECKOUT_NOT_FOUND', details: undefined });
  });

  it('[CHK-4] moves only along its states, and each move once', async () => {
    const { user, checkout } = await shopping({});
    const access = await accessOf(user);
    const moved = { shopperId: user.userId, checkoutId: checkout.id as string, now: test.clock.now };
    const move = async (mark: typeof markCheckoutPaying) => (await access.write(mark(moved))).rows[0].length;
    expect(await move(markCheckoutPlaced)).toBe(0);
    expect(await move(markCheckoutPaying)).toBe(1);
    expect(await move(markCheckoutPaying)).toBe(0);
    // What becomes of it then is the system's to say.
    await expect(move(markCheckoutPlaced)).rejects.toMatchObject({ code: '42501' });
    await expect(move(markCheckoutClosed)).rejects.toMatchObject({ code: '42501' });
    const { rows } = await test.database.system.as({ prelude: null }).write(markCheckoutPlaced(moved));
    expect(rows[0]).toHaveLength(1);
    expect(await move(markCheckoutClosed)).toBe(0);
    expect(await refusal(user)).toMatchObject({ reason: 'CHECKOUT_NOT_FOUND' });
  });

  it.each([
    ['total_minor', 'total_minor = 1, subtotal_minor = 1, shipping_minor = 0, tax_minor = 0'],
    ['lines', "lines = '[]'"],
    ['currency', "currency = 'INR'"],
    ['cart', 'cart_id = gen_random_uuid()'],
    ['id', 'id = gen_random_uuid()'],
    ['fingerprint', "fingerprint = 'x'"],
    ['market', "market = 'in'"],
    ['subtotal', 'subtotal_minor = subtotal_minor + 1'],
    ['shipping', 'shipping_minor = shipping_minor + 1'],
    ['tax', 'tax_minor = tax_minor + 1'],
    ['kind of tax', 'tax_included = not tax_included'],
    ['customer type', "customer_type = 'business'"],
    ['shipping method', "shipping_method = 'express'"],
    ['email', "email = 'other@example.com'"],
    ['phone', "phone = '+12025550100'"],
    ['company', "company = 'Another'"],
    ['VAT number', "vat_number = 'EE100'"],
    ['shipping address', `shipping_address = '{"name": "Another"}'`],
    ['billing address', `billing_address = '{"name": "Another"}'`],
  ])(
    "[CHK-4] [L-12] the shop's own role cannot alter the %s of one that is being paid, nor remove it",
    async (_what, change) => {
      const { user, checkout } = await shopping({});
      const access = await accessOf(user);
      const moved = { shopperId: user.userId, checkoutId: checkout.id as string, now: test.clock.now };
      await access.write(markCheckoutPaying(moved));
      const { admin } = test.database;
      const attempt = async (statement: string) => {
        await admin.query('begin');
        try {
          await admin.query('set local role cartwright_shop');
          await admin.query("select set_config('app.shopper_id', $1, true)", [user.userId]);
          const seen = await admin.query('select 1 from checkouts where id = $1', [checkout.id]);
          expect(seen.rowCount).toBe(1);
          return await admin.query(statement, [checkout.id]).then(
            () => 'done',
            (error: unknown) => {
              const { constraint, code } = error as { constraint?: string; code: string };
              return constraint ?? code;
            },
          );
        } finally {
          await admin.query('rollback');
        }
      };
      expect(await attempt(`update checkouts set ${change} where id = $1`)).toBe('checkout_frozen');
      expect(await attempt('delete from checkouts where id = $1')).toBe('42501');
      expect(await attempt("update checkouts set status = 'placed' where id = $1")).toBe('42501');
      expect(await attempt("update checkouts set status = 'open' where id = $1")).not.toBe('done');
    },
  );

  it("[CHK-4] [CART-6] nobody moves another's checkout", async () => {
    const { user, checkout } = await shopping({});
    const stranger = await accessOf(await test.signUp());
    const moved = { shopperId: user.userId, checkoutId: checkout.id as string, now: test.clock.now };
    expect((await stranger.write(markCheckoutPaying(moved))).rows[0]).toEqual([]);
  });
});
