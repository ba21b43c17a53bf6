-- Whose account or order a message tells of. An address does not say: anybody may type another's into a checkout or a sign-up,
-- and would then find what was sent to it in the copy of his data, or remove it with his account.
alter table outbox add column concerns uuid;
create index outbox_concerns on outbox (concerns) where concerns is not null;
create index outbox_recipient on outbox (recipient);

-- Addresses that a person has proved to be his own.
create or replace function recipients_of(p_shopper uuid) returns setof text
language sql stable as $$
  select u.email from public.users u
   where u.shopper_id = p_shopper and u.email_verified_at is not null and not u.email_verified_elsewhere
  union select u.phone from public.users u where u.shopper_id = p_shopper and u.phone is not null
$$;

create or replace function export_person() returns jsonb
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
                            from public.outbox m where m.concerns = me or m.recipient in (select public.recipients_of(me))), '[]'));
end $$;
select runs_as_system('export_person()');
