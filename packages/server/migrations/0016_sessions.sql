-- Sessions that know their browser, a count of failed sign-ins, and counts of what is suspicious only when it repeats.

-- Which kind of client began it, such as `Chrome on Windows`; null for sessions of before, which are not compared.
alter table sessions add column client text;
create index security_events_of_subject on security_events (subject_id, at) where subject_id is not null;
create index security_events_of_kind on security_events (kind, at);

-- What of a request is not as it was when its session began; null where all is (AUTH-9). Whatever is null in the session is not compared.
create function session_context_problem(session sessions, p_device bytea, p_client text, p_ip inet, p_ip_rule text) returns text
language sql immutable parallel safe as $$
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
$$;

-- As identify_user, and besides the request must come from where the session began.
create function identify_sensitive(
  p_shopper uuid, p_session uuid, p_now timestamptz, p_roles text[],
  p_device bytea, p_client text, p_ip inet, p_ip_rule text,
  out shopper_id uuid, out kind text, out role text, out market text, out locale text)
language plpgsql as $$
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
end $$;
select runs_as_system('identify_sensitive(uuid, uuid, timestamptz, text[], bytea, text, inet, text)');
grant execute on function identify_sensitive(uuid, uuid, timestamptz, text[], bytea, text, inet, text),
  session_context_problem(sessions, bytea, text, inet, text) to cartwright_shop, cartwright_system;

-- The devices and networks a person has signed in from: what is not among them is new (AUTH-12), what is stays open when
-- somebody else guesses (AUTH-10).
create table known_origins (
  shopper_id uuid not null references users on delete cascade,
  kind text not null check (kind in ('device', 'network')),
  mark text not null check (length(mark) <= 200),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (shopper_id, kind, mark)
);
select protect_personal_table('known_origins');
create index known_origins_last_seen on known_origins (last_seen_at);
grant select, insert, update, delete on known_origins to cartwright_system;

-- Failed sign-ins by account and origin, by address, and by account. Accounts that do not exist count alike, and of none
-- is more kept than a keyed hash.
create table login_guards (
  mark bytea primary key,
  kind text not null check (kind in ('pair', 'address', 'account')),
  failures int not null,
  started_at timestamptz not null,
  last_at timestamptz not null,
  locked_until timestamptz,
  told_at timestamptz
);
create index login_guards_last_at on login_guards (last_at);
grant select, insert, update, delete on login_guards to cartwright_system;

-- Counts an attempt as a failure before anything is compared (AUTH-10): so many parallel guesses are no more than so many
-- guesses one after the other. Attempts while locked prolong nothing.
create function begin_login(
  p_pair bytea, p_address bytea, p_account bytea, p_known_device boolean, p_now timestamptz,
  p_failures int, p_first_wait int, p_longest_wait int, p_per_address int,
  out locked_until timestamptz, out failures int, out address_failures int, out account_failures int)
language plpgsql as $$
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
end $$;
grant execute on function begin_login(bytea, bytea, bytea, boolean, timestamptz, int, int, int, int) to cartwright_system;

-- What is suspicious only when it repeats: so many in a window make one event.
create table suspicion_counts (
  kind text not null,
  subject text not null,
  count int not null,
  window_ends_at timestamptz not null,
  primary key (kind, subject)
);
create index suspicion_counts_window on suspicion_counts (window_ends_at);
grant select, insert, update, delete on suspicion_counts to cartwright_system;

-- Events are kept a year. No role of the server may remove one; who calls this cannot make it remove more.
create function drop_old_security_events() returns void
language sql security definer
set search_path = pg_catalog, public, pg_temp as $$
  delete from public.security_events where at < now() - interval '1 year'
$$;
grant execute on function drop_old_security_events() to cartwright_system;

-- Where a buyer was when he began to pay: declines are counted by it, too.
alter table payments add column begun_ip inet;
grant insert (begun_ip) on payments to cartwright_shop;
