-- What the analyst wrote of a portfolio, kept for thirty days: sentences with the ids of the facts that they say. Only the bot's code writes here.

create table summaries (
  id            bigint generated always as identity primary key,
  portfolio_id  bigint not null references portfolios on delete cascade,
  as_of_seconds unix_seconds not null,                     -- the look that it is of: one of each
  sentences     jsonb not null check (jsonb_typeof(sentences) = 'array' and octet_length(sentences::text) <= 65536),
  confidence    text not null check (confidence in ('high', 'medium', 'low')),
  -- Null: worded by a model and checked against the facts. Else the template stands, and why.
  why_template  text check (why_template ~ '^[a-z]+(-[a-z]+)*$' and length(why_template) <= 40),
  created_at    timestamptz not null default now(),
  unique (portfolio_id, as_of_seconds)
);
create index summaries_newest on summaries (portfolio_id, id desc);
create index summaries_old on summaries (created_at, id);

-- Whose turn a summary is, by the database's clock.
create table summary_turns (
  portfolio_id bigint primary key references portfolios on delete cascade,
  due_at       timestamptz not null
);
create index summary_turns_due on summary_turns (due_at, portfolio_id);

alter table summaries enable row level security;
alter table summary_turns enable row level security;
create policy "the bot works on every row" on summaries to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on summary_turns to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on summaries for select to balancer_app
  using (exists (select from portfolios p where p.id = summaries.portfolio_id));
create policy "an owner reads whose turn it is" on summary_turns for select to balancer_app using (viewer_owns(portfolio_id));
create policy "an owner asks for a summary" on summary_turns for insert to balancer_app with check (viewer_owns(portfolio_id));
create policy "an owner asks for a summary again" on summary_turns for update to balancer_app
  using (viewer_owns(portfolio_id)) with check (viewer_owns(portfolio_id));
grant select, insert, delete on summaries to balancer_bot;
grant select, insert, update, delete on summary_turns to balancer_bot;
grant select on summaries to balancer_app;
grant select, insert, update on summary_turns to balancer_app;

select close_to_strangers();
