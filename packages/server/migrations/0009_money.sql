-- From a cart to money and goods: checkouts, holds, payments, refunds, orders, commissions.

-- Which states may follow which, the same tables as the code's (each domain's states.ts). '' is the beginning.
create table state_transitions (
  machine text not null,
  from_state text not null,
  to_state text not null,
  primary key (machine, from_state, to_state)
);
grant select on state_transitions to cartwright_shop, cartwright_system;
insert into state_transitions values
  ('checkout', '', 'open'), ('checkout', 'open', 'paying'), ('checkout', 'open', 'closed'), ('checkout', 'paying', 'placed'),
  ('checkout', 'paying', 'closed'),
  ('hold', '', 'live'), ('hold', 'live', 'sold'), ('hold', 'live', 'released'),
  ('payment', '', 'creating'), ('payment', 'creating', 'pending'), ('payment', 'creating', 'processing'), ('payment', 'creating', 'paid'),
  ('payment', 'creating', 'failed'), ('payment', 'creating', 'canceled'),
  ('payment', 'pending', 'processing'), ('payment', 'pending', 'paid'), ('payment', 'pending', 'failed'), ('payment', 'pending', 'canceled'),
  ('payment', 'processing', 'pending'), ('payment', 'processing', 'paid'), ('payment', 'processing', 'failed'),
  ('payment', 'processing', 'canceled'),
  ('payment', 'failed', 'pending'), ('payment', 'failed', 'processing'), ('payment', 'failed', 'paid'), ('payment', 'failed', 'canceled'),
  ('payment', 'canceled', 'processing'), ('payment', 'canceled', 'paid'),
  ('payment', 'paid', 'partly_refunded'), ('payment', 'paid', 'refunded'), ('payment', 'paid', 'orphaned'),
  ('payment', 'orphaned', 'paid'), ('payment', 'orphaned', 'partly_refunded'), ('payment', 'orphaned', 'refunded'),
  ('payment', 'partly_refunded', 'refunded'), ('payment', 'partly_refunded', 'orphaned'),
  ('refund', '', 'requested'), ('refund', 'requested', 'sent'), ('refund', 'requested', 'succeeded'), ('refund', 'requested', 'failed'),
  ('refund', 'sent', 'succeeded'), ('refund', 'sent', 'failed'), ('refund', 'failed', 'requested'),
  ('order', '', 'pending'), ('order', 'pending', 'processing'), ('order', 'pending', 'canceled'), ('order', 'processing', 'shipped'),
  ('order', 'processing', 'canceled'), ('order', 'shipped', 'delivered'), ('order', 'shipped', 'canceled'), ('order', 'delivered', 'refunded'),
  ('commission', '', 'pending'), ('commission', 'pending', 'approved'), ('commission', 'pending', 'voided'),
  ('commission', 'approved', 'paid'), ('commission', 'approved', 'voided');

-- A row moves only along its machine's table, whoever writes and however (ORD-3).
create function enforce_transition() returns trigger
language plpgsql as $$
declare
  before text := case when tg_op = 'INSERT' then '' else old.status end;
begin
  if not exists (select from public.state_transitions t
                  where t.machine = tg_argv[0] and t.from_state = before and t.to_state = new.status) then
    raise exception using errcode = '23514', constraint = tg_argv[0] || '_transition',
      message = format('a %s does not go from %s to %s', tg_argv[0], coalesce(nullif(before, ''), 'nothing'), new.status);
  end if;
  return new;
end $$;

create function guard_states(personal regclass, machine text) returns void
language plpgsql as $$
begin
  execute format('create trigger begin_state before insert on %s for each row execute function enforce_transition(%L)', personal, machine);
  execute format('create trigger move_state before update of status on %s for each row when (old.status is distinct from new.status) execute function enforce_transition(%L)', personal, machine);
end $$;

