-- A person's own: the address book, a copy of all that is known of him, and being forgotten.

create table addresses (
  shopper_id uuid not null references users on delete cascade,
  id uuid not null default new_id(),
  label text not null default '' check (length(label) <= 100),
  name text check (length(name) <= 200),
  line1 text check (length(line1) <= 200),
  line2 text check (length(line2) <= 200),
  city text check (length(city) <= 100),
  region text check (length(region) <= 100),
  postal_code text check (length(postal_code) <= 20),
  country text not null check (country ~ '^[A-Z]{2}$'),
  phone text check (length(phone) <= 32),
  default_shipping boolean not null default false,
  default_billing boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (shopper_id, id)
);
select protect_personal_table('addresses');
create unique index addresses_default_shipping on addresses (shopper_id) where default_shipping;
create unique index addresses_default_billing on addresses (shopper_id) where default_billing;
create index addresses_by_id on addresses (id);
grant select, insert, update, delete on addresses to cartwright_shop;
grant select on addresses to cartwright_system;

create function address_exists(p_id uuid) returns boolean
language sql stable as $$ select exists (select from public.addresses where id = p_id) $$;
select runs_as_system('address_exists(uuid)');
grant execute on function address_exists(uuid) to cartwright_shop;

create function address_json(a addresses) returns json
language sql stable as $$
  select json_build_object(
    'id', a.id, 'label', a.label, 'name', a.name, 'line1', a.line1, 'line2', a.line2, 'city', a.city, 'region', a.region,
    'postalCode', a.postal_code, 'country', a.country, 'phone', a.phone, 'defaultShipping', a.default_shipping,
    'defaultBilling', a.default_billing, 'createdAt', public.iso_time(a.created_at), 'updatedAt', public.iso_time(a.updated_at))
$$;
grant execute on function address_json(addresses) to cartwright_shop;

-- Every row of every personal table that is the caller's, by table: one that is made later is in it by itself. Left out are
-- what proves who he is (hashes and secrets) and kept answers, which repeat what stands elsewhere.
create function export_person() returns jsonb
language plpgsql stable as $$
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
                            from public.outbox m where m.recipient in (select public.recipients_of(me))), '[]'));
end $$;

-- Where mails and messages to a person went.
create function recipients_of(p_shopper uuid) returns setof text
language sql stable as $$
  select u.email from public.users u where u.shopper_id = p_shopper and u.email is not null
  -- Accounts without a phone have no such column yet; asked by name, it may come later.
  union select to_jsonb(u) ->> 'phone' from public.users u where u.shopper_id = p_shopper and to_jsonb(u) ->> 'phone' is not null
  union select c.email from public.checkouts c where c.shopper_id = p_shopper and c.email <> ''
  union select o.email from public.orders o where o.shopper_id = p_shopper and o.email <> ''
$$;
select runs_as_system('export_person()');
grant execute on function recipients_of(uuid) to cartwright_system;
grant execute on function export_person() to cartwright_shop;

-- What stays of an address: where the goods went, which the tax depends on; all but the person where it is a business's.
create function forgotten_address(address jsonb, business boolean) returns jsonb
language sql immutable parallel safe as $$
  select case when address is null or address = 'null' then address
              when business then address || '{"name": null}'
              else jsonb_build_object('name', null, 'line1', null, 'line2', null, 'city', null, 'region', address -> 'region',
                                      'postalCode', null, 'country', address -> 'country') end
$$;
grant execute on function forgotten_address(jsonb, boolean) to cartwright_system;

-- A frozen checkout changes in nothing, but that the system may forget whose it was.
drop trigger keep_frozen on checkouts;
create trigger keep_frozen before update on checkouts
  for each row when (old.status <> 'open' and (
    (old.id, old.cart_id, old.lines, old.fingerprint, old.market, old.currency, old.subtotal_minor, old.shipping_minor, old.tax_minor,
     old.tax_included, old.total_minor, old.customer_type, old.shipping_method)
    is distinct from
    (new.id, new.cart_id, new.lines, new.fingerprint, new.market, new.currency, new.subtotal_minor, new.shipping_minor, new.tax_minor,
     new.tax_included, new.total_minor, new.customer_type, new.shipping_method)
    or ((old.email, old.phone, old.company, old.vat_number, old.shipping_address, old.billing_address)
        is distinct from
        (new.email, new.phone, new.company, new.vat_number, new.shipping_address, new.billing_address)
        and not (new.email = '' and current_user = 'cartwright_system'))))
  execute function keep_checkout_frozen();

-- A history only grows; what a buyer wrote into it may be forgotten.
create function keep_history() returns trigger
language plpgsql as $$
begin
  if new.reason <> '' or (to_jsonb(old) - 'reason' - 'shopper_id') is distinct from (to_jsonb(new) - 'reason' - 'shopper_id') then
    raise exception using errcode = '23514', constraint = 'order_history_kept', message = 'a history only grows';
  end if;
  return new;
end $$;
create trigger keep_history before update of reason on order_history for each row execute function keep_history();
grant update (reason) on order_history to cartwright_system;
