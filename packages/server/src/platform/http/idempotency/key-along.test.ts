import type { FastifyRequest } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { expectError } from '../../../testing/expect-error.ts';
import { givenIn, type GivenProduct } from '../../../testing/given.ts';
import { startTestApp, type SignedIn, type TestApp } from '../../../testing/test-app.ts';
import { nobody } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { AppError } from '../../errors.ts';
import { httpErrors } from '../errors.ts';
import { sendJson, type Who } from '../route.ts';
import { answerAlong } from './idempotency.ts';

const look = sql('test.look')`select 1`;
const note = sql('test.note')`select 2`;

let shop: TestApp;
let ann: SignedIn;
let products: GivenProduct[];
let wished = 0;
let handle: (request: FastifyRequest) => Promise<string>;

beforeAll(async () => {
  shop = await startTestApp({
    routes: (app) => {
      app.route({
        method: 'POST',
        url: '/api/test/along',
        config: { access: 'user', idempotency: 'along', errors: [httpErrors.notReady, httpErrors.forbidden] },
        schema: { summary: 'Test', response: { 201: z.looseObject({}) } },
        handler: async (request, reply) => sendJson(reply.code(201), await handle(request)),
      });
    },
  });
  const given = givenIn(shop.database, () => shop.clock.now);
  products = await Promise.all([given.variant(), given.variant(), given.variant()]);
});
afterAll(() => shop.close());
beforeEach(async () => {
  ann = await shop.signUp();
});

// Always another product, so that nothing but the key stands in the way of a second one.
const wish = () => sql('test.wish')`
  insert into wishlist_items (shopper_id, product_id, added_at)
  values (current_shopper_id(), ${products[++wished % products.length]!.productId}::uuid, now())`;

let counter = 0;
const newKey = () => `along-${++counter}`;
const send = (key: string) => ann.post('/api/test/along', undefined, { 'idempotency-key': key });
const as = ({ caller }: FastifyRequest) => shop.database.shop.as<Who>(caller);

async function count(text: string): Promise<number> {
  const { rows } = await shop.database.admin.query<{ n: number }>(`select count(*)::int as n from ${text}`);
  return rows[0]!.n;
}
const wishes = () => count(`wishlist_items where shopper_id = '${ann.userId}'`);

/** What the caller and the system sent, round trip by round trip. */
async function tripsOf(work: () => Promise<unknown>): Promise<string[][]> {
  const trips: string[][] = [];
  const stops = [shop.database.shop, shop.database.system].map((database) =>
    database.onSent(({ statements }) => void trips.push(statements.map((name) => name.split(':')[0]!))),
  );
  await work();
  for (const stop of stops) stop();
  return trips;
}

