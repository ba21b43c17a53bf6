-- Designers, categories, products, variants and their prices by market. Public data: no personal row.

create table designers (
  id uuid primary key default new_id(),
  slug text not null unique,
  user_id uuid unique references shoppers on delete set null,
  name text not null,
  bio text not null default '',
  location text not null default '',
  commission_rate numeric(5, 4) not null default 0.15 check (commission_rate between 0 and 1),
  published boolean not null default true,
  created_at timestamptz not null
);

create table categories (
  id uuid primary key default new_id(),
  slug text not null unique,
  name text not null,
  created_at timestamptz not null
);

create table products (
  id uuid primary key default new_id(),
  slug text not null unique,
  designer_id uuid not null references designers,
  category_id uuid not null references categories,
  title text not null check (length(title) between 1 and 300),
  description_html text not null default '',
  tags text[] not null default '{}',
  options jsonb not null default '[]',
  images jsonb not null default '[]',
  image_url text,
  max_quantity int check (max_quantity between 1 and 100),
  status text not null check (status in ('draft', 'pending', 'approved', 'published', 'rejected', 'archived')),
  rejection_reason text,
  search_text text not null default '',
  created_at timestamptz not null,
  published_at timestamptz,
  updated_at timestamptz not null,
  check ((status = 'rejected') = (rejection_reason is not null))
);
create index products_search on products using gin (search_text gin_trgm_ops);
create index products_newest on products (published_at desc, id desc) where status = 'published';
create index products_by_category on products (category_id) where status = 'published';
create index products_by_designer on products (designer_id);

create table variants (
  id uuid primary key default new_id(),
  product_id uuid not null references products on delete cascade,
  position int not null,
  sku text unique,
  options jsonb not null default '{}',
  image_url text,
  max_quantity int check (max_quantity between 1 and 100),
  weight_grams int not null default 0 check (weight_grams >= 0),
  barcode text,
  tax_code text,
  requires_shipping boolean not null default true,
  taxable boolean not null default true,
  subscription_eligible boolean not null default false,
  active boolean not null default true,
  created_at timestamptz not null,
  unique (product_id, options),
  unique (product_id, id)
);

create table variant_prices (
  variant_id uuid not null references variants on delete cascade,
  market text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  price_minor bigint not null check (price_minor >= 0),
  compare_at_minor bigint check (compare_at_minor >= 0),
  primary key (variant_id, market)
);

grant select on designers, categories, products, variants, variant_prices to cartwright_shop;
grant select, insert, update, delete on designers, categories, products, variants, variant_prices to cartwright_system;
