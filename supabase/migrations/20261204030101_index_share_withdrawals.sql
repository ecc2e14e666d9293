-- Withdrawals of a share of a whole index: each asset's share is sold for one, all at once, and what has arrived then leaves by one swap, whose
-- id is the withdrawal's own: there can be no second one.

alter table index_withdrawals
  drop constraint index_withdrawals_leg_id_fkey,                     -- of a share, the swap by which it leaves is there once its sells are over
  add column share_bps     integer check (share_bps between 1 and 10000), -- null = of one asset, which leaves at once
  add column asset         text check (length(asset) between 8 and 200),  -- what leaves
  add column to_place      text check (length(to_place) between 1 and 200),
  add column own_units     uint256,                                  -- of the asset that leaves, what is given of it without a sell
  add column held_units    uint256,                                  -- and what the verifier said was held of it before
  add column sold          jsonb check (octet_length(sold::text) <= 32768), -- symbol and decimals of each asset that is sold, by its name
  add column unshown_since unix_seconds,                             -- the verifier doesn't show what the provider says has arrived
  add column asks_since    timestamptz,                              -- its owner has to say what becomes of it
  add column asks_why      text check (asks_why in ('not-all-sold', 'not-shown')),
  add column choice        text check (choice in ('leave', 'keep')),
  add column chosen_at     timestamptz,
  add column settled_at    timestamptz,                              -- its swap is written, or nothing leaves: the account is free of it
  add constraint index_withdrawals_share_whole check (num_nulls(share_bps, asset, to_place, own_units, held_units, sold) in (0, 6)),
  add constraint index_withdrawals_share_only
    check (share_bps is not null or num_nonnulls(unshown_since, asks_since, asks_why, choice, chosen_at, settled_at) = 0),
  add constraint index_withdrawals_asked check ((asks_since is null) = (asks_why is null)),
  add constraint index_withdrawals_chosen check ((choice is null) = (chosen_at is null) and (choice is null or asks_since is not null));
create unique index index_withdrawals_open on index_withdrawals (account_id) where share_bps is not null and settled_at is null;

alter table index_legs
  add column withdrawal_id evm_hash references index_withdrawals on delete cascade, -- which it sells for
  add column out_units     uint256,                                  -- what has come of it, by the provider's word
  add constraint index_legs_withdrawal check ((withdrawal_id is not null) = (purpose = 'sell-for-withdrawal')),
  add constraint index_legs_out check (out_units is null or leg_end in ('swapped', 'swapped-with-refund', 'swapped-short'));
create index index_legs_withdrawal on index_legs (withdrawal_id) where withdrawal_id is not null;

-- What was asked for stays what it is, what its owner has said too, and what is settled is settled, whoever writes.
create function index_withdrawal_is_final() returns trigger language plpgsql set search_path = public, pg_temp
  as $$
    begin
      if (old.leg_id, old.account_id, old.share_bps, old.asset, old.to_place, old.own_units, old.held_units)
        is distinct from (new.leg_id, new.account_id, new.share_bps, new.asset, new.to_place, new.own_units, new.held_units) then
        raise exception 'a withdrawal stays what was asked for' using errcode = '23514';
      end if;
      if old.choice is not null and old.choice is distinct from new.choice then
        raise exception 'a withdrawal is chosen for once' using errcode = '23514';
      end if;
      if old.settled_at is not null and old.settled_at is distinct from new.settled_at then
        raise exception 'a withdrawal is settled once' using errcode = '23514';
      end if;
      return new;
    end
  $$;
create trigger index_withdrawal_is_final before update on index_withdrawals for each row execute function index_withdrawal_is_final();

-- While a withdrawal of a share runs, no other swap of its account is written, whoever writes: its balances are spoken for.
create function index_leg_is_free() returns trigger language plpgsql set search_path = public, pg_temp
  as $$
    begin
      if exists (select from index_withdrawals w where w.account_id = new.account_id and w.share_bps is not null and w.settled_at is null
        and w.leg_id <> new.id and w.leg_id is distinct from new.withdrawal_id) then
        raise exception 'a withdrawal of the account is not over' using errcode = '23514';
      end if;
      return new;
    end
  $$;
create trigger index_leg_is_free before insert on index_legs for each row execute function index_leg_is_free();

grant update (unshown_since, asks_since, asks_why, settled_at) on index_withdrawals to balancer_bot;

