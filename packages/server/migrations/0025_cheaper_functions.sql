-- The functions of a checkout do the same with fewer and smaller statements: each nested one costs its start, not its rows.

-- ══ documents ══

-- Stable, as to_char is: one that claims more is called as a function of its own, for each time of a document.
create or replace function iso_time(at timestamptz) returns text
language sql stable parallel safe as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- What one minor unit is in major ones. Its decimals are the currency's, and so are those of what it is multiplied by.
create function minor_unit(currency text) returns numeric
language sql immutable parallel safe as $$
  select case currency_digits(currency) when 2 then 0.01 when 0 then 1 when 3 then 0.001 else 0.0001 end
$$;
grant execute on function minor_unit(text) to cartwright_shop, cartwright_system;

-- In plpgsql because its plan is kept: a function in SQL that cannot be inlined is prepared anew by every statement.
create or replace function order_json(o orders) returns json
language plpgsql stable as $$
declare
  unit numeric := public.minor_unit(o.currency);
begin
  return (select json_build_object(
    'id', o.id, 'number', '#' || o.number, 'status', o.status, 'market', o.market, 'currency', o.currency,
    -- Amounts of a payment and of its refunds are in the order's currency: its keys bind them to the checkout's total.
    'payment', (select json_build_object('id', p.id, 'provider', p.provider, 'status', p.status,
                                         'captured', p.captured_minor * unit, 'refunded', p.refunded_minor * unit)
                  from public.payments p where p.shopper_id = o.shopper_id and p.id = o.payment_id),
    'items', (select json_agg(json_build_object(
                'productId', l.product_id, 'variantId', l.variant_id, 'slug', l.slug, 'sku', l.sku, 'title', l.title, 'options', l.options,
                'imageUrl', l.image_url, 'purchase', l.purchase, 'quantity', l.quantity,
                'price', l.price_minor * unit, 'lineTotal', l.line_total_minor * unit,
                'taxPercent', l.tax_percent, 'tax', l.tax_minor * unit) order by l.position)
                from public.order_lines l where l.shopper_id = o.shopper_id and l.order_id = o.id),
    'subtotal', o.subtotal_minor * unit, 'shipping', o.shipping_minor * unit,
    'tax', o.tax_minor * unit, 'taxIncluded', o.tax_included, 'total', o.total_minor * unit,
    'email', o.email, 'phone', o.phone, 'customerType', o.customer_type, 'company', o.company, 'vatNumber', o.vat_number,
    'shippingAddress', o.shipping_address, 'billingAddress', o.billing_address, 'shippingMethod', o.shipping_method,
    'shippingLabel', o.shipping_label, 'note', o.note, 'trackingNumber', o.tracking_number,
    'history', (select json_agg(json_build_object('from', h.from_status, 'to', h.to_status, 'at', public.iso_time(h.at), 'by', h.actor_role,
                                                  'reason', h.reason, 'trackingNumber', h.tracking_number) order by h.at, h.id)
                  from public.order_history h where h.shopper_id = o.shopper_id and h.order_id = o.id),
    'refunds', coalesce((select json_agg(json_build_object('id', r.id, 'amount', r.amount_minor * unit, 'status', r.status,
                                                           'reason', r.reason, 'createdAt', public.iso_time(r.created_at)) order by r.created_at, r.id)
                  from public.refunds r where r.shopper_id = o.shopper_id and r.payment_id = o.payment_id), '[]'),
    'placedAt', public.iso_time(o.placed_at), 'processingAt', public.iso_time(o.processing_at), 'shippedAt', public.iso_time(o.shipped_at),
    'deliveredAt', public.iso_time(o.delivered_at), 'canceledAt', public.iso_time(o.canceled_at), 'refundedAt', public.iso_time(o.refunded_at),
    'updatedAt', public.iso_time(o.updated_at)));
end $$;

-- ══ stock ══

-- A balance is there from a variant's first movement on.
create or replace function apply_stock_movement() returns trigger
language plpgsql security definer as $$
declare
  available int;
begin
  loop
    update public.stock_levels
       set on_hand = on_hand + new.on_hand_change, reserved = reserved + new.reserved_change
     where variant_id = new.variant_id
    returning on_hand - reserved into available;
    exit when found;
    insert into public.stock_levels as level (variant_id, on_hand, reserved)
    values (new.variant_id, 0, 0) on conflict (variant_id) do nothing;
  end loop;
  if (available > 0) <> (available - new.on_hand_change + new.reserved_change > 0) then
    perform public.catalog_changed();
  end if;
  return null;
end $$;

-- Promises the caller's checkout its pieces; rows say what is short, and then nothing was promised. Whoever calls it has locked
-- the checkout, and with it what it holds: at most one live hold of a variant (stock_holds_live).
create or replace function hold_checkout_stock(p_checkout uuid, p_now timestamptz, p_until timestamptz, p_longest interval)
returns table (variant_id uuid, wanted int, available int)
language plpgsql security definer as $$
#variable_conflict use_column
declare
  me uuid := public.current_shopper_id();
  variants uuid[];
  pieces int[];
  short boolean;
  held boolean;
