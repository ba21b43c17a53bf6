-- The whole schema of today in one read, by domain. Written by "npm run generate" from a migrated database;
-- the migrations are what runs.

-- ══ foundation ══

create extension pg_trgm;

CREATE OR REPLACE FUNCTION public.new_id()
 RETURNS uuid
 LANGUAGE sql
 PARALLEL SAFE
AS $function$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$function$;
grant execute on function new_id() to cartwright_shop, cartwright_system;

CREATE OR REPLACE FUNCTION public.current_shopper_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select nullif(current_setting('app.shopper_id', true), '')::uuid
$function$;
grant execute on function current_shopper_id() to cartwright_shop, cartwright_system;

CREATE OR REPLACE FUNCTION public.currency_digits(currency text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case
    when currency in ('BIF','CLP','DJF','GNF','ISK','JPY','KMF','KRW','PYG','RWF','UGX','UYI','VND','VUV','XAF','XOF','XPF') then 0
    when currency in ('BHD','IQD','JOD','KWD','LYD','OMR','TND') then 3
    when currency in ('CLF','UYW') then 4
    else 2
  end
$function$;
grant execute on function currency_digits(text) to cartwright_shop, cartwright_system;

CREATE OR REPLACE FUNCTION public.money_major(minor bigint, currency text)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case currency_digits(currency)
    when 2 then round(minor * 0.01, 2)
    when 0 then minor::numeric
    when 3 then round(minor * 0.001, 3)
    else round(minor * 0.0001, 4)
  end
$function$;
grant execute on function money_major(bigint,text) to cartwright_shop, cartwright_system;

CREATE OR REPLACE FUNCTION public.iso_time(at timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$function$;
grant execute on function iso_time(timestamp with time zone) to cartwright_shop, cartwright_system;

CREATE OR REPLACE FUNCTION public.protect_personal_table(personal regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s enable row level security', personal);
  execute format('alter table %s force row level security', personal);
  execute format(
    'create policy own_rows on %s to cartwright_shop using (shopper_id = (select current_shopper_id())) with check (shopper_id = (select current_shopper_id()))',
    personal);
  execute format('create policy all_rows on %s to cartwright_system using (true) with check (true)', personal);
end $function$;

CREATE OR REPLACE FUNCTION public.runs_as_system(definer regprocedure)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  grant create on schema public to cartwright_system;
  execute format('alter function %s owner to cartwright_system', definer);
  execute format('alter function %s security definer', definer);
  revoke create on schema public from cartwright_system;
end $function$;

-- ══ identity ══

create table shoppers (
  id uuid default new_id() not null,
  kind text not null,
  role text not null,
  active boolean default true not null,
  market text,
  locale text,
  created_at timestamp with time zone not null,
  constraint shoppers_pkey PRIMARY KEY (id),
  constraint shoppers_check CHECK (((kind = 'guest'::text) = (role = 'guest'::text))),
  constraint shoppers_kind_check CHECK ((kind = ANY (ARRAY['user'::text, 'guest'::text]))),
  constraint shoppers_role_check CHECK ((role = ANY (ARRAY['guest'::text, 'customer'::text, 'designer'::text, 'support'::text, 'admin'::text])))
);
alter table shoppers enable row level security;
alter table shoppers force row level security;
create policy all_rows on shoppers to cartwright_system using (true) with check (true);
create policy own_rows on shoppers to cartwright_shop using ((id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select on shoppers to cartwright_shop;
grant select, insert, update, delete on shoppers to cartwright_system;
grant update (market, locale) on shoppers to cartwright_shop;

create table users (
  shopper_id uuid not null,
  email text,
  email_verified_at timestamp with time zone,
  name text default ''::text not null,
  customer_type text default 'private'::text not null,
  company text,
  vat_number text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  phone text,
  phone_verified_at timestamp with time zone,
  email_verified_elsewhere boolean default false not null,
  constraint users_pkey PRIMARY KEY (shopper_id),
  constraint users_email_taken UNIQUE (email),
  constraint users_phone_taken UNIQUE (phone),
  constraint users_company_check CHECK ((length(company) <= 200)),
  constraint users_customer_type_check CHECK ((customer_type = ANY (ARRAY['private'::text, 'business'::text]))),
  constraint users_email_check CHECK ((length(email) <= 254)),
  constraint users_name_check CHECK ((length(name) <= 200)),
  constraint users_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{5,14}$'::text)),
  constraint users_phone_verified CHECK (((phone IS NULL) = (phone_verified_at IS NULL))),
  constraint users_reachable CHECK (((email IS NOT NULL) OR (phone IS NOT NULL))),
  constraint users_vat_number_check CHECK ((length(vat_number) <= 32)),
  constraint users_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES shoppers(id) ON DELETE CASCADE
);
CREATE TRIGGER delete_shopper AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION delete_shopper_of_user();
alter table users enable row level security;
alter table users force row level security;
create policy all_rows on users to cartwright_system using (true) with check (true);
create policy own_rows on users to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select on users to cartwright_shop;
grant select, insert, update, delete on users to cartwright_system;
grant update (name, customer_type, company, vat_number, updated_at) on users to cartwright_shop;

create table credentials (
  shopper_id uuid not null,
  password_hash text not null,
  changed_at timestamp with time zone not null,
  constraint credentials_pkey PRIMARY KEY (shopper_id),
  constraint credentials_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES users(shopper_id) ON DELETE CASCADE
);
alter table credentials enable row level security;
alter table credentials force row level security;
create policy all_rows on credentials to cartwright_system using (true) with check (true);
create policy own_rows on credentials to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select, insert, update, delete on credentials to cartwright_system;

create table sessions (
  shopper_id uuid not null,
  id uuid default new_id() not null,
  transport text not null,
  user_agent text default ''::text not null,
  ip inet,
  device_hash bytea,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_because text,
  client text,
  constraint sessions_pkey PRIMARY KEY (shopper_id, id),
  constraint sessions_transport_check CHECK ((transport = ANY (ARRAY['cookie'::text, 'bearer'::text]))),
  constraint sessions_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES users(shopper_id) ON DELETE CASCADE
);
alter table sessions enable row level security;
alter table sessions force row level security;
create policy all_rows on sessions to cartwright_system using (true) with check (true);
create policy own_rows on sessions to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select on sessions to cartwright_shop;
grant select, insert, update, delete on sessions to cartwright_system;
grant update (revoked_at, revoked_because) on sessions to cartwright_shop;

create table refresh_tokens (
  shopper_id uuid not null,
  session_id uuid not null,
  hash bytea not null,
  issued_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  rotated_at timestamp with time zone,
  successor_hash bytea,
  constraint refresh_tokens_pkey PRIMARY KEY (shopper_id, session_id, hash),
  constraint refresh_tokens_hash UNIQUE (hash),
  constraint refresh_tokens_shopper_id_session_id_fkey FOREIGN KEY (shopper_id, session_id) REFERENCES sessions(shopper_id, id) ON DELETE CASCADE
);
alter table refresh_tokens enable row level security;
alter table refresh_tokens force row level security;
create policy all_rows on refresh_tokens to cartwright_system using (true) with check (true);
create policy own_rows on refresh_tokens to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select, insert, update, delete on refresh_tokens to cartwright_system;

create table guests (
  shopper_id uuid not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint guests_pkey PRIMARY KEY (shopper_id),
  constraint guests_token_hash UNIQUE (token_hash),
  constraint guests_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES shoppers(id) ON DELETE CASCADE
);
CREATE INDEX guests_expires_at ON public.guests USING btree (expires_at);
alter table guests enable row level security;
alter table guests force row level security;
create policy all_rows on guests to cartwright_system using (true) with check (true);
create policy own_rows on guests to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select on guests to cartwright_shop;
grant select, insert, update, delete on guests to cartwright_system;

CREATE OR REPLACE FUNCTION public.delete_shopper_of_user()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from public.shoppers where id = old.shopper_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.identify_user(p_shopper uuid, p_session uuid, p_now timestamp with time zone, p_roles text[], OUT shopper_id uuid, OUT kind text, OUT role text, OUT market text, OUT locale text)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
AS $function$
declare
  person record;
begin
  select s.role, s.active, s.market, s.locale, e.id as session, e.expires_at, e.revoked_at
    into person
    from public.shoppers s
    left join public.sessions e on e.shopper_id = s.id and e.id = p_session
   where s.id = p_shopper and s.kind = 'user';
  if not found then
    raise exception using errcode = 'CW001', message = 'USER_NOT_FOUND';
  elsif not person.active then
    raise exception using errcode = 'CW001', message = 'ACCOUNT_INACTIVE';
  elsif person.session is null or person.revoked_at is not null or person.expires_at <= p_now then
    raise exception using errcode = 'CW001', message = 'SESSION_REVOKED';
  elsif p_roles is not null and not (person.role = any (p_roles)) then
    raise exception using errcode = 'CW001', message = 'FORBIDDEN';
  end if;
  perform set_config('app.shopper_id', p_shopper::text, true);
  shopper_id := p_shopper; kind := 'user'; role := person.role; market := person.market; locale := person.locale;
end $function$;
alter function identify_user(uuid,uuid,timestamp with time zone,text[]) owner to cartwright_system;
grant execute on function identify_user(uuid,uuid,timestamp with time zone,text[]) to cartwright_shop;

CREATE OR REPLACE FUNCTION public.identify_guest(p_token_hash bytea, p_now timestamp with time zone, OUT shopper_id uuid, OUT kind text, OUT role text, OUT market text, OUT locale text)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
AS $function$
declare
  guest record;
begin
  select g.shopper_id as id, s.market, s.locale into guest
    from public.guests g join public.shoppers s on s.id = g.shopper_id
   where g.token_hash = p_token_hash and g.expires_at > p_now;
  if not found then
    raise exception using errcode = 'CW001', message = 'GUEST_UNKNOWN';
  end if;
  perform set_config('app.shopper_id', guest.id::text, true);
  shopper_id := guest.id; kind := 'guest'; role := 'guest'; market := guest.market; locale := guest.locale;
end $function$;
alter function identify_guest(bytea,timestamp with time zone) owner to cartwright_system;
grant execute on function identify_guest(bytea,timestamp with time zone) to cartwright_shop;

create table idempotency_keys (
  shopper_id uuid not null,
  key text not null,
  request_hash bytea not null,
  status integer,
  content_type text,
  body text,
  started_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  etag text,
  constraint idempotency_keys_pkey PRIMARY KEY (shopper_id, key),
  constraint idempotency_keys_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255))),
  constraint idempotency_keys_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES shoppers(id) ON DELETE CASCADE
);
CREATE INDEX idempotency_keys_expires_at ON public.idempotency_keys USING btree (expires_at);
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy all_rows on idempotency_keys to cartwright_system using (true) with check (true);
create policy own_rows on idempotency_keys to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select, insert, update, delete on idempotency_keys to cartwright_shop;
grant select, insert, update, delete on idempotency_keys to cartwright_system;

create table audit_log (
  id uuid default new_id() not null,
  at timestamp with time zone not null,
  actor_id uuid,
  actor_role text not null,
  action text not null,
  target_kind text not null,
  target_id text,
  before jsonb,
  after jsonb,
  request_id text,
  ip inet,
  user_agent text,
  written_by xid8 default pg_current_xact_id() not null,
  constraint audit_log_pkey PRIMARY KEY (at, id),
  constraint audit_log_at_check CHECK (isfinite(at))
) partition by RANGE (at);
CREATE INDEX audit_log_written_by ON ONLY public.audit_log USING btree (written_by);
alter table audit_log enable row level security;
alter table audit_log force row level security;
create policy own_rows on audit_log for insert to cartwright_shop with check ((actor_id = ( SELECT current_shopper_id() AS current_shopper_id)));
create policy read_all on audit_log for select to cartwright_system using (true);
create policy write_all on audit_log for insert to cartwright_system with check (true);
grant select on audit_log to cartwright_system;
grant insert (at, actor_id, actor_role, action, target_kind, target_id, before, after, request_id, ip, user_agent) on audit_log to cartwright_shop;
grant insert (at, actor_id, actor_role, action, target_kind, target_id, before, after, request_id, ip, user_agent) on audit_log to cartwright_system;

create table security_events (
  id uuid default new_id() not null,
  at timestamp with time zone not null,
  kind text not null,
  subject_id uuid,
  evidence jsonb default '{}'::jsonb not null,
  request_id text,
  ip inet,
  user_agent text,
  constraint security_events_pkey PRIMARY KEY (id)
);
CREATE INDEX security_events_at ON public.security_events USING btree (at);
CREATE INDEX security_events_of_kind ON public.security_events USING btree (kind, at);
CREATE INDEX security_events_of_subject ON public.security_events USING btree (subject_id, at) WHERE (subject_id IS NOT NULL);
grant select, insert on security_events to cartwright_system;

create table outbox (
  id uuid default new_id() not null,
  channel text not null,
  recipient text not null,
  kind text not null,
  locale text not null,
  subject text default ''::text not null,
  body text not null,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  next_try_at timestamp with time zone,
  attempts integer default 0 not null,
  last_error text,
  secret_until timestamp with time zone,
  concerns uuid,
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text])))
);
CREATE INDEX outbox_concerns ON public.outbox USING btree (concerns) WHERE (concerns IS NOT NULL);
CREATE INDEX outbox_recipient ON public.outbox USING btree (recipient);
CREATE INDEX outbox_unsent ON public.outbox USING btree (created_at) WHERE (sent_at IS NULL);
grant select, insert, update, delete on outbox to cartwright_system;

