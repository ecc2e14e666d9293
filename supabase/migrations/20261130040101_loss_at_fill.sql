-- What a feed had said of an asset by a time, as far as looks have seen it; the asset is one of a stored snapshot. Null where none has, or
-- where what was seen is older than any feed's answer may be.
create function price_known_at(bigint, jsonb, bigint) returns numeric
  language sql stable set search_path = public, pg_temp
as $$
  select price_usd_e18 from price_points
  where asset = $2 ->> 'symbol' and source = 'recorded ' || $1 || ' ' || ($2 -> 'price' ->> 'source')
    and time_seconds <= $3 and time_seconds > $3 - 172800
  order by time_seconds desc limit 1
$$;

-- What a fill gave away against the feeds' prices at its block, in basis points of what it sold, to a hundredth; below zero its taker paid
-- for it. Null where a price isn't known.
create function loss_at_fill_bps(fills) returns numeric
  language sql stable set search_path = public, pg_temp
as $$
  select round((sold.usd_e18 - bought.usd_e18) * 10000 / nullif(sold.usd_e18, 0), 2)
  from orders o
  join decisions d on d.id = o.decision_id
  join snapshots s on s.id = d.snapshot_id
  cross join lateral (
    select $1.sell_units * price_known_at(o.chain_id, one, $1.block_time_seconds) / 10::numeric ^ (one ->> 'decimals')::int as usd_e18
    from jsonb_array_elements(s.snapshot -> 'assets') one where one ->> 'token' = $1.sell_token limit 1
  ) sold
  cross join lateral (
    select $1.buy_units * price_known_at(o.chain_id, one, $1.block_time_seconds) / 10::numeric ^ (one ->> 'decimals')::int as usd_e18
    from jsonb_array_elements(s.snapshot -> 'assets') one where one ->> 'token' = $1.buy_token limit 1
  ) bought
  where o.order_hash = $1.order_hash and o.portfolio_id = $1.portfolio_id
  limit 1
$$;
revoke all on function price_known_at(bigint, jsonb, bigint), loss_at_fill_bps(fills) from public;
grant execute on function price_known_at(bigint, jsonb, bigint), loss_at_fill_bps(fills) to balancer_bot, balancer_app;
