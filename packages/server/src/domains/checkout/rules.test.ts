import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenIn, type Given, type GivenProduct, type GivenVariant } from '../../testing/given.ts';
import { startTestApp, type Client, type TestApp } from '../../testing/test-app.ts';
import { parseStore, type Store } from '../../store.ts';

const ADDRESS = {
  name: 'Ann Example',
  line1: '12 Main Street',
  city: 'Springfield',
  region: 'IL',
  postalCode: '62701',
  country: 'US',
};
const label = { en: 'Any', et: 'Iga', ru: 'Любой' };

// One market in which each rule bites, and one beside it.
const checkout = {
  countries: ['US', 'CA'],
  order: {
    private: { minimum: '10.00', maximum: '500.00' },
    business: { minimum: '50.00', maximum: '5000.00' },
  },
  verifiedPhoneAbove: '300.00',
  subscriptions: { intervals: ['month'] },
  shippingMethods: [
    { id: 'any', label, price: '5.00', freeFrom: '100.00' },
    { id: 'domestic', label, price: '4.00', countries: ['US'], refusesPostalCodes: ['99'] },
    { id: 'light', label, price: '3.00', maxWeightGrams: 1_000, refusesTags: ['Hazardous'] },
    { id: 'heavy', label, price: '90.00', minWeightGrams: 1_001 },
    { id: 'street', label, price: '6.00', toPoBoxes: false },
    { id: 'cheap', label, price: '1.00', maximum: '20.00' },
    { id: 'dear', label, price: '0.00', minimum: '100.00' },
    { id: 'trade', label, price: '2.00', customerTypes: ['business'] },
  ],
};
const parsed = parseStore({
  name: 'Rules',
  defaultMarket: 'us',
  checkout: { unverifiedEmail: 'refuse' },
  markets: {
    us: {
      name: 'United States',
      currency: 'USD',
      locales: ['en'],
      tax: { ratePercent: 10, included: false },
      payments: ['sandbox'],
      checkout,
    },
    ee: {
      name: 'Eesti',
      currency: 'EUR',
      locales: ['et'],
      tax: { ratePercent: 24, included: true },
      payments: ['sandbox'],
      checkout: {
        subscriptions: { intervals: [] },
        shippingMethods: [{ id: 'baltic', label, price: '2.00' }],
        taxOnShipping: false,
      },
    },
  },
});
const store: Store = 'store' in parsed ? parsed.store : (null as never);