-- A cart as it is to be paid. Open, it is quoted anew as often as the buyer likes; from the first payment on it is frozen.
-- lines: [{variantId, productId, designerId, slug, sku, title, options, imageUrl, purchase, quantity, priceMinor, lineTotalMinor,
-- taxPercent, taxMinor, weightGrams, commissionPercent}], amounts as strings of minor units.
create table checkouts (
  shopper_id uuid not null references shoppers on delete cascade on update cascade,
  id uuid not null default new_id() constraint checkouts_id unique,
  status text not null default 'open',
  cart_id uuid not null,
  cart_version bigint not null,
  fingerprint bytea not null,
  market text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  locale text not null,
  email text not null check (length(email) <= 254),
  phone text check (length(phone) <= 32),
  customer_type text not null check (customer_type in ('private', 'business')),
  company text check (length(company) <= 200),
  vat_number text check (length(vat_number) <= 32),
  shipping_address jsonb,
  billing_address jsonb,
  shipping_method text,
  shipping_label text,
  note text not null default '' check (length(note) <= 1000),
  lines jsonb not null,
  subtotal_minor bigint not null check (subtotal_minor >= 0),
  shipping_minor bigint not null check (shipping_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  tax_included boolean not null,
  total_minor bigint not null check (total_minor >= 0),
  -- Rules that were broken when it was quoted; what has any cannot be paid.
  problems jsonb not null default '[]',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (shopper_id, id),
  unique (shopper_id, id, total_minor, currency),
  constraint checkout_total check (total_minor = subtotal_minor + shipping_minor + case when tax_included then 0 else tax_minor end)
);
select protect_personal_table('checkouts');
select guard_states('checkouts', 'checkout');
create unique index checkouts_one_open on checkouts (shopper_id) where status = 'open';
create index checkouts_updated_at on checkouts (updated_at) where status = 'open';

create function keep_checkout_frozen() returns trigger
language plpgsql as $$
begin
  raise exception using errcode = '23514', constraint = 'checkout_frozen', message = 'a checkout that is being paid does not change';
end $$;
create trigger keep_frozen before update on checkouts
  for each row when (old.status <> 'open' and (
    old.id, old.cart_id, old.lines, old.fingerprint, old.market, old.currency, old.subtotal_minor, old.shipping_minor, old.tax_minor,
    old.tax_included, old.total_minor, old.email, old.phone, old.customer_type, old.company, old.vat_number, old.shipping_address,
    old.billing_address, old.shipping_method)
    is distinct from
    (new.id, new.cart_id, new.lines, new.fingerprint, new.market, new.currency, new.subtotal_minor, new.shipping_minor, new.tax_minor,
    new.tax_included, new.total_minor, new.email, new.phone, new.customer_type, new.company, new.vat_number, new.shipping_address,
    new.billing_address, new.shipping_method))
  execute function keep_checkout_frozen();

-- Pieces promised to a checkout until a time. What a checkout still needs may be held anew after a release.
create table stock_holds (
  shopper_id uuid not null,
  id uuid not null default new_id(),
  checkout_id uuid not null,
  variant_id uuid not null references variants on delete cascade,
  quantity int not null check (quantity > 0),
  status text not null default 'live',
  expires_at timestamptz not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (shopper_id, id),
  foreign key (shopper_id, checkout_id) references checkouts (shopper_id, id) on delete cascade on update cascade,
  check ((status = 'live') = (ended_at is null))
);
select protect_personal_table('stock_holds');
select guard_states('stock_holds', 'hold');
create unique index stock_holds_live on stock_holds (checkout_id, variant_id) where status = 'live';
create index stock_holds_expiry on stock_holds (expires_at) where status = 'live';

-- One attempt to pay one checkout. The keys bind amount and currency to those of the checkout.
create table payments (
  shopper_id uuid not null,
  id uuid not null default new_id() constraint payments_id unique,
  checkout_id uuid not null,
  cart_id uuid not null,
  provider text not null check (provider in ('sandbox', 'stripe', 'razorpay', 'cod')),
  mode text not null check (mode in ('test', 'live')),
  status text not null default 'creating',
  amount_minor bigint not null,
  currency text not null,
  intent_id text,
  captured_minor bigint not null default 0 check (captured_minor >= 0),
  refunded_minor bigint not null default 0 constraint payment_refunds_within_capture check (refunded_minor between 0 and captured_minor),
  failure text,
  -- Why it waits for somebody, where it does.
  flag text,
  -- When a job should look at it again; null when nothing is to be done.
  check_at timestamptz,
  tries int not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  paid_at timestamptz,
  primary key (shopper_id, id),
  foreign key (shopper_id, checkout_id, amount_minor, currency) references checkouts (shopper_id, id, total_minor, currency) on update cascade
);
select protect_personal_table('payments');
select guard_states('payments', 'payment');
create unique index payments_intent on payments (provider, intent_id);
create index payments_by_checkout on payments (shopper_id, checkout_id);
create index payments_check_at on payments (check_at) where check_at is not null;

create table orders (
  shopper_id uuid not null references shoppers on update cascade,
  id uuid not null default new_id() constraint orders_id unique,
  number bigint generated always as identity (start with 1001) constraint orders_number unique,
  checkout_id uuid not null constraint orders_one_per_checkout unique,
  payment_id uuid not null constraint orders_one_per_payment unique,
  status text not null default 'pending',
  market text not null,
  currency text not null,
  locale text not null,
  email text not null,
  phone text,
  customer_type text not null,
  company text,
  vat_number text,
  shipping_address jsonb,
  billing_address jsonb,
  shipping_method text,
  shipping_label text,
  note text not null default '',
  subtotal_minor bigint not null,
  shipping_minor bigint not null,
  tax_minor bigint not null,
  tax_included boolean not null,
  total_minor bigint not null,
  tracking_number text check (length(tracking_number) <= 100),
  placed_at timestamptz not null,
  processing_at timestamptz,
  shipped_at timestamptz,
  delivered_at timestamptz,
  canceled_at timestamptz,
  refunded_at timestamptz,
  updated_at timestamptz not null,
  primary key (shopper_id, id),
  foreign key (shopper_id, checkout_id) references checkouts (shopper_id, id) on update cascade,
  foreign key (shopper_id, payment_id) references payments (shopper_id, id) on update cascade,
  constraint order_total check (total_minor = subtotal_minor + shipping_minor + case when tax_included then 0 else tax_minor end)
);
select protect_personal_table('orders');
select guard_states('orders', 'order');
create index orders_by_shopper on orders (shopper_id, placed_at desc, id desc);
create index orders_placed_at on orders (placed_at desc, id desc);

create table order_lines (
  shopper_id uuid not null,
  order_id uuid not null,
  position int not null,
  product_id uuid not null,
  variant_id uuid not null,
  designer_id uuid not null,
  slug text not null,
  sku text,
  title text not null,
  options jsonb not null,
  image_url text,
  purchase text not null,
  quantity int not null check (quantity > 0),
  price_minor bigint not null check (price_minor >= 0),
  line_total_minor bigint not null,
  tax_percent numeric not null,
  tax_minor bigint not null,
  primary key (shopper_id, order_id, position),
  foreign key (shopper_id, order_id) references orders (shopper_id, id) on update cascade
);
select protect_personal_table('order_lines');

-- How an order came where it is; it only grows.
create table order_history (
  shopper_id uuid not null,
  id uuid not null default new_id(),
  order_id uuid not null,
  from_status text,
  to_status text not null,
  at timestamptz not null,
  actor_id uuid,
  actor_role text not null,
  reason text not null default '',
  tracking_number text,
  primary key (shopper_id, id),
  foreign key (shopper_id, order_id) references orders (shopper_id, id) on update cascade
);
select protect_personal_table('order_history');
create index order_history_by_order on order_history (shopper_id, order_id, at);

-- Money on its way back. The row is the work to be done and the memory of what was done; its id is the gateway's key.
create table refunds (
  shopper_id uuid not null,
  id uuid not null default new_id() constraint refunds_id unique,
  payment_id uuid not null,
  order_id uuid,
  status text not null default 'requested',
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  reason text not null,
  gateway_refund_id text,
  failure text,
  tries int not null default 0,
  next_try_at timestamptz,
  requested_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (shopper_id, id),
  foreign key (shopper_id, payment_id) references payments (shopper_id, id) on update cascade,
  foreign key (shopper_id, order_id) references orders (shopper_id, id) on update cascade
);
select protect_personal_table('refunds');
select guard_states('refunds', 'refund');
create index refunds_by_payment on refunds (shopper_id, payment_id);
create index refunds_due on refunds (next_try_at) where next_try_at is not null;

-- All that is asked back of a payment, failed tries apart, never exceeds what was captured (invariant 7).
create function keep_refunds_within_capture() returns trigger
language plpgsql as $$
declare
  captured bigint;
  asked bigint;
begin
  select p.captured_minor into captured from public.payments p where p.shopper_id = new.shopper_id and p.id = new.payment_id for update;
  select coalesce(sum(r.amount_minor), 0) into asked from public.refunds r
   where r.shopper_id = new.shopper_id and r.payment_id = new.payment_id and r.status <> 'failed';
  if asked > captured then
    raise exception using errcode = '23514', constraint = 'refunds_within_capture',
      message = 'more is asked back than was captured';
  end if;
  return null;
end $$;
create trigger keep_within_capture after insert or update of amount_minor, status on refunds
  for each row when (new.status <> 'failed') execute function keep_refunds_within_capture();

-- A product's own share for its designer, where it has one.
alter table products add column commission_rate numeric(5, 4) check (commission_rate between 0 and 1);

-- What a designer earns of an order's line. Not the buyer's to see.
create table commissions (
  order_id uuid not null references orders (id),
  position int not null,
  designer_id uuid not null references designers,
  status text not null default 'pending',
  percent numeric not null check (percent between 0 and 100),
  base_minor bigint not null check (base_minor >= 0),
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (order_id, position)
);
select guard_states('commissions', 'commission');
create index commissions_by_designer on commissions (designer_id, created_at);

-- Genuine webhooks as they came, kept 30 days: the queue of what is to be looked at, and the memory of what was seen.
create table gateway_events (
  provider text not null,
  event_id text not null,
  body_hash bytea not null,
  type text not null,
  intent_id text,
  body text not null,
  occurred_at timestamptz,
  received_at timestamptz not null,
  done_at timestamptz,
  outcome text,
  tries int not null default 0,
  next_try_at timestamptz,
  primary key (provider, event_id),
  constraint gateway_events_body unique (provider, body_hash)
);
create index gateway_events_due on gateway_events (next_try_at) where next_try_at is not null;
create index gateway_events_received_at on gateway_events (received_at);

-- Promises what a frozen checkout of the caller still lacks, or nothing at all: then the rows say what is short.
create function hold_checkout_stock(p_checkout uuid, p_now timestamptz, p_until timestamptz, p_longest interval)
returns table (variant_id uuid, wanted int, available int)
language plpgsql as $$
#variable_conflict use_column
declare
  me uuid := public.current_shopper_id();
  lacking jsonb;
begin
  -- Asked without a lock first: of many who come too late, few need to queue.
  for attempt in 1 .. 2 loop
    select coalesce(jsonb_agg(jsonb_build_object('variant', wanted.id, 'pieces', wanted.pieces - coalesce(held.pieces, 0))), '[]') into lacking
      from (select (line ->> 'variantId')::uuid as id, sum((line ->> 'quantity')::int)::int as pieces
              from public.checkouts c cross join jsonb_array_elements(c.lines) as line
             where c.shopper_id = me and c.id = p_checkout group by 1) as wanted
      left join (select h.variant_id as id, sum(h.quantity)::int as pieces from public.stock_holds h
                  where h.shopper_id = me and h.checkout_id = p_checkout and h.status = 'live' group by 1) as held on held.id = wanted.id
     where wanted.pieces > coalesce(held.pieces, 0);
    return query
      select need.variant, need.pieces, greatest(coalesce(level.on_hand - level.reserved, 0), 0)
        from jsonb_to_recordset(lacking) as need (variant uuid, pieces int)
        left join public.stock_levels level on level.variant_id = need.variant
       where coalesce(level.on_hand - level.reserved, 0) < need.pieces;
    if found then return; end if;
    if attempt = 1 then
      perform 1 from public.stock_levels level
        where level.variant_id in (select (need ->> 'variant')::uuid from jsonb_array_elements(lacking) as need)
        order by level.variant_id for update;
    end if;
  end loop;
  insert into public.stock_holds (shopper_id, checkout_id, variant_id, quantity, expires_at, created_at)
  select me, p_checkout, need.variant, need.pieces, p_until, p_now from jsonb_to_recordset(lacking) as need (variant uuid, pieces int);
  insert into public.stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, at)
  select need.variant, 'reserve', 0, need.pieces, me::text, 'checkout ' || p_checkout, p_now
    from jsonb_to_recordset(lacking) as need (variant uuid, pieces int) order by need.variant;
  -- Asking again and again keeps the goods no longer than a buyer may take who is in the middle of paying.
  update public.stock_holds set expires_at = least(p_until, created_at + p_longest)
   where shopper_id = me and checkout_id = p_checkout and status = 'live' and expires_at < least(p_until, created_at + p_longest);
