-- What is wrong is an alert: one open row for each kind and subject, however often it is seen. Whom it is told to stands in an outbox, written
-- in the same statement. The tables that were meant for this were never written to.
drop table alert_deliveries;
drop table alerts;

-- Figures of a look that alerts go by, so that nobody has to open a look for them. Null: not known, or looked at before they were kept.
alter table decisions
  add column worst_drift_bps integer check (worst_drift_bps >= 0),     -- of the asset furthest from its target, as a share of the target
  add column budget_left_bps bps check (budget_left_bps >= 0);         -- of a day's loss or turnover, the scarcer, as a share of the limit

create table alerts (
  id            bigint generated always as identity primary key,
  kind          text not null check (kind ~ '^[A-Z_]{3,40}$'),
  subject       text not null check (length(subject) between 1 and 100),
  portfolio_id  bigint references portfolios on delete cascade,        -- null: the operators' business
  sentence      text not null check (length(sentence) between 1 and 500),
  first_seen_at timestamptz not null default now(),
  raised_at     timestamptz,                                           -- null: seen, and not yet for long enough to be told
  last_seen_at  timestamptz not null default now(),
  recovered_at  timestamptz,
  count         integer not null default 1 check (count > 0)           -- ticks that have seen it
);
create unique index alerts_one_open on alerts (kind, subject) where recovered_at is null;
create index alerts_portfolio on alerts (portfolio_id, id desc);
create index alerts_recovered on alerts (recovered_at) where recovered_at is not null;

-- Where somebody wants to be told. The address, and what signs, lie sealed in `secrets`.
create table alert_channels (
  id             uuid primary key default gen_random_uuid(),
  owner          evm_address not null,
  kind           text not null check (kind in ('webhook', 'discord', 'slack', 'telegram', 'email')),
  name           text not null check (length(name) between 1 and 80),
  hint           text not null check (length(hint) <= 100),            -- of the address, as much as may be shown again
  for_operators  boolean not null default false,                       -- also of the whole system, while its owner is an operator
  quiet_from_minute smallint check (quiet_from_minute between 0 and 1439),  -- of the day, UTC
  quiet_to_minute   smallint check (quiet_to_minute between 0 and 1439),
  created_at     timestamptz not null default now(),
  check ((quiet_from_minute is null) = (quiet_to_minute is null)),
  check (quiet_from_minute <> quiet_to_minute)
);
create index alert_channels_owner on alert_channels (owner, created_at desc);

create table alert_deliveries (
  content_id  evm_hash primary key,                                    -- of alert, channel and phase: the same is told once
  alert_id    bigint references alerts on delete cascade,              -- null: a test
  channel_id  uuid not null references alert_channels on delete cascade,
  phase       text not null check (phase in ('raised', 'recovered', 'test')),
  status      text not null default 'pending' check (status in ('pending', 'sent', 'failed', 'dropped')),
  attempts    integer not null default 0 check (attempts >= 0),
  next_try_at timestamptz not null default now(),
  last_error  text check (length(last_error) <= 300),
  created_at  timestamptz not null default now(),
  ended_at    timestamptz,
  check ((alert_id is null) = (phase = 'test')),
  check ((status = 'pending') = (ended_at is null))
);
create index alert_deliveries_due on alert_deliveries (next_try_at) where status = 'pending';
create index alert_deliveries_alert on alert_deliveries (alert_id);
create index alert_deliveries_channel on alert_deliveries (channel_id, created_at desc);

-- The bot knows nobody's role but by this.
create function holds_operator_role(of_address text) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from users u where u.address = of_address and u.role in ('operator', 'admin')) $$;

-- What has no channel any more has no secret.
create function forget_channel_secret() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      delete from secrets where table_name = 'alert_channels' and row_id = old.id::text;
      return null;
    end
  $$;
create trigger forget_channel_secret after delete on alert_channels for each row execute function forget_channel_secret();

do $$
declare t text;
begin
  foreach t in array array['alerts', 'alert_channels', 'alert_deliveries']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy "the bot works on every row" on %I to balancer_bot using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to balancer_bot', t);
  end loop;
end
$$;
-- What is wrong with a portfolio is its owner's business, even where the portfolio is shared.
create policy "the app reads of what its viewer owns or runs" on alerts for select to balancer_app
  using (case when portfolio_id is null then (select viewer_role()) in ('operator', 'admin')
    else exists (select from portfolios p join accounts a on a.id = p.account_id
      where p.id = alerts.portfolio_id and a.owner = (select viewer_address())) end);
create policy "a person reads and closes their own channels" on alert_channels to balancer_app
  using (owner = (select viewer_address()))
  with check (owner = (select viewer_address()) and (not for_operators or (select viewer_role()) in ('operator', 'admin')));
create policy "a person reads what their channels were told" on alert_deliveries for select to balancer_app
  using (exists (select from alert_channels c where c.id = alert_deliveries.channel_id));
create policy "a person has their channel tested" on alert_deliveries for insert to balancer_app
  with check (phase = 'test' and exists (select from alert_channels c where c.id = alert_deliveries.channel_id));
-- Put under seal, and never read again by the app.
create policy "a person seals the address of their channel" on secrets for insert to balancer_app
  with check (table_name = 'alert_channels' and exists (select from alert_channels c where c.id::text = secrets.row_id));
grant select on alerts to balancer_app;
grant select, insert, delete on alert_channels to balancer_app;
grant select, insert on alert_deliveries to balancer_app;
grant insert on secrets to balancer_app;

select close_to_strangers();
grant execute on function holds_operator_role(text) to balancer_bot;

-- How long the oldest transaction of this database has been open, in seconds: other logins' transactions are shown to few.
create function oldest_transaction_seconds() returns double precision
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select extract(epoch from clock_timestamp() - min(xact_start))::float8 from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
  $$;
revoke all on function oldest_transaction_seconds() from public;
grant execute on function oldest_transaction_seconds() to balancer_bot;

create index portfolios_failing on portfolios (id) where failures > 0 or quarantined_at is not null;
