-- Whom the bot serves, and what can't be read is not asked first for ever.

-- Asked in vain so often in a row, and not again before: a contract whose assets burn what they are given waits behind the others.
alter table accounts
  add column refresh_tries integer not null default 0 check (refresh_tries >= 0),
  add column refresh_after timestamptz not null default now();
drop index accounts_refresh;
create index accounts_refresh on accounts (chain_id, refresh_after) where refresh;

alter table portfolios
  add column unserved_at timestamptz,                       -- found without a registration where only registered ones are served
  add column unfunded boolean not null default false;       -- worth nothing when it was looked at last: once a day until something comes in
create index portfolios_unserved on portfolios (id) where unserved_at is not null;

-- With them a registration can be made again from what its owner keeps, after the database is lost.
alter table policy_registrations
  add column owner evm_address,
  add column signature hex_bytes,                           -- the owner's, over the registration (EIP-712)
  add column signed_at_seconds unix_seconds,
  add check ((signature is null) = (owner is null) and (signature is null) = (signed_at_seconds is null));

select close_to_strangers();
