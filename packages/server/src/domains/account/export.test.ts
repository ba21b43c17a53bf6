import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { startTestShop, type TestShop } from '../../testing/test-shop.ts';
import { buyNamed, HIS_ADDRESS, TRACES } from './account.fixture.ts';

/** Personal tables of which a user has rows only at times. */
const MAY_BE_EMPTY = ['guests', 'stockHolds'];

describe('a copy of all that is known of a person', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await startTestShop();
  });
  afterAll(() => shop.close());

  it('[AUTH-14] holds his rows of every personal table, and nobody else’s', async () => {
    const bob = await shop.signUp();
    await buyNamed(shop, bob);
    const ann = await shop.signUp();
    await ann.patch('/api/auth/me', { name: TRACES.name });
    await ann.post('/api/auth/addresses', HIS_ADDRESS);
    const order = await buyNamed(shop, ann);
    await ann.post(`/api/orders/${order.id}/cancel`, { reason: 'changed my mind' });
    const { productId } = await shop.given.variant();
    await ann.post('/api/cart/add', { productId });
    await ann.post('/api/wishlist/items', { productId });
    expectError(await bob.get(`/api/payments/${order.payment.id}`), 'PAYMENT_NOT_OWNED');

    const answer = await ann.get('/api/auth/me/export');
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const copy = answer.body.export as Record<string, Record<string, unknown>[]>;
    // Walked from the schema, so that a table that is made later and left out is noticed.
    const { rows: tables } = await shop.database.admin.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and (a.attname = 'shopper_id' or c.relname = 'shoppers' and a.attname = 'id')`,
    );
    expect(tables.length).toBeGreaterThan(15);
    for (const { name } of tables) {
      const section = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      expect(Array.isArray(copy[section]), `${name} is in the export`).toBe(true);
      for (const row of copy[section]!) expect(row['shopperId'] ?? row['id']).toBe(ann.userId);
    }
    const filled = [
      'users',
      'addresses',
      'sessions',
      'carts',
      'cartLines',
      'wishlistItems',
      'checkouts',
      'payments',
      'orders',
      'orderLines',
      'orderHistory',
      'refunds',
      'idempotencyKeys',
      'auditLog',
      'messages',
    ];
    for (const section of filled) expect(copy[section]!.length, section).toBeGreaterThan(0);
    for (const section of MAY_BE_EMPTY) expect(copy[section]).toBeDefined();
    expect(copy['orders']).toMatchObject([
      { email: ann.email, totalMinor: expect.any(Number), note: TRACES.note },
    ]);
    expect(copy['auditLog']!.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['user.sign_up', 'order.place', 'order.cancel', 'refund.succeeded']),
    );
    expect(answer.text).not.toContain(bob.userId);
    expect(answer.text).not.toContain(bob.email);
    const { rows: security } = await shop.database.admin.query(
      "select 1 from security_events where kind = 'payment_not_owned'",
    );
    expect(security).toHaveLength(1);
    const bobs = (await bob.get('/api/auth/me/export')).body.export;
    expect(bobs.securityEvents).toMatchObject([{ kind: 'payment_not_owned', subjectId: bob.userId }]);
    expect(
      (await ann.get('/api/auth/me/export')).body.export.auditLog.map(
        ({ action }: { action: string }) => action,
      ),
    ).toContain('user.export');
  });

  it('[AUTH-14] holds nothing that proves who he is', async () => {
    const ann = await shop.signUp();
    const { text, body } = await ann.get('/api/auth/me/export');
    expect(text).not.toMatch(/argon2|hash/i);
    expect(body.export.credentials).toMatchObject([{ changedAt: expect.any(String) }]);
    expect(Object.keys(body.export.refreshTokens[0])).not.toContain('hash');
    expectError(await (await shop.guest()).get('/api/auth/me/export'), 'UNAUTHENTICATED');
  });
});
