import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { startTestApp, type SignedIn, type TestApp } from '../../testing/test-app.ts';

const FIELDS = ['name', 'line1', 'line2', 'city', 'region', 'postalCode'] as const;

describe('addresses as people write them', () => {
  let test: TestApp;
  let user: SignedIn;
  beforeAll(async () => {
    test = await startTestApp();
    user = await test.signUp();
  });
  afterAll(() => test.close());

  const put = (shippingAddress: object) => user.put('/api/checkout', { shippingAddress });
  const kept = async (shippingAddress: object) => {
    const answer = await put(shippingAddress);
    expect(answer.status, answer.text).toBe(200);
    const { body } = await user.get('/api/checkout');
    expect(body.checkout.shippingAddress).toEqual(answer.body.checkout.shippingAddress);
    return body.checkout.shippingAddress;
  };

  it.each([
    ['emoji', '🏡 👩‍👩‍👧 Street 🚪'],
    ['Arabic', 'شارع الملك فهد ١٢'],
    ['Hebrew', 'רחוב הרצל 12'],
    ['Estonian', 'Õismäe tee 1, Šveits'],
    ['Russian', 'ул. Чуй, 115'],
    ['Hindi', 'महात्मा गांधी मार्ग'],
    ['quotes', `O'Neil "The Barn" & Sons; -- drop table`],
  ])('[API-6] keeps %s as written', async (_name, text) => {
    expect(await kept({ line1: text })).toMatchObject({ line1: text });
  });

  it.each(FIELDS)('[API-6] refuses 10,000 characters and control characters in %s', async (field) => {
    for (const text of [
      'x'.repeat(10_000),
      '😀'.repeat(10_000),
      'a\u0000b',
      'a\u0007b',
      'a\u009Fb',
      'a\uD800',
    ])
      expectError(await put({ [field]: text }), 'VALIDATION_FAILED', {
        fields: [{ in: 'body', field: `shippingAddress.${field}` }],
      });
  });

  it('[API-6] trims, joins lines, normalises, drops markup and what turns text around', async () => {
    expect(
      await kept({
        name: '  Ann \n\t Example  ',
        line1: '<script>alert(1)</script>Main <b>Street</b> 1',
        line2: '\u202EteertS\u202C \u2066x\u2069',
        city: 'To\u0303rva',
        region: ' \u202E ',
        country: ' ee ',
      }),
    ).toEqual({
      name: 'Ann Example',
      line1: 'alert(1)Main Street 1',
      line2: 'teertS x',
      city: 'Tõrva',
      region: null,
      postalCode: null,
      country: 'EE',
    });
  });

  it.each(['USA', 'Estonia', '', '1', 'U$', 'ＵＳ'])('[API-6] refuses %j as a country', async (country) => {
    expectError(await put({ country }), 'VALIDATION_FAILED');
    if (country)
      expectError(
        await user.get(`/api/checkout/shipping-methods?country=${encodeURIComponent(country)}`),
        'VALIDATION_FAILED',
      );
  });

  it.each([
    ['an unknown field', { shippingAddress: { planet: 'Earth' } }],
    ['a list for an address', { shippingAddress: [] }],
    ['a text for an address', { shippingAddress: 'Main Street' }],
    ['an unknown customer type', { customerType: 'robot' }],
    ['no email address', { email: 'ann' }],
    ['two email addresses', { email: 'ann@example.com,bob@example.com' }],
    ['a line break in the email', { email: 'ann@example.com\nbcc: x@example.com' }],
    ['a note of 1,001 characters', { note: 'x'.repeat(1_001) }],
    ['a phone of 33 characters', { phone: '1'.repeat(33) }],
    ['a list', []],
  ])('[API-6] refuses %s', async (_name, body) => {
    expectError(await user.put('/api/checkout', body), 'VALIDATION_FAILED');
  });

  it('[CART-15] refuses a market the store has not', async () => {
    const headers = { 'x-market': 'atlantis' };
    expectError(await user.put('/api/checkout', {}, headers), 'MARKET_UNKNOWN');
    expectError(await user.get('/api/checkout/shipping-methods', headers), 'MARKET_UNKNOWN');
  });
});
