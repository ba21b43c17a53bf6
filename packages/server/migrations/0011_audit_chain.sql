-- The audit log becomes a chain that shows what was done to it, kept by months (AUD-2). docs/decisions/0015.
-- Whoever writes a row waits for nobody: a job puts finished rows into the chain a moment later.

alter table audit_log no force row level security;
alter table audit_log rename to audit_log_before;
alter table audit_log_before rename constraint audit_log_pkey to audit_log_before_pkey;
alter index audit_log_at rename to audit_log_before_at;

create table audit_log (
  id uuid not null default new_id(),
  at timestamptz not null check (isfinite(at)),
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
  -- The transaction that wrote it: rows of finished transactions are sealed, so that none is passed over.
  written_by xid8 not null default pg_current_xact_id(),
  primary key (at, id)
) partition by range (at);
create index audit_log_written_by on audit_log (written_by);
-- Takes what no month was made for, such as a row of a clock that is wrong: no change fails for want of a partition.
create table audit_log_other partition of audit_log default;

-- One link for each row: its running number, the row's own hash, and a hash over that and the link before.
create table audit_seals (
  number bigint not null,
  entry_at timestamptz not null,
  entry_id uuid not null,
  row_hash bytea not null,
  sealed_at timestamptz not null,
  hash bytea not null,
  primary key (number, sealed_at)
) partition by range (sealed_at);
create index audit_seals_entry on audit_seals (entry_id);
create table audit_seals_other partition of audit_seals default;

-- Where the chain begins and ends. What was dropped for its age is remembered by its last link, the anchor.
create table audit_chain (
  single boolean primary key default true check (single),
  anchor_number bigint not null default 0,
  anchor_hash bytea not null default '\x',
  -- Rows of before this time may be gone.
  dropped_before timestamptz not null default '-infinity',
  head_number bigint not null default 0,
  head_hash bytea not null default '\x',
  -- Every row written by an earlier transaction of this cluster has its seal.
  sealed_before xid8 not null default '0',
  cluster bigint
);
insert into audit_chain default values;

-- Each column in a form that no setting of a session changes. In an array nothing can pass from one column into the next.
create function audit_row_hash(entry audit_log) returns bytea
language sql immutable parallel safe as $$
  select sha256(convert_to(jsonb_build_array(
    entry.id, (extract(epoch from entry.at) * 1000000)::bigint, entry.actor_id, entry.actor_role, entry.action, entry.target_kind,
    entry.target_id, entry.before is null, entry.before, entry.after is null, entry.after, entry.request_id, host(entry.ip),
    masklen(entry.ip), entry.user_agent, entry.written_by::text)::text, 'UTF8'))
$$;

create function audit_link_hash(previous bytea, number bigint, row_hash bytea, sealed_at timestamptz) returns bytea
language sql immutable parallel safe as $$
  select sha256(previous || int8send(number) || row_hash || int8send((extract(epoch from sealed_at) * 1000000)::bigint))
$$;

-- Puts at most so many finished rows at the end of the chain; says how many. One at a time: others find nothing to do.
create function seal_audit_log(p_limit int) returns int
language plpgsql as $$
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
end $$;

-- Makes the months to come of one of the two tables, and those of rows that came while none was made.
create function make_audit_months(p_parent text, p_stamp text, p_from timestamptz) returns void
language plpgsql set timezone = 'UTC' as $$
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
end $$;

create function drop_audit_months(p_parent text, p_stamp text, p_before timestamptz) returns void
language plpgsql set timezone = 'UTC' as $$
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
end $$;

-- Keeps the months of the log: those to come are made, those over for a year are dropped, their links a month later. Runs
-- as the owner of the tables, takes no orders and looks at the database's own clock: who calls it cannot drop more.
create function keep_audit_months() returns void
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set timezone = 'UTC'
set lock_timeout = '2s' as $$
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
end $$;

select keep_audit_months();

-- Who wrote the rows of before is not known; numbers in their order let them be sealed piece by piece.
insert into audit_log (id, at, actor_id, actor_role, action, target_kind, target_id, before, after, request_id, ip, user_agent, written_by)
select id, at, actor_id, actor_role, action, target_kind, target_id, before, after, request_id, ip, user_agent,
       (row_number() over (order by at, id))::text::xid8
  from audit_log_before;
drop table audit_log_before;

alter table audit_log enable row level security;
alter table audit_log force row level security;
create policy own_rows on audit_log for insert to cartwright_shop with check (actor_id = (select current_shopper_id()));
create policy read_all on audit_log for select to cartwright_system using (true);
create policy write_all on audit_log for insert to cartwright_system with check (true);
-- Who wrote a row and under which id is not for the writer to say.
grant insert (at, actor_id, actor_role, action, target_kind, target_id, before, after, request_id, ip, user_agent) on audit_log
  to cartwright_shop, cartwright_system;
grant select on audit_log to cartwright_system;
grant select, insert on audit_seals to cartwright_system;
grant select, update (head_number, head_hash, sealed_before, cluster) on audit_chain to cartwright_system;
grant execute on function audit_row_hash(audit_log), audit_link_hash(bytea, bigint, bytea, timestamptz), seal_audit_log(int), keep_audit_months()
  to cartwright_system;
