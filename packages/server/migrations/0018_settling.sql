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
