import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { startTestApp, type SignedIn, type TestApp } from '../../testing/test-app.ts';

const HOME = {
  label: 'home',
  name: 'Ann Example',
  line1: '1 Main Street',
  city: 'Springfield',
  region: 'IL',
  postalCode: '62701',
  country: 'US',
};

describe('the address book', () => {
  let shop: TestApp;
  let ann: SignedIn;
  beforeAll(async () => {
    shop = await startTestApp();
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    ann = await shop.signUp();
  });

  const add = async (change: object = {}, who = ann) =>
    who.post('/api/auth/addresses', { ...HOME, ...change });
  const book = async () => (await ann.get('/api/auth/addresses')).body.addresses;
  const defaults = async () =>
    (await book()).map((one: { label: string; defaultShipping: boolean; defaultBilling: boolean }) => [
      one.label,
      one.defaultShipping,
      one.defaultBilling,
    ]);

  it('[AUTH-14] keeps addresses, one of them the default of each kind', async () => {
    expect(await book()).toEqual([]);
    const first = await add();
    expect(first.status, first.text).toBe(201);
    expect(first.body.address).toMatchObject({
      ...HOME,
      line2: null,
      phone: null,
      defaultShipping: true,
      defaultBilling: true,
    });
    shop.clock.advance(1_000);
    const work = (await add({ label: 'work', phone: '(212) 555-0123', defaultBilling: true })).body.address;
    expect(work.phone).toBe('+12125550123');
    expect(await defaults()).toEqual([
      ['home', true, false],
      ['work', false, true],
    ]);
    const changed = await ann.patch(`/api/auth/addresses/${work.id}`, {
      defaultShipping: true,
      line2: 'Floor 2',
    });
    expect(changed.body.address).toMatchObject({
      label: 'work',
      line1: HOME.line1,
      line2: 'Floor 2',
      phone: '+12125550123',
    });
    expect(await defaults()).toEqual([
      ['home', false, false],
      ['work', true, true],
    ]);
    const left = await ann.delete(`/api/auth/addresses/${work.id}`);
    expect(left.body.addresses).toMatchObject([{ label: 'home', defaultShipping: false }]);
  });

  it.each([
    [{ city: null }, 'city'],
    [{ line1: '' }, 'line1'],
    [{ country: null }, 'country'],
    [{ country: 'ZZZ' }, 'country'],
    [{ phone: 'call me' }, 'phone'],
    [{ postalCode: '1'.repeat(21) }, 'postalCode'],
    [{ label: 'x'.repeat(101) }, 'label'],
    [{ shopperId: randomUUID() }, ''],
  ])('[AUTH-14] [CHK-2] refuses %o as a checkout would', async (change, field) => {
    const answer = await add(change);
    expectError(answer, 'VALIDATION_FAILED');
    expect(JSON.stringify(answer.body.error.details)).toContain(field);
    expect(await book()).toEqual([]);
  });

  it('[AUTH-14] [CHK-2] asks what the market asks, and for countries that it delivers to', async () => {
    const inEstonia = { 'x-market': 'ee' };
    const abroad = { ...HOME, country: 'US', defaultShipping: true };
    expectError(await ann.post('/api/auth/addresses', abroad, inEstonia), 'VALIDATION_FAILED');
    const bill = { ...HOME, country: 'US', defaultShipping: false };
    expect((await ann.post('/api/auth/addresses', bill, inEstonia)).status).toBe(201);
    expectError(await ann.post('/api/auth/addresses', HOME, { 'x-market': 'xx' }), 'MARKET_UNKNOWN');
    const [{ id }] = await book();
    expectError(await ann.patch(`/api/auth/addresses/${id}`, { city: '' }), 'VALIDATION_FAILED');
    expect(await book()).toMatchObject([{ city: HOME.city }]);
  });

  it('[AUTH-14] [CART-6] is nobody else’s: another’s is forbidden, none is not found, guests have none', async () => {
    const { id } = (await add()).body.address;
    const bob = await shop.signUp();
    for (const [url, reason] of [
      [`/api/auth/addresses/${id}`, 'FORBIDDEN'],
      [`/api/auth/addresses/${randomUUID()}`, 'ADDRESS_NOT_FOUND'],
    ] as const) {
      expectError(await bob.patch(url, { label: 'mine' }), reason);
      expectError(await bob.delete(url), reason);
    }
    expectError(await bob.patch('/api/auth/addresses/1', { label: 'mine' }), 'VALIDATION_FAILED');
    expect((await bob.get('/api/auth/addresses')).body.addresses).toEqual([]);
    expectError(await (await shop.guest()).get('/api/auth/addresses'), 'UNAUTHENTICATED');
    expect(await book()).toMatchObject([{ id, label: 'home' }]);
  });

  it('[AUTH-14] holds twenty, however many come at once, and one default of each kind', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, number) =>
        add({ label: `${number}`, defaultShipping: true, defaultBilling: true }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expectError(answer, 'ADDRESS_LIMIT', { max: 20 });
    const all = await book();
    expect(all).toHaveLength(20);
    expect(all.filter((one: { defaultShipping: boolean }) => one.defaultShipping)).toHaveLength(1);
    expect(all.filter((one: { defaultBilling: boolean }) => one.defaultBilling)).toHaveLength(1);
  });
});
