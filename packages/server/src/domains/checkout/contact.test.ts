import { describe, expect, it } from 'vitest';
import { isPoBox, isVatNumber, phoneNumber } from './contact.ts';

describe('tax numbers', () => {
  it.each([
    ['EE100931558', 'EE'],
    ['ee 100 931 558', 'EE'],
    ['100931558', 'EE'],
    ['EE100931558', 'US'],
    ['DE136695976', 'EE'],
    ['EL094259216', 'GR'],
    ['27AAPFU0939F1ZV', 'IN'],
    ['01234567890123', 'KG'],
    ['12-3456789', 'US'],
  ])('[CHK-2] takes %s of %s', async (number, country) => {
    expect(await isVatNumber(number, country)).toBe(true);
  });

  it.each([
    ['EE100931559', 'EE'],
    ['EE10093155', 'EE'],
    ['DE136695977', 'DE'],
    ['27AAPFU0939F1ZX', 'IN'],
    ['x', 'US'],
    ['nothing', 'KG'],
    ['', 'US'],
    ['1234; drop table', 'US'],
    ['EE١٠٠٩٣١٥٥٨', 'EE'],
  ])('[CHK-2] refuses %s of %s', async (number, country) => {
    expect(await isVatNumber(number, country)).toBe(false);
  });

  it('[CHK-2] judges one without a country by its looks', async () => {
    expect(await isVatNumber('123456789', null)).toBe(true);
    expect(await isVatNumber('EE100931559', null)).toBe(false);
  });
});

describe('phones', () => {
  it.each([
    ['+372 5123 4567', null, '+37251234567'],
    ['5123 4567', 'EE', '+37251234567'],
    ['(213) 373-4253', 'US', '+12133734253'],
    ['0555 123 456', 'KG', '+996555123456'],
    ['098765 43210', 'IN', '+919876543210'],
    ['12', 'US', null],
    ['5123 4567', null, null],
    ['call me', 'EE', null],
    ['+1 555', 'US', null],
    ['5123 4567', 'ZZ', null],
  ])('[CHK-2] reads %s of %s as %s', (text, country, expected) => {
    expect(phoneNumber(text, country)).toBe(expected);
  });
});

describe('post office boxes', () => {
  it.each([
    'PO Box 12',
    'P.O. Box 12',
    'p o box 12',
    'P.O.B. 12',
    'POB 12',
    'Post Office Box 9',
    'Postal box 9',
    'P 0 Box 7',
    'ＰＯ Ｂｏｘ 12',
    'GPO Box 3',
    'Nimekast 12',
    'а/я 15',
    'Абонентский ящик 4',
  ])('[CHK-2] sees one in %s', (line1) => {
    expect(isPoBox({ line1, line2: null })).toBe(true);
    expect(isPoBox({ line1: 'Main Street 1', line2: line1 })).toBe(true);
  });

  it.each([
    '12 Main Street',
    'Boxwood Lane 4',
    'Depot Road 3',
    'Pobeda street 5',
    'Poboda 12',
    'Post Road 1',
    'ул. Победы, 12',
    'Hipobox 3',
    'Lipo Boxer 2',
  ])('[CHK-2] sees none in %s', (line1) => {
    expect(isPoBox({ line1, line2: null })).toBe(false);
  });
});
