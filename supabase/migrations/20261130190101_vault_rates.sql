-- What a whole share of a listed vault was worth, as its chain said at a block. Older than a week an hour keeps one, older than 90 days a day.
create table vault_rates (
  chain_id        bigint not null check (chain_id > 0),
  vault           evm_address not null,
  time_seconds    unix_seconds not null,                                   -- of the block
  block_number    bigint not null check (block_number >= 0),
  share_price_e18 numeric(78, 0) not null check (share_price_e18 > 0),     -- in USDC
  tvl_units       numeric(78, 0) not null check (tvl_units >= 0),          -- all that the vault holds, in USDC units
  primary key (chain_id, vault, time_seconds)
);

-- What DefiLlama says of a pool: of a UTC day the last that it said. Simple rates a year; null: it doesn't say.
create table pool_rates (
  pool         uuid not null,
  day_seconds  unix_seconds not null check (day_seconds % 86400 = 0),
  time_seconds unix_seconds not null check (time_seconds - day_seconds between 0 and 86399),
  paid_e18     numeric(78, 0),
  promised_e18 numeric(78, 0),
  tvl_units    numeric(78, 0) check (tvl_units >= 0),
  primary key (pool, day_seconds)
);

-- Whom rates are asked of: one process at a time, and again not before it is due. A word of why the last try failed.
create table rate_sources (
  subject   text primary key check (length(subject) between 1 and 100),
  due_at    timestamptz not null,
  failed_at timestamptz,
  why       text check (length(why) between 1 and 500),
  check ((failed_at is null) = (why is null))
);

alter table vault_rates enable row level security;
alter table pool_rates enable row level security;
alter table rate_sources enable row level security;
create policy "anyone reads rates" on vault_rates for select to balancer_app using (true);
create policy "anyone reads rates" on pool_rates for select to balancer_app using (true);
create policy "anyone reads what is asked for rates" on rate_sources for select to balancer_app using (true);
create policy "the bot works on every row" on vault_rates to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on pool_rates to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on rate_sources to balancer_bot using (true) with check (true);
grant select on vault_rates, pool_rates, rate_sources to balancer_app;
grant select, insert, delete on vault_rates to balancer_bot;
grant select, insert, update, delete on pool_rates, rate_sources to balancer_bot;

select close_to_strangers();
