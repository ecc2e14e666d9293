-- What the bot itself must have done on chain: a call is the wish, a transaction one signed attempt at it, journaled before it is sent.
-- No nonce is counted here: it is read from the chain, and a call holds the one of its last attempt until that is settled.

create table calls (
  id           evm_hash primary key,      -- from its content
  chain_id     bigint not null check (chain_id > 0),
  portfolio_id bigint not null references portfolios on delete cascade,
  generation   uint256 not null,          -- whose orders it revokes
  sender       evm_address not null,
  target       evm_address not null,
  data         hex_bytes not null,
  gas_limit    bigint not null check (gas_limit > 0),
  value_usd_e18 usd_e18,                  -- of the orders when it was wished
  status       text not null default 'wanted' check (status in ('wanted', 'pending', 'done', 'reverted', 'abandoned')),
  nonce        bigint check (nonce >= 0),
  attempts     integer not null default 0 check (attempts >= 0),
  looked_at_block bigint,
  created_at   timestamptz not null default now(),
  closed_at    timestamptz,
  check ((status = 'pending') <= (nonce is not null)),
  check ((status in ('done', 'reverted', 'abandoned')) = (closed_at is not null))
);
-- Two ticks that choose at once don't both get a nonce.
create unique index calls_nonce on calls (chain_id, sender, nonce) where status = 'pending';
create index calls_open on calls (chain_id, created_at) where status in ('wanted', 'pending');
create index calls_portfolio on calls (portfolio_id);
alter table calls enable row level security;
create policy "the bot works on every row" on calls to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on calls for select to balancer_app using (viewer_may_read(portfolio_id));
grant select, insert, update on calls to balancer_bot;
grant select on calls to balancer_app;

alter table transactions
  add column call_id evm_hash references calls on delete cascade,
  add column attempt integer check (attempt > 0),          -- counted from 1 for each call
  add column bump smallint not null default 0 check (bump between 0 and 3),
  add column max_fee_wei uint256,
  add column max_priority_fee_wei uint256,
  add column sent_at_block bigint,
  add column refusal text check (refusal in ('underpriced', 'nonce-used', 'unfunded', 'refused')),
  add constraint transactions_call_attempt_key unique (call_id, attempt);
create policy "the app reads what its viewer may" on transactions for select to balancer_app
  using (exists (select from calls c where c.id = transactions.call_id and viewer_may_read(c.portfolio_id)));
grant select on transactions to balancer_app;

-- What is being revoked on chain, beside what can still be filled: a node has the transaction.
drop function fillable_in_all();
create function fillable_in_all(out orders integer, out unpriced integer, out revoking integer, out value_usd_e18 numeric,
    out until_seconds bigint)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select count(*)::int, (count(*) - count(f.value_usd_e18))::int,
      (count(*) filter (where exists (select from calls c join transactions t on t.call_id = c.id
        where c.portfolio_id = f.portfolio_id and c.status = 'pending' and t.status in ('sent', 'included'))))::int,
      coalesce(sum(f.value_usd_e18), 0), max(f.expires_at_seconds)
    from fillable_orders() f
  $$;
grant execute on function fillable_in_all() to balancer_app, balancer_bot;

select close_to_strangers();
