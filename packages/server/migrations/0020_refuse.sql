-- Refuses a statement, and with it all that follows in the packet: SQL has no `raise` of its own.
create function refuse(reason text) returns boolean
language plpgsql as $$
begin
  raise exception using errcode = 'CW001', message = reason;
end $$;
grant execute on function refuse(text) to cartwright_shop, cartwright_system;
