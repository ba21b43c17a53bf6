-- Who asks by a refresh token: only to end his sessions, when the access token has run out before he did (AUTH-7).
create function identify_refresh(
  p_token_hash bytea, p_now timestamptz,
  out shopper_id uuid, out kind text, out role text, out market text, out locale text, out session_id uuid)
language plpgsql as $$
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
end $$;
select runs_as_system('identify_refresh(bytea, timestamptz)');
grant execute on function identify_refresh(bytea, timestamptz) to cartwright_shop, cartwright_system;
