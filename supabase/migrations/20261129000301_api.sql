-- What the API keeps of its own, and what a person may change through it. As everywhere, the app names its viewer inside each transaction.

-- Whether a portfolio is the viewer's own; of somebody else's, shared or not, nothing is changed.
create function viewer_owns(of_portfolio bigint) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (
      select from portfolios p join accounts a on a.id = p.account_id where p.id = of_portfolio and a.owner = viewer_address())
  $$;
grant execute on function viewer_owns(bigint) to balancer_app, balancer_bot;

-- Tokens: 256 random bits, of which the hash is kept. The prefix is for a person who has several.
alter table api_tokens
  add column prefix text not null default '' check (length(prefix) <= 20),
  add column scopes text[] not null default '{}'
    check (scopes <@ array['portfolios:read', 'portfolios:write', 'portfolios:run', 'system:read']),
  add column expires_at timestamptz not null default now() + interval '90 days',
  add constraint api_tokens_name_short check (length(name) <= 80),
  add constraint api_tokens_hash_is_sha256 check (octet_length(token_hash) = 32),
  add constraint api_tokens_end_after_they_begin check (expires_at > created_at);

create policy "a person reads their own tokens" on api_tokens for select to balancer_app using (user_id = (select viewer_id()));
create policy "a person makes tokens of their own" on api_tokens for insert to balancer_app
  with check (user_id = (select viewer_id()) and revoked_at is null);
create policy "a person revokes their own tokens" on api_tokens for update to balancer_app
  using (user_id = (select viewer_id())) with check (user_id = (select viewer_id()) and revoked_at is not null);
-- Not the hash: whoever reads it could look for the token behind it.
grant select (id, user_id, name, prefix, scopes, created_at, last_used_at, expires_at, revoked_at),
  insert (user_id, name, prefix, scopes, token_hash, expires_at), update (revoked_at) on api_tokens to balancer_app;

-- Whose token this is, while it lasts. Its use is noted once a minute: a read is no write otherwise.
create function use_api_token(hash bytea)
  returns table (token_id uuid, user_id bigint, address text, role text, scopes text[])
  language sql volatile security definer set search_path = public, pg_temp
  as $$
    with found as (
      select t.id, t.user_id, u.address, u.role, t.scopes, t.last_used_at from api_tokens t join users u on u.id = t.user_id
      where t.token_hash = hash and t.revoked_at is null and t.expires_at > now()
    ), noted as (
      update api_tokens t set last_used_at = now() from found f
      where t.id = f.id and (f.last_used_at is null or f.last_used_at < now() - interval '1 minute')
    )
    select f.id, f.user_id, f.address::text, f.role, f.scopes from found f
  $$;
grant execute on function use_api_token(bytea) to balancer_app;

-- A portfolio that isn't deployed yet, as far as it has been thought out.
create table portfolio_drafts (
  id         uuid primary key default gen_random_uuid(),
  user_id    bigint not null references users on delete cascade,
  version    integer not null default 1 check (version > 0),
  draft      jsonb not null check (octet_length(draft::text) <= 65536),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index portfolio_drafts_user on portfolio_drafts (user_id, created_at desc, id);
alter table portfolio_drafts enable row level security;
create policy "a person works on their own drafts" on portfolio_drafts for all to balancer_app
  using (user_id = (select viewer_id())) with check (user_id = (select viewer_id()));
create policy "the bot works on every row" on portfolio_drafts for all to balancer_bot using (true) with check (true);
grant select, insert (user_id, draft), update (draft, version, updated_at), delete on portfolio_drafts to balancer_app;
grant select, insert, update, delete on portfolio_drafts to balancer_bot;

-- Answers to writes that named a key, so that the same request sent again is answered and not done again. Kept for a day.
create table idempotency_keys (
  user_id      bigint not null references users on delete cascade,
  key          text not null check (length(key) between 8 and 200),
  request_hash bytea not null check (octet_length(request_hash) = 32),
  status       smallint check (status between 200 and 299),  -- null: its request is under way in this transaction
  answer       jsonb,
  created_at   timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);
alter table idempotency_keys enable row level security;
create policy "a person's requests are answered again to them alone" on idempotency_keys for all to balancer_app
  using (user_id = (select viewer_id())) with check (user_id = (select viewer_id()));
create policy "the bot works on every row" on idempotency_keys for all to balancer_bot using (true) with check (true);
grant select, insert, update (status, answer), delete on idempotency_keys to balancer_app;
grant select, insert, update, delete on idempotency_keys to balancer_bot;

-- Who has asked how much. A key is "user:" and an id, or "ip:" and an address; full_at is when its allowance is whole again. Nothing is lost
-- with it: after a crash everybody starts with a whole allowance.
create unlogged table request_allowances (
  key     text primary key check (length(key) <= 100),
  full_at timestamptz not null
) with (fillfactor = 50);
alter table request_allowances enable row level security;
create policy "the app counts requests" on request_allowances for all to balancer_app using (true) with check (true);
create policy "the bot works on every row" on request_allowances for all to balancer_bot using (true) with check (true);
grant select, insert, update, delete on request_allowances to balancer_app, balancer_bot;

-- What an owner changes of a portfolio.
create policy "an owner names, shares and puts away their portfolio" on portfolios for update to balancer_app
  using (viewer_owns(id)) with check (viewer_owns(id));
grant update (name, shared, simulated, archived_at, failures, quarantined_at, quarantine_reason) on portfolios to balancer_app;
create policy "an owner writes the next version of their policy" on policies for insert to balancer_app
  with check (viewer_owns(portfolio_id));
grant insert on policies to balancer_app;
create policy "an owner asks for a look" on leases for update to balancer_app using (viewer_owns(id)) with check (viewer_owns(id));
grant update (visible_at, lease_token) on leases to balancer_app;
create policy "an owner has their contract read again" on accounts for update to balancer_app
  using (owner = (select viewer_address())) with check (owner = (select viewer_address()));
create policy "an owner reads their own contract" on accounts for select to balancer_app
  using (owner = (select viewer_address()));
grant update (refresh, refresh_tries, refresh_after) on accounts to balancer_app;

-- Before the index has found a contract only the chain knows its owner, whom the app has asked.
create function viewer_may_register(of_chain bigint, of_address text) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select viewer_address() is not null and coalesce(
      (select a.owner = viewer_address() from accounts a where a.chain_id = of_chain and a.address = of_address), true)
  $$;
grant execute on function viewer_may_register(bigint, text) to balancer_app;
create policy "an owner registers their contract" on policy_registrations for all to balancer_app
  using (viewer_may_register(chain_id, address)) with check (viewer_may_register(chain_id, address));
grant select, insert, update on policy_registrations to balancer_app;

-- Lists of one portfolio, a page at a time.
create index fills_portfolio_place on fills (portfolio_id, block_number desc, log_index desc);
create index cash_flows_portfolio_place on cash_flows (portfolio_id, block_number desc, log_index desc);
create index price_points_latest on price_points (asset, time_seconds desc);
create index portfolios_shared on portfolios (id desc) where shared and archived_at is null;

select close_to_strangers();
