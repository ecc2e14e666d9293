-- Accounts that trade by their delegations are looked at and traded like others.

-- Why nothing of a token can be moved by what its account has granted: one word for each cause.
alter domain reason drop constraint reason_check;
alter domain reason add constraint reason_check check (value in ('in-band', 'cooldown', 'below-minimum', 'over-daily-volume', 'order-open',
  'price-missing', 'price-stale', 'prices-disagree', 'impact-too-high', 'gas-too-high', 'cost-exceeds-benefit', 'allowance-low',
  'asset-locked', 'asset-unhealthy', 'paused', 'signer-not-authorised', 'budget-exhausted', 'unfunded', 'venue-unavailable',
  'chain-lagging', 'halted', 'outside-window', 'no-key', 'not-registered', 'quarantined', 'value-absurd', 'snapshot-contradiction',
  'legs-max', 'token-changed', 'signer-too-strong', 'part-traded', 'delegation-missing', 'delegation-revoked', 'delegation-expired',
  'delegation-exhausted', 'delegation-superseded', 'delegation-refused', 'delegations-paused'));

-- The delegation, with its signature, by which a proposal's swap is pulled; null where the contract holds what it sells.
alter table orders add column delegation_context hex_bytes;
alter table orders add constraint orders_delegation check (delegation_context is null or router is not null);

-- A clone that its account has replaced, or retired, is looked at no more. Null = it is the account's present one.
alter table accounts add column retired_block bigint check (retired_block >= 0);
alter table accounts add constraint accounts_retired check (retired_block is null or kind = 'delegated');
create index accounts_delegated_unread on accounts (chain_id, refresh_after, id) where kind = 'delegated' and refresh;

-- How far the log of a factory of such accounts was read.
create table delegated_finds (
  chain_id     bigint not null check (chain_id > 0),
  factory      evm_address not null,
  block_number bigint not null check (block_number >= 0),
  updated_at   timestamptz not null default now(),
  primary key (chain_id, factory)
);
alter table delegated_finds enable row level security;
create policy "the bot works on every row" on delegated_finds for all to balancer_bot using (true) with check (true);
grant select, insert, update, delete on delegated_finds to balancer_bot;

select close_to_strangers();
