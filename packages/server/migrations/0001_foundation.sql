-- Roles, ids, the identity of a statement, and what every domain stands on.

-- shop: customers' requests, subject to row-level security. system: jobs, webhooks, staff and sign-in, with its own policies.
-- Neither owns anything the server could alter. Roles belong to the whole cluster, hence the guards.
do $$
begin
  if not exists (select from pg_roles where rolname = 'cartwright_shop') then
    create role cartwright_shop login;
  end if;
  if not exists (select from pg_roles where rolname = 'cartwright_system') then
    create role cartwright_system login;
  end if;
  execute format('grant cartwright_shop, cartwright_system to %I', current_user);
  execute format('revoke temporary on database %I from public', current_database());
end $$;

revoke all on schema public from public;
grant usage on schema public to cartwright_shop, cartwright_system;
alter default privileges revoke execute on functions from public;

create extension if not exists pg_trgm;

-- UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then random. Time-ordered keys keep index pages warm.
create function new_id() returns uuid
language sql volatile parallel safe as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- Who this statement runs as; null is nobody. The setting is local to the transaction and reads '' after its first use.
create function current_shopper_id() returns uuid
language sql stable parallel safe as $$
  select nullif(current_setting('app.shopper_id', true), '')::uuid
$$;

-- Money on the wire: minor units to a decimal with exactly the currency's digits (ISO 4217). Twin of platform/money.ts.
create function currency_digits(currency text) returns int
language sql immutable parallel safe as $$
  select case
    when currency in ('BIF','CLP','DJF','GNF','ISK','JPY','KMF','KRW','PYG','RWF','UGX','UYI','VND','VUV','XAF','XOF','XPF') then 0
    when currency in ('BHD','IQD','JOD','KWD','LYD','OMR','TND') then 3
    when currency in ('CLF','UYW') then 4
    else 2
  end
$$;

create function money_major(minor bigint, currency text) returns numeric
language sql immutable parallel safe as $$
  select case currency_digits(currency)
    when 2 then round(minor * 0.01, 2)
    when 0 then minor::numeric
    when 3 then round(minor * 0.001, 3)
    else round(minor * 0.0001, 4)
  end
$$;

-- Times on the wire: ISO 8601, UTC, milliseconds.
create function iso_time(at timestamptz) returns text
language sql immutable parallel safe as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

grant execute on function new_id(), current_shopper_id(), currency_digits(text), money_major(bigint, text), iso_time(timestamptz)
  to cartwright_shop, cartwright_system;

-- The one way a table with personal rows is protected: own rows for shop, all for system, none without an identity.
create function protect_personal_table(personal regclass) returns void
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', personal);
  execute format('alter table %s force row level security', personal);
  execute format(
    'create policy own_rows on %s to cartwright_shop using (shopper_id = (select current_shopper_id())) with check (shopper_id = (select current_shopper_id()))',
    personal);
  execute format('create policy all_rows on %s to cartwright_system using (true) with check (true)', personal);
end $$;

-- A function that must see beyond the caller's rows runs as system, never as the owner.
create function runs_as_system(definer regprocedure) returns void
language plpgsql as $$
begin
  grant create on schema public to cartwright_system;
  execute format('alter function %s owner to cartwright_system', definer);
  execute format('alter function %s security definer', definer);
  revoke create on schema public from cartwright_system;
end $$;
