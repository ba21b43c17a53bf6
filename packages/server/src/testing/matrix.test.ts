import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessTokens } from '../domains/identity/public.ts';
import { newId } from '../platform/new-id.ts';
import { expectError } from './expect-error.ts';
import { givenOrder } from './given-order.ts';
import { givenIn, type Given } from './given.ts';
import {
  anAddress,
  IDENTITIES,
  matrixRoutes,
  type IdentityName,
  type MatrixRoute,
  type Target,
} from './matrix-routes.ts';
import { defaultStore } from '../store.ts';
import { startTestApp, type Answer, type Client, type TestApp } from './test-app.ts';

const SECRET = 'matrix-secret-matrix-secret-matrix-secret';
const PUBLIC_URL = 'http://localhost:4000';

interface Operation {
  parameters?: { name: string }[];
  requestBody?: unknown;
}

interface Person extends Client {
  userId: string;
  sessionId: string;
}

/** Routes whose very purpose is to change what is another's. */
const OF_STAFF = /\/admin\/|\/status$|\/refunds$/;
const PERSONAL = [
  'shoppers',
  'users',
  'carts',
  'cart_lines',
  'wishlist_items',
  'checkouts',
  'stock_holds',
  'payments',
  'refunds',
  'orders',
  'order_lines',
  'order_history',
];

const generous = { ...defaultStore.accounts.phoneSignIn, perAddressHour: 1_000, perRangeHour: 1_000 };