begin
  -- Asked without a lock first: of many who come too late, few need to queue.
  select array_agg(need.id) filter (where need.lacking > 0), array_agg(need.lacking) filter (where need.lacking > 0),
         bool_or(need.lacking > 0 and need.free < need.lacking), bool_or(need.held > 0)
    into variants, pieces, short, held
    from (select line.id, line.pieces - coalesce(h.quantity, 0) as lacking, coalesce(h.quantity, 0) as held,
                 coalesce(level.on_hand - level.reserved, 0) as free
            from (select (line ->> 'variantId')::uuid as id, sum((line ->> 'quantity')::int)::int as pieces
                    from public.checkouts c cross join jsonb_array_elements(c.lines) as line
                   where c.shopper_id = me and c.id = p_checkout group by 1) as line
            left join public.stock_holds h
              on h.shopper_id = me and h.checkout_id = p_checkout and h.variant_id = line.id and h.status = 'live'
            left join public.stock_levels level on level.variant_id = line.id
           order by line.id) as need;
  if short then
    return query
      select need.id, need.pieces, greatest(coalesce(level.on_hand - level.reserved, 0), 0)
        from unnest(variants, pieces) as need (id, pieces)
        left join public.stock_levels level on level.variant_id = need.id
       where coalesce(level.on_hand - level.reserved, 0) < need.pieces;
    if found then return; end if;
  end if;
  if variants is not null then
    -- The lock's own rows are the newest: what others took meanwhile is taken off.
    return query
      with locked as materialized (
        select level.variant_id as id, level.on_hand - level.reserved as free
          from public.stock_levels level where level.variant_id = any (variants) order by level.variant_id for update
      )
      select need.id, need.pieces, greatest(coalesce(locked.free, 0), 0)
        from unnest(variants, pieces) as need (id, pieces) left join locked on locked.id = need.id
       where coalesce(locked.free, 0) < need.pieces;
    if found then return; end if;
    with promised as (
      insert into public.stock_holds (shopper_id, checkout_id, variant_id, quantity, expires_at, created_at)
      select me, p_checkout, need.id, need.pieces, p_until, p_now from unnest(variants, pieces) as need (id, pieces)
    )
    insert into public.stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, at)
    select need.id, 'reserve', 0, need.pieces, me::text, 'checkout ' || p_checkout, p_now from unnest(variants, pieces) as need (id, pieces);
  end if;
  -- Asking again and again keeps the goods no longer than a buyer may take who is in the middle of paying.
  if held then
    update public.stock_holds set expires_at = least(p_until, created_at + p_longest)
     where shopper_id = me and checkout_id = p_checkout and status = 'live' and expires_at < least(p_until, created_at + p_longest);
  end if;
end $$;

-- Takes a paid checkout's goods, held or free, for an order; rows say what is short, and then nothing was taken. The checkout is
-- locked by whoever calls it.
create or replace function sell_checkout_stock(p_shopper uuid, p_checkout uuid, p_order uuid, p_now timestamptz)
returns table (variant_id uuid, wanted int, available int)
language plpgsql as $$
#variable_conflict use_column
declare
  variants uuid[];
  pieces int[];
  held int[];
  all_held boolean;
begin
  select array_agg(need.id), array_agg(need.pieces), array_agg(need.held), bool_and(need.held >= need.pieces)
    into variants, pieces, held, all_held
    from (select line.id, line.pieces, coalesce(h.quantity, 0) as held
            from (select (line ->> 'variantId')::uuid as id, sum((line ->> 'quantity')::int)::int as pieces
                    from public.checkouts c cross join jsonb_array_elements(c.lines) as line
                   where c.shopper_id = p_shopper and c.id = p_checkout group by 1) as line
            left join public.stock_holds h
              on h.shopper_id = p_shopper and h.checkout_id = p_checkout and h.variant_id = line.id and h.status = 'live'
           order by line.id) as need;
  -- What is held is there (stock_reserved_within_on_hand), and its movements lock the balances in the same order.
  if not all_held then
    return query
      with locked as materialized (
        select level.variant_id as id, level.on_hand - level.reserved as free
          from public.stock_levels level where level.variant_id = any (variants) order by level.variant_id for update
      )
      select need.id, need.pieces, coalesce(locked.free, 0) + need.held
        from unnest(variants, pieces, held) as need (id, pieces, held) left join locked on locked.id = need.id
       where coalesce(locked.free, 0) + need.held < need.pieces;
    if found then return; end if;
  end if;
  with ended as (
    update public.stock_holds h set status = 'sold', ended_at = p_now
     where h.shopper_id = p_shopper and h.checkout_id = p_checkout and h.status = 'live'
    returning h.variant_id, h.quantity
  )
  insert into public.stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, order_id, at)
  select need.id, 'sell', -need.pieces, -coalesce((select e.quantity from ended e where e.variant_id = need.id), 0),
         p_shopper::text, 'order', p_order, p_now
    from unnest(variants, pieces) as need (id, pieces);
end $$;
