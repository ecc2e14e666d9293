-- 1Balancer: the whole data model, declared at once.
--
-- Terms: account = where holdings live (today a Balancer contract) · portfolio = an account with its
-- off-chain policy · tick = one stateless pass · snapshot = what a tick saw of one portfolio at ONE block ·
-- decision = hold(reason) or act(legs) · order = a signed limit order whose maker is the account ·
-- fill = one execution of an order · cash flow = a transfer in or out that is not a fill.
--
-- The chain is the truth; every row that states a chain fact carries its block's number AND hash, so that a
-- reorganisation can be recognised and undone. All but policies, names, users and alerts can be rebuilt
-- from the chain. Plain SQL for any Postgres >= 15; time columns named *_at are the database's clock,
-- *_seconds are block timestamps.

-- Roles ---------------------------------------------------------------------------------------------
-- Neither role logs in, is superuser or bypasses RLS; an operator grants them to a login of his own.
do $$
begin
  if not exists (select from pg_roles where rolname = 'balancer_bot') then create role balancer_bot nologin; end if;
  if not exists (select from pg_roles where rolname = 'balancer_app') then create role balancer_app nologin; end if;
end
$$;
grant usage on schema public to balancer_bot, balancer_app;

-- Types ---------------------------------------------------------------------------------------------
create domain evm_address as text check (value ~ '^0x[0-9a-f]{40}$');
create domain evm_hash    as text check (value ~ '^0x[0-9a-f]{64}$');
create domain hex_bytes   as text check (value ~ '^0x([0-9a-f]{2})*$');
create domain uint256     as numeric(78, 0) check (value >= 0 and value < 115792089237316195423570985008687907853269984665640564039457584007913129639936);
create domain usd_e18     as numeric(78, 0);
create domain bps         as integer;
create domain unix_seconds as bigint check (value >= 0);
-- The closed list of reasons; the same words in the API, the page and the docs.
create domain reason as text check (value in (
  'in-band', 'cooldown', 'below-minimum', 'over-daily-volume', 'order-open', 'price-missing', 'price-stale',
  'prices-disagree', 'impact-too-high', 'gas-too-high', 'cost-exceeds-benefit', 'allowance-low', 'asset-locked',
  'asset-unhealthy', 'paused', 'signer-not-authorised', 'budget-exhausted', 'unfunded', 'venue-unavailable',
  'chain-lagging', 'halted', 'outside-window'));

-- People --------------------------------------------------------------------------------------------
create table users (
  id         bigint generated always as identity primary key,
  address    evm_address not null unique,
  created_at timestamptz not null default now()
);

