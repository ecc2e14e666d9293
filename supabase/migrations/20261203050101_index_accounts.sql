-- Accounts inside NEAR Intents whose keys the server has made. No contract guards them: whoever opens the key can move everything in them.

create table index_accounts (
  id           uuid primary key default gen_random_uuid(),    -- also the place of its key in `secrets`
  owner        evm_address not null,
  name         text not null check (length(name) between 1 and 80),
  account      evm_address not null unique,                   -- the key's address, lower-cased: its name at the verifier
  cap_cents    bigint not null check (cap_cents between 1 and 100000000000),   -- above it deposits get no address
  state        text not null default 'open' check (state in ('open', 'held', 'closed')),
  held_why     text check (length(held_why) between 1 and 500),                -- what a person has to look at first
  confirmed_at timestamptz not null default now(),            -- when its owner said that they know who can move the money
  exported_at  timestamptz,                                   -- since then somebody outside has the key as well
  created_at   timestamptz not null default now(),
  constraint index_accounts_held check ((state = 'held') = (held_why is not null))
);
create index index_accounts_owner on index_accounts (owner, created_at, id);

alter table index_accounts enable row level security;
create policy "the bot works on every row" on index_accounts to balancer_bot using (true) with check (true);
create policy "a person makes index accounts of their own" on index_accounts for insert to balancer_app
  with check (owner = (select viewer_address()) and state = 'open');
create policy "a person reads their own index accounts" on index_accounts for select to balancer_app
  using (owner = (select viewer_address()));
create policy "a person names, caps and opens their own index accounts" on index_accounts for update to balancer_app
  using (owner = (select viewer_address())) with check (owner = (select viewer_address()));
grant select on index_accounts to balancer_app, balancer_bot;
grant insert (id, owner, name, account, cap_cents) on index_accounts to balancer_app;
grant update (name, cap_cents, state, held_why) on index_accounts to balancer_app;
grant update (state, held_why) on index_accounts to balancer_bot;

-- Put under seal; what is sealed there already stays as it is, and the app reads none of it.
create policy "a person seals the key of their new index account" on secrets for insert to balancer_app
  with check (table_name = 'index_accounts' and column_name = 'key'
    and exists (select from index_accounts i where i.id::text = secrets.row_id and i.exported_at is null));

-- The sealed key of the viewer's own account, for whoever signed within ten minutes; that it was taken stays written down. No row: it isn't
-- theirs, or nobody has just signed.
create function take_index_key(of_account uuid) returns table (key_version text, wrapped_key bytea, sealed bytea)
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if not exists (select from sessions s join users u on u.id = s.user_id where u.address = viewer_address() and s.revoked_at is null
        and s.expires_at > now() and s.stepped_up_at > now() - interval '10 minutes') then return; end if;
      update index_accounts i set exported_at = coalesce(i.exported_at, now()) where i.id = of_account and i.owner = viewer_address();
      if not found then return; end if;
      return query select s.key_version, s.wrapped_key, s.sealed from secrets s
        where s.table_name = 'index_accounts' and s.row_id = of_account::text and s.column_name = 'key';
    end
  $$;

select close_to_strangers();
revoke all on function take_index_key(uuid) from public;
grant execute on function take_index_key(uuid) to balancer_app;
