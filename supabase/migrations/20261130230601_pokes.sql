-- The bot raises what a share of a vault counts for, as anybody may, once a day: a call of a purpose of its own.
alter table calls add column poked_vault evm_address;    -- whose mark it raises; null otherwise
alter table calls drop constraint calls_one_purpose;
alter table calls add constraint calls_one_purpose
  check (num_nonnulls(token, order_id, transfer_id, cash_move_id, poked_vault) <= 1) not valid;
create unique index calls_poke on calls (portfolio_id, poked_vault) where poked_vault is not null and status in ('wanted', 'pending');

-- What has no purpose of its own revokes.
create or replace function fillable_in_all(out orders integer, out unpriced integer, out revoking integer, out value_usd_e18 numeric,
    out until_seconds bigint)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select count(*)::int, (count(*) - count(f.value_usd_e18))::int,
      (count(*) filter (where exists (select from calls c join transactions t on t.call_id = c.id
        where c.portfolio_id = f.portfolio_id
          and num_nonnulls(c.token, c.order_id, c.transfer_id, c.cash_move_id, c.poked_vault) = 0
          and c.status = 'pending' and t.status in ('sent', 'included'))))::int,
      coalesce(sum(f.value_usd_e18), 0), max(f.expires_at_seconds)
    from fillable_orders() f
  $$;
