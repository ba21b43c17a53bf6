import type pg from 'pg';
import { benchIdSql } from './setup.ts';

/** Products 1…n with one variant each, plenty in stock, priced in every market. */
export async function fillCatalog(admin: pg.Client, products: number): Promise<void> {
  await admin.query(`
    insert into designers (id, slug, name, created_at) values (${benchIdSql(7, '1')}, 'bench', 'Bench', now());
    insert into categories (id, slug, name, created_at) values (${benchIdSql(8, '1')}, 'bench', 'Bench', now());
    insert into products (id, slug, designer_id, category_id, title, status, search_text, image_url, created_at, published_at, updated_at)
    select ${benchIdSql(3, 'n')}, 'bench-' || n, ${benchIdSql(7, '1')}, ${benchIdSql(8, '1')}, 'Bench product ' || n, 'published',
           'bench product ' || n, '/images/sample/bench-' || n || '.webp', now(), now(), now()
      from generate_series(1, ${products}) n;
    insert into variants (id, product_id, position, sku, max_quantity, created_at)
    select ${benchIdSql(4, 'n')}, ${benchIdSql(3, 'n')}, 1, 'BENCH-' || n, 100, now() from generate_series(1, ${products}) n;
    insert into variant_prices (variant_id, market, currency, price_minor)
    select ${benchIdSql(4, 'n')}, m.market, m.currency, 1000 + n
      from generate_series(1, ${products}) n, (values ('us', 'USD'), ('ee', 'EUR'), ('kg', 'KGS'), ('in', 'INR')) m (market, currency)
       ;
    insert into stock_movements (variant_id, kind, on_hand_change, actor, reason, at)
    select ${benchIdSql(4, 'n')}, 'receive', 1000000, 'bench', 'bench', now() from generate_series(1, ${products}) n;
    analyze;`);
}

/** Users from…to, each with a session and a cart of so many lines. */
export async function fillUsers(admin: pg.Client, from: number, to: number, lines: number): Promise<void> {
  const users = `generate_series(${from}, ${to}) n`;
  await admin.query(`
    insert into shoppers (id, kind, role, created_at) select ${benchIdSql(1, 'n')}, 'user', 'customer', now() from ${users};
    insert into users (shopper_id, email, created_at, updated_at) select ${benchIdSql(1, 'n')}, 'bench' || n || '@example.com', now(), now() from ${users};
    insert into sessions (shopper_id, id, transport, created_at, last_seen_at, expires_at)
    select ${benchIdSql(1, 'n')}, ${benchIdSql(2, 'n')}, 'bearer', now(), now(), now() + interval '7 days' from ${users};`);
  await fillCarts(admin, from, to, lines);
}

/** Gives users from…to carts of exactly so many lines. */
export async function fillCarts(admin: pg.Client, from: number, to: number, lines: number): Promise<void> {
  const users = `generate_series(${from}, ${to}) n`;
  await admin.query(`
    delete from carts where shopper_id in (select ${benchIdSql(1, 'n')} from ${users});
    insert into carts (shopper_id, market, currency, created_at, updated_at) select ${benchIdSql(1, 'n')}, 'us', 'USD', now(), now() from ${users};
    insert into cart_lines (shopper_id, product_id, variant_id, title, quantity, price_minor, seen_minor, priced_at, added_at)
    select ${benchIdSql(1, 'n')}, ${benchIdSql(3, 'p')}, ${benchIdSql(4, 'p')}, 'Bench product ' || p, 1, 1000 + p, 1000 + p, now(), now()
      from ${users}, generate_series(1, ${lines}) p;
    analyze carts, cart_lines, shoppers, sessions;`);
}
