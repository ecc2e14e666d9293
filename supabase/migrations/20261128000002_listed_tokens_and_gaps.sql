-- Which tokens' transfers the index asks for, and which logs a node would not hand out.

-- The tokens an account lists or has listed: only their transfers are cash flows. listed_at is when it was last seen to.
create table account_tokens (
  account_id bigint not null references accounts on delete cascade,
  token      evm_address not null,
  listed_at  timestamptz not null default now(),
  primary key (account_id, token)
);

insert into account_tokens (account_id, token)
select p.account_id, lower(e.details ->> 'token')
from audit_log e join portfolios p on p.id = e.portfolio_id
where e.actor_kind = 'chain' and e.action = 'AssetSet' and lower(e.details ->> 'token') ~ '^0x[0-9a-f]{40}$'
union
select p.account_id, lower(asset ->> 'token')
from portfolios p
cross join lateral (select snapshot from snapshots s where s.portfolio_id = p.id order by s.id desc limit 1) latest
cross join lateral jsonb_array_elements(
  case when jsonb_typeof(latest.snapshot -> 'assets') = 'array' then latest.snapshot -> 'assets' else '[]' end) asset
where lower(asset ->> 'token') ~ '^0x[0-9a-f]{40}$';

-- One block in which a node would not hand out all logs of one account: its flows (of the token), or its own events (token is
-- null), are incomplete there.
create table log_gaps (
  id           bigint generated always as identity primary key,
  chain_id     bigint not null,
  portfolio_id bigint not null references portfolios on delete cascade,
  token        evm_address,
  block_number bigint not null,
  block_hash   evm_hash not null,
  found_at     timestamptz not null default now(),
  unique nulls not distinct (portfolio_id, token, block_number, block_hash)
);
create index log_gaps_block on log_gaps (chain_id, block_number);

alter table account_tokens enable row level security;
alter table log_gaps enable row level security;
create policy "the bot works on every row" on account_tokens to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on log_gaps to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on log_gaps for select to balancer_app
  using (viewer_may_read(portfolio_id));
grant select, insert, update, delete on account_tokens, log_gaps to balancer_bot;
grant select on log_gaps to balancer_app;
