-- Settings are changed by version, so that nobody overwrites what he hasn't seen; and the stop of all trading holds in the statement that
-- shows an order, not only in the tick that planned it.

alter table settings add column version integer not null default 1 check (version > 0);

-- A person at the command line, who has proven nothing but that he has the database's password.
alter table audit_log drop constraint audit_log_actor_kind_check;
alter table audit_log add constraint audit_log_actor_kind_check
  check (actor_kind in ('user', 'token', 'bot', 'delegate', 'operator', 'system', 'chain', 'person'));

-- A value that can't be read stops as well.
create function trading_is_halted() returns boolean language sql stable set search_path = public, pg_temp
  as $$ select exists (select from settings where key = 'halted' and value <> 'false'::jsonb) $$;
grant execute on function trading_is_halted() to balancer_app, balancer_bot;

-- Orders that were shown and that the contract would still fill, as the last settled block says it, each with what is left of it at the
-- price it was decided at. Hidden ones count: who has seen one can fill it.
create function fillable_orders() returns table (id evm_hash, chain_id bigint, portfolio_id bigint, value_usd_e18 numeric,
    expires_at_seconds bigint)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select o.id, o.chain_id, o.portfolio_id, floor((o.sell_units - o.filled_sell_units) * p.usd_e18 / power(10::numeric, p.decimals)),
      o.expires_at_seconds
    from orders o
    join portfolios f on f.id = o.portfolio_id
    join accounts a on a.id = f.account_id
    join decisions d on d.id = o.decision_id
    join snapshots s on s.id = d.snapshot_id
    left join lateral (
      select (x ->> 'decimals')::int as decimals, (x -> 'price' ->> 'usdE18')::numeric as usd_e18
      from jsonb_array_elements(s.snapshot -> 'assets') x where x ->> 'token' = o.sell_token limit 1
    ) p on true
    where o.status in ('open', 'partially-filled', 'unfillable') and o.placed_at is not null
      and o.filled_sell_units < o.sell_units and o.generation >= a.generation and not a.paused
  $$;
grant execute on function fillable_orders() to balancer_bot;

-- The same in three numbers, which say nothing of any one portfolio.
create function fillable_in_all(out orders integer, out unpriced integer, out value_usd_e18 numeric, out until_seconds bigint)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select count(*)::int, (count(*) - count(f.value_usd_e18))::int, coalesce(sum(f.value_usd_e18), 0), max(f.expires_at_seconds)
    from fillable_orders() f
  $$;
grant execute on function fillable_in_all() to balancer_app, balancer_bot;

select close_to_strangers();