-- ══ catalog ══

create table designers (
  id uuid default new_id() not null,
  slug text not null,
  user_id uuid,
  name text not null,
  bio text default ''::text not null,
  location text default ''::text not null,
  commission_rate numeric(5,4) default 0.15 not null,
  published boolean default true not null,
  created_at timestamp with time zone not null,
  constraint designers_pkey PRIMARY KEY (id),
  constraint designers_slug_key UNIQUE (slug),
  constraint designers_user_id_key UNIQUE (user_id),
  constraint designers_commission_rate_check CHECK (((commission_rate >= (0)::numeric) AND (commission_rate <= (1)::numeric))),
  constraint designers_user_id_fkey FOREIGN KEY (user_id) REFERENCES shoppers(id) ON DELETE SET NULL
);
CREATE TRIGGER note_delete AFTER DELETE ON designers REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
CREATE TRIGGER note_insert AFTER INSERT ON designers REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
CREATE TRIGGER note_update AFTER UPDATE ON designers REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
grant select on designers to cartwright_shop;
grant select, insert, update, delete on designers to cartwright_system;

create table categories (
  id uuid default new_id() not null,
  slug text not null,
  name text not null,
  created_at timestamp with time zone not null,
  constraint categories_pkey PRIMARY KEY (id),
  constraint categories_slug_key UNIQUE (slug)
);
CREATE TRIGGER note_delete AFTER DELETE ON categories REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
CREATE TRIGGER note_insert AFTER INSERT ON categories REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
CREATE TRIGGER note_update AFTER UPDATE ON categories REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
grant select on categories to cartwright_shop;
grant select, insert, update, delete on categories to cartwright_system;

create table products (
  id uuid default new_id() not null,
  slug text not null,
  designer_id uuid not null,
  category_id uuid not null,
  title text not null,
  description_html text default ''::text not null,
  tags text[] default '{}'::text[] not null,
  options jsonb default '[]'::jsonb not null,
  images jsonb default '[]'::jsonb not null,
  image_url text,
  max_quantity integer,
  status text not null,
  rejection_reason text,
  search_text text default ''::text not null,
  created_at timestamp with time zone not null,
  published_at timestamp with time zone,
  updated_at timestamp with time zone not null,
  commission_rate numeric(5,4),
  constraint products_pkey PRIMARY KEY (id),
  constraint products_slug_key UNIQUE (slug),
  constraint products_check CHECK (((status = 'rejected'::text) = (rejection_reason IS NOT NULL))),
  constraint products_commission_rate_check CHECK (((commission_rate >= (0)::numeric) AND (commission_rate <= (1)::numeric))),
  constraint products_max_quantity_check CHECK (((max_quantity >= 1) AND (max_quantity <= 100))),
  constraint products_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'pending'::text, 'approved'::text, 'published'::text, 'rejected'::text, 'archived'::text]))),
  constraint products_title_check CHECK (((length(title) >= 1) AND (length(title) <= 300))),
  constraint products_category_id_fkey FOREIGN KEY (category_id) REFERENCES categories(id),
  constraint products_designer_id_fkey FOREIGN KEY (designer_id) REFERENCES designers(id)
);
CREATE INDEX products_by_category ON public.products USING btree (category_id) WHERE (status = 'published'::text);
CREATE INDEX products_by_designer ON public.products USING btree (designer_id);
CREATE INDEX products_search ON public.products USING gin (search_text gin_trgm_ops);
CREATE TRIGGER note_delete AFTER DELETE ON products REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
CREATE TRIGGER note_insert AFTER INSERT ON products REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
CREATE TRIGGER note_update AFTER UPDATE ON products REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
grant select on products to cartwright_shop;
grant select, insert, update, delete on products to cartwright_system;

create table variants (
  id uuid default new_id() not null,
  product_id uuid not null,
  "position" integer not null,
  sku text,
  options jsonb default '{}'::jsonb not null,
  image_url text,
  max_quantity integer,
  weight_grams integer default 0 not null,
  barcode text,
  tax_code text,
  requires_shipping boolean default true not null,
  taxable boolean default true not null,
  subscription_eligible boolean default false not null,
  active boolean default true not null,
  created_at timestamp with time zone not null,
  constraint variants_pkey PRIMARY KEY (id),
  constraint variants_product_id_id_key UNIQUE (product_id, id),
  constraint variants_product_id_options_key UNIQUE (product_id, options),
  constraint variants_sku_taken UNIQUE (sku) DEFERRABLE,
  constraint variants_max_quantity_check CHECK (((max_quantity >= 1) AND (max_quantity <= 100))),
  constraint variants_weight_grams_check CHECK ((weight_grams >= 0)),
  constraint variants_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id) ON DELETE CASCADE
);
CREATE TRIGGER note_delete AFTER DELETE ON variants REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
CREATE TRIGGER note_insert AFTER INSERT ON variants REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
CREATE TRIGGER note_update AFTER UPDATE ON variants REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
grant select on variants to cartwright_shop;
grant select, insert, update, delete on variants to cartwright_system;

create table variant_prices (
  variant_id uuid not null,
  market text not null,
  currency text not null,
  price_minor bigint not null,
  compare_at_minor bigint,
  constraint variant_prices_pkey PRIMARY KEY (variant_id, market),
  constraint variant_prices_compare_at_minor_check CHECK ((compare_at_minor >= 0)),
  constraint variant_prices_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint variant_prices_price_minor_check CHECK ((price_minor >= 0)),
  constraint variant_prices_variant_id_fkey FOREIGN KEY (variant_id) REFERENCES variants(id) ON DELETE CASCADE
);
CREATE TRIGGER note_delete AFTER DELETE ON variant_prices REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
CREATE TRIGGER note_insert AFTER INSERT ON variant_prices REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
CREATE TRIGGER note_update AFTER UPDATE ON variant_prices REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION note_catalog_change();
grant select on variant_prices to cartwright_shop;
grant select, insert, update, delete on variant_prices to cartwright_system;

create extension fuzzystrmatch;

CREATE OR REPLACE FUNCTION public.search_products(p_spellings text[], p_word_of integer[])
 RETURNS TABLE(product_id uuid, score integer)
 LANGUAGE sql
 STABLE
 SET "pg_trgm.word_similarity_threshold" TO '0.3'
AS $function$
  with
  spelling as (
    select s.spelling, s.word, s.place = min(s.place) over (partition by s.word) as as_typed,
           case when length(s.spelling) < 4 then 0 when length(s.spelling) < 6 then 1 else 2 end as slips
      from unnest(p_spellings, p_word_of) with ordinality as s (spelling, word, place)
  ),
  literal as (
    select s.word, p.id,
           case when strpos(text.title, ' ' || s.spelling || ' ') > 0 then 3.0
                when strpos(text.title, ' ' || s.spelling) > 0 then 2.5
                when strpos(text.title, s.spelling) > 0 then 2.0
                when strpos(text.rest, ' ' || s.spelling || ' ') > 0 then 1.0 else 0.7 end as nearness
      from spelling s
      join public.products p on p.search_text like '%' || s.spelling || '%'
     cross join lateral (
       select ' ' || split_part(p.search_text, E'\n', 1) || ' ' as title, ' ' || split_part(p.search_text, E'\n', 2) || ' ' as rest
     ) as text
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
$function$;
grant execute on function search_products(text[],integer[]) to cartwright_shop, cartwright_system;

create table catalog_version (
  slot integer generated always as identity,
  changes bigint default 1 not null,
  constraint catalog_version_pkey PRIMARY KEY (slot)
);
grant select on catalog_version to cartwright_shop;
grant select, insert, update on catalog_version to cartwright_system;

CREATE OR REPLACE FUNCTION public.catalog_changed()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
end $function$;
grant execute on function catalog_changed() to cartwright_system;

CREATE OR REPLACE FUNCTION public.note_catalog_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from touched) then
    perform public.catalog_changed();
  end if;
  return null;
end $function$;

-- ══ inventory ══

create table stock_levels (
  variant_id uuid not null,
  on_hand integer default 0 not null,
  reserved integer default 0 not null,
  constraint stock_levels_pkey PRIMARY KEY (variant_id),
  constraint stock_never_negative CHECK ((on_hand >= 0)),
  constraint stock_reserved_within_on_hand CHECK (((reserved >= 0) AND (reserved <= on_hand))),
  constraint stock_levels_variant_id_fkey FOREIGN KEY (variant_id) REFERENCES variants(id) ON DELETE CASCADE
);
grant select on stock_levels to cartwright_shop;
grant select, insert, update, delete on stock_levels to cartwright_system;

