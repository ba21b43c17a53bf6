import { describe, expect, it } from 'vitest';
import { parseStore } from './store.ts';

const label = { en: 'Post', et: 'Post', ru: 'Почта' };

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
