import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences, fingerprintOf, type Agreed } from './fingerprint.ts';
import type { FrozenLine } from './frozen-line.ts';
import { quote } from './quote.ts';

const sold = fc.record({
  variant: fc.integer({ min: 0, max: 5 }),
  purchase: fc.constantFrom('once' as const, 'month' as const),
  quantity: fc.integer({ min: 1, max: 3 }),
  priceMinor: fc.bigInt({ min: 0n, max: 5n }),
});

const order: fc.Arbitrary<Agreed> = fc
  .record({
    goods: fc.uniqueArray(sold, {
      selector: ({ variant, purchase }) => `${variant} ${purchase}`,
      maxLength: 6,
    }),
    shippingMinor: fc.bigInt({ min: 0n, max: 2n }),
    taxPercent: fc.constantFrom(0, 50),
  })
  .map(({ goods, shippingMinor, taxPercent }) => {
    const lines = goods.map(({ variant, ...facts }) => ({
      ...line(`variant-${variant}`),
      ...facts,
      taxPercent,
    }));
    const quoted = quote({ lines, shippingMinor, shippingTaxPercent: taxPercent, taxIncluded: false });
    return { ...quoted, market: { code: 'us', currency: 'USD' }, shipping: { method: { id: 'post' } } };
  });

describe('the fingerprint', () => {
  it('[CHK-4] is the same for the same order, in whatever order its lines are', () => {
    fc.assert(
      fc.property(order, (one) => {
        const turned = { ...one, lines: [...one.lines].reverse() };
        expect(fingerprintOf(turned)).toEqual(fingerprintOf(one));
        expect(differences(one, turned, 'USD')).toEqual([]);
      }),
    );
  });

  it('[CHK-4] differs exactly where there are differences to tell', () => {
    fc.assert(
      fc.property(order, order, (one, other) => {
        const same = fingerprintOf(one).equals(fingerprintOf(other));
        const found = differences(one, other, 'USD');
        // A tax that moves between lines without changing its sum is none to tell.
        if (same) expect(found).toEqual([]);
        else if (found.length === 0) expect(one.totalMinor).toBe(other.totalMinor);
        if (found.length > 0) expect(same).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('[CHK-4] moves with the market, the currency and the way of shipping', () => {
    const [one] = fc.sample(order, 1) as [Agreed];
    const others = [
      { ...one, market: { ...one.market, code: 'ee' } },
      { ...one, market: { ...one.market, currency: 'EUR' } },
      { ...one, shipping: { method: { id: 'courier' } } },
      { ...one, shipping: null },
      { ...one, taxIncluded: true },
    ];
    for (const other of others) expect(fingerprintOf(other)).not.toEqual(fingerprintOf(one));
  });
});

function line(variantId: string): Omit<FrozenLine, 'lineTotalMinor' | 'taxMinor'> {
  return {
    variantId,
    productId: 'product',
    designerId: 'designer',
    slug: 'slug',
    sku: null,
    title: variantId,
    options: {},
    imageUrl: null,
    purchase: 'once',
    quantity: 1,
    priceMinor: 0n,
    taxPercent: 0,
    weightGrams: 0,
    commissionPercent: 0,
  };
}