create table sessions (
  id         uuid primary key default gen_random_uuid(),
  user_id    bigint not null references users on delete cascade,
  user_agent text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index sessions_user on sessions (user_id);

create table login_nonces (
  nonce       text primary key check (length(nonce) >= 16),
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  consumed_at timestamptz
);

create table api_tokens (
  id           uuid primary key default gen_random_uuid(),
  user_id      bigint not null references users on delete cascade,
  name         text not null,
  token_hash   bytea not null unique,
  created_at   timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create index api_tokens_user on api_tokens (user_id);

-- Portfolios ----------------------------------------------------------------------------------------
create table accounts (
  id            bigint generated always as identity primary key,
  kind          text not null check (kind in ('balancer')),
  chain_id      bigint not null check (chain_id > 0),
  address       evm_address not null,
  owner         evm_address not null,
  signer        evm_address,
  generation    uint256 not null default 0,
  paused        boolean not null default false,
  refresh       boolean not null default true,  -- an event says that owner, signer, generation or paused may have moved
  created_block bigint not null check (created_block >= 0),
  created_block_hash evm_hash not null,
  created_at    timestamptz not null default now(),
  unique (chain_id, address)
);
create index accounts_owner on accounts (owner);
create index accounts_refresh on accounts (chain_id) where refresh;

create table portfolios (
  id         bigint generated always as identity primary key,
  account_id bigint not null unique references accounts on delete cascade,
  name       text not null default '' check (length(name) <= 80),
  shared     boolean not null default false,  -- readable without a wallet
  simulated  boolean not null default false,  -- lives on a local chain fed with replayed or simulated prices
  failures   integer not null default 0 check (failures >= 0),
  quarantined_at timestamptz,                 -- after k failures in a row; the reason stands beside it
  quarantine_reason text,
  archived_at timestamptz,
  created_at timestamptz not null default now()
);

create table policies (
  portfolio_id   bigint not null references portfolios on delete cascade,
  version        integer not null check (version > 0),
  schema_version integer not null check (schema_version > 0),
  policy         jsonb not null,
  created_by     text not null,
  created_at     timestamptz not null default now(),
  primary key (portfolio_id, version)
);

-- What an owner registered for a contract; it becomes the first policy of the portfolio once the index finds the contract,
-- so registering works before and after that, and survives a rebuilt index.
create table policy_registrations (
  chain_id   bigint not null check (chain_id > 0),
  address    evm_address not null,
  schema_version integer not null check (schema_version > 0),
  policy     jsonb not null,
  name       text not null default '' check (length(name) <= 80),
  shared     boolean not null default false,
  simulated  boolean not null default false,
  created_by text not null,
  updated_at timestamptz not null default now(),
  primary key (chain_id, address)
);

-- Narrow on purpose: it is updated at every tick for every portfolio. lease_token fences every later write.
create table leases (
  id          bigint primary key references portfolios on delete cascade,
  visible_at  timestamptz not null default now(),
  lease_owner text,
  lease_token bigint not null default 0
) with (fillfactor = 70);
create index leases_visible on leases (visible_at);

-- What a tick saw and decided -----------------------------------------------------------------------
create table ticks (
  id          uuid primary key default gen_random_uuid(),
  scheduler_execution_id text,
  source      text not null check (source in ('api', 'cli', 'loop')),
  dry_run     boolean not null default false,
  started_at  timestamptz not null default now(),
  finished_at timestamptz,
  checked     integer, held integer, acted integer, failed integer, skipped integer, remaining integer,
  duration_ms integer,
  error       text
);
create index ticks_started on ticks (started_at desc);

create table snapshots (
  id           bigint generated always as identity primary key,
  portfolio_id bigint not null references portfolios on delete cascade,
  tick_id      uuid not null references ticks,
  block_number bigint not null,
  block_hash   evm_hash not null,
  block_time_seconds unix_seconds not null,
  nav_usd_e18  usd_e18,
  snapshot     jsonb not null,
  created_at   timestamptz not null default now()
);
create index snapshots_portfolio on snapshots (portfolio_id, id desc);
create index snapshots_tick on snapshots (tick_id);

create table decisions (
  id             bigint generated always as identity primary key,
  snapshot_id    bigint not null unique references snapshots on delete cascade,
  portfolio_id   bigint not null references portfolios on delete cascade,
  tick_id        uuid not null references ticks,
  policy_version integer not null,
  engine_version text not null,
  kind           text not null check (kind in ('hold', 'act')),
  reason         reason,
  decision       jsonb not null,
  tracking_error_bps bps,
  next_look_at_seconds unix_seconds not null,
  created_at     timestamptz not null default now(),
  check ((kind = 'hold') = (reason is not null)),
  foreign key (portfolio_id, policy_version) references policies (portfolio_id, version)
);
create index decisions_portfolio on decisions (portfolio_id, id desc);
create index decisions_tick on decisions (tick_id);

create table legs (
  decision_id bigint not null references decisions on delete cascade,
  leg_index   smallint not null check (leg_index >= 0),
  venue       text not null,
  sell_token  evm_address not null,
  buy_token   evm_address not null,
  sell_units  uint256 not null check (sell_units > 0),
  buy_units   uint256 not null check (buy_units > 0),
  slice_number smallint not null default 1,  -- a pair above the maximum trade is cut into equal slices, counted from 1
  slice_of    smallint not null default 1,
  check (sell_token <> buy_token),
  check (slice_number between 1 and slice_of),
  primary key (decision_id, leg_index)
);

-- What was signed -----------------------------------------------------------------------------------
-- id is derived from content (chain, portfolio, policy version, decision, leg): placing twice is placing once.
create table orders (
  id            evm_hash primary key,
  order_hash    evm_hash not null unique,
  portfolio_id  bigint not null references portfolios on delete cascade,
  decision_id   bigint not null,
  leg_index     smallint not null,
  slice_number  smallint not null default 1 check (slice_number > 0),  -- the leg's, here for the index below
  venue         text not null,
  chain_id      bigint not null,
  generation    uint256 not null,
  maker         evm_address not null,
  receiver      evm_address not null,
  sell_token    evm_address not null,
  buy_token     evm_address not null,
  sell_units    uint256 not null check (sell_units > 0),
  buy_units     uint256 not null check (buy_units > 0),
  salt          uint256 not null,
  maker_traits  uint256 not null,
  extension     hex_bytes not null default '0x',
  signature     hex_bytes not null,       -- the EIP-1271 blob: order, signature, extension
  expires_at_seconds unix_seconds not null,
  status        text not null default 'signed' check (status in
    ('signed', 'open', 'partially-filled', 'filled', 'expired', 'cancelled', 'superseded', 'unfillable', 'rejected')),
  status_reason text,
  filled_sell_units uint256 not null default 0,
  filled_buy_units  uint256 not null default 0,
  signed_at     timestamptz not null default now(),
  placed_at     timestamptz,
  closed_at     timestamptz,
  check (sell_token <> buy_token),
  check (filled_sell_units <= sell_units),
  foreign key (decision_id, leg_index) references legs (decision_id, leg_index)
);
-- At most one live order per portfolio, generation and leg.
create unique index orders_one_live_per_leg on orders (portfolio_id, generation, sell_token, buy_token, slice_number)
  where status in ('signed', 'open', 'partially-filled', 'unfillable');
create index orders_live on orders (chain_id, expires_at_seconds)
  where status in ('signed', 'open', 'partially-filled', 'unfillable');
create index orders_closed on orders (chain_id, closed_at) where closed_at is not null;
create index orders_portfolio on orders (portfolio_id, signed_at desc);
create index orders_decision on orders (decision_id, leg_index);

create table proposals (
  id           evm_hash primary key,
  portfolio_id bigint not null references portfolios on delete cascade,
  decision_id  bigint not null references decisions on delete cascade,
  chain_id     bigint not null,
  nonce        uint256 not null,
  generation   uint256 not null,
  deadline_seconds unix_seconds not null,
  swaps        jsonb not null,
  signature    hex_bytes not null,
  status       text not null default 'signed' check (status in
    ('signed', 'sent', 'executed', 'failed', 'expired', 'superseded', 'rejected')),
  status_reason text,
  signed_at    timestamptz not null default now(),
  closed_at    timestamptz,
  unique (portfolio_id, nonce)
);
create index proposals_decision on proposals (decision_id);

create table transactions (
  chain_id     bigint not null,
  tx_hash      evm_hash not null,
  proposal_id  evm_hash references proposals,
  sender       evm_address not null,
  nonce        bigint not null,
  raw          hex_bytes not null,        -- journaled before it is sent, so that it can be sent again
  status       text not null default 'journaled' check (status in
    ('journaled', 'sent', 'included', 'reverted', 'replaced', 'dropped')),
  block_number bigint,
  block_hash   evm_hash,
  created_at   timestamptz not null default now(),
  primary key (chain_id, tx_hash)
);
create index transactions_proposal on transactions (proposal_id);

-- What the chain says -------------------------------------------------------------------------------
create table fills (
  chain_id     bigint not null,
  tx_hash      evm_hash not null,
  log_index    integer not null,
  block_hash   evm_hash not null,
  block_number bigint not null,
  block_time_seconds unix_seconds not null,
  portfolio_id bigint not null references portfolios on delete cascade,
  order_hash   evm_hash not null,         -- no reference: a fill of an order this database lost is still a fact
  taker        evm_address not null,
  sell_token   evm_address not null,
  buy_token    evm_address not null,
  sell_units   uint256 not null,
  buy_units    uint256 not null,
  primary key (chain_id, tx_hash, log_index, block_hash)
);
create index fills_order on fills (order_hash);
create index fills_portfolio on fills (portfolio_id, block_number desc);
create index fills_block on fills (chain_id, block_number);

-- Every Transfer in or out of an account that is not part of a fill; deposits emit no event of ours.
create table cash_flows (
  chain_id     bigint not null,
  tx_hash      evm_hash not null,
  log_index    integer not null,
  block_hash   evm_hash not null,
  block_number bigint not null,
  block_time_seconds unix_seconds not null,
  portfolio_id bigint not null references portfolios on delete cascade,
  token        evm_address not null,
  direction    text not null check (direction in ('in', 'out')),
  units        uint256 not null,
  counterparty evm_address not null,
  -- a transfer between two of our accounts is a fact of both
  primary key (chain_id, tx_hash, log_index, block_hash, direction)
);
create index cash_flows_portfolio on cash_flows (portfolio_id, block_number desc);
create index cash_flows_block on cash_flows (chain_id, block_number);

-- How far the log index of an address set reaches. Several rows a set: the trail by which a reorganisation
-- is recognised and the last common block found.
create table cursors (
  chain_id     bigint not null,
  address_set  text not null,
  block_number bigint not null check (block_number >= 0),
  block_hash   evm_hash not null,
  updated_at   timestamptz not null default now(),
  primary key (chain_id, address_set, block_number)
);

create table price_points (
  asset         text not null,
  source        text not null,
  time_seconds  unix_seconds not null,
  price_usd_e18 usd_e18 not null check (price_usd_e18 > 0),
  primary key (asset, source, time_seconds)
);

-- Operation -----------------------------------------------------------------------------------------
create table settings (
  key        text primary key,
  value      jsonb not null,
  updated_by text not null,
  updated_at timestamptz not null default now()
);

create table alerts (
  id           bigint generated always as identity primary key,
  portfolio_id bigint references portfolios on delete cascade,
  user_id      bigint references users on delete cascade,
  event        text not null,
  channel      text not null,
  target       text not null,
  created_at   timestamptz not null default now(),
  disabled_at  timestamptz
);
create index alerts_portfolio on alerts (portfolio_id);
create index alerts_user on alerts (user_id);

create table alert_deliveries (
  id           bigint generated always as identity primary key,
  alert_id     bigint not null references alerts on delete cascade,
  content_id   evm_hash not null,
  status       text not null check (status in ('pending', 'sent', 'failed')),
  attempts     integer not null default 0,
  last_error   text,
  created_at   timestamptz not null default now(),
  sent_at      timestamptz,
  unique (alert_id, content_id)
);

-- Who did what: people, the bot, and the contracts' own events (those carry their place on the chain).
create table audit_log (
  id           bigint generated always as identity primary key,
  at           timestamptz not null default now(),
  actor_kind   text not null check (actor_kind in ('person', 'bot', 'system', 'chain')),
  actor        text not null,
  portfolio_id bigint references portfolios on delete cascade,
  action       text not null,
  details      jsonb not null default '{}',
  chain_id     bigint,
  tx_hash      evm_hash,
  log_index    integer,
  block_number bigint,
  block_hash   evm_hash,
  check ((actor_kind = 'chain') = (block_hash is not null)),
  unique (chain_id, tx_hash, log_index, block_hash)
);
create index audit_log_portfolio on audit_log (portfolio_id, id desc);
create index audit_log_block on audit_log (chain_id, block_number) where actor_kind = 'chain';

-- Row level security --------------------------------------------------------------------------------
-- The bot works on every portfolio. The app sees what is shared, and to the viewer it has authenticated
-- (`app.viewer`, set per transaction) what is theirs.
create function viewer_may_read(of_portfolio bigint) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (
      select from portfolios p join accounts a on a.id = p.account_id
      where p.id = of_portfolio and (p.shared or a.owner = nullif(current_setting('app.viewer', true), ''))
    )
  $$;

do $$
declare t text;
begin
  foreach t in array array['users', 'sessions', 'login_nonces', 'api_tokens', 'accounts', 'portfolios', 'policies',
    'policy_registrations', 'leases', 'ticks', 'snapshots', 'decisions', 'legs', 'orders', 'proposals', 'transactions', 'fills',
    'cash_flows', 'cursors', 'price_points', 'settings', 'alerts', 'alert_deliveries', 'audit_log']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy "the bot works on every row" on %I to balancer_bot using (true) with check (true)', t);
  end loop;
  foreach t in array array['policies', 'snapshots', 'decisions', 'orders', 'proposals', 'fills', 'cash_flows', 'audit_log']
  loop
    execute format('create policy "the app reads what its viewer may" on %I for select to balancer_app using (viewer_may_read(portfolio_id))', t);
    execute format('grant select on %I to balancer_app', t);
  end loop;
  foreach t in array array['accounts', 'portfolios', 'policies', 'policy_registrations', 'leases', 'ticks', 'snapshots', 'decisions', 'legs', 'orders',
    'proposals', 'transactions', 'fills', 'cash_flows', 'cursors', 'price_points', 'settings', 'alerts', 'alert_deliveries', 'audit_log']
  loop
    execute format('grant select, insert, update, delete on %I to balancer_bot', t);
  end loop;
end
$$;
create policy "the app reads what its viewer may" on portfolios for select to balancer_app using (viewer_may_read(id));
create policy "the app reads what its viewer may" on accounts for select to balancer_app
  using (exists (select from portfolios p where p.account_id = accounts.id and viewer_may_read(p.id)));
create policy "the app reads what its viewer may" on legs for select to balancer_app
  using (exists (select from decisions d where d.id = legs.decision_id and viewer_may_read(d.portfolio_id)));
create policy "anyone reads placed orders: the book is public" on orders for select to balancer_app
  using (venue = 'book' and placed_at is not null);
create policy "anyone reads that the bot is alive" on ticks for select to balancer_app using (true);
create policy "anyone reads prices" on price_points for select to balancer_app using (true);
create policy "anyone reads system settings" on settings for select to balancer_app using (true);
create policy "anyone reads how far the index reaches" on cursors for select to balancer_app using (true);
create policy "the app reads what its viewer may" on leases for select to balancer_app using (viewer_may_read(id));
grant select on accounts, portfolios, legs, ticks, price_points, settings, cursors, leases to balancer_app;
