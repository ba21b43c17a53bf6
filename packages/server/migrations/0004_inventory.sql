-- Stock: the balance, which can never go below zero or below what is promised, and the ledger it is the sum of.

create table stock_levels (
  variant_id uuid primary key references variants on delete cascade,
  on_hand int not null default 0 constraint stock_never_negative check (on_hand >= 0),
  reserved int not null default 0 constraint stock_reserved_within_on_hand check (reserved between 0 and on_hand)
);

create table stock_movements (
  id uuid primary key default new_id(),
  variant_id uuid not null references variants on delete cascade,
  kind text not null check (kind in ('receive', 'adjust', 'reserve', 'release', 'sell', 'restock')),
  on_hand_change int not null,
  reserved_change int not null default 0,
  actor text not null,
  reason text not null,
  order_id uuid,
  at timestamptz not null
);
create index stock_movements_by_variant on stock_movements (variant_id, at);

-- The balance moves only with its ledger row, in the same statement, so the two cannot part. Selling out and coming back
-- are changes of the catalogue; other changes of the number are not worth throwing kept answers away for.
create function apply_stock_movement() returns trigger
language plpgsql as $$
declare
  available int;
begin
  insert into public.stock_levels as level (variant_id, on_hand, reserved)
  values (new.variant_id, 0, 0) on conflict (variant_id) do nothing;
  update public.stock_levels
     set on_hand = on_hand + new.on_hand_change, reserved = reserved + new.reserved_change
   where variant_id = new.variant_id
  returning on_hand - reserved into available;
  if (available > 0) <> (available - new.on_hand_change + new.reserved_change > 0) then
    perform public.catalog_changed();
  end if;
  return null;
end $$;
select runs_as_system('apply_stock_movement()');
create trigger apply_movement after insert on stock_movements for each row execute function apply_stock_movement();

grant select on stock_levels to cartwright_shop;
grant select, insert, update, delete on stock_levels to cartwright_system;
grant select, insert on stock_movements to cartwright_system;