-- As before, and not while a withdrawal of a share runs, between whose sells and exit no swap may be open.
create or replace function begin_index_withdrawal(of_account uuid, leg text, asset text, units numeric, slippage integer, least_units numeric,
    to_place text, value_e18 numeric, cents bigint, at_seconds bigint, on_chain text, called text, places integer, test boolean) returns text
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare account index_accounts;
    begin
      if not exists (select from sessions s join users u on u.id = s.user_id where u.address = viewer_address() and s.revoked_at is null
        and s.expires_at > now() and s.stepped_up_at > now() - interval '10 minutes') then return 'not-signed'; end if;
      select * into account from index_accounts i where i.id = of_account and i.owner = viewer_address() for update;
      if not found then return 'unknown'; end if;
      if account.state = 'held' then return 'held'; end if;
      if exists (select from index_legs l where l.account_id = of_account and l.leg_end is null)
        or exists (select from index_withdrawals w where w.account_id = of_account and w.share_bps is not null and w.settled_at is null)
        then return 'busy'; end if;
      insert into index_legs (id, account_id, purpose, origin_asset, destination_asset, amount_units, slippage_bps, least_out_units,
        recipient_type, recipient, value_usd_e18, planned_at_seconds)
      values (leg, of_account, 'exit', asset, asset, units, slippage, least_units, 'DESTINATION_CHAIN', to_place, value_e18, at_seconds);
      insert into index_withdrawals (leg_id, account_id, chain, symbol, decimals, usd_cents, is_test)
      values (leg, of_account, on_chain, called, places, cents, test);
      return 'begun';
    end
  $$;

-- Has a share of the viewer's own account sold for one asset that leaves then, by the same rules; sells come back to the account itself, whoever
-- asks. `sells`: id, origin, amount, least, value of each. Answers like begin_index_withdrawal.
create function begin_index_share_withdrawal(of_account uuid, withdrawal text, share integer, leaving text, place text, own numeric, held numeric,
    cents bigint, at_seconds bigint, on_chain text, called text, places integer, test boolean, slippage integer, sells jsonb, labels jsonb)
    returns text
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare account index_accounts;
    begin
      if not exists (select from sessions s join users u on u.id = s.user_id where u.address = viewer_address() and s.revoked_at is null
        and s.expires_at > now() and s.stepped_up_at > now() - interval '10 minutes') then return 'not-signed'; end if;
      select * into account from index_accounts i where i.id = of_account and i.owner = viewer_address() for update;
      if not found then return 'unknown'; end if;
      if account.state = 'held' then return 'held'; end if;
      if exists (select from index_legs l where l.account_id = of_account and l.leg_end is null)
        or exists (select from index_withdrawals w where w.account_id = of_account and w.share_bps is not null and w.settled_at is null)
        then return 'busy'; end if;
      insert into index_withdrawals (leg_id, account_id, chain, symbol, decimals, usd_cents, is_test, share_bps, asset, to_place, own_units,
        held_units, sold)
      values (withdrawal, of_account, on_chain, called, places, cents, test, share, leaving, place, own, held, labels);
      insert into index_legs (id, account_id, purpose, withdrawal_id, origin_asset, destination_asset, amount_units, slippage_bps,
        least_out_units, recipient_type, recipient, value_usd_e18, planned_at_seconds)
      select s.id, of_account, 'sell-for-withdrawal', withdrawal, s.origin, leaving, s.amount, slippage, s.least, 'INTENTS', account.account,
        s.value, at_seconds
      from jsonb_to_recordset(sells) as s(id text, origin text, amount numeric, least numeric, value numeric);
      return 'begun';
    end
  $$;

-- Says what becomes of a withdrawal of which not all was sold, for whoever signed within ten minutes; the same again changes nothing. Answers
-- 'chosen', 'unknown', 'not-signed', 'held' or 'not-asked'.
create function choose_index_withdrawal(of_account uuid, withdrawal text, wanted text) returns text
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare account index_accounts;
    declare one index_withdrawals;
    begin
      if not exists (select from sessions s join users u on u.id = s.user_id where u.address = viewer_address() and s.revoked_at is null
        and s.expires_at > now() and s.stepped_up_at > now() - interval '10 minutes') then return 'not-signed'; end if;
      select * into account from index_accounts i where i.id = of_account and i.owner = viewer_address() for update;
      if not found then return 'unknown'; end if;
      select * into one from index_withdrawals w where w.leg_id = withdrawal and w.account_id = of_account for update;
      if not found then return 'unknown'; end if;
      if one.choice = wanted then return 'chosen'; end if;
      if one.asks_since is null or one.choice is not null or one.settled_at is not null then return 'not-asked'; end if;
      if wanted = 'leave' and account.state = 'held' then return 'held'; end if;
      update index_withdrawals set choice = wanted, chosen_at = now(), settled_at = case when wanted = 'keep' then now() end
      where leg_id = withdrawal;
      return 'chosen';
    end
  $$;

select close_to_strangers();
revoke all on function begin_index_share_withdrawal(uuid, text, integer, text, text, numeric, numeric, bigint, bigint, text, text, integer, boolean,
  integer, jsonb, jsonb) from public;
revoke all on function choose_index_withdrawal(uuid, text, text) from public;
grant execute on function begin_index_share_withdrawal(uuid, text, integer, text, text, numeric, numeric, bigint, bigint, text, text, integer, boolean,
  integer, jsonb, jsonb) to balancer_app;
grant execute on function choose_index_withdrawal(uuid, text, text) to balancer_app;
