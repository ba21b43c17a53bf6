import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database, Identity } from '../platform/db/database.ts';
import { sql, type Statement } from '../platform/db/sql.ts';
import type { Who } from '../platform/http/route.ts';
import { parseMajor } from '../platform/money.ts';
import { defaultStore } from '../store.ts';

export interface GivenVariant {
  /** Another variant of this product; a new product otherwise. */
  of?: GivenProduct;
  title?: string;
  /** Price in the default market, in major units. */
  price?: string;
  /** Prices by market, in major units; replaces `price`. */
  prices?: Record<string, string>;
  stock?: number;
  reserved?: number;
  options?: Record<string, string>;
  maxQuantity?: number | null;
  productMaxQuantity?: number | null;
  status?: 'draft' | 'pending' | 'approved' | 'published' | 'archived';
  subscription?: boolean;
  active?: boolean;
}

export interface GivenProduct {
  productId: string;
  variantId: string;
  slug: string;
  sku: string;
}

export interface GivenShopper {
  shopperId: string;
  kind: 'user' | 'guest';
  /** The session of a user. */
  sessionId: string | null;
  /** The secret of a guest. */
  guestToken: string | null;
  identity: Identity<Who>;
}

export type Given = ReturnType<typeof givenIn>;

const nobody = { prelude: null };

/** Puts what a test starts from straight into the database: `given.variant({ stock: 3 })`, `given.user()`, `given.guest()`. */
export function givenIn({ system }: { system: Database }, now: () => Date = () => new Date()) {
  const write = async <Row>(statement: Statement<Row>) => (await system.as(nobody).write(statement)).rows[0];
  return {
    async variant(wish: GivenVariant = {}): Promise<GivenProduct> {
      const tag = randomBytes(5).toString('hex');
      const product = wish.of ?? (await write(insertProduct(wish, tag, now())))[0]!;
      const sku = `SKU-${tag}`;
      const [variant] = await write(insertVariant(wish, product.productId, sku, now()));
      const prices = wish.prices ?? { [defaultStore.defaultMarket]: wish.price ?? '10.00' };
      for (const [market, price] of Object.entries(prices))
        await write(setPrice(variant!.variantId, market, price));
      const { stock = 10, reserved = 0 } = wish;
      if (stock > 0) await write(moveStock(variant!.variantId, stock, reserved, now()));
      return { productId: product.productId, slug: product.slug, variantId: variant!.variantId, sku };
    },
    async user(wish: { role?: string; market?: string; locale?: string } = {}): Promise<GivenShopper> {
      const [row] = await write(
        insertUser({ role: 'customer', ...wish, email: `${randomUUID()}@example.com`, now: now() }),
      );
      return {
        ...row!,
        kind: 'user',
        guestToken: null,
        identity: identityOfUser(row!.shopperId, row!.sessionId, now),
      };
    },
    async guest(wish: { market?: string; days?: number } = {}): Promise<GivenShopper> {
      const guestToken = randomBytes(24).toString('base64url');
      const expiresAt = new Date(now().getTime() + (wish.days ?? 30) * 86_400_000);
      const [row] = await write(insertGuest(guestToken, wish.market ?? null, now(), expiresAt));
      return {
        ...row!,
        kind: 'guest',
        sessionId: null,
        guestToken,
        identity: identityOfGuest(guestToken, now),
      };
    },
    price: (variantId: string, market: string, price: string) => write(setPrice(variantId, market, price)),
    stock: (variantId: string, change: number, reserved = 0) =>
      write(moveStock(variantId, change, reserved, now())),
  };
}

/** Who a user with this session is, checked by the database with each statement. */
export function identityOfUser(shopperId: string, sessionId: string, now: () => Date): Identity<Who> {
  return {
    get prelude() {
      return sql<Who>(
        'given.identifyUser',
      )`select * from identify_user(${shopperId}::uuid, ${sessionId}::uuid, ${now()}, null)`;
    },
  };
}

