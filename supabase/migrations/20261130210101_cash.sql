-- USDC that an owner keeps in vaults of several chains: found by the factories' logs, looked at an owner over all chains, moved by signed moves.

-- A cash portfolio is an account and a portfolio like others, so that calls, transfers, the audit log and the rules of rows know it. It has
-- no lease: no tick of the Balancer claims it.
alter table accounts drop constraint accounts_kind_check;
alter table accounts add constraint accounts_kind_check check (kind in ('balancer', 'cash'));
create index accounts_cash on accounts (owner, chain_id, id) where kind = 'cash';

-- By which profile an owner's cash is moved, where it would stay if nobody moved it, and whose turn a look is. None: nothing is moved.
create table cash_owners (
  id             bigint generated always as identity primary key,
  owner          evm_address not null unique,
  profile        text not null check (profile in ('conservative', 'balanced', 'aggressive')),
  policy         jsonb not null check (octet_length(policy::text) <= 65536),
  policy_version integer not null default 1 check (policy_version > 0),
  anchor         jsonb check (octet_length(anchor::text) <= 65536),        -- null until it has been chosen
  lead_e18       numeric(78, 0) not null default 0,                        -- of all moves so far over staying, a share of the value
  visible_at     timestamptz not null default now(),
  lease_token    bigint not null default 0,
  lease_owner    text,
  looked_at      timestamptz,
  failure_code   text check (length(failure_code) <= 60),
  failures       integer not null default 0 check (failures >= 0),
  created_at     timestamptz not null default now(),
  archived_at    timestamptz
);
create index cash_owners_due on cash_owners (visible_at, id) where archived_at is null;

-- A look and what came of it; to be decided again from this row alone.
create table cash_decisions (
  id                 bigint generated always as identity primary key,
  owner_id           bigint not null references cash_owners on delete cascade,
  snapshot           jsonb not null,
  decision           jsonb not null,
  policy             jsonb not null,
  cash_version       text not null check (length(cash_version) between 1 and 80),
  kind               text not null check (kind in ('stay', 'move')),
  reason             text check (reason ~ '^[a-z]+(-[a-z]+)*$' and length(reason) <= 40),
  value_units        uint256 not null,
  decided_at_seconds unix_seconds not null,
  created_at         timestamptz not null default now(),
  check ((kind = 'stay') = (reason is not null))
);
create index cash_decisions_owner on cash_decisions (owner_id, id desc);
create index cash_decisions_moves on cash_decisions (owner_id, id desc) where kind = 'move';

-- One signed move of one portfolio: written before it is sent, judged a week after it was done.
create table cash_moves (
  id                 evm_hash primary key,                   -- of the content: the same signed move is one row
  decision_id        bigint not null references cash_decisions on delete cascade,
  move_index         smallint not null check (move_index >= 0),
  kind               text not null check (kind in ('deposit', 'redeem', 'bridge')),
  portfolio_id       bigint not null references portfolios on delete cascade,
  chain_id           bigint not null check (chain_id > 0),
  vault              evm_address,                            -- of a bridge none
  to_chain_id        bigint check (to_chain_id > 0 and to_chain_id <> chain_id),
  units              uint256 not null check (units > 0),     -- USDC that leaves hand, is expected back, or is burnt
  shares             uint256 check (shares > 0),             -- of a redeem
  least              uint256 not null,                       -- shares of a deposit, USDC of a redeem; of a bridge the most it may be charged
  nonce              uint256 not null,
  generation         uint256 not null,
  deadline_seconds   unix_seconds not null,
  signature          hex_bytes not null,
  status             text not null default 'wanted' check (status in ('wanted', 'done', 'failed', 'abandoned')),
  transfer_id        evm_hash references transfers on delete cascade,
  tx_hash            evm_hash,
  block_number       bigint check (block_number >= 0),
  block_hash         evm_hash,
  done_at_seconds    unix_seconds,
  received_units     uint256,
  cost_units         uint256,
  -- USDC a whole share, of where it came from and where it went, in 18 decimals, when it was done: what its score goes by.
  from_price_e18     uint256,
  to_price_e18       uint256,
  arrived_at_seconds unix_seconds,
  score_units        numeric(78, 0),
  judged_at          timestamptz,
  created_at         timestamptz not null default now(),
  unique (decision_id, move_index),
  constraint cash_moves_vault check ((kind = 'bridge') = (vault is null)),
  constraint cash_moves_to_chain check ((kind = 'bridge') = (to_chain_id is not null)),
  constraint cash_moves_shares check ((kind = 'redeem') = (shares is not null)),
  constraint cash_moves_transfer check (transfer_id is null or kind = 'bridge'),
  constraint cash_moves_place_whole check (num_nulls(tx_hash, block_number, block_hash, done_at_seconds) in (0, 4)),
  constraint cash_moves_done check (status <> 'done' or tx_hash is not null),
  constraint cash_moves_judged check ((score_units is null) = (judged_at is null))
);
create index cash_moves_open on cash_moves (chain_id, created_at, id) where status = 'wanted';
create index cash_moves_unjudged on cash_moves (done_at_seconds, id) where status = 'done' and judged_at is null;
create index cash_moves_portfolio on cash_moves (portfolio_id, created_at desc, id);
create index cash_moves_by_transfer on cash_moves (transfer_id) where transfer_id is not null;
-- The contract takes each nonce once: of what may still be carried out, or was, no two have the same.
create unique index cash_moves_nonce on cash_moves (portfolio_id, nonce) where status in ('wanted', 'done');

