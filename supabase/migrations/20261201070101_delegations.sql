-- What accounts that keep their own tokens have granted: one row for each delegation, found again by its hash.

-- A clone that serves one account by its delegations is an account like others. It has no lease until something looks after it.
alter table accounts drop constraint accounts_kind_check;
alter table accounts add constraint accounts_kind_check check (kind in ('balancer', 'cash', 'delegated'));
alter table accounts add column holder evm_address;      -- whose tokens it trades, where they aren't its own
alter table accounts add column guardian evm_address;    -- who may pause it beside the holder
alter table accounts add constraint accounts_holder check ((kind = 'delegated') = (holder is not null) and (kind = 'delegated') = (guardian is not null));
create index accounts_delegated on accounts (chain_id, holder, id) where kind = 'delegated';

create policy "a guardian reads the account that they guard" on accounts for select to balancer_app
  using (guardian = (select viewer_address()));

create table delegations (
  id                 bigint generated always as identity primary key,
  account_id         bigint not null references accounts on delete cascade,    -- the clone that it names, and that alone may redeem it
  hash               evm_hash not null,                                        -- leaves out the signature: a good one replaces one that no longer is
  delegator          evm_address not null,
  delegate           evm_address not null,
  manager            evm_address not null,
  token              evm_address not null,
  amount_units       uint256 not null check (amount_units > 0),                -- in one period; it may go through twice in 24 hours
  period_seconds     bigint not null check (period_seconds > 0),
  start_seconds      unix_seconds not null,
  expires_at_seconds unix_seconds not null,
  context            hex_bytes not null,                                       -- the delegation with its signature, as it is redeemed; no secret
  status             text not null check (status in ('granted', 'revoked', 'expired', 'exhausted', 'superseded', 'not-accepted')),
  standing           text not null check (standing ~ '^[a-z]+(-[a-z]+)*$' and length(standing) <= 40),    -- what the chain said, in a word
  left_units         uint256,                                                  -- of the period; null where that isn't known
  seen_block         bigint not null check (seen_block >= 0),
  seen_at_seconds    unix_seconds not null,
  granted_at         timestamptz not null default now(),
  dropped_at         timestamptz,                                              -- by its owner's wish; on chain it holds on
  unique (account_id, hash),
  constraint delegations_left check (left_units <= amount_units),
  constraint delegations_time check (start_seconds < expires_at_seconds)
);
-- Whose turn to be tried is next.
create index delegations_to_try on delegations (seen_block, id) where dropped_at is null and status not in ('expired', 'superseded');

alter table delegations enable row level security;
create policy "the bot works on every row" on delegations for all to balancer_bot using (true) with check (true);
create policy "owner and guardian read what an account has granted" on delegations for select to balancer_app
  using (exists (select from accounts a where a.id = delegations.account_id and (select viewer_address()) in (a.owner, a.guardian)));
create policy "owner and guardian register what an account has granted" on delegations for insert to balancer_app
  with check (exists (select from accounts a where a.id = delegations.account_id and (select viewer_address()) in (a.owner, a.guardian)));
create policy "owner and guardian replace a signature, or drop a delegation" on delegations for update to balancer_app
  using (exists (select from accounts a where a.id = delegations.account_id and (select viewer_address()) in (a.owner, a.guardian)))
  with check (exists (select from accounts a where a.id = delegations.account_id and (select viewer_address()) in (a.owner, a.guardian)));
grant select, insert, update on delegations to balancer_bot;
grant select on delegations to balancer_app;
grant insert (account_id, hash, delegator, delegate, manager, token, amount_units, period_seconds, start_seconds, expires_at_seconds, context,
  status, standing, left_units, seen_block, seen_at_seconds) on delegations to balancer_app;
grant update (context, status, standing, left_units, seen_block, seen_at_seconds, dropped_at) on delegations to balancer_app;

select close_to_strangers();
