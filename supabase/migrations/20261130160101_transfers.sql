-- USDC on its way from one chain to another: burnt, attested by Circle, minted. Each step is written before it is taken.
create table transfers (
  id                     evm_hash primary key,               -- of the content: the same signed move is one row
  portfolio_id           bigint not null references portfolios on delete cascade,
  source_chain_id        bigint not null check (source_chain_id > 0),
  destination_chain_id   bigint not null check (destination_chain_id > 0 and destination_chain_id <> source_chain_id),
  source_domain          bigint not null check (source_domain between 0 and 4294967295),
  destination_domain     bigint not null check (destination_domain between 0 and 4294967295),
  account                evm_address not null,               -- who burns
  recipient              evm_address not null,               -- who gets it
  amount                 uint256 not null check (amount > 0),
  max_fee                uint256 not null check (max_fee < amount),
  min_finality           bigint not null check (min_finality between 0 and 4294967295),
  move_nonce             uint256 not null,
  generation             uint256 not null,
  deadline_seconds       unix_seconds not null,
  -- Heads of both chains when it was journaled: nothing of it is before them.
  source_from_block      bigint not null check (source_from_block >= 0),
  destination_from_block bigint not null check (destination_from_block >= 0),
  status                 text not null default 'wanted'
                         check (status in ('wanted', 'burnt', 'attested', 'minted', 'settled', 'abandoned')),
  burn_tx                evm_hash,
  burn_log               integer check (burn_log >= 0),
  burn_block             bigint,
  burn_block_hash        evm_hash,
  burn_message           hex_bytes,                          -- as emitted
  nonce                  evm_hash,                           -- given by the attester
  fee_executed           uint256,
  expiration_block       uint256,
  message                hex_bytes,                          -- as attested
  attestation            hex_bytes,
  mint_tx                evm_hash,
  mint_block             bigint,
  mint_block_hash        evm_hash,
  mint_caller            evm_address,                        -- anybody may hand the message in
  why                    text check (length(why) <= 400),    -- what it waits for
  visible_at             timestamptz not null default now(),
  lease_token            bigint not null default 0,
  wanted_at              timestamptz not null default now(),
  burnt_at               timestamptz,
  attested_at            timestamptz,
  minted_at              timestamptz,
  closed_at              timestamptz,
  overdue_at             timestamptz,                        -- a person was told; nothing ends by it
  constraint transfers_burn_whole check (num_nulls(burn_tx, burn_log, burn_block, burn_block_hash, burn_message, burnt_at) in (0, 6)),
  constraint transfers_attested_whole
    check (num_nulls(nonce, fee_executed, expiration_block, message, attestation, attested_at) in (0, 6)),
  constraint transfers_mint_whole check (num_nulls(mint_tx, mint_block, mint_block_hash, mint_caller, minted_at) in (0, 5)),
  constraint transfers_burnt check ((status in ('wanted', 'abandoned')) = (burn_tx is null)),
  constraint transfers_attested check ((status in ('attested', 'minted', 'settled')) = (nonce is not null)),
  constraint transfers_minted check ((status in ('minted', 'settled')) = (mint_tx is not null)),
  constraint transfers_closed check ((status in ('settled', 'abandoned')) = (closed_at is not null)),
  -- One burn is one transfer's, and so is one message.
  constraint transfers_burn_once unique (source_chain_id, burn_tx, burn_log),
  constraint transfers_nonce_once unique (destination_chain_id, nonce)
);
create index transfers_open on transfers (visible_at, id) where closed_at is null;
create index transfers_portfolio on transfers (portfolio_id, wanted_at desc, id);
create index transfers_arriving on transfers (destination_chain_id, recipient) where closed_at is null;
create index transfers_account on transfers (source_chain_id, account);

alter table transfers enable row level security;
create policy "the bot works on every row" on transfers for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on transfers for select to balancer_app
  using (exists (select from portfolios p where p.id = transfers.portfolio_id));
grant select, insert, update on transfers to balancer_bot;
grant select on transfers to balancer_app;

-- A transfer's burn and its mint are calls like others. Of one transfer and chain one is open at a time.
alter table calls add column transfer_id evm_hash references transfers on delete cascade;
alter table calls drop constraint calls_one_purpose;
alter table calls add constraint calls_one_purpose check (num_nonnulls(token, order_id, transfer_id) <= 1) not valid;
create unique index calls_transfer on calls (transfer_id, chain_id) where transfer_id is not null and status in ('wanted', 'pending');

-- What neither carries out a proposal, nor sets an allowance, nor moves a transfer on, revokes.
create or replace function fillable_in_all(out orders integer, out unpriced integer, out revoking integer, out value_usd_e18 numeric,
    out until_seconds bigint)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select count(*)::int, (count(*) - count(f.value_usd_e18))::int,
      (count(*) filter (where exists (select from calls c join transactions t on t.call_id = c.id
        where c.portfolio_id = f.portfolio_id and c.order_id is null and c.token is null and c.transfer_id is null
          and c.status = 'pending' and t.status in ('sent', 'included'))))::int,
      coalesce(sum(f.value_usd_e18), 0), max(f.expires_at_seconds)
    from fillable_orders() f
  $$;