alter table cash_owners enable row level security;
alter table cash_decisions enable row level security;
alter table cash_moves enable row level security;
create policy "the bot works on every row" on cash_owners for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on cash_decisions for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on cash_moves for all to balancer_bot using (true) with check (true);
create policy "an owner reads how their own cash is moved" on cash_owners for select to balancer_app
  using (owner = (select viewer_address()));
create policy "an owner chooses a profile" on cash_owners for insert to balancer_app with check (owner = (select viewer_address()));
create policy "an owner chooses another profile" on cash_owners for update to balancer_app
  using (owner = (select viewer_address())) with check (owner = (select viewer_address()));
create policy "an owner reads what was decided of their own cash" on cash_decisions for select to balancer_app
  using (exists (select from cash_owners o where o.id = cash_decisions.owner_id));
create policy "an owner reads the moves of their own cash" on cash_moves for select to balancer_app
  using (exists (select from cash_decisions d where d.id = cash_moves.decision_id));
grant select, insert, update on cash_owners, cash_decisions, cash_moves to balancer_bot;
grant select on cash_owners, cash_decisions, cash_moves to balancer_app;
grant insert (owner, profile, policy) on cash_owners to balancer_app;
grant update (profile, policy, policy_version, visible_at, archived_at) on cash_owners to balancer_app;

-- A move is carried out by a call like others; of one move one is open at a time. A bridge's call is its transfer's.
alter table calls add column cash_move_id evm_hash references cash_moves on delete cascade;
alter table calls drop constraint calls_one_purpose;
alter table calls add constraint calls_one_purpose check (num_nonnulls(token, order_id, transfer_id, cash_move_id) <= 1) not valid;
create index calls_cash_move on calls (cash_move_id) where cash_move_id is not null;
create unique index calls_cash_move_open on calls (cash_move_id) where cash_move_id is not null and status in ('wanted', 'pending');

-- What has no purpose of its own revokes.
create or replace function fillable_in_all(out orders integer, out unpriced integer, out revoking integer, out value_usd_e18 numeric,
    out until_seconds bigint)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select count(*)::int, (count(*) - count(f.value_usd_e18))::int,
      (count(*) filter (where exists (select from calls c join transactions t on t.call_id = c.id
        where c.portfolio_id = f.portfolio_id and num_nonnulls(c.token, c.order_id, c.transfer_id, c.cash_move_id) = 0
          and c.status = 'pending' and t.status in ('sent', 'included'))))::int,
      coalesce(sum(f.value_usd_e18), 0), max(f.expires_at_seconds)
    from fillable_orders() f
  $$;

select close_to_strangers();
