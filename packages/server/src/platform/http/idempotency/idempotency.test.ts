import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { expectError } from '../../../testing/expect-error.ts';
import { givenIn, type Given, type GivenProduct } from '../../../testing/given.ts';
import { startTestApp, type Client, type SignedIn, type TestApp } from '../../../testing/test-app.ts';
import { sql } from '../../db/sql.ts';
import { AppError } from '../../errors.ts';
import { httpErrors } from '../errors.ts';
import { purgeIdempotencyKeysJob } from './purge-keys.job.ts';

const DAY = 24 * 3_600_000;
const keyed = (key: string) => ({ 'idempotency-key': key });
const look = sql('test.look')`select 1`;
let counter = 0;
const newKey = () => `key-${++counter}-${Math.random()}`;

describe('Idempotency-Key', () => {
  let shop: TestApp;
  let given: Given;
  let ann: SignedIn;
  let product: GivenProduct;
  let effects = 0;
  let finishing: Promise<void> = Promise.resolve();
  let outcome: () => Promise<{ effects: number }> = async () => ({ effects });

  beforeAll(async () => {
    shop = await startTestApp({
      routes: (app) => {
        const schema = {
          summary: 'Test',
          body: z.strictObject({ n: z.number().optional() }).optional(),
          response: { 200: z.looseObject({}), 201: z.looseObject({}) },
        };
        const handler = async () => {
          effects++;
          await finishing;
          return outcome();
        };
        app.route({
          method: 'POST',
          url: '/api/test/effect',
          config: { access: 'shopper', errors: [httpErrors.notReady] },
          schema,
          handler,
        });
        app.route({
          method: 'POST',
          url: '/api/test/required',
          config: { access: 'user', idempotencyKeyRequired: true },
          schema,
          handler,
        });
        app.route({
          method: 'POST',
          url: '/api/test/phases',
          config: { access: 'shopper', idempotency: 'phases', errors: [httpErrors.notReady] },
          schema,
          handler,
        });
        app.route({
          method: 'POST',
          url: '/api/test/along',
          config: { access: 'shopper', idempotency: 'along', errors: [httpErrors.notReady] },
          schema,
          handler: async (request) => {
            await shop.database.shop.as(request.caller).read(look);
            return handler();
          },
        });
        app.route({ method: 'PATCH', url: '/api/test/effect', config: { access: 'user' }, schema, handler });
      },
    });
    given = givenIn(shop.database, () => shop.clock.now);
    product = await given.variant({ stock: 100 });
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    ann = await shop.signUp();
    effects = 0;
    finishing = Promise.resolve();
    outcome = async () => ({ effects });
  });

  const post = (who: Client, key: string, body?: unknown) => who.post('/api/test/effect', body, keyed(key));
  const begin = (who: Client, key: string, body?: unknown) => who.post('/api/test/phases', body, keyed(key));
  const add = (who: Client, key: string, quantity = 1) =>
    who.post('/api/cart/add', { productId: product.productId, quantity }, keyed(key));

  it('[API-14] gives the first answer again, byte for byte, and does nothing', async () => {
    const key = newKey();
    const first = await add(ann, key, 2);
    const second = await add(ann, key, 2);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': first.headers['content-type'],
      'x-frame-options': 'DENY',
    });
    expect((await ann.get('/api/cart')).body.cart.totalItems).toBe(2);
    // Another key is another request.
    expect((await add(ann, newKey(), 2)).body.cart.totalItems).toBe(4);
  });

  it("[API-14] also gives a refusal again, with the first one's request id", async () => {
    const key = newKey();
    const refused = await add(ann, key, 100);
    expect(refused.status).toBe(400);
    await given.stock(product.variantId, 1_000);
    const again = await add(ann, key, 100);
    expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([
      400,
      refused.text,
      'true',
    ]);
    await given.stock(product.variantId, -1_000);
  });

  it('[API-14] refuses the same key with another body, path, query or market', async () => {
    const key = newKey();
    await add(ann, key, 1);
    expectError(await add(ann, key, 2), 'IDEMPOTENCY_MISMATCH');
    expectError(
      await ann.post('/api/cart/items', { productId: product.productId, quantity: 1 }, keyed(key)),
      'IDEMPOTENCY_MISMATCH',
    );
    expectError(
      await ann.post('/api/cart/add?x=1', { productId: product.productId, quantity: 1 }, keyed(key)),
      'IDEMPOTENCY_MISMATCH',
    );
    expectError(
      await ann.post(
        '/api/cart/add',
        { productId: product.productId, quantity: 1 },
        { ...keyed(key), 'x-market': 'us' },
      ),
      'IDEMPOTENCY_MISMATCH',
    );
    expect((await ann.get('/api/cart')).body.cart.totalItems).toBe(1);
  });

  it('[API-14] sees one request in /api and /api/v1, in any order of fields and any spacing', async () => {
    const key = newKey();
    const { productId } = product;
    const first = await ann.post('/api/cart/add', `{"productId":"${productId}","quantity":1}`, {
      ...keyed(key),
      'content-type': 'application/json',
    });
    const twin = await ann.post(
      '/api/v1/cart/add',
      `{ "quantity": 1,\n "productId": "${productId.toUpperCase()}" }`,
      { ...keyed(key), 'content-type': 'application/json' },
    );
    expect([twin.status, twin.text]).toEqual([201, first.text]);
  });

  it('[API-14] [L-9] makes one effect of 50 requests at once: one works, the others wait or see its answer', async () => {
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 50 }, () => add(ann, key)));
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect(count(201) + count(409)).toBe(50);
    expect(count(201)).toBeGreaterThanOrEqual(1);
    for (const answer of answers.filter(({ status }) => status === 409)) {
      expectError(answer, 'IDEMPOTENCY_IN_PROGRESS', { retryAfter: 1 });
      expect(answer.headers['retry-after']).toBe('1');
    }
    expect(
      answers.filter(({ status, headers }) => status === 201 && !headers['idempotency-replayed']),
    ).toHaveLength(1);
    expect((await ann.get('/api/cart')).body.cart.totalItems).toBe(1);
    const later = await add(ann, key);
    expect([later.status, later.headers['idempotency-replayed']]).toEqual([201, 'true']);
  });

  it.each(['effect', 'phases', 'along'])(
    '[API-14] says that the first is still running while it is: %s',
    async (name) => {
      const key = newKey();
      const send = (body?: unknown) => ann.post(`/api/test/${name}`, body, keyed(key));
      let finish = () => {};
      finishing = new Promise((resolve) => (finish = resolve));
      const first = send();
      await expect.poll(() => effects).toBe(1);
      expectError(await send(), 'IDEMPOTENCY_IN_PROGRESS');
      // What the first asked for is not committed yet where it is one with its operation.
      expectError(
        await send({ n: 1 }),
        name === 'effect' ? 'IDEMPOTENCY_IN_PROGRESS' : 'IDEMPOTENCY_MISMATCH',
      );
      finish();
      expect((await first).body).toEqual({ effects: 1 });
      expect((await send()).body).toEqual({ effects: 1 });
      expectError(await send({ n: 1 }), 'IDEMPOTENCY_MISMATCH');
    },
  );

  it("[API-14] belongs to one shopper: another's same key is another request, and shows nothing", async () => {
    const key = newKey();
    const [bob, guest] = [await shop.signUp(), await shop.guest()];
    await add(ann, key, 3);
    for (const other of [bob, guest]) {
      const answer = await add(other, key, 1);
      expect([answer.status, answer.headers['idempotency-replayed'], answer.body.cart.totalItems]).toEqual([
        201,
        undefined,
        1,
      ]);
      expect(answer.text).not.toContain(ann.userId);
    }
    const { rows } = await shop.database.admin.query(
      'select count(distinct shopper_id)::int as n from idempotency_keys where key = $1',
      [key],
    );
    expect(rows).toEqual([{ n: 3 }]);
  });

  it('[API-14] survives a new session of the same user, and ends with its session for everybody else', async () => {
    const key = newKey();
    await add(ann, key);
    const again = await shop
      .client()
      .post('/api/auth/login', { email: ann.email, password: 'Correct-Horse-1', transport: 'bearer' });
    const later = shop.client({ authorization: `Bearer ${again.body.accessToken}` });
    expect((await add(later, key)).headers['idempotency-replayed']).toBe('true');
    await later.post('/api/auth/logout');
    expectError(await add(later, key), 'SESSION_REVOKED');
  });

  it('[API-14] is kept for 24 hours and not longer, also when nobody cleans up', async () => {
    const key = newKey();
    const person = await shop.guest();
    await post(person, key);
    shop.clock.advance(DAY - 1_000);
    expect((await post(person, key)).headers['idempotency-replayed']).toBe('true');
    shop.clock.advance(1_000);
    expect((await post(person, key, { n: 2 })).body).toEqual({ effects: 2 });
    const job = purgeIdempotencyKeysJob({ system: shop.database.system, now: () => shop.clock.now });
    await job.run();
    const left = async () =>
      (
        await shop.database.admin.query('select count(*)::int as n from idempotency_keys where key = $1', [
          key,
        ])
      ).rows[0].n;
    expect(await left()).toBe(1);
    shop.clock.advance(DAY);
    await job.run();
    expect(await left()).toBe(0);
    shop.clock.advance(-2 * DAY);
  });

  it.each(['phases', 'along'])(
    '[API-14] lets the same request take over a key whose server died, after a minute and not before: %s',
    async (name) => {
      const key = newKey();
      const begin = (who: Client, key: string, body?: unknown) =>
        who.post(`/api/test/${name}`, body, keyed(key));
      await begin(ann, key);
      await shop.database.admin.query(
        'update idempotency_keys set status = null, body = null where key = $1',
        [key],
      );
      expectError(await begin(ann, key), 'IDEMPOTENCY_IN_PROGRESS');
      shop.clock.advance(60_001);
      expectError(await begin(ann, key, { n: 1 }), 'IDEMPOTENCY_MISMATCH');
      const taken = await Promise.all(Array.from({ length: 10 }, () => begin(ann, key)));
      expect(effects).toBe(2);
      expect(
        taken.filter(({ status, headers }) => status === 200 && !headers['idempotency-replayed']),
      ).toHaveLength(1);
      shop.clock.advance(-60_001);
    },
  );

  it.each(['effect', 'phases', 'along'])(
    '[API-14] is given back after a crash or an overload, which promise nothing: %s',
    async (name) => {
      const key = newKey();
      const send = () => ann.post(`/api/test/${name}`, undefined, keyed(key));
      outcome = async () => {
        throw new Error('planted');
      };
      expectError(await send(), 'INTERNAL');
      outcome = async () => {
        throw new AppError(httpErrors.overloaded, { retryAfter: 1 });
      };
      expectError(await send(), 'OVERLOADED');
      outcome = async () => ({ effects });
      expect((await send()).body).toEqual({ effects: 3 });
    },
  );

  it('[API-14] gives the answer of what was done even where it cannot be kept', async () => {
    const key = newKey();
    outcome = async () => {
      await shop.database.admin.query('update sessions set revoked_at = now() where shopper_id = $1', [
        ann.userId,
      ]);
      return { effects };
    };
    const answer = await begin(ann, key);
    expect([answer.status, answer.body]).toEqual([200, { effects: 1 }]);
  });

  it.each(['', 'k'.repeat(256), 'schlüssel', 'a\tb'])('[API-14] may not be %j', async (key) => {
    const answer = await post(ann, Buffer.from(key).toString('latin1'));
    expectError(answer, 'VALIDATION_FAILED');
    expect(answer.body.error.details.fields[0].field).toBe('idempotency-key');
    expect(effects).toBe(0);
  });

  it.each([
    'k',
    'k'.repeat(255),
    '0190c0c0-0000-7000-8000-000000000000',
    "'; drop table orders; --",
    'with space',
    '%00{}[]"\\',
  ])('[API-14] may be %j', async (key) => {
    expect((await post(ann, key)).status).toBe(200);
    expect((await post(ann, key)).headers['idempotency-replayed']).toBe('true');
  });

  it('[API-14] is demanded where it is required', async () => {
    expectError(await ann.post('/api/test/required', {}), 'IDEMPOTENCY_KEY_REQUIRED');
    expectError(await ann.post('/api/test/required', {}, keyed('')), 'VALIDATION_FAILED');
    expect((await ann.post('/api/test/required', {}, keyed('k1'))).status).toBe(200);
  });

  it('[API-14] costs nothing where it is not sent, and two exchanges where it is', async () => {
    const exchanges = async (headers: Record<string, string>, url = '/api/test/effect') => {
      const sent: string[][] = [];
      const stop = shop.database.shop.onSent(
        ({ statements }) => void sent.push(statements.map((name) => name.split(':')[0]!)),
      );
      await ann.post(url, {}, headers);
      stop();
      return sent;
    };
    expect(await exchanges({})).toEqual([]);
    expect(await exchanges(keyed(newKey()))).toEqual([
      ['tx.begin', 'identify.user', 'idempotency.take', 'idempotency.read'],
      ['idempotency.keep', 'tx.commit'],
    ]);
    expect(await exchanges(keyed(newKey()), '/api/test/phases')).toEqual([
      ['identify.user', 'idempotency.take', 'idempotency.read'],
      ['identify.user', 'idempotency.keep'],
    ]);
    expect(await exchanges(keyed(newKey()), '/api/test/along')).toEqual([
      ['identify.user', 'idempotency.take', 'idempotency.read', 'test.look'],
      ['identify.user', 'idempotency.keep'],
    ]);
  });

  it('[API-14] never keeps a token: sign-in ignores it, and so does what is no POST', async () => {
    const key = newKey();
    const logIn = () =>
      shop
        .client()
        .post(
          '/api/auth/login',
          { email: ann.email, password: 'Correct-Horse-1', transport: 'bearer' },
          keyed(key),
        );
    const [one, two] = [await logIn(), await logIn()];
    expect(one.body.refreshToken).not.toBe(two.body.refreshToken);
    await ann.patch('/api/test/effect', {}, keyed(key));
    await ann.patch('/api/test/effect', {}, keyed(key));
    expect(effects).toBe(2);
    const { rows } = await shop.database.admin.query(
      'select count(*)::int as n from idempotency_keys where key = $1',
      [key],
    );
    expect(rows).toEqual([{ n: 0 }]);
  });
});
