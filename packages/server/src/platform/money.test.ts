import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyDigits, formatMajor, MoneyError, multiplyRate, parseMajor, roundHalfEven } from './money.ts';

const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KRW', 'KWD', 'BHD', 'CLF', 'UYW');
const minor = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe('currencies', () => {
  it('[API-2] have the digits ISO 4217 gives them', () => {
    expect(['EUR', 'USD', 'INR', 'HUF', 'MGA'].map(currencyDigits)).toEqual([2, 2, 2, 2, 2]);
    expect(['JPY', 'KRW', 'VND', 'ISK', 'UYI', 'XOF'].map(currencyDigits)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(['BHD', 'KWD', 'TND', 'IQD'].map(currencyDigits)).toEqual([3, 3, 3, 3]);
    expect(['CLF', 'UYW'].map(currencyDigits)).toEqual([4, 4]);
  });

  it.each(['', 'eur', 'EURO', 'EU', '€', 'EUR\n'])('[API-2] refuses %j as a currency', (text) => {
    expect(() => currencyDigits(text)).toThrow(expect.objectContaining({ fault: 'CURRENCY_INVALID' }));
  });
});

describe('amounts as text', () => {
  it.each([
    ['125.50', 'EUR', 12550n],
    ['125.5', 'EUR', 12550n],
    ['125', 'EUR', 12500n],
    ['125.50000', 'EUR', 12550n],
    ['0.01', 'EUR', 1n],
    ['-0.01', 'EUR', -1n],
    ['-0', 'EUR', 0n],
    ['00.10', 'EUR', 10n],
    ['125', 'JPY', 125n],
    ['125.00', 'JPY', 125n],
    ['1.234', 'KWD', 1234n],
    ['1.2345', 'CLF', 12345n],
    ['92233720368547758.07', 'EUR', 2n ** 63n - 1n],
    ['-92233720368547758.08', 'EUR', -(2n ** 63n)],
  ])('[API-2] reads %s %s exactly', (text, code, expected) => {
    expect(parseMajor(text, code)).toBe(expected);
  });

  it.each([
    ['', 'EUR', 'AMOUNT_MALFORMED'],
    [' 1', 'EUR', 'AMOUNT_MALFORMED'],
    ['1\n', 'EUR', 'AMOUNT_MALFORMED'],
    ['+1', 'EUR', 'AMOUNT_MALFORMED'],
    ['--1', 'EUR', 'AMOUNT_MALFORMED'],
    ['.5', 'EUR', 'AMOUNT_MALFORMED'],
    ['5.', 'EUR', 'AMOUNT_MALFORMED'],
    ['1e3', 'EUR', 'AMOUNT_MALFORMED'],
    ['0x10', 'EUR', 'AMOUNT_MALFORMED'],
    ['1,50', 'EUR', 'AMOUNT_MALFORMED'],
    ['1 000', 'EUR', 'AMOUNT_MALFORMED'],
    ['NaN', 'EUR', 'AMOUNT_MALFORMED'],
    ['١٢', 'EUR', 'AMOUNT_MALFORMED'],
    ['1.001', 'EUR', 'AMOUNT_TOO_PRECISE'],
    ['1.5', 'JPY', 'AMOUNT_TOO_PRECISE'],
    ['92233720368547758.08', 'EUR', 'AMOUNT_OUT_OF_RANGE'],
    ['-92233720368547758.09', 'EUR', 'AMOUNT_OUT_OF_RANGE'],
    ['9'.repeat(100_000), 'EUR', 'AMOUNT_OUT_OF_RANGE'],
  ])('[API-2] refuses %j %s', (text, code, fault) => {
    expect(() => parseMajor(text, code)).toThrow(MoneyError);
    expect(() => parseMajor(text, code)).toThrow(expect.objectContaining({ fault }));
  });

  it.each([
    [12550n, 'EUR', '125.50'],
    [5n, 'EUR', '0.05'],
    [-5n, 'EUR', '-0.05'],
    [0n, 'EUR', '0.00'],
    [125n, 'JPY', '125'],
    [-125n, 'JPY', '-125'],
    [1n, 'KWD', '0.001'],
    [-12345n, 'CLF', '-1.2345'],
  ])('[API-2] writes %s %s with exactly its digits', (amount, code, expected) => {
    expect(formatMajor(amount, code)).toBe(expected);
  });

  it('[API-2] survive being written and read, over the whole int8 range', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => parseMajor(formatMajor(amount, code), code) === amount),
    );
  });

  it('[API-2] are always written with the digits of the currency', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        const [, decimals = ''] = formatMajor(amount, code).split('.');
        expect(decimals).toHaveLength(currencyDigits(code));
      }),
    );
  });
});

describe('rounding', () => {
  it.each([
    [5n, 10n, 0n],
    [15n, 10n, 2n],
    [25n, 10n, 2n],
    [26n, 10n, 3n],
    [24n, 10n, 2n],
    [-5n, 10n, 0n],
    [-15n, 10n, -2n],
    [-25n, 10n, -2n],
    [-26n, 10n, -3n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
  ])('[API-2] takes %s/%s to %s, halves to even', (numerator, denominator, expected) => {
    expect(roundHalfEven(numerator, denominator)).toBe(expected);
  });

  const denominator = fc.bigInt({ min: 1n, max: 10n ** 12n });

  it('[API-2] is never further than a half away, and even on an exact half', () => {
    fc.assert(
      fc.property(minor, denominator, (numerator, by) => {
        const rounded = roundHalfEven(numerator, by);
        const distance = 2n * (rounded * by - numerator);
        const magnitude = distance < 0n ? -distance : distance;
        expect(magnitude <= by).toBe(true);
        if (magnitude === by) expect(rounded % 2n).toBe(0n);
      }),
    );
  });

  it('[API-2] treats a refund as the mirror of a charge', () => {
    fc.assert(fc.property(minor, denominator, (n, by) => roundHalfEven(-n, by) === -roundHalfEven(n, by)));
  });

  it('[API-2] multiplies by a rate and refuses what does not fit', () => {
    expect(multiplyRate(12550n, { numerator: 22n, denominator: 100n })).toBe(2761n);
    expect(multiplyRate(250n, { numerator: 1n, denominator: 100n })).toBe(2n);
    expect(() => multiplyRate(2n ** 62n, { numerator: 2n, denominator: 1n })).toThrow(
      expect.objectContaining({ fault: 'AMOUNT_OUT_OF_RANGE' }),
    );
    expect(() => roundHalfEven(1n, 0n)).toThrow(expect.objectContaining({ fault: 'RATE_INVALID' }));
  });
});
