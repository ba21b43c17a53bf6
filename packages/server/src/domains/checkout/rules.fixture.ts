import { expect } from 'vitest';
import { givenIn, type GivenProduct, type GivenVariant } from '../../testing/given.ts';
import type { Client, TestApp } from '../../testing/test-app.ts';
import { parseStore, type Store } from '../../store.ts';

/** An address the strict store delivers to. */
export const ADDRESS = {
  name: 'Ann Example',
  line1: '12 Main Street',
  city: 'Springfield',
  region: 'IL',
  postalCode: '62701',
  country: 'US',
};
export const label = { en: 'Any', et: 'Iga', ru: 'Любой' };

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
/** A shop in which each rule bites. */
export const strictStore: Store = 'store' in parsed ? parsed.store : (null as never);

/** What tests of the rules do in a shop. */
export function ordersIn(test: TestApp) {
  const given = givenIn(test.database);
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
  return { given, set, confirmed, buy, found, guestWith };
}
