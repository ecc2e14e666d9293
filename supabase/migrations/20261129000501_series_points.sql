-- What a portfolio was worth at each look, and what came in and went out at the prices of its block: fed from snapshots and cash flows,
-- which stay as they are, and thinned out with age. All of it can be made again from them.

create table series_points (
  portfolio_id      bigint not null references portfolios on delete cascade,
  time_seconds      unix_seconds not null,         -- of the look's block
  snapshot_id       bigint not null,
  block_number      bigint not null,
  value_usd_e18     usd_e18 not null check (value_usd_e18 >= 0),  -- what was held; a look that could not be valued has no point
  hold_usd_e18      usd_e18,                       -- the basket that was put in, left alone
  growth            double precision not null check (growth >= 0),       -- time-weighted, of one dollar since the first point
  hold_growth       double precision not null check (hold_growth >= 0),
  tracking_error_bps bps,                          -- null: worth nothing, or without targets
  worst_tracking_error_bps bps,                    -- of all looks the point stands for
  -- Running totals since the first point, so that a span is the difference of its ends however thin the points are.
  looks             bigint not null check (looks > 0),
  observed_seconds  bigint not null check (observed_seconds >= 0),       -- without gaps
  drift_seconds     bigint not null check (drift_seconds >= 0),          -- of these, with a tracking error
  drift_bps_seconds bigint not null check (drift_bps_seconds >= 0),      -- tracking error × time
  assets            jsonb not null,
  primary key (portfolio_id, time_seconds)
);

-- One token's transfers of one block and direction, or what began or ceased to be counted.
create table flow_values (
  portfolio_id     bigint not null references portfolios on delete cascade,
  block_number     bigint not null,
  token            evm_address not null,
  kind             text not null check (kind in ('in', 'out', 'listed', 'unlisted', 'unread')),
  time_seconds     unix_seconds not null,
  units            numeric not null,               -- signed, a whole number: + came in
  price_usd_e18    usd_e18,
  price_at_seconds unix_seconds,                   -- when its feed gave the price; after the flow where none was known before
  value_usd_e18    usd_e18,                        -- signed; null without a price
  before_usd_e18   usd_e18 not null,               -- the portfolio just before
  after_usd_e18    usd_e18 not null,               -- and just after, at the same prices
  weight_before_bps bps,                           -- the token's
  weight_after_bps bps,
  check ((price_usd_e18 is null) = (value_usd_e18 is null) and (price_usd_e18 is null) = (price_at_seconds is null)),
  primary key (portfolio_id, block_number, token, kind)
);
create index flow_values_time on flow_values (portfolio_id, time_seconds);

-- How far the series of a portfolio reach, and how far they are thinned out.
create table series_cursors (
  portfolio_id      bigint primary key references portfolios on delete cascade,
  snapshot_id       bigint not null default 0,     -- the last one that was taken in, or passed over
  hourly_to_seconds unix_seconds not null default 0,
  daily_to_seconds  unix_seconds not null default 0
);

-- Snapshots of a branch that the chain has left before they were taken in.
create table orphaned_looks (
  snapshot_id  bigint primary key,
  portfolio_id bigint not null references portfolios on delete cascade
);
create index orphaned_looks_portfolio on orphaned_looks (portfolio_id);
alter table orphaned_looks enable row level security;
create policy "the bot works on every row" on orphaned_looks to balancer_bot using (true) with check (true);
grant select, insert, update, delete on orphaned_looks to balancer_bot;

do $$
declare t text;
begin
  foreach t in array array['series_points', 'flow_values', 'series_cursors']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy "the bot works on every row" on %I to balancer_bot using (true) with check (true)', t);
    execute format('create policy "the app reads what its viewer may" on %I for select to balancer_app using (viewer_may_read(portfolio_id))', t);
    execute format('grant select, insert, update, delete on %I to balancer_bot', t);
    execute format('grant select on %I to balancer_app', t);
  end loop;
end
$$;

-- The rebalances of a span, without the looks in between.
create index decisions_acts on decisions (portfolio_id, snapshot_id desc) where kind = 'act';

select close_to_strangers();