end $$;
select runs_as_system('hold_checkout_stock(uuid, timestamptz, timestamptz, interval)');

-- Takes the goods of a paid checkout: what is held, and what is not from what is free. All of it, or nothing: then the
-- rows say what is short.
create function sell_checkout_stock(p_shopper uuid, p_checkout uuid, p_order uuid, p_now timestamptz)
returns table (variant_id uuid, wanted int, available int)
language plpgsql as $$
#variable_conflict use_column
begin
  perform 1 from public.stock_levels level
    where level.variant_id in (select (line ->> 'variantId')::uuid from public.checkouts c cross join jsonb_array_elements(c.lines) as line
                                where c.shopper_id = p_shopper and c.id = p_checkout)
    order by level.variant_id for update;
  return query
    with need as (
      select (line ->> 'variantId')::uuid as id, sum((line ->> 'quantity')::int)::int as pieces
        from public.checkouts c cross join jsonb_array_elements(c.lines) as line
       where c.shopper_id = p_shopper and c.id = p_checkout group by 1
    ), held as (
      select h.variant_id as id, sum(h.quantity)::int as pieces from public.stock_holds h
       where h.shopper_id = p_shopper and h.checkout_id = p_checkout and h.status = 'live' group by 1
    )
    select need.id, need.pieces, coalesce(level.on_hand - level.reserved, 0) + coalesce(held.pieces, 0)
      from need left join held on held.id = need.id left join public.stock_levels level on level.variant_id = need.id
     where coalesce(level.on_hand - level.reserved, 0) + coalesce(held.pieces, 0) < need.pieces;
  if found then return; end if;
  with ended as (
    update public.stock_holds h set status = 'sold', ended_at = p_now
     where h.shopper_id = p_shopper and h.checkout_id = p_checkout and h.status = 'live'
    returning h.variant_id, h.quantity
  ), need as (
    select (line ->> 'variantId')::uuid as id, sum((line ->> 'quantity')::int)::int as pieces
      from public.checkouts c cross join jsonb_array_elements(c.lines) as line
     where c.shopper_id = p_shopper and c.id = p_checkout group by 1
  )
  insert into public.stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, order_id, at)
  select need.id, 'sell', -need.pieces, -coalesce((select sum(e.quantity) from ended e where e.variant_id = need.id), 0)::int,
         p_shopper::text, 'order', p_order, p_now
    from need order by need.id;
