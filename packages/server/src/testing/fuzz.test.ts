import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenOrder } from './given-order.ts';
import { givenIn } from './given.ts';
import { anAddress, matrixRoutes, type Target } from './matrix-routes.ts';
import { startTestApp, type Client, type TestApp } from './test-app.ts';

// Fixed, so that a failure on one machine is a failure on all; FUZZ_SEED and FUZZ_RUNS go further.
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_121);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 40);
const JSON_TYPE = { 'content-type': 'application/json' };

const NASTY = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  "'; drop table users; --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '${7*7}',
  '%00',
  'null',
  '1e309',
  '-0',
  'Infinity',
  '0x10',
  '9223372036854775808',
  '2026-02-30T25:61:61Z',
  '0190c0c0-0000-7000-8000-000000000000',
  'a'.repeat(5_000),
  '\u0130'.repeat(300),
  `${'\u0130'.repeat(125)}@b.co`,
];
const nasty = fc.constantFrom(...NASTY);
const text = fc.oneof(
  { weight: 2, arbitrary: nasty },
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -1, 1.5, 101, 2 ** 31, 2 ** 53, 1e300, -1e-300),
);
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const anything = fc.oneof(
  leaf,
  fc.jsonValue({ maxDepth: 4 }),
  fc.array(leaf, { maxLength: 4 }),
  fc.dictionary(text, leaf, { maxKeys: 4 }),
);

interface Schema {
  properties?: Record<string, unknown>;
  anyOf?: Schema[];
}