describe('the rules of ordering', () => {
  let test: TestApp;
  let given: Given;
  beforeAll(async () => {
    test = await startTestApp({ store });
    given = givenIn(test.database);
  });
  afterAll(() => test.close());

  const set = (column: 'weight_grams' | 'taxable', value: unknown, { variantId }: GivenProduct) =>
    test.database.admin.query(
      column === 'taxable'
        ? 'update variants set taxable = $1 where id = $2'
        : 'update variants set weight_grams = $1 where id = $2',
      [value, variantId],
    );
  const confirmed = async () => {
    const user = await test.signUp();
    await test.database.admin.query('update users set email_verified_at = now() where shopper_id = $1', [
      user.userId,
    ]);
    return user;
  };
  const buy = async (client: Client, wish: GivenVariant, more: object = {}) => {
    const product = await given.variant({ stock: 100, maxQuantity: 100, ...wish });
    const { productId, variantId } = product;
    const answer = await client.post('/api/cart/add', { productId, variantId, ...more });
    expect(answer.status, answer.text).toBe(201);
    return product;
  };
  const found = async (client: Client, more: object = {}) => {
    const body = { shippingAddress: ADDRESS, shippingMethod: 'any', ...more };
    const answer = await client.put('/api/checkout', body);
    expect(answer.status, answer.text).toBe(200);
    return answer.body.checkout.problems as {
      reason: string;
      field: string;
      details?: Record<string, unknown>;
    }[];
  };
  const guestWith = async (price: string) => {
    const guest = await test.guest();
    const product = await buy(guest, { price });
    return { guest, product };
  };
  const email = 'guest@example.com';
  const business = { customerType: 'business', company: 'Ltd', vatNumber: '12-3456789' };

  it.each([
    ['9.99', {}, 'ORDER_BELOW_MINIMUM', { minimum: 10, value: 9.99 }],
    ['10.00', {}, null, {}],
    ['49.99', business, 'ORDER_BELOW_MINIMUM', { minimum: 50 }],
    ['50.00', business, null, {}],
    ['5000.01', business, 'ORDER_ABOVE_MAXIMUM', { maximum: 5000 }],
  ] as const)('[CHK-2] an order of %s as %j: %s', async (price, more, reason, details) => {
    const { guest } = await guestWith(price);
    const problems = (await found(guest, { email, ...more })).filter(({ reason: r }) =>
      r.startsWith('ORDER'),
    );
    if (reason === null) return expect(problems).toEqual([]);
    expect(problems).toMatchObject([{ reason, field: 'cart', details }]);
  });

  it('[CHK-2] above the threshold the phone must be a verified one', async () => {
    const { guest } = await guestWith('300.00');
    expect(await found(guest, { email, phone: '+12133734253' })).toEqual([]);
    const { guest: more } = await guestWith('300.01');
    expect(await found(more, { email, phone: '+12133734253' })).toMatchObject([
      { reason: 'PHONE_UNVERIFIED', field: 'phone', details: { threshold: 300, currency: 'USD' } },
    ]);
  });

  it('[CHK-2] a user orders only with his confirmed address where the shop says so; a guest has none', async () => {
    const user = await test.signUp();
    await buy(user, { price: '20.00' });
    expect(await found(user)).toMatchObject([{ reason: 'EMAIL_UNVERIFIED', field: 'email' }]);
    const known = await confirmed();
    await buy(known, { price: '20.00' });
    expect(await found(known)).toEqual([]);
    expect(await found(known, { email })).toMatchObject([{ reason: 'EMAIL_UNVERIFIED' }]);
    const { guest } = await guestWith('20.00');
    expect(await found(guest, { email })).toEqual([]);
  });

  it('[CHK-2] a business needs its company and a valid VAT number', async () => {
    const { guest } = await guestWith('60.00');
    expect(await found(guest, { email, customerType: 'business' })).toMatchObject([
      { reason: 'FIELD_REQUIRED', field: 'company' },
      { reason: 'FIELD_REQUIRED', field: 'vatNumber' },
    ]);
    expect(await found(guest, { email, ...business, vatNumber: 'EE100931559' })).toMatchObject([
      { reason: 'VAT_NUMBER_INVALID', field: 'vatNumber' },
    ]);
    expect(await found(guest, { email, ...business, vatNumber: 'EE100931558' })).toEqual([]);
  });

  it('[CHK-2] asks for the fields of both addresses, and delivers only to its countries', async () => {
    const { guest } = await guestWith('20.00');
    const problems = await found(guest, {
      email,
      shippingAddress: { ...ADDRESS, country: 'MX', city: ' ' },
      billingAddress: { ...ADDRESS, name: null, country: 'MX' },
    });
    expect(problems).toMatchObject([
      { reason: 'FIELD_REQUIRED', field: 'shippingAddress.city' },
      { reason: 'FIELD_REQUIRED', field: 'billingAddress.name' },
      {
        reason: 'COUNTRY_NOT_SERVED',
        field: 'shippingAddress.country',
        details: { countries: ['US', 'CA'] },
      },
    ]);
    expect((await found(guest, { email, shippingAddress: null })).map(({ field }) => field)).toEqual(
      ['name', 'line1', 'city', 'postalCode', 'country'].map((name) => `shippingAddress.${name}`),
    );
  });

  it.each([
    ['any', {}, {}, null],
    [null, {}, {}, 'SHIPPING_METHOD_REQUIRED'],
    ['nothing', {}, {}, 'SHIPPING_METHOD_UNKNOWN'],
    ['baltic', {}, {}, 'SHIPPING_NOT_IN_MARKET'],
    ['domestic', {}, {}, null],
    ['domestic', { country: 'CA' }, {}, 'SHIPPING_NOT_TO_COUNTRY'],
    ['domestic', { postalCode: '9 9501' }, {}, 'SHIPPING_NOT_TO_POSTAL_CODE'],
    ['light', {}, { weight: 1_000 }, null],
    ['light', {}, { weight: 1_001 }, 'SHIPPING_TOO_HEAVY'],
    ['light', {}, { tags: ['hazardous'] }, 'SHIPPING_GOODS_REFUSED'],
    ['heavy', {}, { weight: 1_001 }, null],
    ['heavy', {}, { weight: 1_000 }, 'SHIPPING_TOO_LIGHT'],
    ['street', {}, {}, null],
    ['street', { line1: 'P.O. Box 7' }, {}, 'SHIPPING_NOT_TO_PO_BOX'],
    ['cheap', {}, { price: '20.00' }, null],
    ['cheap', {}, { price: '20.01' }, 'SHIPPING_VALUE_TOO_HIGH'],
    ['dear', {}, { price: '100.00' }, null],
    ['dear', {}, { price: '99.99' }, 'SHIPPING_VALUE_TOO_LOW'],
    ['trade', {}, {}, 'SHIPPING_NOT_FOR_CUSTOMER'],
  ] as const)('[CHK-2] shipping by %s to %j of %j: %s', async (shippingMethod, address, goods, reason) => {
    const { guest, product } = await guestWith('price' in goods ? goods.price : '15.00');
    if ('weight' in goods) await set('weight_grams', goods.weight, product);
    if ('tags' in goods)
      await test.database.admin.query('update products set tags = $1 where id = $2', [
        goods.tags,
        product.productId,
      ]);
    const problems = await found(guest, {
      email,
      shippingMethod,
      shippingAddress: { ...ADDRESS, ...address },
    });
    if (reason === null) return expect(problems).toEqual([]);
    expect(problems).toMatchObject([{ reason, field: 'shippingMethod' }]);
  });

  it('[CHK-2] what one business method is for, a business gets', async () => {
    const { guest } = await guestWith('60.00');
    expect(await found(guest, { email, ...business, shippingMethod: 'trade' })).toEqual([]);
  });

  it('[CHK-3] shipping costs nothing from the value the method says, and is taxed as the market says', async () => {
    const put = async (price: string) => {
      const { guest } = await guestWith(price);
      return (await guest.put('/api/checkout', { email, shippingAddress: ADDRESS, shippingMethod: 'any' }))
        .body.checkout;
    };
    expect(await put('99.99')).toMatchObject({ shipping: 5, tax: 10.5, total: 115.49 });
    expect(await put('100.00')).toMatchObject({ shipping: 0, tax: 10, total: 110 });
  });

  it('[CHK-3] goods that are not taxed have no tax', async () => {
    const { guest, product } = await guestWith('40.00');
    await set('taxable', false, product);
    const { body } = await guest.put('/api/checkout', {
      email,
      shippingAddress: ADDRESS,
      shippingMethod: 'any',
    });
    expect(body.checkout).toMatchObject({ tax: 0.5, lines: [{ taxPercent: 0, tax: 0 }] });
  });

  it('[CHK-2] subscriptions: the product, the market, the interval and who asks', async () => {
    const monthly = { purchase: { type: 'subscription', interval: 'month' } };
    const weekly = { purchase: { type: 'subscription', interval: 'week' } };
    const user = await confirmed();
    const tea = await buy(
      user,
      { price: '20.00', subscription: true, prices: { us: '20.00', ee: '20.00' } },
      monthly,
    );
    expect(await found(user)).toEqual([]);
    await user.post('/api/cart/add', { productId: tea.productId, variantId: tea.variantId, ...weekly });
    expect(await found(user)).toMatchObject([
      { reason: 'SUBSCRIPTION_INTERVAL_NOT_OFFERED', field: 'items', details: { intervals: ['month'] } },
    ]);
    await test.database.admin.query('update variants set subscription_eligible = false where id = $1', [
      tea.variantId,
    ]);
    expect((await found(user)).map(({ reason }) => reason)).toEqual([
      'SUBSCRIPTION_NOT_AVAILABLE',
      'SUBSCRIPTION_NOT_AVAILABLE',
      'SUBSCRIPTION_INTERVAL_NOT_OFFERED',
    ]);
    const estonian = await user.put(
      '/api/checkout',
      { shippingAddress: { ...ADDRESS, country: 'EE' }, shippingMethod: 'baltic' },
      { 'x-market': 'ee' },
    );
    expect(estonian.body.checkout.problems.map(({ reason }: { reason: string }) => reason)).toContain(
      'SUBSCRIPTION_NOT_IN_MARKET',
    );
    const guest = await test.guest();
    await buy(guest, { price: '20.00', subscription: true }, monthly);
    expect(await found(guest, { email })).toMatchObject([
      { reason: 'SUBSCRIPTION_NEEDS_ACCOUNT', field: 'items' },
    ]);
  });

  it('[CHK-2] [L-1] stock and limit count all lines of a variant together', async () => {
    const user = await confirmed();
    const tea = await buy(user, { price: '20.00', stock: 5, subscription: true }, { quantity: 2 });
    const { productId, variantId } = tea;
    const monthly = { purchase: { type: 'subscription', interval: 'month' }, quantity: 3 };
    expect((await user.post('/api/cart/add', { productId, variantId, ...monthly })).status).toBe(201);
    expect(await found(user)).toEqual([]);
    await given.stock(variantId, -1);
    expect(await found(user)).toMatchObject([
      { reason: 'INSUFFICIENT_STOCK', field: 'items', details: { variantId, available: 4, requested: 5 } },
    ]);
    await test.database.admin.query('update variants set max_quantity = 4 where id = $1', [variantId]);
    expect((await found(user)).map(({ reason }) => reason)).toEqual(['INSUFFICIENT_STOCK', 'QUANTITY_LIMIT']);
  });

  it('[CHK-2] lines that cannot be bought are told and count in no total; an empty cart is told too', async () => {
    const user = await confirmed();
    expect((await found(user, { shippingMethod: null })).map(({ reason }) => reason)).toEqual(['CART_EMPTY']);
    const gone = await buy(user, { price: '20.00', title: 'Gone thing' });
    const unsold = await buy(user, { price: '20.00' });
    await buy(user, { price: '30.00' });
    const { admin } = test.database;
    await admin.query('update variants set active = false where id = $1', [gone.variantId]);
    await admin.query('delete from variant_prices where variant_id = $1', [unsold.variantId]);
    expect(await found(user)).toMatchObject([
      {
        reason: 'ITEM_UNAVAILABLE',
        field: 'items',
        details: { variantId: gone.variantId, title: 'Gone thing' },
      },
      { reason: 'NOT_SOLD_IN_MARKET', field: 'items', details: { variantId: unsold.variantId } },
    ]);
    const { body } = await user.get('/api/checkout');
    expect(body.checkout).toMatchObject({ subtotal: 30 });
    expect(body.checkout.lines).toHaveLength(1);
  });

  it('[CART-10] [CHK-2] validating a cart tells of the value that no customer may order', async () => {
    const rules = async (price: string) => {
      const { guest } = await guestWith(price);
      const { body, text } = await guest.post('/api/cart/validate', {});
      return { ...body, text };
    };
    const below = await rules('9.50');
    expect(below).toMatchObject({
      valid: false,
      rules: [
        {
          reason: 'ORDER_BELOW_MINIMUM',
          field: 'cart',
          details: { minimum: 10, value: 9.5, currency: 'USD' },
        },
      ],
    });
    expect(below.text).toContain('"value":9.50');
    expect(await rules('600.00')).toMatchObject({ valid: true, rules: [] });
    expect(await rules('5000.01')).toMatchObject({ rules: [{ reason: 'ORDER_ABOVE_MAXIMUM' }] });
    const empty = await (await test.guest()).post('/api/cart/validate', {});
    expect(empty.body).toMatchObject({ valid: true, rules: [] });
  });
});

