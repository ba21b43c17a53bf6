-- Money that comes twice, buyers who sign in while they pay, and what may go once it is over.

-- Whom the intent names, where that is no longer whose payment it is: a guest who signed in while he paid.
alter table payments add column customer_id uuid;
-- When a page that waits last had the gateway asked.
alter table payments add column asked_at timestamptz;
-- The request that a refund came from: its key outlives the kept answer.
alter table refunds add column request_hash bytea;

-- More can come in after all has gone back.
insert into state_transitions values ('payment', 'refunded', 'partly_refunded');

create index payments_created_at on payments (created_at desc, id desc);

-- What was never bought goes after a time; what brought money never does.
drop index checkouts_updated_at;
create index checkouts_unplaced on checkouts (updated_at) where status <> 'placed';
create index stock_holds_ended_at on stock_holds (ended_at) where status <> 'live';
grant delete on payments, stock_holds to cartwright_system;

create function keep_money_known() returns trigger
language plpgsql as $$
begin
  raise exception using errcode = '23514', constraint = 'payment_kept', message = 'a payment that brought money is never removed';
end $$;
create trigger keep_money_known before delete on payments
  for each row when (old.captured_minor > 0) execute function keep_money_known();

-- Customers freeze their checkout by paying. Whether it was placed or given up is not theirs to say.
create function keep_checkout_outcome() returns trigger
language plpgsql as $$
begin
  if current_user = 'cartwright_shop' then
    raise exception using errcode = '42501', message = 'what becomes of a checkout that is being paid is the system''s to say';
  end if;
  return new;
end $$;
create trigger keep_outcome before update of status on checkouts
  for each row when (old.status <> 'open' and old.status is distinct from new.status) execute function keep_checkout_outcome();

-- A payment as staff read it, with the order it was taken for and what was given back.
create function payment_json(p_shopper uuid, p_id uuid) returns json
language sql stable as $$
  select json_build_object(
    'id', p.id, 'checkoutId', p.checkout_id, 'provider', p.provider, 'mode', p.mode, 'status', p.status, 'flag', p.flag, 'failure', p.failure,
    'amount', public.money_major(p.amount_minor, p.currency), 'captured', public.money_major(p.captured_minor, p.currency),
    'refunded', public.money_major(p.refunded_minor, p.currency), 'currency', p.currency, 'intentId', p.intent_id,
    'shopperId', p.shopper_id, 'email', c.email,
    'order', (select json_build_object('id', o.id, 'number', '#' || o.number, 'status', o.status)
                from public.orders o where o.shopper_id = p.shopper_id and o.payment_id = p.id),
    'refunds', coalesce((select json_agg(json_build_object(
                           'id', r.id, 'amount', public.money_major(r.amount_minor, r.currency), 'status', r.status, 'reason', r.reason,
                           'failure', r.failure, 'createdAt', public.iso_time(r.created_at)) order by r.created_at, r.id)
                           from public.refunds r where r.shopper_id = p.shopper_id and r.payment_id = p.id), '[]'),
    'createdAt', public.iso_time(p.created_at), 'paidAt', public.iso_time(p.paid_at), 'updatedAt', public.iso_time(p.updated_at))
    from public.payments p join public.checkouts c on c.shopper_id = p.shopper_id and c.id = p.checkout_id
   where p.shopper_id = p_shopper and p.id = p_id
$$;
grant execute on function payment_json(uuid, uuid) to cartwright_system;
