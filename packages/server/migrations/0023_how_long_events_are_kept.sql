-- How long security events are kept is the shop's choice, but never less than 30 days: whoever has the server cannot make it
-- forget what he did. It goes by the database's clock, for the same reason.
drop function drop_old_security_events();
create function drop_old_security_events(p_days int) returns void
language sql security definer
set search_path = pg_catalog, public, pg_temp as $$
  delete from public.security_events where at < now() - make_interval(days => greatest(p_days, 30))
$$;
grant execute on function drop_old_security_events(int) to cartwright_system;