describe('a key that travels with what its request does', () => {
  it.each([
    ['a read', (request: FastifyRequest) => as(request).read(look)],
    ['a search', (request: FastifyRequest) => as(request).browse(look)],
    ['a write', (request: FastifyRequest) => as(request).write(wish())],
    ['a transaction', (request: FastifyRequest) => as(request).transaction((tx) => tx.run(wish()))],
    [
      'a transaction of one trip',
      (request: FastifyRequest) => as(request).transaction((tx) => tx.last(wish())),
    ],
    [
      'a transaction that begins with an attempt',
      (request: FastifyRequest) =>
        as(request).transaction(async (tx) => {
          await tx.attempt(() => tx.run(wish()));
          await tx.run(wish());
        }),
    ],
    [
      'a transaction that only queues',
      (request: FastifyRequest) => as(request).transaction(async (tx) => tx.queue(wish())),
    ],
  ])('[API-14] is taken by %s, and where it was used nothing of that is done', async (_what, first) => {
    let runs = 0;
    handle = async (request) => {
      await first(request);
      return JSON.stringify({ run: ++runs });
    };
    const key = newKey();
    const given = await send(key);
    const before = await wishes();
    const again = await send(key);
    expect([given.status, given.body]).toEqual([201, { run: 1 }]);
    expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([
      201,
      given.text,
      'true',
    ]);
    expect([runs, await wishes()]).toEqual([1, before]);
  });

  it('[API-14] [API-4] is refused in the language its owner has chosen', async () => {
    await shop.database.admin.query("update shoppers set locale = 'et' where id = $1", [ann.userId]);
    handle = async (request) => {
      await as(request).read(look);
      return '{}';
    };
    const key = newKey();
    await send(key);
    const other = await ann.post('/api/test/along?x=1', undefined, { 'idempotency-key': key });
    expectError(other, 'IDEMPOTENCY_MISMATCH');
    expect(other.body.error.message).toBe(
      'Seda Idempotency-Key väärtust kasutati teistsuguse päringu jaoks.',
    );
  });

  it('[API-14] goes with the first alone', async () => {
    handle = async (request) => {
      await as(request).read(look);
      await as(request).transaction((tx) => tx.run(look));
      return '{}';
    };
    expect(await tripsOf(() => send(newKey()))).toEqual([
      ['identify.user', 'idempotency.take', 'idempotency.read', 'test.look'],
      ['tx.begin', 'identify.user', 'test.look'],
      ['tx.commit'],
      ['identify.user', 'idempotency.keep'],
    ]);
  });

  it('[API-14] is taken by the next where the first came to nothing, and keeps a refusal', async () => {
    const undone = (request: FastifyRequest) =>
      as(request)
        .transaction(async (tx) => {
          await tx.run(wish());
          throw new Error('undone');
        })
        .catch(() => {});
    for (const next of [(request: FastifyRequest) => as(request).read(look), async () => {}]) {
      handle = async (request) => {
        await undone(request);
        await next(request);
        throw new AppError(httpErrors.forbidden);
      };
      const key = newKey();
      const refused = await send(key);
      expectError(refused, 'FORBIDDEN');
      handle = async (request) => {
        await as(request).read(look);
        return '{}';
      };
      const again = await send(key);
      expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([
        403,
        refused.text,
        'true',
      ]);
      expect(await wishes()).toBe(0);
    }
  });

  it('[API-14] is taken once by many at once, of whom the others do nothing', async () => {
    handle = async (request) => {
      await as(request).transaction((tx) => tx.run(wish()));
      return '{}';
    };
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 30 }, () => send(key)));
    for (const answer of answers.filter(({ status }) => status !== 201))
      expectError(answer, 'IDEMPOTENCY_IN_PROGRESS', { retryAfter: 1 });
    expect(
      answers.filter(({ status, headers }) => status === 201 && !headers['idempotency-replayed']),
    ).toHaveLength(1);
    expect(await wishes()).toBe(1);
  });

  it('[API-14] is given back where the answer promises nothing, whether it was taken or not', async () => {
    for (const taken of [true, false]) {
      const key = newKey();
      handle = async (request) => {
        if (taken) await as(request).read(look);
        throw new Error('planted');
      };
      expectError(await send(key), 'INTERNAL');
      expect(await count(`idempotency_keys where key = '${key}'`)).toBe(0);
    }
  });
});

describe('an answer that is kept with what it tells of', () => {
  const keeping = (told: string, given: string) => async (request: FastifyRequest) => {
    await as(request).read(look);
    await shop.database.system.as(nobody).write(note, ...answerAlong(request, 201)(told));
    return given;
  };

  it('[API-14] costs no round trip of its own, and is given again byte for byte', async () => {
    handle = keeping('{"n":1}', '{"n":1}');
    const key = newKey();
    expect(await tripsOf(() => send(key))).toEqual([
      ['identify.user', 'idempotency.take', 'idempotency.read', 'test.look'],
      ['test.note', 'idempotency.keep_along'],
    ]);
    const again = await send(key);
    expect([
      again.status,
      again.text,
      again.headers['idempotency-replayed'],
      again.headers['content-type'],
    ]).toEqual([201, '{"n":1}', 'true', 'application/json; charset=utf-8']);
  });

  it('[API-14] is the one that was given, where that became another', async () => {
    handle = keeping('{"n":1}', '{"n":2}');
    const key = newKey();
    expect((await send(key)).text).toBe('{"n":2}');
    expect((await send(key)).text).toBe('{"n":2}');
  });

  it('[API-14] stays where the request fails after it', async () => {
    handle = async (request) => {
      await keeping('{"n":1}', '')(request);
      throw new Error('planted');
    };
    const key = newKey();
    expectError(await send(key), 'INTERNAL');
    expect([(await send(key)).status, (await send(key)).text]).toEqual([201, '{"n":1}']);
  });

  it('[API-14] is kept sealed', async () => {
    handle = keeping('{"secret":"told to its payer"}', '{"secret":"told to its payer"}');
    const key = newKey();
    await send(key);
    expect(await count(`idempotency_keys where key = '${key}' and body is not null`)).toBe(1);
    expect(await count(`idempotency_keys where key = '${key}' and body like '%payer%'`)).toBe(0);
  });

  it('[API-14] is nothing where no key was sent', async () => {
    handle = keeping('{"n":1}', '{"n":1}');
    expect(await tripsOf(() => ann.post('/api/test/along'))).toEqual([
      ['identify.user', 'test.look'],
      ['test.note'],
    ]);
  });
});