interface Operation {
  parameters?: { in: string; name: string }[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
}

describe('whatever is sent', () => {
  let shop: TestApp;
  let clients: Client[];
  let target: Target;
  let operations: Record<string, Operation>;

  beforeAll(async () => {
    shop = await startTestApp();
    const { paths } = (await shop.client().get('/openapi.json')).body as {
      paths: Record<string, Record<string, Operation>>;
    };
    operations = Object.fromEntries(
      Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation]),
      ),
    );
    const [customer, admin, guest, victim] = [
      await shop.signUp(),
      await shop.signUpAs('admin'),
      await shop.guest(),
      await shop.signUp(),
    ];
    clients = [customer, admin, guest];
    // Else the first header made up for an admin would end his session.
    await shop.database.admin.query('update sessions set client = null');
    const { productId, variantId } = await givenIn(shop.database).variant({ stock: 1_000 });
    const cart = await customer.post('/api/cart/add', { productId, variantId });
    const wishlist = await customer.post('/api/wishlist/items', { productId, variantId });
    const order = await givenOrder(shop.database.admin, { shopperId: customer.userId, productId, variantId });
    const checkout = await customer.put('/api/checkout', { shippingAddress: { country: 'US' } });
    const address = await customer.post('/api/auth/addresses', anAddress);
    target = {
      ...order,
      addressId: address.body.address.id,
      checkoutId: checkout.body.checkout.id,
      userId: victim.userId,
      sessionId: victim.userId,
      email: customer.email,
      productId,
      variantId,
      itemId: cart.body.cart.items[0].id,
      wishId: wishlist.body.wishlist.items[0].id,
    };
  });
  afterAll(() => shop.close());

  function fieldsOf(name: string): string[] {
    const schema = operations[name]?.requestBody?.content['application/json'].schema;
    return Object.keys(
      schema?.properties ?? schema?.anyOf?.find(({ properties }) => properties)?.properties ?? {},
    );
  }

  // The body a route wants with one to all of its fields replaced, or anything at all.
  function bodies(name: string): fc.Arbitrary<unknown> {
    const good = matrixRoutes[name]?.request?.(target).body;
    const known = fieldsOf(name);
    const changes = fc.dictionary(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...(known.length > 0 ? known : ['x'])) }, text),
      anything,
      { minKeys: 1, maxKeys: 4 },
    );
    return fc.oneof(
      { weight: 6, arbitrary: changes.map((change) => ({ ...(good as object | undefined), ...change })) },
      { weight: 2, arbitrary: changes },
      { weight: 1, arbitrary: anything },
    );
  }

  function headers(name: string): fc.Arbitrary<Record<string, string>> {
    const values = fc.oneof(nasty, fc.string({ maxLength: 40 })).map(printable);
    const names = (operations[name]?.parameters ?? [])
      .filter((one) => one.in === 'header')
      .map((one) => one.name);
    return fc.dictionary(
      fc.constantFrom(
        ...names,
        'x-market',
        'if-match',
        'if-none-match',
        'accept-language',
        'idempotency-key',
        'x-request-id',
        'x-guest-token',
        'accept-encoding',
        'range',
        'cookie',
        'user-agent',
      ),
      values,
      { maxKeys: 2 },
    );
  }

  function urls(name: string): fc.Arbitrary<string> {
    const path = name.split(' ')[1]!;
    const parameters = (operations[name]?.parameters ?? [])
      .filter((one) => one.in === 'query')
      .map((one) => one.name);
    const good = matrixRoutes[name]?.request?.(target).params ?? {};
    const query = fc.array(
      fc.tuple(
        fc.oneof(fc.constantFrom(...(parameters.length > 0 ? parameters : ['x'])), text),
        fc.oneof(text, number.map(String)),
      ),
      { maxLength: 3 },
    );
    return fc
      .tuple(fc.dictionary(fc.constantFrom(...Object.keys(good), '-'), text, { maxKeys: 2 }), query)
      .map(([params, pairs]) => {
        const filled = path.replace(
          /\{(\w+)\}/g,
          (_, parameter: string) => encode(params[parameter] ?? good[parameter] ?? 'x') || '-',
        );
        return pairs.length === 0
          ? filled
          : `${filled}?${pairs.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&')}`;
      });
  }

  // Signing out would end the clients, and a stream does not end by itself.
  const names = Object.keys(matrixRoutes).filter((name) => !/logout|events/.test(name));

  it.each(names)('[API-3] [API-6] %s never crashes and always answers in the one format', async (name) => {
    const [method] = name.split(' ') as [string];
    const input = fc.record({
      who: fc.constantFrom(...clients),
      url: urls(name),
      body: bodies(name),
      headers: headers(name),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ who, url, body, headers: sent }) => {
        const payload = method === 'GET' ? {} : { payload: JSON.stringify(body) ?? 'null' };
        const answer = await shop.app.inject({
          method: method as 'GET',
          url,
          headers: { ...(method === 'GET' ? {} : JSON_TYPE), ...sent, ...who.headers },
          ...payload,
        });
        expect(
          answer.statusCode,
          `${url} ${JSON.stringify(body)} → ${answer.body.slice(0, 300)}`,
        ).toBeLessThan(500);
        shop.checkContract();
      }),
      { seed: SEED, numRuns: RUNS, interruptAfterTimeLimit: 20_000 },
    );
    // Nobody was signed out on the way, so the inputs did reach the operations.
    for (const who of clients) expect((await who.get('/api/cart')).status).toBe(200);
  });

  it.each(names)(
    '[API-6] %s takes or refuses every dangerous value in every field, parameter and header by itself',
    async (name) => {
      const [method, path] = name.split(' ') as [string, string];
      const good = matrixRoutes[name]?.request?.(target) ?? {};
      const fill = (params: Record<string, string>) =>
        path.replace(/\{(\w+)\}/g, (_, one: string) => encode(params[one] ?? 'x') || '-');
      const inputs: { url: string; body: unknown; sent: Record<string, string> }[] = [];
      for (const value of NASTY) {
        const url = fill(good.params ?? {});
        for (const field of fieldsOf(name))
          inputs.push({ url, body: { ...(good.body as object), [field]: value }, sent: {} });
        for (const one of operations[name]?.parameters ?? []) {
          if (one.in === 'path')
            inputs.push({ url: fill({ ...good.params, [one.name]: value }), body: good.body, sent: {} });
          if (one.in === 'query')
            inputs.push({ url: `${url}?${one.name}=${encode(value)}`, body: good.body, sent: {} });
          if (one.in === 'header')
            inputs.push({ url, body: good.body, sent: { [one.name]: printable(value) } });
        }
      }
      for (const { url, body, sent } of inputs) {
        const payload = method === 'GET' || body === undefined ? {} : { payload: JSON.stringify(body) };
        const answer = await shop.app.inject({
          method: method as 'GET',
          url,
          headers: { ...(payload.payload ? JSON_TYPE : {}), ...sent, ...clients[0]!.headers },
          ...payload,
        });
        expect(
          answer.statusCode,
          `${url} ${JSON.stringify(body)} → ${answer.body.slice(0, 300)}`,
        ).toBeLessThan(500);
        shop.checkContract();
      }
    },
  );

  it('[API-3] holds for bytes that are no JSON, on every route that takes a body', async () => {
    const writes = names.filter((name) => !name.startsWith('GET'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...writes),
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(...clients),
        async (name, bytes, who) => {
          const [method, path] = name.split(' ') as [string, string];
          const url = path.replace(/\{\w+\}/g, '0190c0c0-0000-7000-8000-000000000000');
          const answer = await shop.app.inject({
            method: method as 'POST',
            url,
            headers: { ...JSON_TYPE, ...who.headers },
            payload: Buffer.from(bytes),
          });
          expect(answer.statusCode, answer.body).toBeLessThan(500);
          shop.checkContract();
        },
      ),
      { seed: SEED, numRuns: RUNS * 5 },
    );
  });
});

// encodeURIComponent refuses half a character; what a careless client would send instead is its bytes.
function encode(value: string): string {
  return encodeURIComponent(Buffer.from(value).toString()).slice(0, 3_000);
}

// What can stand in a header at all.
function printable(value: string): string {
  return Buffer.from(value)
    .toString('latin1')
    .replace(/[^\x20-\x7e\x80-\xff]/g, '');
}