describe('the isolation matrix', () => {
  let shop: TestApp;
  let given: Given;
  let tokens: AccessTokens;
  /** Every documented route, and whether it takes an id. */
  const documented = new Map<string, boolean>();

  beforeAll(async () => {
    // Everybody knocks from one address.
    const store = { accounts: { ...defaultStore.accounts, phoneSignIn: generous } };
    shop = await startTestApp({ store, env: { JWT_SECRET: SECRET, PUBLIC_URL } });
    given = givenIn(shop.database, () => shop.clock.now);
    tokens = new AccessTokens({
      keys: [{ id: 'main', secret: SECRET }],
      issuer: PUBLIC_URL,
      now: () => shop.clock.now,
    });
    const { paths } = (await shop.client().get('/openapi.json')).body as {
      paths: Record<string, Record<string, Operation>>;
    };
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { parameters = [], requestBody }] of Object.entries(operations)) {
        const takesId =
          parameters.some(({ name }) => /^id$|Id$|^idOr/.test(name)) ||
          /"(id|\w+Id)":/.test(JSON.stringify(requestBody ?? ''));
        documented.set(`${method.toUpperCase()} ${path}`, takesId);
      }
    }
  });
  afterAll(() => shop.close());

  async function person(role = 'customer'): Promise<Person> {
    const { shopperId, sessionId } = await given.user({ role });
    const token = tokens.issue({ sub: shopperId, sid: sessionId!, role, market: 'us' });
    return { ...shop.client({ authorization: `Bearer ${token}` }), userId: shopperId, sessionId: sessionId! };
  }

  /** A fresh one of each, since some requests end the session that sends them. */
  const knocking: Record<IdentityName, (owner: Person) => Promise<Client>> = {
    none: async () => shop.client(),
    guest: () => shop.guest(),
    unknownGuest: async () => shop.client({ 'x-guest-token': 'x'.repeat(43) }),
    owner: async (owner) => owner,
    other: () => person(),
    designer: () => person('designer'),
    support: () => person('support'),
    admin: () => person('admin'),
    // The owner himself, had his token not ended: what follows must not depend on whose the row is.
    expired: async (owner) => {
      shop.clock.advance(-31 * 60_000);
      const { rows } = await shop.database.admin.query('select id from sessions where shopper_id = $1', [
        owner.userId,
      ]);
      const token = tokens.issue({ sub: owner.userId, sid: rows[0].id, role: 'customer', market: 'us' });
      shop.clock.advance(31 * 60_000);
      return shop.client({ authorization: `Bearer ${token}` });
    },
    revoked: async (owner) => {
      const sid = newId(shop.clock.now);
      await shop.database.admin.query(
        `insert into sessions (shopper_id, id, transport, created_at, last_seen_at, expires_at, revoked_at) values ($1, $2, 'bearer', now(), now(), now() + interval '7 days', now())`,
        [owner.userId, sid],
      );
      return shop.client({
        authorization: `Bearer ${tokens.issue({ sub: owner.userId, sid, role: 'customer', market: 'us' })}`,
      });
    },
    tampered: async (owner) => {
      const [head, , signature] = owner.headers['authorization']!.split('.');
      const claims = Buffer.from(JSON.stringify({ sub: owner.userId, role: 'admin' })).toString('base64url');
      return shop.client({ authorization: `${head}.${claims}.${signature}` });
    },
    suspended: async () => {
      const someone = await person();
      await shop.database.admin.query('update shoppers set active = false where id = $1', [someone.userId]);
      return someone;
    },
    deleted: async () => {
      const someone = await person();
      await shop.database.admin.query('delete from users where shopper_id = $1', [someone.userId]);
      return someone;
    },
  };

  async function owning(): Promise<{ owner: Person; target: Target }> {
    const owner = await person();
    const { productId, variantId } = await given.variant({ stock: 1_000, maxQuantity: 100 });
    const cart = await owner.post('/api/cart/add', { productId, variantId, quantity: 2 });
    const wishlist = await owner.post('/api/wishlist/items', { productId, variantId });
    const order = await givenOrder(shop.database.admin, { shopperId: owner.userId, productId, variantId });
    const checkout = await owner.put('/api/checkout', {
      shippingAddress: { name: 'Owner', line1: 'Secret street 1', country: 'US' },
    });
    const address = await owner.post('/api/auth/addresses', anAddress);
    const { rows } = await shop.database.admin.query('select email from users where shopper_id = $1', [
      owner.userId,
    ]);
    const target = {
      userId: owner.userId,
      sessionId: owner.sessionId,
      itemId: cart.body.cart.items[0].id,
      wishId: wishlist.body.wishlist.items[0].id,
      checkoutId: checkout.body.checkout.id,
      ...order,
      addressId: address.body.address.id,
      productId,
      variantId,
      email: rows[0].email,
    };
    return { owner, target };
  }

  const belongings = async ({ userId }: Person) => {
    const rows: string[] = [];
    for (const table of PERSONAL) {
      const column = table === 'shoppers' ? 'id' : 'shopper_id';
      const found = await shop.database.admin.query(
        `select to_jsonb(t)::text as row from ${table} t where ${column} = $1 order by 1`,
        [userId],
      );
      rows.push(...found.rows.map(({ row }) => `${table} ${row}`));
    }
    return rows;
  };

  async function send(
    client: Client,
    name: string,
    { params = {}, query, body }: ReturnType<NonNullable<MatrixRoute['request']>>,
  ): Promise<Answer> {
    const [method, path] = name.split(' ') as [string, string];
    const url =
      path.replace(/\{(\w+)\}/g, (_, parameter: string) => encodeURIComponent(params[parameter]!)) +
      (query ? `?${query}` : '');
    if (path.endsWith('/events')) return openStream(shop, client, url);
    const key: Record<string, string> = method === 'POST' ? { 'idempotency-key': randomUUID() } : {};
    return method === 'GET' ? client.get(url) : client[method.toLowerCase() as 'post'](url, body, key);
  }

  it('[CART-5] [AUTH-13] says of every documented route who may call it, and of no other', () => {
    expect(Object.keys(matrixRoutes).sort()).toEqual([...documented.keys()].sort());
  });

  it('[CART-5] says of every route that takes an id what becomes of one that nobody has', () => {
    for (const [name, takesId] of documented)
      if (takesId) expect(matrixRoutes[name]?.unknown, name).toBeTruthy();
    expect([...documented.values()].filter(Boolean).length).toBeGreaterThan(10);
  });

  describe.each(Object.entries(matrixRoutes))('%s', (name, route) => {
    const request = route.request ?? (() => ({}));

    it.each(IDENTITIES.map((identity) => [identity, route.expect[identity]] as const))(
      '[CART-5] [CART-6] [AUTH-6] answers %s with %s',
      async (identity, expected) => {
        const { owner, target } = await owning();
        const client = await knocking[identity](owner);
        const before = await belongings(owner);
        const answer = await send(client, name, request(target));
        if (typeof expected === 'number') expect(answer.status, answer.text).toBe(expected);
        else expectError(answer, expected);
        if (identity === 'owner') return;
        if (!OF_STAFF.test(name)) expect(await belongings(owner)).toEqual(before);
        // Nobody learns a word of what is the owner's (invariant 11); the products and designers are everybody's.
        for (const secret of [target.itemId, target.wishId, target.email, 'Secret street'])
          expect(answer.text).not.toContain(secret);
      },
    );

    if (route.unknown) {
      const { request: asking, reason } = route.unknown;
      it(`[CART-5] answers ${reason} for what nobody has, and refuses what is no id`, async () => {
        const someone = await person();
        expectError(await send(someone, name, asking('0190c0c0-0000-7000-8000-000000000000')), reason);
        if (name.includes('OrSlug')) return;
        for (const malformed of ['1', 'not-an-id', "' or true --"])
          expectError(await send(someone, name, asking(malformed)), 'VALIDATION_FAILED');
      });
    }
  });
});

// A stream does not end by itself: its first bytes decide.
async function openStream({ app }: TestApp, client: Client, url: string): Promise<Answer> {
  const answer = await app.inject({ url, headers: client.headers, payloadAsStream: true });
  const stream = answer.stream();
  let text = '';
  if (answer.statusCode >= 400) for await (const chunk of stream) text += String(chunk);
  else stream.destroy();
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: text ? JSON.parse(text) : null,
    text,
    cookies: [],
  };
}
