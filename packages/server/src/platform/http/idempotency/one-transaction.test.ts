import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../../testing/expect-error.ts';
import { givenIn, type Given, type GivenProduct } from '../../../testing/given.ts';
import { startTestApp, type Client, type SignedIn, type TestApp } from '../../../testing/test-app.ts';

describe('an operation and its kept answer', () => {
  let shop: TestApp;
  let given: Given;
  let ann: SignedIn;
  let product: GivenProduct;
  let key = '';
  let counter = 0;

  beforeAll(async () => {
    shop = await startTestApp();
    given = givenIn(shop.database, () => shop.clock.now);
    product = await given.variant({ stock: 1_000, maxQuantity: 100 });
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    ann = await shop.signUp();
    key = `operation-${++counter}`;
  });

  const add = (who: Client, headers: Record<string, string> = {}) =>
    who.post(
      '/api/cart/add',
      { productId: product.productId, quantity: 2 },
      { 'idempotency-key': key, ...headers },
    );
  const pieces = async () => (await ann.get('/api/cart')).body.cart.totalItems as number;
  const kept = async () =>
    (
      await shop.database.admin.query<{ status: number | null; body: string | null }>(
        'select status, body from idempotency_keys where shopper_id = $1',
        [ann.userId],
      )
    ).rows;

  // Where the answer is to be kept, after the change: the very place where a server may die.
  async function duringKeep(does: string, work: () => Promise<void>): Promise<void> {
    const { admin } = shop.database;
    await admin.query(
      `create function planted() returns trigger language plpgsql security definer as $$ begin ${does}; end $$`,
    );
    await admin.query(
      'create trigger planted before update on idempotency_keys for each row when (new.status is not null) execute function planted()',
    );
    try {
      await work();
    } finally {
      await admin.query('drop trigger planted on idempotency_keys');
      await admin.query('drop function planted()');
    }
  }

  it.each([
    ['the answer cannot be kept', "raise exception 'planted'"],
    ['the connection dies', 'perform pg_terminate_backend(pg_backend_pid()); return new'],
  ])(
    '[API-14] are one transaction: nothing is done where %s, and the key works once after',
    async (_, does) => {
      await duringKeep(does, async () => {
        const answer = await add(ann);
        expect(answer.status).toBeGreaterThanOrEqual(500);
        expect(answer.headers['etag']).toBeUndefined();
      });
      expect(await pieces()).toBe(0);
      expect(await kept()).toEqual([]);
      expect((await add(ann)).status).toBe(201);
      expect((await add(ann)).headers['idempotency-replayed']).toBe('true');
      expect(await pieces()).toBe(2);
    },
  );

  it('[API-14] the validator comes again with the answer, and the version asked for is part of the request', async () => {
    const first = await add(ann);
    expect(first.headers['etag']).toBeDefined();
    const again = await add(ann);
    expect([again.headers['etag'], again.headers['idempotency-replayed']]).toEqual([
      first.headers['etag'],
      'true',
    ]);
    expectError(await add(ann, { 'if-match': String(first.headers['etag']) }), 'IDEMPOTENCY_MISMATCH');
  });

  it('[API-14] a refusal keeps its answer and leaves nothing else behind', async () => {
    await given.stock(product.variantId, -999);
    const first = await add(ann);
    expectError(first, 'INSUFFICIENT_STOCK');
    await given.stock(product.variantId, 999);
    const again = await add(ann);
    expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([
      400,
      first.text,
      'true',
    ]);
    expect(await pieces()).toBe(0);
  });

  it('[API-14] is stored sealed, and unreadable without the secret: then it is not done again either', async () => {
    await add(ann);
    const [row] = await kept();
    expect(row!.body).toMatch(/^main\.[\w-]+$/);
    expect(Buffer.from(row!.body!, 'base64url').toString('latin1')).not.toContain(product.variantId);
    const rotated = await startTestApp({
      database: shop.database,
      env: { JWT_KEYS: `new:${'n'.repeat(40)},main:test-secret-test-secret-test-secret-1` },
    });
    const other = await startTestApp({
      database: shop.database,
      env: { JWT_KEYS: `other:${'o'.repeat(40)},main:${'p'.repeat(40)}` },
    });
    try {
      const headers = { authorization: `Bearer ${ann.accessToken}` };
      expect((await add(rotated.client(headers))).headers['idempotency-replayed']).toBe('true');
      const login = { email: ann.email, password: 'Correct-Horse-1', transport: 'bearer' };
      const again = await other.client().post('/api/auth/login', login);
      const refused = await add(other.client({ authorization: `Bearer ${again.body.accessToken}` }));
      expectError(refused, 'IDEMPOTENCY_MISMATCH');
      expect(await pieces()).toBe(2);
    } finally {
      await rotated.close();
      await other.close();
    }
  });

  it('[API-14] tells other tabs only when it is committed', async () => {
    const seen: number[] = [];
    const reads: Promise<void>[] = [];
    const stop = shop.bus.subscribe(`cart:${ann.userId}`, () => {
      reads.push(
        shop.database.admin
          .query<{ n: string }>(
            'select coalesce(sum(quantity), 0) as n from cart_lines where shopper_id = $1',
            [ann.userId],
          )
          .then(({ rows }) => void seen.push(Number(rows[0]!.n))),
      );
    });
    await add(ann);
    await expect.poll(() => reads.length).toBeGreaterThan(0);
    await Promise.all(reads);
    stop();
    expect(seen).toEqual([2]);
  });

  it('[API-14] [L-16] loses none of 30 at once under keys of their own', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        ann.post(
          '/api/cart/add',
          { productId: product.productId, quantity: 1 },
          { 'idempotency-key': `own-${counter}-${index}` },
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(await pieces()).toBe(30);
  });
});
