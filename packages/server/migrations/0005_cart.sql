-- One cart per shopper; a line can only ever hang on its own shopper's cart.

-- No index on updated_at: every change of a cart moves it, and an index on it would make each of them touch all indexes.
create table carts (
  shopper_id uuid primary key references shoppers on delete cascade,
  id uuid not null default new_id() unique,
  market text not null,
  currency text not null,
  version bigint not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
) with (fillfactor = 80);
select protect_personal_table('carts');

-- A line outlives its variant, so that validation can say what is gone; hence its own title and no key into the catalogue,
-- which would also make every add lock the row of a popular variant.
-- price_minor is what the line was put in at (CART-11), seen_minor the current price the buyer last agreed to.
create table cart_lines (
  shopper_id uuid not null references carts on delete cascade,
  id uuid not null default new_id(),
  product_id uuid not null,
  variant_id uuid not null,
  title text not null,
  purchase text not null default 'once' check (purchase in ('once', 'week', 'month', 'quarter')),
  quantity int not null constraint cart_line_quantity check (quantity between 1 and 100),
  price_minor bigint check (price_minor >= 0),
  seen_minor bigint check (seen_minor >= 0),
  priced_at timestamptz not null,
  added_at timestamptz not null,
  primary key (shopper_id, id),
  unique (shopper_id, variant_id, purchase)
) with (fillfactor = 80);
select protect_personal_table('cart_lines');

-- The market a shopper shops in: the one asked for, else his own while the store still has it, else the default (CART-15).
create function asked_market(p_asked text, p_own text, p_default text, p_currencies jsonb) returns text
language sql immutable parallel safe as $$
  select coalesce(p_asked, case when p_currencies ? p_own then p_own end, p_default)
$$;
grant execute on function asked_market(text, text, text, jsonb) to cartwright_shop, cartwright_system;

-- A cart that changes market takes that market's prices for every line; what is not sold there has none (CART-15).
create function reprice_cart_lines() returns trigger
language plpgsql as $$
begin
  update public.cart_lines line
     set price_minor = known.price_minor, seen_minor = known.price_minor, priced_at = new.updated_at
    from public.cart_lines own
    left join public.variant_prices known
      on known.variant_id = own.variant_id and known.market = new.market and known.currency = new.currency
   where own.shopper_id = new.shopper_id and line.shopper_id = own.shopper_id and line.id = own.id;
  return null;
end $$;
create trigger reprice_lines after update on carts
  for each row when (old.market is distinct from new.market) execute function reprice_cart_lines();

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
create index wishlist_items_by_product on wishlist_items (product_id, variant_id);

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
