-- Old looks that found nothing to do leave, and what is left of a day of them is one row for each reason. What acted stays as it is.

create table held_days (
  portfolio_id      bigint not null references portfolios on delete cascade,
  day_seconds       unix_seconds not null check (day_seconds % 86400 = 0),  -- the day's beginning, in time of the looks' blocks
  reason            reason not null,
  looks             integer not null check (looks > 0),
  first_decision_id bigint not null,
  last_decision_id  bigint not null check (last_decision_id >= first_decision_id),
  first_at_seconds  unix_seconds not null,
  last_at_seconds   unix_seconds not null check (last_at_seconds >= first_at_seconds),
  tracking_error_bps_min bps,                       -- null: none of them knew it
  tracking_error_bps_max bps,
  check ((tracking_error_bps_min is null) = (tracking_error_bps_max is null)),
  primary key (portfolio_id, day_seconds, reason)
);
alter table held_days enable row level security;
create policy "the bot works on every row" on held_days to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on held_days for select to balancer_app
  using (exists (select from portfolios p where p.id = held_days.portfolio_id));
grant select, insert, update, delete on held_days to balancer_bot;
grant select on held_days to balancer_app;

-- When the looks of a portfolio are to be summed up again, and the last that has been passed, summed up or not.
alter table series_cursors add column holds_due_at timestamptz not null default now();
alter table series_cursors add column holds_to_decision bigint not null default 0;
create index series_cursors_holds_due on series_cursors (holds_due_at);

select close_to_strangers();
