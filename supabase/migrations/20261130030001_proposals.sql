-- A proposal is an action like an order, and lives where orders do: one live action a leg, one life, one log. What it has beside an order is
-- the router that its swap goes through and what the router is called with; its nonce stands in `salt`. The table that was meant for
-- proposals alone was never written to.
alter table transactions drop column proposal_id;
drop table proposals;

alter table orders
  add column router evm_address,
  add column swap_data hex_bytes,
  add constraint orders_swap_whole check ((router is null) = (swap_data is null)),
  add constraint orders_swap_is_a_proposals check (router is null or venue = 'proposal');

-- The bot sends a proposal itself, by a call; a call without an order revokes.
alter table calls add column order_id evm_hash unique references orders on delete cascade;
-- From the receipt of the one that is in the chain.
alter table transactions
  add column gas_used bigint check (gas_used > 0),
  add column gas_price_wei uint256;

create or replace function fillable_in_all(out orders integer, out unpriced integer, out revoking integer, out value_usd_e18 numeric,
    out until_seconds bigint)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select count(*)::int, (count(*) - count(f.value_usd_e18))::int,
      (count(*) filter (where exists (select from calls c join transactions t on t.call_id = c.id
        where c.portfolio_id = f.portfolio_id and c.order_id is null and c.status = 'pending' and t.status in ('sent', 'included'))))::int,
      coalesce(sum(f.value_usd_e18), 0), max(f.expires_at_seconds)
    from fillable_orders() f
  $$;
