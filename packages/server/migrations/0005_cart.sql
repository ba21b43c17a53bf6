-- One cart per shopper; a line can only ever hang on its own shopper's cart.

create table carts (
  shopper_id uuid primary key references shoppers on delete cascade,
  id uuid not null default new_id() unique,
  market text not null,
  currency text not null,
  version bigint not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
select protect_personal_table('carts');
create index carts_updated_at on carts (updated_at);

create table cart_lines (
  shopper_id uuid not null references carts on delete cascade,
  id uuid not null default new_id(),
  product_id uuid not null,
  variant_id uuid not null,
  purchase text not null default 'once' check (purchase in ('once', 'week', 'month', 'quarter')),
  quantity int not null constraint cart_line_quantity check (quantity between 1 and 100),
  price_minor bigint check (price_minor >= 0),
  priced_at timestamptz not null,
  added_at timestamptz not null,
  primary key (shopper_id, id),
  unique (shopper_id, variant_id, purchase),
  foreign key (product_id, variant_id) references variants (product_id, id) on delete cascade
);
select protect_personal_table('cart_lines');
create index cart_lines_by_variant on cart_lines (variant_id);

create table wishlist_items (
  shopper_id uuid not null references shoppers on delete cascade,
  id uuid not null default new_id(),
  product_id uuid not null references products on delete cascade,
  variant_id uuid,
  added_at timestamptz not null,
  primary key (shopper_id, id),
  unique nulls not distinct (shopper_id, product_id, variant_id),
  foreign key (product_id, variant_id) references variants (product_id, id) on delete cascade
);
select protect_personal_table('wishlist_items');
create index wishlist_items_by_product on wishlist_items (product_id);

-- Is there such an item at all, whoever's it is? Asked only after a miss, to tell 403 from 404 (CART-5).
create function cart_line_exists(p_id uuid) returns boolean
language sql stable as $$ select exists (select from public.cart_lines where id = p_id) $$;
select runs_as_system('cart_line_exists(uuid)');
create index cart_lines_by_id on cart_lines (id);

create function wishlist_item_exists(p_id uuid) returns boolean
language sql stable as $$ select exists (select from public.wishlist_items where id = p_id) $$;
select runs_as_system('wishlist_item_exists(uuid)');
create index wishlist_items_by_id on wishlist_items (id);

grant execute on function cart_line_exists(uuid), wishlist_item_exists(uuid) to cartwright_shop;
grant select, insert, update, delete on carts, cart_lines, wishlist_items to cartwright_shop, cartwright_system;