create table stock_movements (
  id uuid default new_id() not null,
  variant_id uuid not null,
  kind text not null,
  on_hand_change integer not null,
  reserved_change integer default 0 not null,
  actor text not null,
  reason text not null,
  order_id uuid,
  at timestamp with time zone not null,
  constraint stock_movements_pkey PRIMARY KEY (id),
  constraint stock_movements_kind_check CHECK ((kind = ANY (ARRAY['receive'::text, 'adjust'::text, 'reserve'::text, 'release'::text, 'sell'::text, 'restock'::text]))),
  constraint stock_movements_variant_id_fkey FOREIGN KEY (variant_id) REFERENCES variants(id) ON DELETE CASCADE
);
CREATE INDEX stock_movements_by_variant ON public.stock_movements USING btree (variant_id, at);
CREATE TRIGGER apply_movement AFTER INSERT ON stock_movements FOR EACH ROW EXECUTE FUNCTION apply_stock_movement();
grant select, insert on stock_movements to cartwright_system;

CREATE OR REPLACE FUNCTION public.apply_stock_movement()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
AS $function$
declare
  available int;
begin
  loop
    update public.stock_levels
       set on_hand = on_hand + new.on_hand_change, reserved = reserved + new.reserved_change
     where variant_id = new.variant_id
    returning on_hand - reserved into available;
    exit when found;
    insert into public.stock_levels as level (variant_id, on_hand, reserved)
    values (new.variant_id, 0, 0) on conflict (variant_id) do nothing;
  end loop;
  if (available > 0) <> (available - new.on_hand_change + new.reserved_change > 0) then
    perform public.catalog_changed();
  end if;
  return null;
end $function$;
alter function apply_stock_movement() owner to cartwright_system;

-- ══ cart ══

create table carts (
  shopper_id uuid not null,
  id uuid default new_id() not null,
  market text not null,
  currency text not null,
  version bigint default 1 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint carts_pkey PRIMARY KEY (shopper_id),
  constraint carts_id_key UNIQUE (id),
  constraint carts_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES shoppers(id) ON DELETE CASCADE
);
CREATE TRIGGER reprice_lines AFTER UPDATE ON carts FOR EACH ROW WHEN (old.market IS DISTINCT FROM new.market) EXECUTE FUNCTION reprice_cart_lines();
alter table carts enable row level security;
alter table carts force row level security;
create policy all_rows on carts to cartwright_system using (true) with check (true);
create policy own_rows on carts to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select, insert, update, delete on carts to cartwright_shop;
grant select, insert, update, delete on carts to cartwright_system;

create table cart_lines (
  shopper_id uuid not null,
  id uuid default new_id() not null,
  product_id uuid not null,
  variant_id uuid not null,
  title text not null,
  purchase text default 'once'::text not null,
  quantity integer not null,
  price_minor bigint,
  seen_minor bigint,
  priced_at timestamp with time zone not null,
  added_at timestamp with time zone not null,
  constraint cart_lines_pkey PRIMARY KEY (shopper_id, id),
  constraint cart_lines_shopper_id_variant_id_purchase_key UNIQUE (shopper_id, variant_id, purchase),
  constraint cart_line_quantity CHECK (((quantity >= 1) AND (quantity <= 100))),
  constraint cart_lines_price_minor_check CHECK ((price_minor >= 0)),
  constraint cart_lines_purchase_check CHECK ((purchase = ANY (ARRAY['once'::text, 'week'::text, 'month'::text, 'quarter'::text]))),
  constraint cart_lines_seen_minor_check CHECK ((seen_minor >= 0)),
  constraint cart_lines_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES carts(shopper_id) ON DELETE CASCADE
);
CREATE INDEX cart_lines_by_id ON public.cart_lines USING btree (id);
alter table cart_lines enable row level security;
alter table cart_lines force row level security;
create policy all_rows on cart_lines to cartwright_system using (true) with check (true);
create policy own_rows on cart_lines to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select, insert, update, delete on cart_lines to cartwright_shop;
grant select, insert, update, delete on cart_lines to cartwright_system;

CREATE OR REPLACE FUNCTION public.asked_market(p_asked text, p_own text, p_default text, p_currencies jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select coalesce(p_asked, case when p_currencies ? p_own then p_own end, p_default)
$function$;
grant execute on function asked_market(text,text,text,jsonb) to cartwright_shop, cartwright_system;

CREATE OR REPLACE FUNCTION public.reprice_cart_lines()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update public.cart_lines line
     set price_minor = known.price_minor, seen_minor = known.price_minor, priced_at = new.updated_at
    from public.cart_lines own
    left join public.variant_prices known
      on known.variant_id = own.variant_id and known.market = new.market and known.currency = new.currency
   where own.shopper_id = new.shopper_id and line.shopper_id = own.shopper_id and line.id = own.id;
  return null;
end $function$;

create table wishlist_items (
  shopper_id uuid not null,
  id uuid default new_id() not null,
  product_id uuid not null,
  variant_id uuid,
  added_at timestamp with time zone not null,
  constraint wishlist_items_pkey PRIMARY KEY (shopper_id, id),
  constraint wishlist_items_shopper_id_product_id_variant_id_key UNIQUE NULLS NOT DISTINCT (shopper_id, product_id, variant_id),
  constraint wishlist_items_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id) ON DELETE CASCADE,
  constraint wishlist_items_product_id_variant_id_fkey FOREIGN KEY (product_id, variant_id) REFERENCES variants(product_id, id) ON DELETE CASCADE,
  constraint wishlist_items_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES shoppers(id) ON DELETE CASCADE
);
CREATE INDEX wishlist_items_by_id ON public.wishlist_items USING btree (id);
CREATE INDEX wishlist_items_by_product ON public.wishlist_items USING btree (product_id, variant_id);
alter table wishlist_items enable row level security;
alter table wishlist_items force row level security;
create policy all_rows on wishlist_items to cartwright_system using (true) with check (true);
create policy own_rows on wishlist_items to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select, insert, update, delete on wishlist_items to cartwright_shop;
grant select, insert, update, delete on wishlist_items to cartwright_system;

