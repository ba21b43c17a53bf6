-- The one rounding rule for money: to the nearest whole number, an exact half to the even one. Twin of platform/money.ts.
create function round_half_even(numerator numeric, denominator numeric) returns bigint
language sql immutable parallel safe as $$
  select (div(numerator, denominator) + case
            when abs(mod(numerator, denominator)) * 2 > denominator then sign(numerator)
            when abs(mod(numerator, denominator)) * 2 = denominator and mod(div(numerator, denominator), 2) <> 0 then sign(numerator)
            else 0 end)::bigint
$$;
grant execute on function round_half_even(numeric, numeric) to cartwright_shop, cartwright_system;
