-- Other people's secrets (the token of an alert channel, and such), each sealed with a key of its own, which is wrapped by the key of the
-- environment. Nothing here is of use without that.

create table secrets (
  table_name  text not null,              -- what the secret belongs to; also under its seal, so that it opens nowhere else
  row_id      text not null check (length(row_id) between 1 and 100),
  column_name text not null,
  key_version text not null check (key_version ~ '^[0-9a-f]{16}$'),  -- names the wrapping key, told by the key itself
  wrapped_key bytea not null check (octet_length(wrapped_key) = 60), -- nonce, key, tag
  sealed      bytea not null check (octet_length(sealed) between 28 and 16412),
  updated_at  timestamptz not null default now(),
  check (table_name ~ '^[a-z_]{1,60}$' and column_name ~ '^[a-z_]{1,60}$'),
  primary key (table_name, row_id, column_name)
);
create index secrets_key_version on secrets (key_version);
alter table secrets enable row level security;
-- The web app reads none: what is sealed is never shown, not even sealed.
create policy "the bot works on every row" on secrets to balancer_bot using (true) with check (true);
grant select, insert, update, delete on secrets to balancer_bot;

select close_to_strangers();
