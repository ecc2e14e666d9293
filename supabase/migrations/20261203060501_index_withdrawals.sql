-- What leaves index accounts: each by one swap of purpose exit, which ticks sign and follow like every other.

create table index_withdrawals (
  leg_id     evm_hash primary key references index_legs on delete cascade,
  account_id uuid not null references index_accounts on delete cascade,
  chain      text not null check (length(chain) between 1 and 40),
  symbol     text not null check (length(symbol) between 1 and 40),
  decimals   smallint not null check (decimals between 0 and 36),
  usd_cents  bigint not null check (usd_cents > 0),      -- of the amount when it was asked for, rounded up
  is_test    boolean not null,
  created_at timestamptz not null default now()
);
create index index_withdrawals_account on index_withdrawals (account_id, created_at desc, leg_id);
alter table index_withdrawals enable row level security;
create policy "the bot works on every row" on index_withdrawals to balancer_bot using (true) with check (true);
create policy "an owner reads what leaves their own account" on index_withdrawals for select to balancer_app
  using (exists (select from index_accounts i where i.id = index_withdrawals.account_id and i.owner = (select viewer_address())));
grant select on index_withdrawals to balancer_app, balancer_bot;

-- Has money of the viewer's own account leave, for whoever signed within ten minutes, while nothing else of it is under way. The only door of
-- the web app to a swap. Answers what became of it: 'begun', 'unknown', 'not-signed', 'held' or 'busy'.
create function begin_index_withdrawal(of_account uuid, leg text, asset text, units numeric, slippage integer, least_units numeric, to_place text,
    value_e18 numeric, cents bigint, at_seconds bigint, on_chain text, called text, places integer, test boolean) returns text
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare account index_accounts;
    begin
      if not exists (select from sessions s join users u on u.id = s.user_id where u.address = viewer_address() and s.revoked_at is null
        and s.expires_at > now() and s.stepped_up_at > now() - interval '10 minutes') then return 'not-signed'; end if;
      select * into account from index_accounts i where i.id = of_account and i.owner = viewer_address() for update;
      if not found then return 'unknown'; end if;
      if account.state = 'held' then return 'held'; end if;
      if exists (select from index_legs l where l.account_id = of_account and l.leg_end is null) then return 'busy'; end if;
      insert into index_legs (id, account_id, purpose, origin_asset, destination_asset, amount_units, slippage_bps, least_out_units,
        recipient_type, recipient, value_usd_e18, planned_at_seconds)
      values (leg, of_account, 'exit', asset, asset, units, slippage, least_units, 'DESTINATION_CHAIN', to_place, value_e18, at_seconds);
      insert into index_withdrawals (leg_id, account_id, chain, symbol, decimals, usd_cents, is_test)
      values (leg, of_account, on_chain, called, places, cents, test);
      return 'begun';
    end
  $$;

select close_to_strangers();
revoke all on function begin_index_withdrawal(uuid, text, text, numeric, integer, numeric, text, numeric, bigint, bigint, text, text, integer, boolean) from public;
grant execute on function begin_index_withdrawal(uuid, text, text, numeric, integer, numeric, text, numeric, bigint, bigint, text, text, integer, boolean)
  to balancer_app;
