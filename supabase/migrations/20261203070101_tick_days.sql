-- Old ticks that nothing refers to any more leave, and what is left of a day of them is one row for each way in which they ended.

create table tick_days (
  day_seconds      unix_seconds not null check (day_seconds % 86400 = 0),  -- the day's beginning, by the database's clock
  outcome          text not null check (length(outcome) <= 60),            -- 'ok', the code that it failed by, 'killed', 'dry-run'
  ticks            integer not null check (ticks > 0),
  checked          bigint not null check (checked >= 0),
  held             bigint not null check (held >= 0),
  acted            bigint not null check (acted >= 0),
  failed           bigint not null check (failed >= 0),
  skipped          bigint not null check (skipped >= 0),
  duration_ms      bigint not null check (duration_ms >= 0),               -- of all of them together
  first_started_at timestamptz not null,
  last_started_at  timestamptz not null check (last_started_at >= first_started_at),
  primary key (day_seconds, outcome)
);
alter table tick_days enable row level security;
create policy "the bot works on every row" on tick_days to balancer_bot using (true) with check (true);
create policy "anyone reads that the bot was alive" on tick_days for select to balancer_app using (true);
grant select, insert, update, delete on tick_days to balancer_bot;
grant select on tick_days to balancer_app;

-- When it was last seen that something still refers to an old tick: it is asked again as long afterwards as it was old.
alter table ticks add column kept_at timestamptz;
create index ticks_old on ticks ((coalesce(kept_at, started_at)));

select close_to_strangers();
