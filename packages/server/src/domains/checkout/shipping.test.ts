import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { ADDRESS, ordersIn, strictStore } from './rules.fixture.ts';

const email = 'guest@example.com';
const business = { customerType: 'business', company: 'Ltd', vatNumber: '12-3456789' };

describe('the rules of shipping', () => {
  let test: TestApp;
  let orders: ReturnType<typeof ordersIn>;
  beforeAll(async () => {
    test = await startTestApp({ store: strictStore });
    orders = ordersIn(test);
  });
  afterAll(() => test.close());

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
    const { guest, product } = await orders.guestWith('price' in goods ? goods.price : '15.00');
    if ('weight' in goods) await orders.set('weight_grams', goods.weight, product);
    if ('tags' in goods)
      await test.database.admin.query('update products set tags = $1 where id = $2', [
        goods.tags,
        product.productId,
      ]);
    const problems = await orders.found(guest, {
      email,
      shippingMethod,
      shippingAddress: { ...ADDRESS, ...address },
    });
    if (reason === null) return expect(problems).toEqual([]);
    expect(problems).toMatchObject([{ reason, field: 'shippingMethod' }]);
  });

  it('[CHK-2] what one business method is for, a business gets', async () => {
    const { guest } = await orders.guestWith('60.00');
    expect(await orders.found(guest, { email, ...business, shippingMethod: 'trade' })).toEqual([]);
  });

  it('[CHK-3] shipping costs nothing from the value the method says, and is taxed as the market says', async () => {
    const put = async (price: string) => {
      const { guest } = await orders.guestWith(price);
      return (await guest.put('/api/checkout', { email, shippingAddress: ADDRESS, shippingMethod: 'any' }))
        .body.checkout;
    };
    expect(await put('99.99')).toMatchObject({ shipping: 5, tax: 10.5, total: 115.49 });
    expect(await put('100.00')).toMatchObject({ shipping: 0, tax: 10, total: 110 });
  });

  it('[CHK-3] goods that are not taxed have no tax', async () => {
    const { guest, product } = await orders.guestWith('40.00');
    await orders.set('taxable', false, product);
    const { body } = await guest.put('/api/checkout', {
      email,
      shippingAddress: ADDRESS,
      shippingMethod: 'any',
    });
    expect(body.checkout).toMatchObject({ tax: 0.5, lines: [{ taxPercent: 0, tax: 0 }] });
  });
});