end $$;

grant execute on function hold_checkout_stock(uuid, timestamptz, timestamptz, interval) to cartwright_shop;
grant execute on function sell_checkout_stock(uuid, uuid, uuid, timestamptz) to cartwright_system;

create function order_exists(p_id uuid) returns boolean
language sql stable as $$ select exists (select from public.orders where id = p_id) $$;
select runs_as_system('order_exists(uuid)');
create function payment_exists(p_id uuid) returns boolean
language sql stable as $$ select exists (select from public.payments where id = p_id) $$;
select runs_as_system('payment_exists(uuid)');
grant execute on function order_exists(uuid), payment_exists(uuid) to cartwright_shop;

-- A customer writes his open checkout and begins a payment; all that follows from money is the system's.
grant select, insert, update on checkouts to cartwright_shop;
grant select, insert, update, delete on checkouts to cartwright_system;
grant select on stock_holds, payments, orders, order_lines, order_history, refunds to cartwright_shop;
grant insert (shopper_id, id, checkout_id, cart_id, provider, mode, amount_minor, currency, check_at, created_at, updated_at) on payments to cartwright_shop;
grant select, insert, update on stock_holds, payments, orders, refunds, commissions, gateway_events to cartwright_system;
grant select, insert on order_lines, order_history to cartwright_system;
grant delete on gateway_events to cartwright_system;

