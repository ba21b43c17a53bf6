import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn, type Given, type GivenProduct } from '../../testing/given.ts';
import { startTestApp, type Client, type TestApp } from '../../testing/test-app.ts';
import * as schema from './schema.ts';

const ADDRESS = {
  name: 'Ann Example',
  line1: '12 Main Street',
  city: 'Springfield',
  region: 'IL',
  postalCode: '62701',
  country: 'US',
};
const ESTONIAN = {
  name: 'Mari Maasikas',
  line1: 'Pikk 1',
  city: 'Tallinn',
  postalCode: '10123',
  country: 'EE',
};

describe('the checkout', () => {
  let test: TestApp;
  let given: Given;
  beforeAll(async () => {
    test = await startTestApp();
    given = givenIn(test.database);
  });
  afterAll(() => test.close());

  const add = (client: Client, { productId, variantId }: GivenProduct, more: object = {}, market?: string) =>
    client.post('/api/cart/add', { productId, variantId, ...more }, market ? { 'x-market': market } : {});
  const put = (client: Client, body: object, headers?: Record<string, string>) =>
    client.put('/api/checkout', body, headers);
  const reasons = (answer: { body: { checkout: { problems: { reason: string; field: string }[] } } }) =>
    answer.body.checkout.problems.map(({ reason, field }) => `${reason} ${field}`);

  it("[CHK-1] quotes a user's cart with lines, shipping, tax and total, and his own email", async () => {
    const user = await test.signUp();
    const shirt = await given.variant({ price: '20.10', title: 'Shirt' });
    await add(user, shirt, { quantity: 3 });
    const answer = await put(user, {
      shippingAddress: ADDRESS,
      shippingMethod: 'standard',
      note: ' Ring  twice ',
    });
    expect(answer.status, answer.text).toBe(200);
    schema.checkoutAnswer.parse(answer.body);
    expect(answer.body.checkout).toMatchObject({
      status: 'open',
      subtotal: 60.3,
      shipping: 5.9,
      tax: 0,
      taxIncluded: false,
      total: 66.2,
      currency: 'USD',
      market: 'us',
      email: user.email,
      phone: null,
      customerType: 'private',
      shippingAddress: { ...ADDRESS, line2: null },
      billingAddress: null,
      shippingMethod: 'standard',
      shippingLabel: 'Standard post',
      note: 'Ring twice',
      problems: [],
      lines: [
        { variantId: shirt.variantId, title: 'Shirt', quantity: 3, price: 20.1, lineTotal: 60.3, tax: 0 },
      ],
    });
    expect(answer.text).toContain('"total":66.20');
    expect(answer.text).toContain('"price":20.10');
    expect(answer.text).not.toMatch(/commission/i);
    expect(answer.headers['cache-control']).toBe('no-store');
    const read = await user.get('/api/checkout');
    const { shippingMethods, priceChanges, ...quoted } = answer.body.checkout;
    expect(priceChanges).toEqual([]);
    expect(read.body.checkout).toEqual(quoted);
    expect(shippingMethods.methods.map(({ id }: { id: string }) => id)).toEqual(['standard', 'express']);
  });

  it('[CHK-1] [CHK-3] shows the tax that is in the prices and does not add it', async () => {
    const guest = await test.guest();
    const shirt = await given.variant({ prices: { ee: '12.40' } });
    await add(guest, shirt, { quantity: 5 }, 'ee');
    const order = { email: 'mari@example.com', shippingAddress: ESTONIAN, shippingMethod: 'parcel-locker' };
    const { body, text } = await put(guest, order, { 'x-market': 'ee', 'accept-language': 'et' });
    // 62.00 is over the 60.00 from which the locker is free.
    expect(body.checkout).toMatchObject({
      subtotal: 62,
      shipping: 0,
      tax: 12,
      taxIncluded: true,
      total: 62,
      currency: 'EUR',
      shippingLabel: 'Pakiautomaat',
      problems: [],
    });
    expect(text).toContain('"tax":12.00');
  });

  it('[CHK-5] a guest checks out with an email, and is told when he gives none', async () => {
    const guest = await test.guest();
    await add(guest, await given.variant());
    const without = await put(guest, { shippingAddress: ADDRESS, shippingMethod: 'standard' });
    expect(reasons(without)).toEqual(['EMAIL_REQUIRED email']);
    expect(without.body.checkout.email).toBeNull();
    const order = { email: ' Guest@Example.com', shippingAddress: ADDRESS, shippingMethod: 'standard' };
    const answer = await put(guest, order);
    expect(answer.body.checkout).toMatchObject({ email: 'guest@example.com', problems: [] });
  });

  it('[CHK-1] tells every broken rule at once, each with its field, in the language asked for', async () => {
    const guest = await test.guest();
    await add(guest, await given.variant({ price: '0.50' }));
    const body = {
      customerType: 'business',
      phone: '12',
      vatNumber: 'x',
      shippingAddress: { country: 'FR' },
    };
    const answer = await put(guest, body, { 'accept-language': 'ru' });
    expect(reasons(answer)).toEqual([
      'ORDER_BELOW_MINIMUM cart',
      'EMAIL_REQUIRED email',
      'PHONE_INVALID phone',
      'FIELD_REQUIRED company',
      'FIELD_REQUIRED shippingAddress.name',
      'FIELD_REQUIRED shippingAddress.line1',
      'FIELD_REQUIRED shippingAddress.city',
      'FIELD_REQUIRED shippingAddress.region',
      'FIELD_REQUIRED shippingAddress.postalCode',
      'COUNTRY_NOT_SERVED shippingAddress.country',
      'VAT_NUMBER_INVALID vatNumber',
      'SHIPPING_METHOD_REQUIRED shippingMethod',
    ]);
    const [tooSmall] = answer.body.checkout.problems;
    expect(tooSmall).toMatchObject({
      message: 'Минимальная сумма заказа — 1.00 USD.',
      details: { minimum: 1, value: 0.5, currency: 'USD' },
    });
    expect(answer.text).toContain('"minimum":1.00');
    expect((await guest.get('/api/checkout')).text).toContain('"minimum":1.00');
  });

  it('[CHK-1] the same body again is the same checkout, another replaces it in place', async () => {
    const user = await test.signUp();
    await add(user, await given.variant());
    const order = { shippingAddress: ADDRESS, shippingMethod: 'standard' };
    const first = await put(user, order);
    test.clock.advance(1_000);
    const again = await put(user, order);
    expect(again.body).toEqual(first.body);
    const other = await put(user, { ...order, shippingMethod: 'express' });
    expect(other.body.checkout.id).toBe(first.body.checkout.id);
    expect(other.body.checkout.updatedAt > first.body.checkout.updatedAt).toBe(true);
    const { rows } = await test.database.admin.query('select 1 from checkouts where shopper_id = $1', [
      user.userId,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('[CHK-4] leaves a checkout that is being paid as it is and begins a new one', async () => {
    const user = await test.signUp();
    await add(user, await given.variant());
    const order = { shippingAddress: ADDRESS, shippingMethod: 'standard' };
    const first = await put(user, order);
    await test.database.admin.query("update checkouts set status = 'paying' where id = $1", [
      first.body.checkout.id,
    ]);
    expect((await user.get('/api/checkout')).body.checkout).toMatchObject({ status: 'paying' });
    test.clock.advance(1_000);
    const second = await put(user, { ...order, shippingMethod: 'express' });
    expect(second.body.checkout).toMatchObject({ status: 'open', shippingMethod: 'express' });
    expect(second.body.checkout.id).not.toBe(first.body.checkout.id);
    expect((await user.get('/api/checkout')).body.checkout.id).toBe(second.body.checkout.id);
    const { rows } = await test.database.admin.query('select shipping_method from checkouts where id = $1', [
      first.body.checkout.id,
    ]);
    expect(rows[0].shipping_method).toBe('standard');
  });

  it('[CHK-1] parallel quotes of one shopper make one checkout', async () => {
    const user = await test.signUp();
    await add(user, await given.variant());
    const answers = await Promise.all(
      ['standard', 'express', 'freight', 'standard', 'express'].map((shippingMethod) =>
        put(user, { shippingAddress: ADDRESS, shippingMethod }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.checkout.id)).size).toBe(1);
  });

  it('[CHK-1] [CART-11] prices come from the cart, the lower of snapshot and current; a change is shown, and a large one logged once', async () => {
    const user = await test.signUp();
    const shirt = await given.variant({ price: '20.00' });
    await add(user, shirt);
    await given.price(shirt.variantId, 'us', '25.00');
    const order = { shippingAddress: ADDRESS, shippingMethod: 'standard' };
    const dearer = await put(user, order);
    expect(dearer.body.checkout).toMatchObject({
      subtotal: 20,
      priceChanges: [
        { variantId: shirt.variantId, change: { old: 20, new: 25, percent: 25, notable: true } },
      ],
    });
    expect(dearer.text).toMatch(/"new" ?: ?25\.00/);
    test.clock.advance(1_000);
    await put(user, order);
    const audited = await test.database.admin.query(
      "select after from audit_log where action = 'checkout.price_changed' and actor_id = $1",
      [user.userId],
    );
    expect(audited.rows).toMatchObject([{ after: { old: 20, new: 25 } }]);
    await given.price(shirt.variantId, 'us', '15.00');
    expect((await put(user, order)).body.checkout).toMatchObject({ subtotal: 15 });
  });

  it.each([
    'price',
    'total',
    'subtotal',
    'tax',
    'shipping',
    'userId',
    'shopperId',
    'lines',
    'currency',
    'problems',
  ])('[CHK-2] reads no %s from the client', async (field) => {
    const user = await test.signUp();
    expectError(await put(user, { shippingAddress: ADDRESS, [field]: 1 }), 'VALIDATION_FAILED');
  });

  it("[CHK-1] [CART-6] nobody sees another's checkout", async () => {
    const [ann, bob, guest] = [await test.signUp(), await test.signUp(), await test.guest()];
    await add(ann, await given.variant());
    await put(ann, { shippingAddress: ADDRESS, shippingMethod: 'standard' });
    for (const other of [bob, guest]) expectError(await other.get('/api/checkout'), 'CHECKOUT_NOT_FOUND');
    expectError(await test.client().get('/api/checkout'), 'UNAUTHENTICATED');
    await put(bob, { shippingAddress: { ...ADDRESS, name: 'Bob' } });
    expect((await ann.get('/api/checkout')).body.checkout.shippingAddress.name).toBe('Ann Example');
  });

  it('[CHK-1] lists shipping methods before there is a checkout, with prices and why the others are not', async () => {
    const guest = await test.guest();
    await add(guest, await given.variant());
    const asked = await guest.get('/api/checkout/shipping-methods?country=us&postalCode=99501', {
      'accept-language': 'et',
    });
    schema.shippingAnswer.parse(asked.body);
    expect(asked.body).toMatchObject({
      methods: [{ id: 'standard', label: 'Tavapost', price: 5.9, freeFrom: 75 }],
      unavailable: [
        { id: 'express', problems: [{ reason: 'SHIPPING_NOT_TO_POSTAL_CODE', field: 'shippingMethod' }] },
        {
          id: 'freight',
          problems: [{ reason: 'SHIPPING_TOO_LIGHT', details: { minGrams: 20_000, grams: 0 } }],
        },
      ],
      currency: 'USD',
      market: 'us',
      country: 'US',
      needed: true,
    });
    expect(asked.text).toContain('"price":5.90');
    await put(guest, { shippingAddress: { ...ADDRESS, postalCode: '99501' } });
    const remembered = await guest.get('/api/checkout/shipping-methods');
    expect(remembered.body.methods.map(({ id }: { id: string }) => id)).toEqual(['standard']);
  });

  it('[CHK-1] goods that are not sent need neither an address nor a method', async () => {
    const user = await test.signUp();
    const ebook = await given.variant();
    await test.database.admin.query('update variants set requires_shipping = false where id = $1', [
      ebook.variantId,
    ]);
    await add(user, ebook);
    const { body } = await put(user, {});
    expect(body.checkout).toMatchObject({ problems: [], shipping: 0, total: 10, shippingAddress: null });
  });
});
