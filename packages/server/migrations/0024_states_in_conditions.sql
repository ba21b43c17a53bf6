-- The same rules for less: PostgreSQL reads a table's checks and its triggers' conditions from text in every statement that
-- writes it, and a trigger's function with a query of its own costs as much again.

-- ══ checkouts ══

-- The strongest lock first, and then in the order in which those who write take theirs.
alter table checkouts
  drop constraint checkouts_email_check, drop constraint checkouts_phone_check, drop constraint checkouts_customer_type_check,
  drop constraint checkouts_company_check, drop constraint checkouts_vat_number_check, drop constraint checkouts_note_check,
  drop constraint checkouts_currency_check, drop constraint checkouts_subtotal_minor_check, drop constraint checkouts_shipping_minor_check,
  drop constraint checkouts_tax_minor_check, drop constraint checkouts_total_minor_check;

-- As before, looked at only by statements that write one of these columns; most of them move the status.
create or replace trigger keep_frozen
  before update of id, cart_id, lines, fingerprint, market, currency, subtotal_minor, shipping_minor, tax_minor, tax_included, total_minor,
                   customer_type, shipping_method, email, phone, company, vat_number, shipping_address, billing_address
  on checkouts
  for each row when (old.status <> 'open' and (
       old.id is distinct from new.id or old.cart_id is distinct from new.cart_id or old.lines is distinct from new.lines
    or old.fingerprint is distinct from new.fingerprint or old.market is distinct from new.market or old.currency is distinct from new.currency
    or old.subtotal_minor is distinct from new.subtotal_minor or old.shipping_minor is distinct from new.shipping_minor
    or old.tax_minor is distinct from new.tax_minor or old.tax_included is distinct from new.tax_included
    or old.total_minor is distinct from new.total_minor or old.customer_type is distinct from new.customer_type
    or old.shipping_method is distinct from new.shipping_method
    or (old.email is distinct from new.email or old.phone is distinct from new.phone or old.company is distinct from new.company
        or old.vat_number is distinct from new.vat_number or old.shipping_address is distinct from new.shipping_address
        or old.billing_address is distinct from new.billing_address)
       and not (new.email = '' and current_user = 'cartwright_system')))
  execute function keep_checkout_frozen();

-- The bounds of what buyers type, asked of what a statement writes and not of every row whose status moves. Their names stay.
create function keep_checkout_bounds() returns trigger
language plpgsql as $$
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
end $$;
create trigger keep_bounds
  before insert or update of email, phone, customer_type, company, vat_number, note, currency, subtotal_minor, shipping_minor, tax_minor, total_minor
  on checkouts for each row execute function keep_checkout_bounds();

-- ══ states ══

create function refuse_transition() returns trigger
language plpgsql as $$
declare
  before text := case when tg_op = 'INSERT' then '' else old.status end;
begin
  raise exception using errcode = '23514', constraint = tg_argv[0] || '_transition',
    message = format('a %s does not go from %s to %s', tg_argv[0], coalesce(nullif(before, ''), 'nothing'), new.status);
end $$;

-- Writes a machine's table (state_transitions) into the conditions of its triggers: what is allowed calls no function. Whoever
-- changes the table calls this again.
create or replace function guard_states(personal regclass, machine text) returns void
language plpgsql as $$
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
end $$;

select guard_states('checkouts', 'checkout');
select guard_states('payments', 'payment');
select guard_states('stock_holds', 'hold');
select guard_states('orders', 'order');
select guard_states('refunds', 'refund');
select guard_states('commissions', 'commission');
drop function enforce_transition();
