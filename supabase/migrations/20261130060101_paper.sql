-- Portfolios on paper: no contract, no signature, no order. The bot decides on them as on the others and trades them by a model.

create table paper_portfolios (
  id                uuid primary key default gen_random_uuid(),
  user_id           bigint not null references users on delete cascade,
  chain_id          bigint not null check (chain_id > 0),
  name              text not null check (length(name) between 1 and 80),
  watched           evm_address,                       -- whose holdings it began with; null: amounts that somebody made up
  preset            text not null check (length(preset) between 1 and 40),
  terms             jsonb not null check (octet_length(terms::text) <= 65536),
  -- All there is to know of the run between two ticks, written whole: units, averages, waits, sums of costs.
  state             jsonb not null check (octet_length(state::text) <= 131072),
  -- How often the state was moved on, and the block time of its last row: what is written says which it follows, so that nothing is done twice.
  steps             integer not null default 0 check (steps >= 0),
  opened_at_seconds unix_seconds not null,
  row_at_seconds    unix_seconds not null check (row_at_seconds >= opened_at_seconds),
  opening_usd_e18   usd_e18 not null check (opening_usd_e18 >= 0),
  value_usd_e18     usd_e18 not null check (value_usd_e18 >= 0),
  held_usd_e18      usd_e18 not null check (held_usd_e18 >= 0),  -- the opening basket, held
  kind              text check (kind in ('act', 'hold')),         -- of the last decision; null before the first
  reason            reason,                                       -- null: it acts
  why               text check (length(why) <= 2000),
  due_at            timestamptz not null default now(),
  created_at        timestamptz not null default now(),
  quarantine_reason text check (length(quarantine_reason) between 1 and 500),
  check ((kind = 'hold') = (reason is not null)),
  check ((kind is null) = (why is null))
);
create index paper_portfolios_user on paper_portfolios (user_id, created_at desc, id);
create index paper_portfolios_due on paper_portfolios (chain_id, due_at, id) where quarantine_reason is null;

create table paper_trades (
  paper_id       uuid not null references paper_portfolios on delete cascade,
  at_seconds     unix_seconds not null,
  leg            smallint not null check (leg >= 0),
  sell_token     evm_address not null,
  buy_token      evm_address not null check (buy_token <> sell_token),
  -- In the simulator's 18 decimals, whatever the token has.
  sell_units_e18 numeric(78, 0) not null check (sell_units_e18 > 0),
  buy_units_e18  numeric(78, 0) not null check (buy_units_e18 >= 0),
  sell_usd_e18   usd_e18 not null check (sell_usd_e18 >= 0),
  cost_usd_e18   usd_e18 not null check (cost_usd_e18 >= 0),
  primary key (paper_id, at_seconds, leg)
);

-- What a UTC day ended with, in time of its blocks.
create table paper_days (
  paper_id      uuid not null references paper_portfolios on delete cascade,
  day_seconds   unix_seconds not null check (day_seconds % 86400 = 0),
  at_seconds    unix_seconds not null check (at_seconds >= day_seconds),
  value_usd_e18 usd_e18 not null check (value_usd_e18 >= 0),
  held_usd_e18  usd_e18 not null check (held_usd_e18 >= 0),
  primary key (paper_id, day_seconds)
);

alter table paper_portfolios enable row level security;
alter table paper_trades enable row level security;
alter table paper_days enable row level security;
create policy "a person works on their own paper portfolios" on paper_portfolios for all to balancer_app
  using (user_id = (select viewer_id())) with check (user_id = (select viewer_id()));
create policy "whoever sees a paper portfolio sees its trades" on paper_trades for select to balancer_app
  using (exists (select from paper_portfolios p where p.id = paper_trades.paper_id));
create policy "whoever sees a paper portfolio sees its days" on paper_days for select to balancer_app
  using (exists (select from paper_portfolios p where p.id = paper_days.paper_id));
create policy "the bot works on every row" on paper_portfolios to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on paper_trades to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on paper_days to balancer_bot using (true) with check (true);

-- A person begins one and ends it; what lies between is the bot's.
grant select, insert, delete on paper_portfolios to balancer_app;
grant select on paper_trades, paper_days to balancer_app;
grant select on paper_portfolios to balancer_bot;
grant update (state, steps, row_at_seconds, value_usd_e18, held_usd_e18, kind, reason, why, due_at, quarantine_reason)
  on paper_portfolios to balancer_bot;
grant select, insert on paper_trades to balancer_bot;
grant select, insert, update (at_seconds, value_usd_e18, held_usd_e18) on paper_days to balancer_bot;

select close_to_strangers();
