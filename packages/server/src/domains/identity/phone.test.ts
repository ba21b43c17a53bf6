import { describe, expect, it } from 'vitest';
import { AppError } from '../../platform/errors.ts';
import { maskedPhone, readPhone } from './phone.ts';

const anywhere = { country: null, countries: null };
const read = (text: string, rules: Partial<Parameters<typeof readPhone>[1]> = {}) => {
  try {
    return readPhone(text, { ...anywhere, ...rules });
  } catch (error) {
    if (error instanceof AppError) return error.kind.reason;
    throw error;
  }
};

describe('phone numbers', () => {
  it.each([
    ['+37255512345', '+37255512345'],
    ['+372 5551 2345', '+37255512345'],
    ['  +372-5551-2345  ', '+37255512345'],
    ['+372 (5551) 2345', '+37255512345'],
    ['+372.5551.2345', '+37255512345'],
    ['00372 5551 2345', '+37255512345'],
    ['tel:+372-5551-2345', '+37255512345'],
    ['＋３７２ ５５５１ ２３４５', '+37255512345'],
    ['+٣٧٢٥٥٥١٢٣٤٥', '+37255512345'],
    ['+1 (213) 373-4253', '+12133734253'],
    ['1-213-373-4253', 'PHONE_INVALID'],
    ['+44 (0)7911 123456', '+447911123456'],
    ['+44 7700 900123', 'PHONE_INVALID'],
    ['+996 555 123 456', '+996555123456'],
    ['+91 98765 43210', '+919876543210'],
    ['+7 (912) 345-67-89', '+79123456789'],
    ['+49 1512 3456789', '+4915123456789'],
    ['+55 11 91234-5678', '+5511912345678'],
    ['+54 9 11 2345-6789', '+5491123456789'],
    ['+86 131 1234 5678', '+8613112345678'],
    ['+81 90-1234-5678', '+819012345678'],
    ['+234 803 123 4567', '+2348031234567'],
    ['+8801712345678', '+8801712345678'],
    ['+39 347 123 4567', '+393471234567'],
    ['+290 51234', '+29051234'],
  ])('[AUTH-2] %j is %s', (typed, number) => {
    expect(read(typed)).toBe(number);
  });

  it.each([
    ['5551 2345', 'EE', '+37255512345'],
    ['8 (912) 345-67-89', 'RU', '+79123456789'],
    ['098765 43210', 'IN', '+919876543210'],
    ['(213) 373-4253', 'US', '+12133734253'],
    ['0555 123 456', 'KG', '+996555123456'],
    ['+372 5551 2345', 'US', '+37255512345'],
    ['5551 2345', null, 'PHONE_INVALID'],
  ])('[AUTH-2] %j in the market of %s is %s', (typed, country, number) => {
    expect(read(typed, { country })).toBe(number);
  });

  it.each([
    ['premium', '+1 900 555 1234'],
    ['premium', '+44 9098 790000'],
    ['premium', '+372 900 1234'],
    ['international premium', '+979 123 456 789'],
    ['toll-free', '+1 800 555 0199'],
    ['international toll-free', '+800 1234 5678'],
    ['fixed', '+372 612 3456'],
    ['fixed', '+39 06 698 5'],
    ['network', '+882 16 1234567'],
    ['satellite', '+881 612 345 678'],
  ])('[AUTH-2] no SMS goes to a %s number: %s', (_kind, typed) => {
    expect(read(typed)).toMatch(/^PHONE_(NOT_MOBILE|INVALID)$/);
    expect(read(typed)).not.toMatch(/^\+/);
  });

  it.each([
    '',
    ' ',
    '+',
    '+0',
    'call me',
    'ann@example.com',
    '+372 5551 2345 ext. 5',
    '+372 5551 2345;ext=5',
    'tel:+372-5551-2345;phone-context=evil.example',
    '+372 5551 2345, +372 5551 2346',
    'my number is +372 5551 2345',
    '+999 123456789',
    '+372',
    '+372 5',
    `+${'1'.repeat(30)}`,
    '+3725551234<script>',
    '+1 555',
    '\u202e+37255512345',
  ])('[AUTH-2] %j is none', (typed) => {
    expect(read(typed)).toBe('PHONE_INVALID');
  });

  it('[AUTH-2] only of the countries that the shop wants', () => {
    const countries = ['EE', 'IN'];
    expect(read('+372 5551 2345', { countries })).toBe('+37255512345');
    expect(read('+7 912 345-67-89', { countries })).toBe('PHONE_COUNTRY_NOT_SERVED');
    expect(read('+77012345678', { countries: ['RU'] })).toBe('PHONE_COUNTRY_NOT_SERVED');
  });

  it('[AUD-4] stand masked in the audit log', () => {
    expect(maskedPhone('+37255512345')).toBe('+37…45');
  });
});