-- An order as its owner and staff read it.
create function order_json(o orders) returns json
language sql stable as $$
  select json_build_object(
    'id', o.id, 'number', '#' || o.number, 'status', o.status, 'market', o.market, 'currency', o.currency,
    'payment', (select json_build_object('id', p.id, 'provider', p.provider, 'status', p.status,
                                         'captured', public.money_major(p.captured_minor, p.currency),
                                         'refunded', public.money_major(p.refunded_minor, p.currency))
                  from public.payments p where p.shopper_id = o.shopper_id and p.id = o.payment_id),
    'items', (select json_agg(json_build_object(
                'productId', l.product_id, 'variantId', l.variant_id, 'slug', l.slug, 'sku', l.sku, 'title', l.title, 'options', l.options,
                'imageUrl', l.image_url, 'purchase', l.purchase, 'quantity', l.quantity,
                'price', public.money_major(l.price_minor, o.currency), 'lineTotal', public.money_major(l.line_total_minor, o.currency),
                'taxPercent', l.tax_percent, 'tax', public.money_major(l.tax_minor, o.currency)) order by l.position)
                from public.order_lines l where l.shopper_id = o.shopper_id and l.order_id = o.id),
    'subtotal', public.money_major(o.subtotal_minor, o.currency), 'shipping', public.money_major(o.shipping_minor, o.currency),
    'tax', public.money_major(o.tax_minor, o.currency), 'taxIncluded', o.tax_included, 'total', public.money_major(o.total_minor, o.currency),
    'email', o.email, 'phone', o.phone, 'customerType', o.customer_type, 'company', o.company, 'vatNumber', o.vat_number,
    'shippingAddress', o.shipping_address, 'billingAddress', o.billing_address, 'shippingMethod', o.shipping_method,
    'shippingLabel', o.shipping_label, 'note', o.note, 'trackingNumber', o.tracking_number,
    'history', (select json_agg(json_build_object('from', h.from_status, 'to', h.to_status, 'at', public.iso_time(h.at), 'by', h.actor_role,
                                                  'reason', h.reason, 'trackingNumber', h.tracking_number) order by h.at, h.id)
                  from public.order_history h where h.shopper_id = o.shopper_id and h.order_id = o.id),
    'refunds', coalesce((select json_agg(json_build_object('id', r.id, 'amount', public.money_major(r.amount_minor, r.currency), 'status', r.status,
                                                           'reason', r.reason, 'createdAt', public.iso_time(r.created_at)) order by r.created_at, r.id)
                  from public.refunds r where r.shopper_id = o.shopper_id and r.payment_id = o.payment_id), '[]'),
    'placedAt', public.iso_time(o.placed_at), 'processingAt', public.iso_time(o.processing_at), 'shippedAt', public.iso_time(o.shipped_at),
    'deliveredAt', public.iso_time(o.delivered_at), 'canceledAt', public.iso_time(o.canceled_at), 'refundedAt', public.iso_time(o.refunded_at),
    'updatedAt', public.iso_time(o.updated_at))
$$;
grant execute on function order_json(orders) to cartwright_shop, cartwright_system;