describe('the rules in a store file', () => {
  const market = (changes: object) => {
    const base = {
      name: 'Japan',
      currency: 'JPY',
      locales: ['en'],
      tax: { ratePercent: 10, included: true },
      payments: ['sandbox'],
    };
    return parseStore({ name: 'x', defaultMarket: 'jp', markets: { jp: { ...base, checkout: changes } } });
  };

  it('[CHK-2] [API-2] amounts must have the digits of the currency', () => {
    const method = { id: 'post', label, price: '500' };
    expect(market({ shippingMethods: [method] })).toHaveProperty('store');
    expect(market({ shippingMethods: [{ ...method, price: '500.00' }] })).toHaveProperty('store');
    expect(market({ shippingMethods: [{ ...method, price: '500.50' }] })).toEqual({
      problems: ['markets.jp.checkout.shippingMethods.post.price: JPY has 0 digits after the point'],
    });
    expect(market({ order: { private: { minimum: '1.5' } } })).toEqual({
      problems: ['markets.jp.checkout.order.private.minimum: JPY has 0 digits after the point'],
    });
    expect(market({ shippingMethods: [method, method] })).toEqual({
      problems: ['markets.jp.checkout.shippingMethods: names post twice'],
    });
    expect(market({ verifiedPhoneAbove: 500 })).toHaveProperty('problems');
  });
});