CREATE OR REPLACE FUNCTION public.cart_line_exists(p_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
AS $function$ select exists (select from public.cart_lines where id = p_id) $function$;
alter function cart_line_exists(uuid) owner to cartwright_system;
grant execute on function cart_line_exists(uuid) to cartwright_shop;

CREATE OR REPLACE FUNCTION public.wishlist_item_exists(p_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
AS $function$ select exists (select from public.wishlist_items where id = p_id) $function$;
alter function wishlist_item_exists(uuid) owner to cartwright_system;
grant execute on function wishlist_item_exists(uuid) to cartwright_shop;

-- ══ jobs ══

create table job_runners (
  id text not null,
  seen_at timestamp with time zone not null,
  constraint job_runners_pkey PRIMARY KEY (id)
);
grant select, insert, update, delete on job_runners to cartwright_system;

-- ══ refresh ══

CREATE OR REPLACE FUNCTION public.identify_refresh(p_token_hash bytea, p_now timestamp with time zone, OUT shopper_id uuid, OUT kind text, OUT role text, OUT market text, OUT locale text, OUT session_id uuid)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
AS $function$
declare
  token record;
begin
  select t.shopper_id as id, t.session_id, s.role, s.market, s.locale, e.revoked_at into token
    from public.refresh_tokens t
    join public.sessions e on e.shopper_id = t.shopper_id and e.id = t.session_id
    join public.shoppers s on s.id = t.shopper_id
   where t.hash = p_token_hash and t.expires_at > p_now;
  if not found then
    raise exception using errcode = 'CW001', message = 'UNAUTHENTICATED';
  elsif token.revoked_at is not null then
    raise exception using errcode = 'CW001', message = 'SESSION_REVOKED';
  end if;
  perform set_config('app.shopper_id', token.id::text, true);
  shopper_id := token.id; kind := 'user'; role := token.role; market := token.market; locale := token.locale;
  session_id := token.session_id;
end $function$;
alter function identify_refresh(bytea,timestamp with time zone) owner to cartwright_system;
grant execute on function identify_refresh(bytea,timestamp with time zone) to cartwright_shop;

-- ══ money ══

create table state_transitions (
  machine text not null,
  from_state text not null,
  to_state text not null,
  constraint state_transitions_pkey PRIMARY KEY (machine, from_state, to_state)
);
grant select on state_transitions to cartwright_shop;
grant select on state_transitions to cartwright_system;

CREATE OR REPLACE FUNCTION public.guard_states(personal regclass, machine text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  beginnings text[] := array(select t.to_state from public.state_transitions t
                              where t.machine = guard_states.machine and t.from_state = '' order by 1);
  moves text[] := array(select t.from_state || '>' || t.to_state from public.state_transitions t
                         where t.machine = guard_states.machine and t.from_state <> '' order by 1);
begin
  execute format('create or replace trigger begin_state before insert on %s for each row '
                 'when (new.status <> all (%L::text[])) execute function refuse_transition(%L)', personal, beginnings, machine);
  execute format('create or replace trigger move_state before update of status on %s for each row '
                 'when (old.status <> new.status and old.status || ''>'' || new.status <> all (%L::text[])) execute function refuse_transition(%L)',
                 personal, moves, machine);
end $function$;

create table checkouts (
  shopper_id uuid not null,
  id uuid default new_id() not null,
  status text default 'open'::text not null,
  cart_id uuid not null,
  cart_version bigint not null,
  fingerprint bytea not null,
  market text not null,
  currency text not null,
  locale text not null,
  email text not null,
  phone text,
  customer_type text not null,
  company text,
  vat_number text,
  shipping_address jsonb,
  billing_address jsonb,
  shipping_method text,
  shipping_label text,
  note text default ''::text not null,
  lines jsonb not null,
  subtotal_minor bigint not null,
  shipping_minor bigint not null,
  tax_minor bigint not null,
  tax_included boolean not null,
  total_minor bigint not null,
  problems jsonb default '[]'::jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint checkouts_pkey PRIMARY KEY (shopper_id, id),
  constraint checkouts_id UNIQUE (id),
  constraint checkouts_shopper_id_id_total_minor_currency_key UNIQUE (shopper_id, id, total_minor, currency),
  constraint checkout_total CHECK ((total_minor = ((subtotal_minor + shipping_minor) +
CASE
    WHEN tax_included THEN (0)::bigint
    ELSE tax_minor
END))),
  constraint checkouts_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES shoppers(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX checkouts_one_open ON public.checkouts USING btree (shopper_id) WHERE (status = 'open'::text);
CREATE INDEX checkouts_unplaced ON public.checkouts USING btree (updated_at) WHERE (status <> 'placed'::text);
CREATE TRIGGER begin_state BEFORE INSERT ON checkouts FOR EACH ROW WHEN (new.status <> ALL ('{open}'::text[])) EXECUTE FUNCTION refuse_transition('checkout');
CREATE TRIGGER keep_bounds BEFORE INSERT OR UPDATE OF email, phone, customer_type, company, vat_number, note, currency, subtotal_minor, shipping_minor, tax_minor, total_minor ON checkouts FOR EACH ROW EXECUTE FUNCTION keep_checkout_bounds();
CREATE TRIGGER keep_frozen BEFORE UPDATE OF id, cart_id, lines, fingerprint, market, currency, subtotal_minor, shipping_minor, tax_minor, tax_included, total_minor, customer_type, shipping_method, email, phone, company, vat_number, shipping_address, billing_address ON checkouts FOR EACH ROW WHEN (old.status <> 'open'::text AND (old.id IS DISTINCT FROM new.id OR old.cart_id IS DISTINCT FROM new.cart_id OR old.lines IS DISTINCT FROM new.lines OR old.fingerprint IS DISTINCT FROM new.fingerprint OR old.market IS DISTINCT FROM new.market OR old.currency IS DISTINCT FROM new.currency OR old.subtotal_minor IS DISTINCT FROM new.subtotal_minor OR old.shipping_minor IS DISTINCT FROM new.shipping_minor OR old.tax_minor IS DISTINCT FROM new.tax_minor OR old.tax_included IS DISTINCT FROM new.tax_included OR old.total_minor IS DISTINCT FROM new.total_minor OR old.customer_type IS DISTINCT FROM new.customer_type OR old.shipping_method IS DISTINCT FROM new.shipping_method OR (old.email IS DISTINCT FROM new.email OR old.phone IS DISTINCT FROM new.phone OR old.company IS DISTINCT FROM new.company OR old.vat_number IS DISTINCT FROM new.vat_number OR old.shipping_address IS DISTINCT FROM new.shipping_address OR old.billing_address IS DISTINCT FROM new.billing_address) AND NOT (new.email = ''::text AND CURRENT_USER = 'cartwright_system'::name))) EXECUTE FUNCTION keep_checkout_frozen();
CREATE TRIGGER keep_outcome BEFORE UPDATE OF status ON checkouts FOR EACH ROW WHEN (old.status <> 'open'::text AND old.status IS DISTINCT FROM new.status) EXECUTE FUNCTION keep_checkout_outcome();
CREATE TRIGGER move_state BEFORE UPDATE OF status ON checkouts FOR EACH ROW WHEN (old.status <> new.status AND (((old.status || '>'::text) || new.status) <> ALL ('{open>closed,open>paying,paying>closed,paying>placed}'::text[]))) EXECUTE FUNCTION refuse_transition('checkout');
alter table checkouts enable row level security;
alter table checkouts force row level security;
create policy all_rows on checkouts to cartwright_system using (true) with check (true);
create policy own_rows on checkouts to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select, insert, update on checkouts to cartwright_shop;
grant select, insert, update, delete on checkouts to cartwright_system;

CREATE OR REPLACE FUNCTION public.keep_checkout_frozen()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception using errcode = '23514', constraint = 'checkout_frozen', message = 'a checkout that is being paid does not change';
end $function$;

create table stock_holds (
  shopper_id uuid not null,
  id uuid default new_id() not null,
  checkout_id uuid not null,
  variant_id uuid not null,
  quantity integer not null,
  status text default 'live'::text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint stock_holds_pkey PRIMARY KEY (shopper_id, id),
  constraint stock_holds_check CHECK (((status = 'live'::text) = (ended_at IS NULL))),
  constraint stock_holds_quantity_check CHECK ((quantity > 0)),
  constraint stock_holds_shopper_id_checkout_id_fkey FOREIGN KEY (shopper_id, checkout_id) REFERENCES checkouts(shopper_id, id) ON UPDATE CASCADE ON DELETE CASCADE,
  constraint stock_holds_variant_id_fkey FOREIGN KEY (variant_id) REFERENCES variants(id) ON DELETE CASCADE
);
CREATE INDEX stock_holds_ended_at ON public.stock_holds USING btree (ended_at) WHERE (status <> 'live'::text);
CREATE INDEX stock_holds_expiry ON public.stock_holds USING btree (expires_at) WHERE (status = 'live'::text);
CREATE UNIQUE INDEX stock_holds_live ON public.stock_holds USING btree (checkout_id, variant_id) WHERE (status = 'live'::text);
CREATE TRIGGER begin_state BEFORE INSERT ON stock_holds FOR EACH ROW WHEN (new.status <> ALL ('{live}'::text[])) EXECUTE FUNCTION refuse_transition('hold');
CREATE TRIGGER move_state BEFORE UPDATE OF status ON stock_holds FOR EACH ROW WHEN (old.status <> new.status AND (((old.status || '>'::text) || new.status) <> ALL ('{live>released,live>sold}'::text[]))) EXECUTE FUNCTION refuse_transition('hold');
alter table stock_holds enable row level security;
alter table stock_holds force row level security;
create policy all_rows on stock_holds to cartwright_system using (true) with check (true);
create policy own_rows on stock_holds to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select on stock_holds to cartwright_shop;
grant select, insert, update, delete on stock_holds to cartwright_system;

create table payments (
  shopper_id uuid not null,
  id uuid default new_id() not null,
  checkout_id uuid not null,
  cart_id uuid not null,
  provider text not null,
  mode text not null,
  status text default 'creating'::text not null,
  amount_minor bigint not null,
  currency text not null,
  intent_id text,
  captured_minor bigint default 0 not null,
  refunded_minor bigint default 0 not null,
  failure text,
  flag text,
  check_at timestamp with time zone,
  tries integer default 0 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  begun_ip inet,
  customer_id uuid,
  asked_at timestamp with time zone,
  constraint payments_pkey PRIMARY KEY (shopper_id, id),
  constraint payments_id UNIQUE (id),
  constraint payment_refunds_within_capture CHECK (((refunded_minor >= 0) AND (refunded_minor <= captured_minor))),
  constraint payments_captured_minor_check CHECK ((captured_minor >= 0)),
  constraint payments_mode_check CHECK ((mode = ANY (ARRAY['test'::text, 'live'::text]))),
  constraint payments_provider_check CHECK ((provider = ANY (ARRAY['sandbox'::text, 'stripe'::text, 'razorpay'::text, 'cod'::text]))),
  constraint payments_shopper_id_checkout_id_amount_minor_currency_fkey FOREIGN KEY (shopper_id, checkout_id, amount_minor, currency) REFERENCES checkouts(shopper_id, id, total_minor, currency) ON UPDATE CASCADE
);
CREATE INDEX payments_by_checkout ON public.payments USING btree (shopper_id, checkout_id);
CREATE INDEX payments_check_at ON public.payments USING btree (check_at) WHERE (check_at IS NOT NULL);
CREATE INDEX payments_created_at ON public.payments USING btree (created_at DESC, id DESC);
CREATE UNIQUE INDEX payments_intent ON public.payments USING btree (provider, intent_id);
CREATE TRIGGER begin_state BEFORE INSERT ON payments FOR EACH ROW WHEN (new.status <> ALL ('{creating}'::text[])) EXECUTE FUNCTION refuse_transition('payment');
CREATE TRIGGER keep_money_known BEFORE DELETE ON payments FOR EACH ROW WHEN (old.captured_minor > 0) EXECUTE FUNCTION keep_money_known();
CREATE TRIGGER move_state BEFORE UPDATE OF status ON payments FOR EACH ROW WHEN (old.status <> new.status AND (((old.status || '>'::text) || new.status) <> ALL ('{canceled>paid,canceled>processing,creating>canceled,creating>failed,creating>paid,creating>pending,creating>processing,failed>canceled,failed>paid,failed>pending,failed>processing,orphaned>paid,orphaned>partly_refunded,orphaned>refunded,paid>orphaned,paid>partly_refunded,paid>refunded,partly_refunded>orphaned,partly_refunded>refunded,pending>canceled,pending>failed,pending>paid,pending>processing,processing>canceled,processing>failed,processing>paid,processing>pending,refunded>partly_refunded}'::text[]))) EXECUTE FUNCTION refuse_transition('payment');
alter table payments enable row level security;
alter table payments force row level security;
create policy all_rows on payments to cartwright_system using (true) with check (true);
create policy own_rows on payments to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select on payments to cartwright_shop;
grant select, insert, update, delete on payments to cartwright_system;
grant insert (shopper_id, id, checkout_id, cart_id, provider, mode, amount_minor, currency, check_at, created_at, updated_at, begun_ip) on payments to cartwright_shop;

create table orders (
  shopper_id uuid not null,
  id uuid default new_id() not null,
  number bigint generated always as identity,
  checkout_id uuid not null,
  payment_id uuid not null,
  status text default 'pending'::text not null,
  market text not null,
  currency text not null,
  locale text not null,
  email text not null,
  phone text,
  customer_type text not null,
  company text,
  vat_number text,
  shipping_address jsonb,
  billing_address jsonb,
  shipping_method text,
  shipping_label text,
  note text default ''::text not null,
  subtotal_minor bigint not null,
  shipping_minor bigint not null,
  tax_minor bigint not null,
  tax_included boolean not null,
  total_minor bigint not null,
  tracking_number text,
  placed_at timestamp with time zone not null,
  processing_at timestamp with time zone,
  shipped_at timestamp with time zone,
  delivered_at timestamp with time zone,
  canceled_at timestamp with time zone,
  refunded_at timestamp with time zone,
  updated_at timestamp with time zone not null,
  constraint orders_pkey PRIMARY KEY (shopper_id, id),
  constraint orders_id UNIQUE (id),
  constraint orders_number UNIQUE (number),
  constraint orders_one_per_checkout UNIQUE (checkout_id),
  constraint orders_one_per_payment UNIQUE (payment_id),
  constraint order_total CHECK ((total_minor = ((subtotal_minor + shipping_minor) +
CASE
    WHEN tax_included THEN (0)::bigint
    ELSE tax_minor
END))),
  constraint orders_tracking_number_check CHECK ((length(tracking_number) <= 100)),
  constraint orders_shopper_id_checkout_id_fkey FOREIGN KEY (shopper_id, checkout_id) REFERENCES checkouts(shopper_id, id) ON UPDATE CASCADE,
  constraint orders_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES shoppers(id) ON UPDATE CASCADE,
  constraint orders_shopper_id_payment_id_fkey FOREIGN KEY (shopper_id, payment_id) REFERENCES payments(shopper_id, id) ON UPDATE CASCADE
);
CREATE INDEX orders_by_email ON public.orders USING btree (email);
CREATE INDEX orders_by_shopper ON public.orders USING btree (shopper_id, placed_at DESC, id DESC);
CREATE INDEX orders_placed_at ON public.orders USING btree (placed_at DESC, id DESC);
CREATE TRIGGER begin_state BEFORE INSERT ON orders FOR EACH ROW WHEN (new.status <> ALL ('{pending}'::text[])) EXECUTE FUNCTION refuse_transition('order');
CREATE TRIGGER move_state BEFORE UPDATE OF status ON orders FOR EACH ROW WHEN (old.status <> new.status AND (((old.status || '>'::text) || new.status) <> ALL ('{delivered>refunded,pending>canceled,pending>processing,processing>canceled,processing>shipped,shipped>canceled,shipped>delivered}'::text[]))) EXECUTE FUNCTION refuse_transition('order');
alter table orders enable row level security;
alter table orders force row level security;
create policy all_rows on orders to cartwright_system using (true) with check (true);
create policy own_rows on orders to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select on orders to cartwright_shop;
grant select, insert, update on orders to cartwright_system;

create table order_lines (
  shopper_id uuid not null,
  order_id uuid not null,
  "position" integer not null,
  product_id uuid not null,
  variant_id uuid not null,
  designer_id uuid not null,
  slug text not null,
  sku text,
  title text not null,
  options jsonb not null,
  image_url text,
  purchase text not null,
  quantity integer not null,
  price_minor bigint not null,
  line_total_minor bigint not null,
  tax_percent numeric not null,
  tax_minor bigint not null,
  constraint order_lines_pkey PRIMARY KEY (shopper_id, order_id, "position"),
  constraint order_lines_price_minor_check CHECK ((price_minor >= 0)),
  constraint order_lines_quantity_check CHECK ((quantity > 0)),
  constraint order_lines_shopper_id_order_id_fkey FOREIGN KEY (shopper_id, order_id) REFERENCES orders(shopper_id, id) ON UPDATE CASCADE
);
alter table order_lines enable row level security;
alter table order_lines force row level security;
create policy all_rows on order_lines to cartwright_system using (true) with check (true);
create policy own_rows on order_lines to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select on order_lines to cartwright_shop;
grant select, insert on order_lines to cartwright_system;

create table order_history (
  shopper_id uuid not null,
  id uuid default new_id() not null,
  order_id uuid not null,
  from_status text,
  to_status text not null,
  at timestamp with time zone not null,
  actor_id uuid,
  actor_role text not null,
  reason text default ''::text not null,
  tracking_number text,
  constraint order_history_pkey PRIMARY KEY (shopper_id, id),
  constraint order_history_shopper_id_order_id_fkey FOREIGN KEY (shopper_id, order_id) REFERENCES orders(shopper_id, id) ON UPDATE CASCADE
);
CREATE INDEX order_history_by_order ON public.order_history USING btree (shopper_id, order_id, at);
CREATE TRIGGER keep_history BEFORE UPDATE OF reason ON order_history FOR EACH ROW EXECUTE FUNCTION keep_history();
alter table order_history enable row level security;
alter table order_history force row level security;
create policy all_rows on order_history to cartwright_system using (true) with check (true);
create policy own_rows on order_history to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select on order_history to cartwright_shop;
grant select, insert on order_history to cartwright_system;
grant update (reason) on order_history to cartwright_system;

create table refunds (
  shopper_id uuid not null,
  id uuid default new_id() not null,
  payment_id uuid not null,
  order_id uuid,
  status text default 'requested'::text not null,
  amount_minor bigint not null,
  currency text not null,
  reason text not null,
  gateway_refund_id text,
  failure text,
  tries integer default 0 not null,
  next_try_at timestamp with time zone,
  requested_by uuid,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  request_hash bytea,
  constraint refunds_pkey PRIMARY KEY (shopper_id, id),
  constraint refunds_id UNIQUE (id),
  constraint refunds_amount_minor_check CHECK ((amount_minor > 0)),
  constraint refunds_shopper_id_order_id_fkey FOREIGN KEY (shopper_id, order_id) REFERENCES orders(shopper_id, id) ON UPDATE CASCADE,
  constraint refunds_shopper_id_payment_id_fkey FOREIGN KEY (shopper_id, payment_id) REFERENCES payments(shopper_id, id) ON UPDATE CASCADE
);
CREATE INDEX refunds_by_payment ON public.refunds USING btree (shopper_id, payment_id);
CREATE INDEX refunds_due ON public.refunds USING btree (next_try_at) WHERE (next_try_at IS NOT NULL);
CREATE TRIGGER begin_state BEFORE INSERT ON refunds FOR EACH ROW WHEN (new.status <> ALL ('{requested}'::text[])) EXECUTE FUNCTION refuse_transition('refund');
CREATE TRIGGER keep_within_capture AFTER INSERT OR UPDATE OF amount_minor, status ON refunds FOR EACH ROW WHEN (new.status <> 'failed'::text) EXECUTE FUNCTION keep_refunds_within_capture();
CREATE TRIGGER move_state BEFORE UPDATE OF status ON refunds FOR EACH ROW WHEN (old.status <> new.status AND (((old.status || '>'::text) || new.status) <> ALL ('{failed>requested,requested>failed,requested>sent,requested>succeeded,sent>failed,sent>succeeded}'::text[]))) EXECUTE FUNCTION refuse_transition('refund');
alter table refunds enable row level security;
alter table refunds force row level security;
create policy all_rows on refunds to cartwright_system using (true) with check (true);
create policy own_rows on refunds to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select on refunds to cartwright_shop;
grant select, insert, update on refunds to cartwright_system;

CREATE OR REPLACE FUNCTION public.keep_refunds_within_capture()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  captured bigint;
  asked bigint;
begin
  select p.captured_minor into captured from public.payments p where p.shopper_id = new.shopper_id and p.id = new.payment_id for update;
  select coalesce(sum(r.amount_minor), 0) into asked from public.refunds r
   where r.shopper_id = new.shopper_id and r.payment_id = new.payment_id and r.status <> 'failed';
  if asked > captured then
    raise exception using errcode = '23514', constraint = 'refunds_within_capture',
      message = 'more is asked back than was captured';
  end if;
  return null;
end $function$;

create table commissions (
  order_id uuid not null,
  "position" integer not null,
  designer_id uuid not null,
  status text default 'pending'::text not null,
  percent numeric not null,
  base_minor bigint not null,
  amount_minor bigint not null,
  currency text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint commissions_pkey PRIMARY KEY (order_id, "position"),
  constraint commissions_amount_minor_check CHECK ((amount_minor >= 0)),
  constraint commissions_base_minor_check CHECK ((base_minor >= 0)),
  constraint commissions_percent_check CHECK (((percent >= (0)::numeric) AND (percent <= (100)::numeric))),
  constraint commissions_designer_id_fkey FOREIGN KEY (designer_id) REFERENCES designers(id),
  constraint commissions_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id)
);
CREATE INDEX commissions_by_designer ON public.commissions USING btree (designer_id, created_at);
CREATE TRIGGER begin_state BEFORE INSERT ON commissions FOR EACH ROW WHEN (new.status <> ALL ('{pending}'::text[])) EXECUTE FUNCTION refuse_transition('commission');
CREATE TRIGGER move_state BEFORE UPDATE OF status ON commissions FOR EACH ROW WHEN (old.status <> new.status AND (((old.status || '>'::text) || new.status) <> ALL ('{approved>paid,approved>voided,pending>approved,pending>voided}'::text[]))) EXECUTE FUNCTION refuse_transition('commission');
grant select, insert, update on commissions to cartwright_system;

create table gateway_events (
  provider text not null,
  event_id text not null,
  body_hash bytea not null,
  type text not null,
  intent_id text,
  body text not null,
  occurred_at timestamp with time zone,
  received_at timestamp with time zone not null,
  done_at timestamp with time zone,
  outcome text,
  tries integer default 0 not null,
  next_try_at timestamp with time zone,
  constraint gateway_events_pkey PRIMARY KEY (provider, event_id),
  constraint gateway_events_body UNIQUE (provider, body_hash)
);
CREATE INDEX gateway_events_due ON public.gateway_events USING btree (next_try_at) WHERE (next_try_at IS NOT NULL);
CREATE INDEX gateway_events_received_at ON public.gateway_events USING btree (received_at);
grant select, insert, update, delete on gateway_events to cartwright_system;

CREATE OR REPLACE FUNCTION public.hold_checkout_stock(p_checkout uuid, p_now timestamp with time zone, p_until timestamp with time zone, p_longest interval)
 RETURNS TABLE(variant_id uuid, wanted integer, available integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
AS $function$
#variable_conflict use_column
declare
  me uuid := public.current_shopper_id();
  variants uuid[];
  pieces int[];
  short boolean;
  held boolean;
begin
  -- Asked without a lock first: of many who come too late, few need to queue.
  select array_agg(need.id) filter (where need.lacking > 0), array_agg(need.lacking) filter (where need.lacking > 0),
         bool_or(need.lacking > 0 and need.free < need.lacking), bool_or(need.held > 0)
    into variants, pieces, short, held
    from (select line.id, line.pieces - coalesce(h.quantity, 0) as lacking, coalesce(h.quantity, 0) as held,
                 coalesce(level.on_hand - level.reserved, 0) as free
            from (select (line ->> 'variantId')::uuid as id, sum((line ->> 'quantity')::int)::int as pieces
                    from public.checkouts c cross join jsonb_array_elements(c.lines) as line
                   where c.shopper_id = me and c.id = p_checkout group by 1) as line
            left join public.stock_holds h
              on h.shopper_id = me and h.checkout_id = p_checkout and h.variant_id = line.id and h.status = 'live'
            left join public.stock_levels level on level.variant_id = line.id
           order by line.id) as need;
  if short then
    return query
      select need.id, need.pieces, greatest(coalesce(level.on_hand - level.reserved, 0), 0)
        from unnest(variants, pieces) as need (id, pieces)
        left join public.stock_levels level on level.variant_id = need.id
       where coalesce(level.on_hand - level.reserved, 0) < need.pieces;
    if found then return; end if;
  end if;
  if variants is not null then
    -- The lock's own rows are the newest: what others took meanwhile is taken off.
    return query
      with locked as materialized (
        select level.variant_id as id, level.on_hand - level.reserved as free
          from public.stock_levels level where level.variant_id = any (variants) order by level.variant_id for update
      )
      select need.id, need.pieces, greatest(coalesce(locked.free, 0), 0)
        from unnest(variants, pieces) as need (id, pieces) left join locked on locked.id = need.id
       where coalesce(locked.free, 0) < need.pieces;
    if found then return; end if;
    with promised as (
      insert into public.stock_holds (shopper_id, checkout_id, variant_id, quantity, expires_at, created_at)
      select me, p_checkout, need.id, need.pieces, p_until, p_now from unnest(variants, pieces) as need (id, pieces)
    )
    insert into public.stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, at)
    select need.id, 'reserve', 0, need.pieces, me::text, 'checkout ' || p_checkout, p_now from unnest(variants, pieces) as need (id, pieces);
  end if;
  -- Asking again and again keeps the goods no longer than a buyer may take who is in the middle of paying.
  if held then
    update public.stock_holds set expires_at = least(p_until, created_at + p_longest)
     where shopper_id = me and checkout_id = p_checkout and status = 'live' and expires_at < least(p_until, created_at + p_longest);
  end if;
end $function$;
alter function hold_checkout_stock(uuid,timestamp with time zone,timestamp with time zone,interval) owner to cartwright_system;
grant execute on function hold_checkout_stock(uuid,timestamp with time zone,timestamp with time zone,interval) to cartwright_shop;

CREATE OR REPLACE FUNCTION public.sell_checkout_stock(p_shopper uuid, p_checkout uuid, p_order uuid, p_now timestamp with time zone)
 RETURNS TABLE(variant_id uuid, wanted integer, available integer)
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  variants uuid[];
  pieces int[];
  held int[];
  all_held boolean;
begin
  select array_agg(need.id), array_agg(need.pieces), array_agg(need.held), bool_and(need.held >= need.pieces)
    into variants, pieces, held, all_held
    from (select line.id, line.pieces, coalesce(h.quantity, 0) as held
            from (select (line ->> 'variantId')::uuid as id, sum((line ->> 'quantity')::int)::int as pieces
                    from public.checkouts c cross join jsonb_array_elements(c.lines) as line
                   where c.shopper_id = p_shopper and c.id = p_checkout group by 1) as line
            left join public.stock_holds h
              on h.shopper_id = p_shopper and h.checkout_id = p_checkout and h.variant_id = line.id and h.status = 'live'
           order by line.id) as need;
  -- What is held is there (stock_reserved_within_on_hand), and its movements lock the balances in the same order.
  if not all_held then
    return query
      with locked as materialized (
        select level.variant_id as id, level.on_hand - level.reserved as free
          from public.stock_levels level where level.variant_id = any (variants) order by level.variant_id for update
      )
      select need.id, need.pieces, coalesce(locked.free, 0) + need.held
        from unnest(variants, pieces, held) as need (id, pieces, held) left join locked on locked.id = need.id
       where coalesce(locked.free, 0) + need.held < need.pieces;
    if found then return; end if;
  end if;
  with ended as (
    update public.stock_holds h set status = 'sold', ended_at = p_now
     where h.shopper_id = p_shopper and h.checkout_id = p_checkout and h.status = 'live'
    returning h.variant_id, h.quantity
  )
  insert into public.stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, order_id, at)
  select need.id, 'sell', -need.pieces, -coalesce((select e.quantity from ended e where e.variant_id = need.id), 0),
         p_shopper::text, 'order', p_order, p_now
    from unnest(variants, pieces) as need (id, pieces);
end $function$;
grant execute on function sell_checkout_stock(uuid,uuid,uuid,timestamp with time zone) to cartwright_system;

CREATE OR REPLACE FUNCTION public.order_exists(p_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
AS $function$ select exists (select from public.orders where id = p_id) $function$;
alter function order_exists(uuid) owner to cartwright_system;
grant execute on function order_exists(uuid) to cartwright_shop;

CREATE OR REPLACE FUNCTION public.payment_exists(p_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
AS $function$ select exists (select from public.payments where id = p_id) $function$;
alter function payment_exists(uuid) owner to cartwright_system;
grant execute on function payment_exists(uuid) to cartwright_shop;

CREATE OR REPLACE FUNCTION public.order_json(o orders)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  unit numeric := public.minor_unit(o.currency);
begin
  return (select json_build_object(
    'id', o.id, 'number', '#' || o.number, 'status', o.status, 'market', o.market, 'currency', o.currency,
    -- Amounts of a payment and of its refunds are in the order's currency: its keys bind them to the checkout's total.
    'payment', (select json_build_object('id', p.id, 'provider', p.provider, 'status', p.status,
                                         'captured', p.captured_minor * unit, 'refunded', p.refunded_minor * unit)
                  from public.payments p where p.shopper_id = o.shopper_id and p.id = o.payment_id),
    'items', (select json_agg(json_build_object(
                'productId', l.product_id, 'variantId', l.variant_id, 'slug', l.slug, 'sku', l.sku, 'title', l.title, 'options', l.options,
                'imageUrl', l.image_url, 'purchase', l.purchase, 'quantity', l.quantity,
                'price', l.price_minor * unit, 'lineTotal', l.line_total_minor * unit,
                'taxPercent', l.tax_percent, 'tax', l.tax_minor * unit) order by l.position)
                from public.order_lines l where l.shopper_id = o.shopper_id and l.order_id = o.id),
    'subtotal', o.subtotal_minor * unit, 'shipping', o.shipping_minor * unit,
    'tax', o.tax_minor * unit, 'taxIncluded', o.tax_included, 'total', o.total_minor * unit,
    'email', o.email, 'phone', o.phone, 'customerType', o.customer_type, 'company', o.company, 'vatNumber', o.vat_number,
    'shippingAddress', o.shipping_address, 'billingAddress', o.billing_address, 'shippingMethod', o.shipping_method,
    'shippingLabel', o.shipping_label, 'note', o.note, 'trackingNumber', o.tracking_number,
    'history', (select json_agg(json_build_object('from', h.from_status, 'to', h.to_status, 'at', public.iso_time(h.at), 'by', h.actor_role,
                                                  'reason', h.reason, 'trackingNumber', h.tracking_number) order by h.at, h.id)
                  from public.order_history h where h.shopper_id = o.shopper_id and h.order_id = o.id),
    'refunds', coalesce((select json_agg(json_build_object('id', r.id, 'amount', r.amount_minor * unit, 'status', r.status,
                                                           'reason', r.reason, 'createdAt', public.iso_time(r.created_at)) order by r.created_at, r.id)
                  from public.refunds r where r.shopper_id = o.shopper_id and r.payment_id = o.payment_id), '[]'),
    'placedAt', public.iso_time(o.placed_at), 'processingAt', public.iso_time(o.processing_at), 'shippedAt', public.iso_time(o.shipped_at),
    'deliveredAt', public.iso_time(o.delivered_at), 'canceledAt', public.iso_time(o.canceled_at), 'refundedAt', public.iso_time(o.refunded_at),
    'updatedAt', public.iso_time(o.updated_at)));
end $function$;
grant execute on function order_json(orders) to cartwright_shop, cartwright_system;

-- ══ rounding ══

CREATE OR REPLACE FUNCTION public.round_half_even(numerator numeric, denominator numeric)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select (div(numerator, denominator) + case
            when abs(mod(numerator, denominator)) * 2 > denominator then sign(numerator)
            when abs(mod(numerator, denominator)) * 2 = denominator and mod(div(numerator, denominator), 2) <> 0 then sign(numerator)
            else 0 end)::bigint
$function$;
grant execute on function round_half_even(numeric,numeric) to cartwright_shop, cartwright_system;

-- ══ audit ══

create table audit_seals (
  number bigint not null,
  entry_at timestamp with time zone not null,
  entry_id uuid not null,
  row_hash bytea not null,
  sealed_at timestamp with time zone not null,
  hash bytea not null,
  constraint audit_seals_pkey PRIMARY KEY (number, sealed_at)
) partition by RANGE (sealed_at);
CREATE INDEX audit_seals_entry ON ONLY public.audit_seals USING btree (entry_id);
grant select, insert on audit_seals to cartwright_system;

create table audit_chain (
  single boolean default true not null,
  anchor_number bigint default 0 not null,
  anchor_hash bytea default '\x'::bytea not null,
  dropped_before timestamp with time zone default '-infinity'::timestamp with time zone not null,
  head_number bigint default 0 not null,
  head_hash bytea default '\x'::bytea not null,
  sealed_before xid8 default '0'::xid8 not null,
  cluster bigint,
  constraint audit_chain_pkey PRIMARY KEY (single),
  constraint audit_chain_single_check CHECK (single)
);
grant select on audit_chain to cartwright_system;
grant update (head_number, head_hash, sealed_before, cluster) on audit_chain to cartwright_system;

CREATE OR REPLACE FUNCTION public.audit_row_hash(entry audit_log)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select sha256(convert_to(jsonb_build_array(
    entry.id, (extract(epoch from entry.at) * 1000000)::bigint, entry.actor_id, entry.actor_role, entry.action, entry.target_kind,
    entry.target_id, entry.before is null, entry.before, entry.after is null, entry.after, entry.request_id, host(entry.ip),
    masklen(entry.ip), entry.user_agent, entry.written_by::text)::text, 'UTF8'))
$function$;
grant execute on function audit_row_hash(audit_log) to cartwright_system;

CREATE OR REPLACE FUNCTION public.audit_link_hash(previous bytea, number bigint, row_hash bytea, sealed_at timestamp with time zone)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select sha256(previous || int8send(number) || row_hash || int8send((extract(epoch from sealed_at) * 1000000)::bigint))
$function$;
grant execute on function audit_link_hash(bytea,bigint,bytea,timestamp with time zone) to cartwright_system;

CREATE OR REPLACE FUNCTION public.seal_audit_log(p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare
  chain public.audit_chain;
  entry record;
  horizon xid8;
  reached xid8;
  here bigint := (select system_identifier from pg_control_system());
  sealed int := 0;
  stamp timestamptz;
begin
  if not pg_try_advisory_xact_lock(7264012) then return 0; end if;
  -- Whatever has a smaller number than the oldest transaction under way is finished, and nothing will follow it.
  horizon := pg_snapshot_xmin(pg_current_snapshot());
  select * into chain from public.audit_chain;
  -- Restored into another cluster, the numbers of before say nothing about those of today.
  if chain.cluster is distinct from here then chain.sealed_before := '0'; end if;
  -- Never earlier than the link before, so that months of links are stretches of the chain.
  select greatest(max(s.sealed_at), clock_timestamp()) into stamp from public.audit_seals s where s.number = chain.head_number;
  for entry in
    select l.at, l.id, l.written_by, public.audit_row_hash(l) as row_hash
      from public.audit_log l
     where l.written_by >= chain.sealed_before
       -- A number not given yet is of another cluster: no transaction of here can still be writing it.
       and (l.written_by < horizon or l.written_by >= pg_snapshot_xmax(pg_current_snapshot()))
       -- Looked up row by row: a plan that reads all links each time would be fast only while there are few.
       and (select s.number from public.audit_seals s where s.entry_id = l.id limit 1) is null
     order by l.written_by, l.at, l.id limit p_limit
  loop
    sealed := sealed + 1;
    reached := entry.written_by;
    chain.head_number := chain.head_number + 1;
    chain.head_hash := public.audit_link_hash(chain.head_hash, chain.head_number, entry.row_hash, stamp);
    insert into public.audit_seals (number, entry_at, entry_id, row_hash, sealed_at, hash)
    values (chain.head_number, entry.at, entry.id, entry.row_hash, stamp, chain.head_hash);
  end loop;
  if sealed > 0 or chain.cluster is distinct from here then
    update public.audit_chain
       set head_number = chain.head_number, head_hash = chain.head_hash, cluster = here,
           sealed_before = case when sealed < p_limit then horizon else least(reached, horizon) end;
  end if;
  return sealed;
end $function$;
grant execute on function seal_audit_log(integer) to cartwright_system;

CREATE OR REPLACE FUNCTION public.make_audit_months(p_parent text, p_stamp text, p_from timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET "TimeZone" TO 'UTC'
AS $function$
declare
  starts timestamptz;
  partition text;
begin
  execute format('select date_trunc(''month'', least(min(%I), now())) from public.%I where %I >= $1', p_stamp, p_parent || '_other', p_stamp)
    into starts using p_from;
  while starts < now() + interval '3 months' loop
    partition := p_parent || '_' || to_char(starts, 'YYYY_MM');
    if to_regclass('public.' || partition) is null then
      execute format('create table public.%I (like public.%I including defaults including constraints)', partition, p_parent);
      execute format('with moved as (delete from public.%I where %I >= $1 and %I < $2 returning *) insert into public.%I select * from moved',
                     p_parent || '_other', p_stamp, p_stamp, partition) using starts, starts + interval '1 month';
      execute format('alter table public.%I attach partition public.%I for values from (%L) to (%L)',
                     p_parent, partition, starts, starts + interval '1 month');
    end if;
    starts := starts + interval '1 month';
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION public.drop_audit_months(p_parent text, p_stamp text, p_before timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET "TimeZone" TO 'UTC'
AS $function$
declare
  gone text;
begin
  for gone in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = ('public.' || p_parent)::regclass and c.relname ~ '_\d{4}_\d{2}$'
       and right(c.relname, 7) < to_char(p_before, 'YYYY_MM') order by 1
  loop
    execute format('drop table public.%I', gone);
  end loop;
  execute format('delete from public.%I where %I < $1', p_parent || '_other', p_stamp) using p_before;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_audit_months()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET "TimeZone" TO 'UTC'
 SET lock_timeout TO '2s'
AS $function$
declare
  kept_from timestamptz := date_trunc('month', now() - interval '1 year');
  links_from timestamptz := kept_from - interval '1 month';
begin
  perform pg_advisory_xact_lock(7264012);
  perform public.make_audit_months('audit_log', 'at', kept_from), public.make_audit_months('audit_seals', 'sealed_at', links_from);
  update public.audit_chain c set anchor_number = last.number, anchor_hash = last.hash
    from (select s.number, s.hash from public.audit_seals s where s.sealed_at < links_from order by s.number desc limit 1) as last
   where last.number > c.anchor_number;
  perform public.drop_audit_months('audit_log', 'at', kept_from), public.drop_audit_months('audit_seals', 'sealed_at', links_from);
  update public.audit_chain set dropped_before = kept_from where dropped_before < kept_from;
end $function$;
grant execute on function keep_audit_months() to cartwright_system;

-- ══ sign ══

create table mail_tokens (
  shopper_id uuid not null,
  hash bytea not null,
  purpose text not null,
  email text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint mail_tokens_pkey PRIMARY KEY (shopper_id, hash),
  constraint mail_tokens_hash UNIQUE (hash),
  constraint mail_tokens_email_check CHECK ((length(email) <= 254)),
  constraint mail_tokens_purpose_check CHECK ((purpose = ANY (ARRAY['verify_email'::text, 'change_email'::text, 'reset_password'::text]))),
  constraint mail_tokens_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES users(shopper_id) ON DELETE CASCADE
);
CREATE INDEX mail_tokens_expires_at ON public.mail_tokens USING btree (expires_at);
alter table mail_tokens enable row level security;
alter table mail_tokens force row level security;
create policy all_rows on mail_tokens to cartwright_system using (true) with check (true);
create policy own_rows on mail_tokens to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select, insert, delete on mail_tokens to cartwright_system;

create table phone_codes (
  slot bytea not null,
  code_hash bytea not null,
  expires_at timestamp with time zone not null,
  constraint phone_codes_pkey PRIMARY KEY (slot)
);
CREATE INDEX phone_codes_expires_at ON public.phone_codes USING btree (expires_at);
grant select, insert, update, delete on phone_codes to cartwright_system;

create table budgets (
  scope text not null,
  key bytea not null,
  used integer not null,
  most integer not null,
  ends_at timestamp with time zone not null,
  constraint budgets_pkey PRIMARY KEY (scope, key)
);
CREATE INDEX budgets_ends_at ON public.budgets USING btree (ends_at);
grant select, insert, update, delete on budgets to cartwright_system;

-- ══ pending ══

create table pending_sign_ups (
  hash bytea not null,
  email text not null,
  name text not null,
  password_hash text not null,
  market text,
  locale text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint pending_sign_ups_pkey PRIMARY KEY (hash),
  constraint pending_sign_ups_email_check CHECK ((length(email) <= 254)),
  constraint pending_sign_ups_name_check CHECK ((length(name) <= 200))
);
CREATE INDEX pending_sign_ups_email ON public.pending_sign_ups USING btree (email);
CREATE INDEX pending_sign_ups_expires_at ON public.pending_sign_ups USING btree (expires_at);
grant select, insert, delete on pending_sign_ups to cartwright_system;

-- ══ sessions ══

CREATE OR REPLACE FUNCTION public.session_context_problem(session sessions, p_device bytea, p_client text, p_ip inet, p_ip_rule text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case
    when session.device_hash is not null and session.device_hash is distinct from p_device then 'device'
    when session.client is not null and session.client is distinct from p_client then 'client'
    when session.ip is null or p_ip_rule = 'off' then null
    when p_ip_rule = 'strict' and session.ip <> p_ip then 'address'
    -- A provider moves its customer about within such a network: /24 of IPv4, /48 of IPv6.
    when p_ip_rule = 'subnet' and (family(session.ip) <> family(p_ip)
      or network(set_masklen(session.ip, case family(session.ip) when 4 then 24 else 48 end))
         <> network(set_masklen(p_ip, case family(session.ip) when 4 then 24 else 48 end))) then 'address'
  end
$function$;
grant execute on function session_context_problem(sessions,bytea,text,inet,text) to cartwright_shop, cartwright_system;

CREATE OR REPLACE FUNCTION public.identify_sensitive(p_shopper uuid, p_session uuid, p_now timestamp with time zone, p_roles text[], p_device bytea, p_client text, p_ip inet, p_ip_rule text, OUT shopper_id uuid, OUT kind text, OUT role text, OUT market text, OUT locale text)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
AS $function$
declare
  who record;
  problem text;
begin
  select * into who from public.identify_user(p_shopper, p_session, p_now, p_roles);
  select public.session_context_problem(e, p_device, p_client, p_ip, p_ip_rule) into problem
    from public.sessions e where e.shopper_id = p_shopper and e.id = p_session;
  if problem is not null then
    raise exception using errcode = 'CW001', message = 'SESSION_CONTEXT_CHANGED', detail = problem;
  end if;
  shopper_id := who.shopper_id; kind := who.kind; role := who.role; market := who.market; locale := who.locale;
end $function$;
alter function identify_sensitive(uuid,uuid,timestamp with time zone,text[],bytea,text,inet,text) owner to cartwright_system;
grant execute on function identify_sensitive(uuid,uuid,timestamp with time zone,text[],bytea,text,inet,text) to cartwright_shop;

create table known_origins (
  shopper_id uuid not null,
  kind text not null,
  mark text not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  constraint known_origins_pkey PRIMARY KEY (shopper_id, kind, mark),
  constraint known_origins_kind_check CHECK ((kind = ANY (ARRAY['device'::text, 'network'::text]))),
  constraint known_origins_mark_check CHECK ((length(mark) <= 200)),
  constraint known_origins_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES users(shopper_id) ON DELETE CASCADE
);
CREATE INDEX known_origins_last_seen ON public.known_origins USING btree (last_seen_at);
alter table known_origins enable row level security;
alter table known_origins force row level security;
create policy all_rows on known_origins to cartwright_system using (true) with check (true);
create policy own_rows on known_origins to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select, insert, update, delete on known_origins to cartwright_system;

create table login_guards (
  mark bytea not null,
  kind text not null,
  failures integer not null,
  started_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  locked_until timestamp with time zone,
  told_at timestamp with time zone,
  constraint login_guards_pkey PRIMARY KEY (mark),
  constraint login_guards_kind_check CHECK ((kind = ANY (ARRAY['pair'::text, 'address'::text, 'account'::text])))
);
CREATE INDEX login_guards_last_at ON public.login_guards USING btree (last_at);
grant select, insert, update, delete on login_guards to cartwright_system;

CREATE OR REPLACE FUNCTION public.begin_login(p_pair bytea, p_address bytea, p_account bytea, p_known_device boolean, p_now timestamp with time zone, p_failures integer, p_first_wait integer, p_longest_wait integer, p_per_address integer, OUT locked_until timestamp with time zone, OUT failures integer, OUT address_failures integer, OUT account_failures integer)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
declare
  pair public.login_guards;
  address public.login_guards;
  day constant interval := interval '24 hours';
  hour constant interval := interval '1 hour';
begin
  -- A day without a failure forgets them all.
  insert into public.login_guards as g (mark, kind, failures, started_at, last_at) values (p_pair, 'pair', 1, p_now, p_now)
  on conflict (mark) do update
     set failures = case when g.locked_until > p_now then g.failures when g.last_at < p_now - day then 1 else g.failures + 1 end,
         last_at = case when g.locked_until > p_now then g.last_at else p_now end
  returning * into pair;
  insert into public.login_guards as g (mark, kind, failures, started_at, last_at) values (p_address, 'address', 1, p_now, p_now)
  on conflict (mark) do update
     set failures = case when g.started_at < p_now - hour then 1 else g.failures + 1 end,
         started_at = case when g.started_at < p_now - hour then p_now else g.started_at end, last_at = p_now
  returning * into address;
  insert into public.login_guards as g (mark, kind, failures, started_at, last_at) values (p_account, 'account', 1, p_now, p_now)
  on conflict (mark) do update
     set failures = case when g.started_at < p_now - hour then 1 else g.failures + 1 end,
         started_at = case when g.started_at < p_now - hour then p_now else g.started_at end, last_at = p_now
  returning g.failures into account_failures;
  address_failures := address.failures;
  failures := pair.failures;
  if pair.locked_until > p_now then
    locked_until := pair.locked_until;
  elsif address.failures > p_per_address and not p_known_device then
    locked_until := address.started_at + hour;
  elsif pair.failures >= p_failures then
    -- Counted, compared all the same, and the next one has to wait; the wait doubles with each.
    update public.login_guards g
       set locked_until = p_now + least(p_longest_wait, p_first_wait * power(2, least(pair.failures - p_failures, 20))) * interval '1 second'
     where g.mark = p_pair;
  end if;
end $function$;
grant execute on function begin_login(bytea,bytea,bytea,boolean,timestamp with time zone,integer,integer,integer,integer) to cartwright_system;

create table suspicion_counts (
  kind text not null,
  subject text not null,
  count integer not null,
  window_ends_at timestamp with time zone not null,
  constraint suspicion_counts_pkey PRIMARY KEY (kind, subject)
);
CREATE INDEX suspicion_counts_window ON public.suspicion_counts USING btree (window_ends_at);
grant select, insert, update, delete on suspicion_counts to cartwright_system;

CREATE OR REPLACE FUNCTION public.drop_old_security_events(p_days integer)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  delete from public.security_events where at < now() - make_interval(days => greatest(p_days, 30))
$function$;
grant execute on function drop_old_security_events(integer) to cartwright_system;

-- ══ alerts ══

create table alerts (
  id uuid default new_id() not null,
  rule text not null,
  raised_at timestamp with time zone not null,
  kinds text[] not null,
  since timestamp with time zone not null,
  events integer not null,
  addresses text[] not null,
  subjects uuid[] not null,
  webhook_next_at timestamp with time zone,
  webhook_tries integer default 0 not null,
  webhook_sent_at timestamp with time zone,
  webhook_error text,
  constraint alerts_pkey PRIMARY KEY (id)
);
CREATE INDEX alerts_of_rule ON public.alerts USING btree (rule, raised_at DESC);
CREATE INDEX alerts_raised ON public.alerts USING btree (raised_at DESC, id DESC);
CREATE INDEX alerts_to_send ON public.alerts USING btree (webhook_next_at) WHERE (webhook_next_at IS NOT NULL);
grant select, insert, update, delete on alerts to cartwright_system;

create table totp (
  shopper_id uuid not null,
  secret text not null,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  last_step bigint default 0 not null,
  failures integer default 0 not null,
  locked_until timestamp with time zone,
  constraint totp_pkey PRIMARY KEY (shopper_id),
  constraint totp_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES users(shopper_id) ON DELETE CASCADE
);
alter table totp enable row level security;
alter table totp force row level security;
create policy all_rows on totp to cartwright_system using (true) with check (true);
create policy own_rows on totp to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select, insert, update, delete on totp to cartwright_system;

create table totp_recovery_codes (
  shopper_id uuid not null,
  hash bytea not null,
  used_at timestamp with time zone,
  constraint totp_recovery_codes_pkey PRIMARY KEY (shopper_id, hash),
  constraint totp_recovery_codes_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES totp(shopper_id) ON DELETE CASCADE
);
alter table totp_recovery_codes enable row level security;
alter table totp_recovery_codes force row level security;
create policy all_rows on totp_recovery_codes to cartwright_system using (true) with check (true);
create policy own_rows on totp_recovery_codes to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select, insert, update, delete on totp_recovery_codes to cartwright_system;

-- ══ settling ══

CREATE OR REPLACE FUNCTION public.keep_money_known()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception using errcode = '23514', constraint = 'payment_kept', message = 'a payment that brought money is never removed';
end $function$;

CREATE OR REPLACE FUNCTION public.keep_checkout_outcome()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if current_user = 'cartwright_shop' then
    raise exception using errcode = '42501', message = 'what becomes of a checkout that is being paid is the system''s to say';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.payment_json(p_shopper uuid, p_id uuid)
 RETURNS json
 LANGUAGE sql
 STABLE
AS $function$
  select json_build_object(
    'id', p.id, 'checkoutId', p.checkout_id, 'provider', p.provider, 'mode', p.mode, 'status', p.status, 'flag', p.flag, 'failure', p.failure,
    'amount', public.money_major(p.amount_minor, p.currency), 'captured', public.money_major(p.captured_minor, p.currency),
    'refunded', public.money_major(p.refunded_minor, p.currency), 'currency', p.currency, 'intentId', p.intent_id,
    'shopperId', p.shopper_id, 'email', c.email,
    'order', (select json_build_object('id', o.id, 'number', '#' || o.number, 'status', o.status)
                from public.orders o where o.shopper_id = p.shopper_id and o.payment_id = p.id),
    'refunds', coalesce((select json_agg(json_build_object(
                           'id', r.id, 'amount', public.money_major(r.amount_minor, r.currency), 'status', r.status, 'reason', r.reason,
                           'failure', r.failure, 'createdAt', public.iso_time(r.created_at)) order by r.created_at, r.id)
                           from public.refunds r where r.shopper_id = p.shopper_id and r.payment_id = p.id), '[]'),
    'createdAt', public.iso_time(p.created_at), 'paidAt', public.iso_time(p.paid_at), 'updatedAt', public.iso_time(p.updated_at))
    from public.payments p join public.checkouts c on c.shopper_id = p.shopper_id and c.id = p.checkout_id
   where p.shopper_id = p_shopper and p.id = p_id
$function$;
grant execute on function payment_json(uuid,uuid) to cartwright_system;

-- ══ account ══

create table addresses (
  shopper_id uuid not null,
  id uuid default new_id() not null,
  label text default ''::text not null,
  name text,
  line1 text,
  line2 text,
  city text,
  region text,
  postal_code text,
  country text not null,
  phone text,
  default_shipping boolean default false not null,
  default_billing boolean default false not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint addresses_pkey PRIMARY KEY (shopper_id, id),
  constraint addresses_city_check CHECK ((length(city) <= 100)),
  constraint addresses_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint addresses_label_check CHECK ((length(label) <= 100)),
  constraint addresses_line1_check CHECK ((length(line1) <= 200)),
  constraint addresses_line2_check CHECK ((length(line2) <= 200)),
  constraint addresses_name_check CHECK ((length(name) <= 200)),
  constraint addresses_phone_check CHECK ((length(phone) <= 32)),
  constraint addresses_postal_code_check CHECK ((length(postal_code) <= 20)),
  constraint addresses_region_check CHECK ((length(region) <= 100)),
  constraint addresses_shopper_id_fkey FOREIGN KEY (shopper_id) REFERENCES users(shopper_id) ON DELETE CASCADE
);
CREATE INDEX addresses_by_id ON public.addresses USING btree (id);
CREATE UNIQUE INDEX addresses_default_billing ON public.addresses USING btree (shopper_id) WHERE default_billing;
CREATE UNIQUE INDEX addresses_default_shipping ON public.addresses USING btree (shopper_id) WHERE default_shipping;
alter table addresses enable row level security;
alter table addresses force row level security;
create policy all_rows on addresses to cartwright_system using (true) with check (true);
create policy own_rows on addresses to cartwright_shop using ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id))) with check ((shopper_id = ( SELECT current_shopper_id() AS current_shopper_id)));
grant select, insert, update, delete on addresses to cartwright_shop;
grant select on addresses to cartwright_system;

CREATE OR REPLACE FUNCTION public.address_exists(p_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
AS $function$ select exists (select from public.addresses where id = p_id) $function$;
alter function address_exists(uuid) owner to cartwright_system;
grant execute on function address_exists(uuid) to cartwright_shop;

CREATE OR REPLACE FUNCTION public.address_json(a addresses)
 RETURNS json
 LANGUAGE sql
 STABLE
AS $function$
  select json_build_object(
    'id', a.id, 'label', a.label, 'name', a.name, 'line1', a.line1, 'line2', a.line2, 'city', a.city, 'region', a.region,
    'postalCode', a.postal_code, 'country', a.country, 'phone', a.phone, 'defaultShipping', a.default_shipping,
    'defaultBilling', a.default_billing, 'createdAt', public.iso_time(a.created_at), 'updatedAt', public.iso_time(a.updated_at))
$function$;
grant execute on function address_json(addresses) to cartwright_shop;

CREATE OR REPLACE FUNCTION public.export_person()
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
AS $function$
declare
  me uuid := public.current_shopper_id();
  one record;
  own jsonb;
  found jsonb := '{}';
begin
  for one in
    select c.relname as name, min(a.attname::text) filter (where a.attname = 'shopper_id' or c.relname = 'shoppers' and a.attname = 'id') as key,
           coalesce(array_agg(a.attname::text) filter (where a.atttypid = 'bytea'::regtype or a.attname ~ 'hash|secret'
                                                         or c.relname = 'idempotency_keys' and a.attname = 'body'), '{}') as secret
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     group by c.relname order by c.relname
  loop
    if one.key is not null then
      execute format('select coalesce(jsonb_agg(to_jsonb(t) - $2), ''[]'') from public.%I t where t.%I = $1', one.name, one.key)
        into own using me, one.secret;
      found := found || jsonb_build_object(one.name, own);
    end if;
  end loop;
  return found || jsonb_build_object(
    'security_events', coalesce((select jsonb_agg(to_jsonb(e) order by e.at) from public.security_events e where e.subject_id = me), '[]'),
    -- What others did to what is his is told without telling of them; what other customers tried is theirs.
    'audit_log', coalesce((select jsonb_agg(to_jsonb(l) - 'written_by'
                                              - case when l.actor_id = me then '{}' else array['actor_id', 'ip', 'user_agent', 'request_id'] end
                                            order by l.at)
                             from public.audit_log l
                            where l.actor_id = me or l.actor_role not in ('customer', 'designer', 'guest', 'anonymous') and (
                                  (l.target_kind = 'user' and l.target_id = me::text)
                               or l.target_id in (select o.id::text from public.orders o where o.shopper_id = me
                                                  union all select p.id::text from public.payments p where p.shopper_id = me
                                                  union all select c.id::text from public.checkouts c where c.shopper_id = me))), '[]'),
    'messages', coalesce((select jsonb_agg(jsonb_build_object('channel', m.channel, 'recipient', m.recipient, 'kind', m.kind, 'subject', m.subject,
                                                              'created_at', m.created_at, 'sent_at', m.sent_at) order by m.created_at)
                            from public.outbox m where m.concerns = me or m.recipient in (select public.recipients_of(me))), '[]'));
end $function$;
alter function export_person() owner to cartwright_system;
grant execute on function export_person() to cartwright_shop;

CREATE OR REPLACE FUNCTION public.recipients_of(p_shopper uuid)
 RETURNS SETOF text
 LANGUAGE sql
 STABLE
AS $function$
  select u.email from public.users u
   where u.shopper_id = p_shopper and u.email_verified_at is not null and not u.email_verified_elsewhere
  union select u.phone from public.users u where u.shopper_id = p_shopper and u.phone is not null
$function$;
grant execute on function recipients_of(uuid) to cartwright_system;

CREATE OR REPLACE FUNCTION public.forgotten_address(address jsonb, business boolean)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case when address is null or address = 'null' then address
              when business then address || '{"name": null}'
              else jsonb_build_object('name', null, 'line1', null, 'line2', null, 'city', null, 'region', address -> 'region',
                                      'postalCode', null, 'country', address -> 'country') end
$function$;
grant execute on function forgotten_address(jsonb,boolean) to cartwright_system;

CREATE OR REPLACE FUNCTION public.keep_history()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.reason <> '' or (to_jsonb(old) - 'reason' - 'shopper_id') is distinct from (to_jsonb(new) - 'reason' - 'shopper_id') then
    raise exception using errcode = '23514', constraint = 'order_history_kept', message = 'a history only grows';
  end if;
  return new;
end $function$;

-- ══ refuse ══

CREATE OR REPLACE FUNCTION public.refuse(reason text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
begin
  raise exception using errcode = 'CW001', message = reason;
end $function$;
grant execute on function refuse(text) to cartwright_shop, cartwright_system;

-- ══ states ══

CREATE OR REPLACE FUNCTION public.keep_checkout_bounds()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  broken text := case
    when length(new.email) > 254 then 'email'
    when length(new.phone) > 32 then 'phone'
    when new.customer_type not in ('private', 'business') then 'customer_type'
    when length(new.company) > 200 then 'company'
    when length(new.vat_number) > 32 then 'vat_number'
    when length(new.note) > 1000 then 'note'
    when new.currency !~ '^[A-Z]{3}$' then 'currency'
    when new.subtotal_minor < 0 then 'subtotal_minor'
    when new.shipping_minor < 0 then 'shipping_minor'
    when new.tax_minor < 0 then 'tax_minor'
    when new.total_minor < 0 then 'total_minor'
  end;
begin
  if broken is not null then
    raise exception using errcode = '23514', table = 'checkouts', column = broken, constraint = 'checkouts_' || broken || '_check',
      message = format('the %s of a checkout is out of its bounds', broken);
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_transition()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  before text := case when tg_op = 'INSERT' then '' else old.status end;
begin
  raise exception using errcode = '23514', constraint = tg_argv[0] || '_transition',
    message = format('a %s does not go from %s to %s', tg_argv[0], coalesce(nullif(before, ''), 'nothing'), new.status);
end $function$;

-- ══ cheaper ══

CREATE OR REPLACE FUNCTION public.minor_unit(currency text)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case currency_digits(currency) when 2 then 0.01 when 0 then 1 when 3 then 0.001 else 0.0001 end
$function$;
grant execute on function minor_unit(text) to cartwright_shop, cartwright_system;

-- ══ other ══

create table migrations (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone default now() not null,
  constraint migrations_pkey PRIMARY KEY (name)
);
grant select on migrations to cartwright_system;
