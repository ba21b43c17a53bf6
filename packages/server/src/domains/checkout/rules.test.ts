import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { ADDRESS, ordersIn, strictStore } from './rules.fixture.ts';

const email = 'guest@example.com';
const business = { customerType: 'business', company: 'Ltd', vatNumber: '12-3456789' };

describe('the rules of ordering', () => {
  let test: TestApp;
  let orders: ReturnType<typeof ordersIn>;
  beforeAll(async () => {
    test = await startTestApp({ store: strictStore });
    orders = ordersIn(test);
  });
  afterAll(() => test.close());

  it.each([
    ['9.99', {}, 'ORDER_BELOW_MINIMUM', { minimum: 10, value: 9.99 }],
    ['10.00', {}, null, {}],
    ['49.99', business, 'ORDER_BELOW_MINIMUM', { minimum: 50 }],
    ['50.00', business, null, {}],
    ['5000.01', business, 'ORDER_ABOVE_MAXIMUM', { maximum: 5000 }],
  ] as const)('[CHK-2] an order of %s as %j: %s', async (price, more, reason, details) => {
    const { guest } = await orders.guestWith(price);
    const problems = (await orders.found(guest, { email, ...more })).filter(({ reason: r }) =>
      r.startsWith('ORDER'),
    );
    if (reason === null) return expect(problems).toEqual([]);
    expect(problems).toMatchObject([{ reason, field: 'cart', details }]);
  });

  it('[CHK-2] above the threshold the phone must be a verified one', async () => {
    const { guest } = await orders.guestWith('300.00');
    expect(await orders.found(guest, { email, phone: '+12133734253' })).toEqual([]);
    const { guest: more } = await orders.guestWith('300.01');
    expect(await orders.found(more, { email, phone: '+12133734253' })).toMatchObject([
      { reason: 'PHONE_UNVERIFIED', field: 'phone', details: { threshold: 300, currency: 'USD' } },
    ]);
  });

  it('[CHK-2] a user orders only with his confirmed address where the shop says so; a guest has none', async () => {
    const user = await test.signUp();
    await orders.buy(user, { price: '20.00' });
    expect(await orders.found(user)).toMatchObject([{ reason: 'EMAIL_UNVERIFIED', field: 'email' }]);
    const known = await orders.confirmed();
    await orders.buy(known, { price: '20.00' });
    expect(await orders.found(known)).toEqual([]);
    expect(await orders.found(known, { email })).toMatchObject([{ reason: 'EMAIL_UNVERIFIED' }]);
    const { guest } = await orders.guestWith('20.00');
    expect(await orders.found(guest, { email })).toEqual([]);
  });

  it('[CHK-2] a business needs its company and a valid VAT number', async () => {
    const { guest } = await orders.guestWith('60.00');
    expect(await orders.found(guest, { email, customerType: 'business' })).toMatchObject([
      { reason: 'FIELD_REQUIRED', field: 'company' },
      { reason: 'FIELD_REQUIRED', field: 'vatNumber' },
    ]);
    expect(await orders.found(guest, { email, ...business, vatNumber: 'EE100931559' })).toMatchObject([
      { reason: 'VAT_NUMBER_INVALID', field: 'vatNumber' },
    ]);
    expect(await orders.found(guest, { email, ...business, vatNumber: 'EE100931558' })).toEqual([]);
  });

  it('[CHK-2] asks for the fields of both addresses, and delivers only to its countries', async () => {
    const { guest } = await orders.guestWith('20.00');
    const problems = await orders.found(guest, {
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
    expect((await orders.found(guest, { email, shippingAddress: null })).map(({ field }) => field)).toEqual(
      ['name', 'line1', 'city', 'postalCode', 'country'].map((name) => `shippingAddress.${name}`),
    );
  });

  it('[CHK-2] subscriptions: the product, the market, the interval and who asks', async () => {
    const monthly = { purchase: { type: 'subscription', interval: 'month' } };
    const weekly = { purchase: { type: 'subscription', interval: 'week' } };
    const user = await orders.confirmed();
    const tea = await orders.buy(
      user,
      { price: '20.00', subscription: true, prices: { us: '20.00', ee: '20.00' } },
      monthly,
    );
    expect(await orders.found(user)).toEqual([]);
    await user.post('/api/cart/add', { productId: tea.productId, variantId: tea.variantId, ...weekly });
    expect(await orders.found(user)).toMatchObject([
      { reason: 'SUBSCRIPTION_INTERVAL_NOT_OFFERED', field: 'items', details: { intervals: ['month'] } },
    ]);
    await test.database.admin.query('update variants set subscription_eligible = false where id = $1', [
      tea.variantId,
    ]);
    expect((await orders.found(user)).map(({ reason }) => reason)).toEqual([
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
    await orders.buy(guest, { price: '20.00', subscription: true }, monthly);
    expect(await orders.found(guest, { email })).toMatchObject([
      { reason: 'SUBSCRIPTION_NEEDS_ACCOUNT', field: 'items' },
    ]);
  });

  it('[CHK-2] [L-1] stock and limit count all lines of a variant together', async () => {
    const user = await orders.confirmed();
    const tea = await orders.buy(user, { price: '20.00', stock: 5, subscription: true }, { quantity: 2 });
    const { productId, variantId } = tea;
    const monthly = { purchase: { type: 'subscription', interval: 'month' }, quantity: 3 };
    expect((await user.post('/api/cart/add', { productId, variantId, ...monthly })).status).toBe(201);
    expect(await orders.found(user)).toEqual([]);
    await orders.given.stock(variantId, -1);
    expect(await orders.found(user)).toMatchObject([
      { reason: 'INSUFFICIENT_STOCK', field: 'items', details: { variantId, available: 4, requested: 5 } },
    ]);
    await test.database.admin.query('update variants set max_quantity = 4 where id = $1', [variantId]);
    expect((await orders.found(user)).map(({ reason }) => reason)).toEqual([
      'INSUFFICIENT_STOCK',
      'QUANTITY_LIMIT',
    ]);
  });

  it('[CHK-2] lines that cannot be bought are told and count in no total; an empty cart is told too', async () => {
    const user = await orders.confirmed();
    expect((await orders.found(user, { shippingMethod: null })).map(({ reason }) => reason)).toEqual([
      'CART_EMPTY',
    ]);
    const gone = await orders.buy(user, { price: '20.00', title: 'Gone thing' });
    const unsold = await orders.buy(user, { price: '20.00' });
    await orders.buy(user, { price: '30.00' });
    const { admin } = test.database;
    await admin.query('update variants set active = false where id = $1', [gone.variantId]);
    await admin.query('delete from variant_prices where variant_id = $1', [unsold.variantId]);
    expect(await orders.found(user)).toMatchObject([
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
      const { guest } = await orders.guestWith(price);
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
