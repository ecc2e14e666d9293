-- Somebody who watches prices says that one has moved: who holds it is looked at early, never sooner than the tick's own interval.

-- When a portfolio was looked at last, by the database's clock; null before the first time.
alter table leases add column looked_at timestamptz;
update leases set looked_at = (select max(created_at) from snapshots where portfolio_id = leases.id);

-- Messages that were obeyed, by what they say: the same one again does nothing. Kept for as long as its signature could be shown again.
create table wakes (
  content_id  evm_hash primary key,
  received_at timestamptz not null default now(),
  woken       integer not null check (woken >= 0)
);
create index wakes_received on wakes (received_at);

alter table wakes enable row level security;
create policy "the bot works on every row" on wakes for all to balancer_bot using (true) with check (true);
grant select, insert, update, delete on wakes to balancer_bot;

select close_to_strangers();
