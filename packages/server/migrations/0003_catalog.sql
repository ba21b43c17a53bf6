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
  -- Title, then on a second line everything else one may search by, both as searchText() writes them.
  search_text text not null default '',
  created_at timestamptz not null,
  published_at timestamptz,
  updated_at timestamptz not null,
  check ((status = 'rejected') = (rejection_reason is not null))
);
create index products_search on products using gin (search_text gin_trgm_ops);
create index products_by_category on products (category_id) where status = 'published';
create index products_by_designer on products (designer_id);

create table variants (
  id uuid primary key default new_id(),
  product_id uuid not null references products on delete cascade,
  position int not null,
  -- Deferrable, so that two variants may exchange their SKUs in one statement.
  sku text constraint variants_sku_taken unique deferrable initially immediate,
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

create extension if not exists fuzzystrmatch;

-- Which published products hold all the words, with a score. A word that stands in any of them is taken as it is; only one
-- found nowhere is a typo: of the products that hold it with two neighbouring letters exchanged, or a word that is one slip
-- away (two from six letters on) or looks alike by half, the nearest count. Trigrams, which are indexed, find who may be near.
-- p_spellings[i] is a way to write word number p_word_of[i]: the word itself first, then with neighbouring letters exchanged.
create function search_products(p_spellings text[], p_word_of int[])
returns table (product_id uuid, score int)
language sql stable
set pg_trgm.word_similarity_threshold = 0.3
as $$
  with
  spelling as (
    select s.spelling, s.word, s.place = min(s.place) over (partition by s.word) as as_typed,
           case when length(s.spelling) < 4 then 0 when length(s.spelling) < 6 then 1 else 2 end as slips
      from unnest(p_spellings, p_word_of) with ordinality as s (spelling, word, place)
  ),
  literal as (
    select s.word, p.id,
           public.word_similarity(s.spelling, p.search_text)
           + 2 * public.strict_word_similarity(s.spelling, split_part(p.search_text, E'\n', 1)) as nearness
      from spelling s
      join public.products p on p.search_text like '%' || s.spelling || '%'
     where s.as_typed and p.status = 'published'
  ),
  mistyped as (
    select s.* from spelling s where not exists (select from literal l where l.word = s.word)
  ),
  near as (
    select s.word, p.id, public.word_similarity(s.spelling, p.search_text) as nearness
      from mistyped s
      join public.products p on p.search_text like '%' || s.spelling || '%'
     where not s.as_typed and p.status = 'published'
    union all
    select s.word, p.id, public.word_similarity(s.spelling, p.search_text)
      from mistyped s
      join public.products p on s.spelling operator(public.<%) p.search_text
     where s.as_typed and p.status = 'published'
       and (public.word_similarity(s.spelling, p.search_text) >= 0.5
            or exists (
              select from unnest(string_to_array(translate(p.search_text, E'\n', ' '), ' ')) as own
               where case when length(own) between length(s.spelling) - s.slips and length(s.spelling) + s.slips
                          then public.levenshtein_less_equal(s.spelling, own, s.slips) <= s.slips end))
  ),
  nearest as (
    select n.word, n.id, max(n.nearness) as nearness
      from (select near.*, max(near.nearness) over (partition by near.word) as best from near) n
     where n.nearness >= 0.75 * n.best
     group by n.word, n.id
  ),
  hit as (
    select word, id, nearness from literal
    union all
    select word, id, nearness from nearest
  )
  select h.id, round((1000 * sum(h.nearness))::numeric)::int
    from hit h
   group by h.id
  having count(distinct h.word) = (select count(distinct s.word) from spelling s)
$$;
grant execute on function search_products(text[], int[]) to cartwright_shop, cartwright_system;

-- How often the catalogue has changed: the sum of the rows. Each transaction counts in a row that nobody else holds, so
-- counting never makes one transaction wait for another. Answers kept in memory are thrown away when the sum moves.
create table catalog_version (
  slot int generated always as identity primary key,
  changes bigint not null default 1
);

create function catalog_changed() returns void
language plpgsql as $$
begin
  -- Once in a transaction is enough.
  if current_setting('app.catalog_changed', true) = 'yes' then
    return;
  end if;
  perform set_config('app.catalog_changed', 'yes', true);
  update public.catalog_version set changes = changes + 1
   where slot = (select v.slot from public.catalog_version v order by v.slot limit 1 for update skip locked);
  if not found then
    insert into public.catalog_version default values;
  end if;
end $$;

create function note_catalog_change() returns trigger
language plpgsql as $$
begin
  if exists (select from touched) then
    perform public.catalog_changed();
  end if;
  return null;
end $$;

do $$
declare
  relation text;
begin
  foreach relation in array array['designers', 'categories', 'products', 'variants', 'variant_prices'] loop
    execute format('create trigger note_insert after insert on %I referencing new table as touched for each statement execute function note_catalog_change()', relation);
    execute format('create trigger note_update after update on %I referencing new table as touched for each statement execute function note_catalog_change()', relation);
    execute format('create trigger note_delete after delete on %I referencing old table as touched for each statement execute function note_catalog_change()', relation);
  end loop;
end $$;

grant execute on function catalog_changed() to cartwright_system;
grant select on designers, categories, products, variants, variant_prices, catalog_version to cartwright_shop;
grant select, insert, update, delete on designers, categories, products, variants, variant_prices to cartwright_system;
grant select, insert, update on catalog_version to cartwright_system;
