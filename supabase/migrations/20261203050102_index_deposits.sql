-- What is to come into index accounts: an address of a chain for each deposit, and how far it is.

create table index_deposits (
  id               uuid primary key default gen_random_uuid(),
  account_id       uuid not null references index_accounts on delete cascade,
  asset            text not null check (length(asset) between 8 and 200),       -- at the verifier, of what is to be sent
  into_asset       text not null check (length(into_asset) between 8 and 200),  -- what it is there once it has come
  chain            text not null check (length(chain) between 1 and 40),
  symbol           text not null check (length(symbol) between 1 and 40),
  decimals         smallint not null check (decimals between 0 and 36),
  amount_units     uint256 not null check (amount_units > 0),
  least_units      uint256 not null check (least_units > 0 and least_units <= amount_units),   -- less is sent back
  usd_cents        bigint not null check (usd_cents > 0),                       -- of the amount when it was asked for, rounded up: what the cap counts
  refund_to        text not null check (length(refund_to) between 1 and 200),
  deposit_address  text not null unique check (length(deposit_address) between 2 and 200),
  memo             text check (length(memo) between 1 and 100),                 -- without it, where there is one, money is lost
  dead_at_seconds  unix_seconds not null,                                       -- from then on the address is dead
  created_at       timestamptz not null default now(),
  -- What the provider said last. Nothing of it counts as held.
  status           text check (length(status) between 1 and 60),
  seen_units       uint256,
  back_units       uint256,
  out_units        uint256,
  arrivals         integer not null default 0 check (arrivals >= 0),
  looked_at        timestamptz,
  state            text not null default 'awaited' check (state in ('awaited', 'address-dead', 'seen', 'too-little', 'on-its-way', 'arrived',
                     'came-back', 'failed', 'unclear')),
  ended_at         timestamptz,                                                 -- nothing more is to come of it
  visible_at       timestamptz not null default now(),
  constraint index_deposits_ended check ((state in ('arrived', 'came-back', 'failed')) = (ended_at is not null))
);
create index index_deposits_account on index_deposits (account_id, created_at desc, id);
create index index_deposits_open on index_deposits (visible_at, id) where ended_at is null;

alter table index_deposits enable row level security;
create policy "the bot works on every row" on index_deposits to balancer_bot using (true) with check (true);
create policy "an owner reads what is to come into their own account" on index_deposits for select to balancer_app
  using (exists (select from index_accounts i where i.id = index_deposits.account_id and i.owner = (select viewer_address())));
create policy "an owner has an address made for their own open account" on index_deposits for insert to balancer_app
  with check (exists (select from index_accounts i where i.id = index_deposits.account_id and i.owner = (select viewer_address()) and i.state <> 'closed'));
grant select on index_deposits to balancer_app, balancer_bot;
grant insert (account_id, asset, into_asset, chain, symbol, decimals, amount_units, least_units, usd_cents, refund_to, deposit_address, memo,
  dead_at_seconds) on index_deposits to balancer_app;
grant update (status, seen_units, back_units, out_units, arrivals, looked_at, state, ended_at, visible_at) on index_deposits to balancer_bot;

select close_to_strangers();
