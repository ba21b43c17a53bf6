import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayRefused, GatewayUnavailable } from './gateway.ts';
import { fromProviderUnits, isExchangeable, toProviderUnits } from './provider-amounts.ts';

type Row = ['stripe' | 'razorpay', string, bigint, number];

describe('amounts as the providers write them', () => {
  it.each<Row>([
    ['stripe', 'EUR', 1_234n, 1_234],
    ['stripe', 'KGS', 1_234n, 1_234],
    ['stripe', 'JPY', 500n, 500],
    ['stripe', 'MGA', 50_000n, 500],
    ['stripe', 'ISK', 5n, 500],
    ['stripe', 'HUF', 1_045n, 1_045],
    ['stripe', 'TWD', 80_045n, 80_045],
    ['stripe', 'KWD', 5_120n, 5_120],
    ['razorpay', 'INR', 29_900n, 29_900],
    ['razorpay', 'JPY', 295n, 295],
    ['razorpay', 'OMR', 295_990n, 295_990],
  ])('[PAY-1] %s takes %s %s minor units as %s', (provider, currency, minor, units) => {
    expect(toProviderUnits(provider, minor, currency)).toBe(units);
    expect(fromProviderUnits(provider, units, currency)).toBe(minor);
  });

  it.each([
    ['stripe', 'KWD', 5_124n, 'amount_not_chargeable'],
    ['stripe', 'MGA', 50_050n, 'amount_not_chargeable'],
    ['razorpay', 'BHD', 99_991n, 'amount_not_chargeable'],
    ['stripe', 'UGX', 500n, 'currency_unsupported'],
    ['stripe', 'IQD', 5_000n, 'currency_unsupported'],
    ['stripe', 'eur', 5_000n, 'currency_unsupported'],
    ['razorpay', 'KRW', 5_000n, 'currency_unsupported'],
    ['razorpay', 'TND', 5_000n, 'currency_unsupported'],
    ['stripe', 'EUR', 0n, 'amount_out_of_range'],
    ['stripe', 'EUR', -1n, 'amount_out_of_range'],
    ['stripe', 'EUR', 2n ** 53n, 'amount_out_of_range'],
  ] as const)(
    '[L-12] %s is not asked for %s %s, rather than for about that much',
    (provider, currency, minor, code) => {
      expect(() => toProviderUnits(provider, minor, currency)).toThrow(
        expect.objectContaining({ name: 'GatewayRefused', code }) as GatewayRefused,
      );
    },
  );

  it('[L-12] does not believe an amount that cannot be', () => {
    expect(() => fromProviderUnits('stripe', 550, 'ISK')).toThrow(GatewayUnavailable);
    expect(() => fromProviderUnits('stripe', 500, 'UGX')).toThrow(GatewayUnavailable);
    expect([isExchangeable('stripe', 'UGX'), isExchangeable('stripe', 'EUR')]).toEqual([false, true]);
  });

  it('[L-12] whatever is taken comes back as it was', () => {
    const currencies = ['EUR', 'JPY', 'ISK', 'KWD', 'BHD', 'MGA', 'INR', 'CLP', 'OMR'];
    fc.assert(
      fc.property(
        fc.constantFrom('stripe' as const, 'razorpay' as const),
        fc.constantFrom(...currencies),
        fc.bigInt(1n, 10n ** 13n),
        (provider, currency, minor) => {
          let units: number;
          try {
            units = toProviderUnits(provider, minor, currency);
          } catch (error) {
            return error instanceof GatewayRefused;
          }
          return fromProviderUnits(provider, units, currency) === minor;
        },
      ),
    );
  });
});
