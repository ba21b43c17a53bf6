import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nobody } from '../../platform/db/database.ts';
import { sql } from '../../platform/db/sql.ts';
import { formatMajor, roundHalfEven } from '../../platform/money.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { quote } from './quote.ts';

const percent = fc.oneof(
  fc.constantFrom(0, 5, 8.875, 12, 18, 20, 22, 24, 27, 100),
  fc.integer({ min: 0, max: 100_000 }).map((thousandths) => thousandths / 1_000),
);
const line = fc.record({
  quantity: fc.integer({ min: 1, max: 100 }),
  priceMinor: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  taxPercent: percent,
});
const order = fc.record({
  lines: fc.array(line, { maxLength: 100 }),
  shippingMinor: fc.bigInt({ min: 0n, max: 10n ** 8n }),
  shippingTaxPercent: percent,
  taxIncluded: fc.boolean(),
});

describe('totals', () => {
  it('[CHK-3] [L-13] lines + shipping + tax = total, to the last unit, tax that is included counted once', () => {
    fc.assert(
      fc.property(order, (input) => {
        const quoted = quote(input);
        const lines = quoted.lines.reduce((sum, { lineTotalMinor }) => sum + lineTotalMinor, 0n);
        expect(quoted.subtotalMinor).toBe(lines);
        const added = input.taxIncluded ? 0n : quoted.taxMinor;
        expect(quoted.totalMinor).toBe(lines + input.shippingMinor + added);
        for (const { lineTotalMinor, priceMinor, quantity } of quoted.lines)
          expect(lineTotalMinor).toBe(priceMinor * BigInt(quantity));
      }),
    );
  });

  it('[CHK-3] the tax is that of its lines and of shipping, each at most half a unit from exact', () => {
    fc.assert(
      fc.property(order, (input) => {
        const quoted = quote(input);
        const shippingTax = quoted.taxMinor - quoted.lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0n);
        const parts = [
          ...quoted.lines.map((l) => [l.lineTotalMinor, l.taxMinor, l.taxPercent] as const),
          [input.shippingMinor, shippingTax, input.shippingTaxPercent] as const,
        ];
        for (const [amount, tax, rate] of parts) {
          const thousandths = BigInt(Math.round(rate * 1_000));
          const denominator = 100_000n + (input.taxIncluded ? thousandths : 0n);
          const off = 2n * (tax * denominator - amount * thousandths);
          expect(off <= denominator && -off <= denominator).toBe(true);
          if (off === denominator || -off === denominator) expect(tax % 2n).toBe(0n);
        }
      }),
    );
  });

  it('[CHK-3] the order of lines changes nothing', () => {
    fc.assert(
      fc.property(order, (input) => {
        const [straight, reversed] = [quote(input), quote({ ...input, lines: [...input.lines].reverse() })];
        expect(reversed.totalMinor).toBe(straight.totalMinor);
        expect(reversed.taxMinor).toBe(straight.taxMinor);
      }),
    );
  });

  it.each([
    ['EUR', 24, true, [['12.40', 1240n, 1]], 0n, '2.40', '12.40'],
    ['USD', 8.875, false, [['3.99', 399n, 3]], 590n, '1.58', '19.45'],
    ['JPY', 10, false, [['105', 105n, 1]], 0n, '10', '115'],
    ['KWD', 5, true, [['1.050', 1050n, 1]], 0n, '0.050', '1.050'],
  ] as const)(
    '[CHK-3] [API-2] in %s at %d %% comes out as written by hand',
    (currency, rate, included, goods, shipping, tax, total) => {
      const lines = goods.map(([, priceMinor, quantity]) => ({ priceMinor, quantity, taxPercent: rate }));
      const quoted = quote({
        lines,
        shippingMinor: shipping,
        shippingTaxPercent: rate,
        taxIncluded: included,
      });
      expect(formatMajor(quoted.taxMinor, currency)).toBe(tax);
      expect(formatMajor(quoted.totalMinor, currency)).toBe(total);
    },
  );
});

describe('the rounding rule in SQL', () => {
  let database: TestDatabase;
  beforeAll(async () => void (database = await createTestDatabase()));
  afterAll(() => database.close());

  it('[CHK-3] is the same as in the code', async () => {
    const numbers = fc.tuple(
      fc.oneof(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.bigInt({ min: -50n, max: 50n })),
      fc.oneof(fc.bigInt({ min: 1n, max: 10n ** 10n }), fc.constantFrom(1n, 2n, 4n, 10n)),
    );
    const samples = fc.sample(numbers, 1_000);
    const { rows } = await database.shop.as(nobody).read(
      roundAll(
        samples.map(([numerator]) => String(numerator)),
        samples.map(([, denominator]) => String(denominator)),
      ),
    );
    expect(rows[0].map(({ rounded }) => rounded)).toEqual(samples.map(([n, d]) => roundHalfEven(n, d)));
  });

  it('[API-2] PostgreSQL writes amounts as this does, by the function and by the unit', async () => {
    const int8 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KRW', 'KWD', 'TND', 'CLF', 'UYW');
    const samples = fc.sample(fc.tuple(fc.oneof(int8, fc.constantFrom(0n, 5n, -5n, 100n)), currency), 1_000);
    const { rows } = await database.shop.as(nobody).read(
      writeAll(
        samples.map(([minor]) => String(minor)),
        samples.map(([, code]) => code),
      ),
    );
    const expected = samples.map(([minor, code]) => formatMajor(minor, code));
    expect(rows[0].map(({ major }) => major)).toEqual(expected);
    expect(rows[0].map(({ byUnit }) => byUnit)).toEqual(expected);
  });
});

const roundAll = (numerators: string[], denominators: string[]) => sql<{ rounded: bigint }>('test.round')`
  select round_half_even(pair.n, pair.d) as rounded
    from unnest(${numerators}::numeric[], ${denominators}::numeric[]) with ordinality as pair (n, d, place) order by place`;

const writeAll = (minors: string[], currencies: string[]) => sql<{ major: string; byUnit: string }>(
  'test.write',
)`
  select money_major(amount.minor, amount.currency)::text as major, (amount.minor * minor_unit(amount.currency))::text as by_unit
    from unnest(${minors}::bigint[], ${currencies}::text[]) with ordinality as amount (minor, currency, place) order by place`;
