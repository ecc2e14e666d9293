-- What the analyst warned of: statements about the seven days after a look, each judged by code when they are over. Only the bot's code writes here.

create table warnings (
  id                bigint generated always as identity primary key,
  portfolio_id      bigint not null references portfolios on delete cascade,
  kind              text not null check (kind in ('band-left', 'volatility-high', 'correlation-high', 'budget-low', 'cost-high')),
  -- The tokens that it is about, and whose recorded prices judge it.
  assets            jsonb not null check (jsonb_typeof(assets) = 'array' and octet_length(assets::text) <= 2048),
  about             text not null check (length(about) <= 200),      -- their names: what tells two of a kind apart
  -- In the unit of its kind: basis points to a hundredth, a correlation in ten-thousandths.
  threshold         numeric(14, 2) not null,
  seen              numeric(14, 2) not null,
  fact_ids          text[] not null check (cardinality(fact_ids) between 1 and 12),
  raised_at_seconds unix_seconds not null,                           -- of the look that it was raised on
  due_at_seconds    unix_seconds not null check (due_at_seconds > raised_at_seconds),
  outcome           text check (outcome in ('came-true', 'did-not', 'not-judged')),
  why               text check (why ~ '^[a-z]+(-[a-z]+)*$' and length(why) <= 40),
  judged_amount     numeric(14, 2),
  judged_of_seconds unix_seconds,                                    -- when it was so; null: measured over the whole time
  judged_at         timestamptz,
  -- How far it has been told: its alert is to be raised, is there, or is over.
  alert             text not null default 'wanted' check (alert in ('wanted', 'open', 'over')),
  created_at        timestamptz not null default now(),
  check ((outcome is null) = (judged_at is null)),
  check ((why is not null) = (outcome is not distinct from 'not-judged')),
  check ((judged_amount is not null) = coalesce(outcome in ('came-true', 'did-not'), false))
);
create unique index warnings_one_open on warnings (portfolio_id, kind, about) where outcome is null;
create index warnings_newest on warnings (portfolio_id, id desc);
create index warnings_due on warnings (due_at_seconds, id) where outcome is null;
create index warnings_untold on warnings (id) where (alert = 'wanted' and outcome is null) or (alert = 'open' and outcome is not null);
create index warnings_old on warnings (judged_at, id) where outcome is not null;

-- Whose turn it is to be looked through for something to warn of, by the database's clock.
create table warning_turns (
  portfolio_id bigint primary key references portfolios on delete cascade,
  due_at       timestamptz not null
);
create index warning_turns_due on warning_turns (due_at, portfolio_id);

alter table warnings enable row level security;
alter table warning_turns enable row level security;
create policy "the bot works on every row" on warnings to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on warning_turns to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on warnings for select to balancer_app
  using (exists (select from portfolios p where p.id = warnings.portfolio_id));
grant select, insert, update, delete on warnings to balancer_bot;
grant select, insert, update, delete on warning_turns to balancer_bot;
grant select on warnings to balancer_app;

select close_to_strangers();
