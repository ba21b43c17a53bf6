-- People and their sessions. A shopper is a user or a guest; his id comes first in every personal key.

create table shoppers (
  id uuid primary key default new_id(),
  kind text not null check (kind in ('user', 'guest')),
  role text not null check (role in ('guest', 'customer', 'designer', 'support', 'admin')),
  active boolean not null default true,
  market text,
  locale text,
  created_at timestamptz not null,
  check ((kind = 'guest') = (role = 'guest'))
);
alter table shoppers enable row level security;
alter table shoppers force row level security;
create policy own_rows on shoppers to cartwright_shop using (id = (select current_shopper_id())) with check (id = (select current_shopper_id()));
create policy all_rows on shoppers to cartwright_system using (true) with check (true);

create table users (
  shopper_id uuid primary key references shoppers on delete cascade,
  email text not null constraint users_email_taken unique check (length(email) <= 254),
  email_verified_at timestamptz,
  name text not null default '' check (length(name) <= 200),
  customer_type text not null default 'private' check (customer_type in ('private', 'business')),
  company text check (length(company) <= 200),
  vat_number text check (length(vat_number) <= 32),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
select protect_personal_table('users');

-- Kept apart from users so that no query of the shop role can read a hash.
create table credentials (
  shopper_id uuid primary key references users on delete cascade,
  password_hash text not null,
  changed_at timestamptz not null
);
select protect_personal_table('credentials');

create table sessions (
  shopper_id uuid not null references users on delete cascade,
  id uuid not null default new_id(),
  transport text not null check (transport in ('cookie', 'bearer')),
  user_agent text not null default '',
  ip inet,
  device_hash bytea,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_because text,
  primary key (shopper_id, id)
);
select protect_personal_table('sessions');

-- Every refresh token of a session, as SHA-256. The current one has no successor yet.
create table refresh_tokens (
  shopper_id uuid not null,
  session_id uuid not null,
  hash bytea not null constraint refresh_tokens_hash unique,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  rotated_at timestamptz,
  successor_hash bytea,
  primary key (shopper_id, session_id, hash),
  foreign key (shopper_id, session_id) references sessions (shopper_id, id) on delete cascade
);
select protect_personal_table('refresh_tokens');

create table guests (
  shopper_id uuid primary key references shoppers on delete cascade,
  token_hash bytea not null constraint guests_token_hash unique,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
select protect_personal_table('guests');
create index guests_expires_at on guests (expires_at);

-- Deleting the user deletes the person: cart, wishlist and sessions hang on the shopper.
create function delete_shopper_of_user() returns trigger
language plpgsql as $$
begin
  delete from public.shoppers where id = old.shopper_id;
  return null;
end $$;
create trigger delete_shopper after delete on users for each row execute function delete_shopper_of_user();

-- Settles who asks, for the rest of this transaction, or refuses with the exact reason (AUTH-6). Sent in the same packet
-- as the statement it is for, so the check costs no round trip and no answer is ever given to a session that has ended.
create function identify_user(
  p_shopper uuid, p_session uuid, p_now timestamptz, p_roles text[],
  out shopper_id uuid, out kind text, out role text, out market text, out locale text)
language plpgsql as $$
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
end $$;
select runs_as_system('identify_user(uuid, uuid, timestamptz, text[])');

create function identify_guest(
  p_token_hash bytea, p_now timestamptz,
  out shopper_id uuid, out kind text, out role text, out market text, out locale text)
language plpgsql as $$
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
end $$;
select runs_as_system('identify_guest(bytea, timestamptz)');

-- SECURITY DEFINER is set after creation; who may call is set last.
grant execute on function identify_user(uuid, uuid, timestamptz, text[]), identify_guest(bytea, timestamptz)
  to cartwright_shop, cartwright_system;

grant select on shoppers, users, sessions, guests to cartwright_shop;
grant update (market, locale) on shoppers to cartwright_shop;
grant update (name, customer_type, company, vat_number, updated_at) on users to cartwright_shop;
grant update (revoked_at, revoked_because) on sessions to cartwright_shop;
grant select, insert, update, delete on shoppers, users, credentials, sessions, refresh_tokens, guests to cartwright_system;

-- Answers already given, so that a repeated request gets the same one (API-14).
create table idempotency_keys (
  shopper_id uuid not null references shoppers on delete cascade,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  status int,
  content_type text,
  body text,
  started_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (shopper_id, key)
);
select protect_personal_table('idempotency_keys');
create index idempotency_keys_expires_at on idempotency_keys (expires_at);
grant select, insert, update, delete on idempotency_keys to cartwright_shop, cartwright_system;

-- What happened, for ever: neither role may change or remove a row.
create table audit_log (
  id uuid primary key default new_id(),
  at timestamptz not null,
  actor_id uuid,
  actor_role text not null,
  action text not null,
  target_kind text not null,
  target_id text,
  before jsonb,
  after jsonb,
  request_id text,
  ip inet,
  user_agent text
);
create index audit_log_at on audit_log (at);
grant insert on audit_log to cartwright_shop;
grant insert, select on audit_log to cartwright_system;
alter table audit_log enable row level security;
alter table audit_log force row level security;
create policy own_rows on audit_log for insert to cartwright_shop with check (actor_id = (select current_shopper_id()));
create policy read_all on audit_log for select to cartwright_system using (true);
create policy write_all on audit_log for insert to cartwright_system with check (true);

create table security_events (
  id uuid primary key default new_id(),
  at timestamptz not null,
  kind text not null,
  subject_id uuid,
  evidence jsonb not null default '{}',
  request_id text,
  ip inet,
  user_agent text
);
create index security_events_at on security_events (at);
grant insert, select on security_events to cartwright_system;

-- Mail and SMS: written with the change that causes them, sent by a job, shown in the development outbox.
create table outbox (
  id uuid primary key default new_id(),
  channel text not null check (channel in ('mail', 'sms')),
  recipient text not null,
  kind text not null,
  locale text not null,
  subject text not null default '',
  body text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  next_try_at timestamptz,
  attempts int not null default 0,
  last_error text
);
create index outbox_unsent on outbox (created_at) where sent_at is null;
grant select, insert, update, delete on outbox to cartwright_system;