/** Who the guest with this secret is. */
export function identityOfGuest(token: string, now: () => Date): Identity<Who> {
  return {
    get prelude() {
      return sql<Who>('given.identifyGuest')`select * from identify_guest(${hashOf(token)}, ${now()})`;
    },
  };
}

const hashOf = (token: string) => createHash('sha256').update(token).digest();

const insertProduct = (wish: GivenVariant, tag: string, now: Date) => sql<{
  productId: string;
  slug: string;
}>('given.product')`
  with designer as (
    insert into designers (slug, name, created_at) values ('given-designer', 'Given Designer', ${now})
    on conflict (slug) do update set name = excluded.name returning id
  ), category as (
    insert into categories (slug, name, created_at) values ('given-category', 'Given Category', ${now})
    on conflict (slug) do update set name = excluded.name returning id
  )
  insert into products (slug, designer_id, category_id, title, max_quantity, status, image_url, created_at, published_at, updated_at)
  select ${`given-${tag}`}::text, designer.id, category.id, ${wish.title ?? `Product ${tag}`}::text, ${wish.productMaxQuantity ?? null}::int,
         ${wish.status ?? 'published'}::text, ${`/images/${tag}.webp`}::text, ${now}, ${now}, ${now}
    from designer, category
  returning id as product_id, slug`;

const insertVariant = (wish: GivenVariant, productId: string, sku: string, now: Date) => sql<{
  variantId: string;
}>('given.variant')`
  insert into variants (product_id, position, sku, options, max_quantity, subscription_eligible, active, created_at)
  values (${productId}, (select count(*) from variants where product_id = ${productId}::uuid), ${sku},
          ${wish.options ?? { Choice: sku }}, ${wish.maxQuantity ?? null}, ${wish.subscription ?? false}, ${wish.active ?? true}, ${now})
  returning id as variant_id`;

const setPrice = (variantId: string, market: string, price: string) => {
  const currency = defaultStore.markets[market]!.currency;
  return sql('given.price')`
    insert into variant_prices (variant_id, market, currency, price_minor)
    values (${variantId}, ${market}, ${currency}, ${parseMajor(price, currency)})
    on conflict (variant_id, market) do update set price_minor = excluded.price_minor`;
};

const moveStock = (variantId: string, onHand: number, reserved: number, now: Date) => sql('given.stock')`
  insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, at)
  values (${variantId}, 'adjust', ${onHand}, ${reserved}, 'test', 'given', ${now})`;

interface UserWish {
  role: string;
  market?: string;
  locale?: string;
  email: string;
  now: Date;
}

const insertUser = ({ role, market, locale, email, now }: UserWish) => sql<{
  shopperId: string;
  sessionId: string;
}>('given.user')`
  with shopper as (
    insert into shoppers (kind, role, market, locale, created_at)
    values ('user', ${role}, ${market ?? null}, ${locale ?? null}, ${now}) returning id
  ), person as (
    insert into users (shopper_id, email, email_verified_at, created_at, updated_at)
    select id, ${email}::text, ${now}, ${now}, ${now} from shopper returning shopper_id
  )
  insert into sessions (shopper_id, transport, created_at, last_seen_at, expires_at)
  select shopper_id, 'bearer', ${now}, ${now}, ${now}::timestamptz + interval '365 days' from person
  returning shopper_id, id as session_id`;

const insertGuest = (token: string, market: string | null, now: Date, expiresAt: Date) => sql<{
  shopperId: string;
}>('given.guest')`
  with shopper as (
    insert into shoppers (kind, role, market, created_at) values ('guest', 'guest', ${market}, ${now}) returning id
  )
  insert into guests (shopper_id, token_hash, created_at, expires_at)
  select id, ${hashOf(token)}, ${now}, ${expiresAt} from shopper
  returning shopper_id`;
