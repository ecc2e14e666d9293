-- What index accounts are to hold, what was decided for them, and every swap that came of it.

-- The index of an account: shares and policy, and whose turn a look is. None: nothing is planned for it.
create table index_policies (
  account_id            uuid primary key references index_accounts on delete cascade,
  version               integer not null default 1 check (version > 0),
  name                  text not null check (length(name) between 1 and 80),
  allocations           jsonb not null check (octet_length(allocations::text) <= 16384),
  policy                jsonb not null check (octet_length(policy::text) <= 65536),
  visible_at            timestamptz not null default now(),
  lease_token           bigint not null default 0,
  lease_owner           text,
  looked_at             timestamptz,
  rebalanced_at_seconds unix_seconds,                            -- of the last look that came to legs; null = it was never built up
  failure_code          text check (length(failure_code) <= 60),
  failures              integer not null default 0 check (failures >= 0),
  created_at            timestamptz not null default now()
);
create index index_policies_due on index_policies (visible_at, account_id);

-- A look and what came of it; to be decided again from this row alone.
create table index_decisions (
  id                 bigint generated always as identity primary key,
  account_id         uuid not null references index_accounts on delete cascade,
  policy_version     integer not null check (policy_version > 0),
  snapshot           jsonb not null,
  decision           jsonb not null,
  policy             jsonb not null,
  tokens             jsonb not null,                             -- which token of the verifier each asset of the snapshot is
  engine_version     text not null check (length(engine_version) between 1 and 80),
  kind               text not null check (kind in ('hold', 'act')),
  reason             text check (reason ~ '^[a-z]+(-[a-z]+)*$' and length(reason) <= 40),
  value_usd_e18      uint256,                                    -- null where an asset had no usable price
  decided_at_seconds unix_seconds not null,
  created_at         timestamptz not null default now(),
  check ((kind = 'hold') = (reason is not null))
);
create index index_decisions_account on index_decisions (account_id, id desc);

-- A swap of an index account: written before it is asked for, signed once in its life, and followed to its end.
create table index_legs (
  id                      evm_hash primary key,                  -- of the content: the same leg of the same look is one row
  account_id              uuid not null references index_accounts on delete cascade,
  decision_id             bigint references index_decisions on delete cascade,
  purpose                 text not null check (purpose in ('construct', 'rebalance', 'sell-for-withdrawal', 'exit')),
  origin_asset            text not null check (length(origin_asset) between 8 and 200),
  destination_asset       text not null check (length(destination_asset) between 8 and 200),
  amount_units            uint256 not null check (amount_units > 0),
  slippage_bps            integer not null check (slippage_bps between 0 and 10000),
  least_out_units         uint256 not null,
  recipient_type          text not null check (recipient_type in ('INTENTS', 'DESTINATION_CHAIN')),
  recipient               text not null check (length(recipient) between 1 and 200),
  value_usd_e18           uint256,                               -- by the look's prices; null where there was none
  planned_at_seconds      unix_seconds not null,
  intent                  text check (length(intent) <= 4000),   -- the text that is signed
  intent_hash             text check (length(intent_hash) between 32 and 44),
  nonce                   text check (length(nonce) = 44),
  signature               text check (length(signature) <= 200),
  deposit_address         text check (length(deposit_address) <= 64),
  min_in_units            uint256,
  min_out_units           uint256,
  intent_deadline_seconds unix_seconds,                          -- the verifier takes it no more from then on
  quote_deadline_seconds  unix_seconds,                          -- the deposit address is dead from then on
  signed_at               timestamptz,
  why                     text check (length(why) <= 400),       -- what it waits for
  overdue_at              timestamptz,                           -- a person was told; nothing ends by it
  leg_end                 text check (leg_end in ('swapped', 'swapped-with-refund', 'swapped-short', 'refunded', 'refunded-too-little',
                            'refunded-as-success', 'failed', 'not-sent')),
  ended_at                timestamptz,
  visible_at              timestamptz not null default now(),
  lease_token             bigint not null default 0,
  lease_owner             text,
  created_at              timestamptz not null default now(),
  constraint index_legs_decided check ((decision_id is not null) = (purpose in ('construct', 'rebalance'))),
  constraint index_legs_inside check (purpose = 'exit' or recipient_type = 'INTENTS'),
  constraint index_legs_signed_whole check (num_nulls(intent, intent_hash, nonce, signature, deposit_address, min_in_units, min_out_units,
    intent_deadline_seconds, quote_deadline_seconds, signed_at) in (0, 10)),
  constraint index_legs_ended check ((leg_end is null) = (ended_at is null)),
  -- What was never signed was never sent.
  constraint index_legs_unsigned check (intent is not null or leg_end is null or leg_end = 'not-sent'),
  -- The verifier takes a nonce once; so is a hash one leg's.
  constraint index_legs_nonce unique (account_id, nonce),
  constraint index_legs_intent_hash unique (intent_hash)
);
create index index_legs_open on index_legs (visible_at, id) where leg_end is null;
create index index_legs_account on index_legs (account_id, planned_at_seconds desc, id);
create index index_legs_account_open on index_legs (account_id) where leg_end is null;
create index index_legs_decision on index_legs (decision_id) where decision_id is not null;

-- What was signed stays what it is, and an end stays an end, whoever writes.
create function index_leg_is_final() returns trigger language plpgsql set search_path = public, pg_temp
  as $$
    begin
      if old.intent is not null and (old.intent, old.intent_hash, old.nonce, old.signature, old.deposit_address)
        is distinct from (new.intent, new.intent_hash, new.nonce, new.signature, new.deposit_address) then
        raise exception 'a leg is signed once' using errcode = '23514';
      end if;
      if old.leg_end is not null and old.leg_end is distinct from new.leg_end then
        raise exception 'a leg ends once' using errcode = '23514';
      end if;
      return new;
    end
  $$;
create trigger index_leg_is_final before update on index_legs for each row execute function index_leg_is_final();

alter table index_policies enable row level security;
alter table index_decisions enable row level security;
alter table index_legs enable row level security;
create policy "the bot works on every row" on index_policies for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on index_decisions for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on index_legs for all to balancer_bot using (true) with check (true);
create policy "an owner reads the index of their own account" on index_policies for select to balancer_app
  using (exists (select from index_accounts i where i.id = index_policies.account_id and i.owner = (select viewer_address())));
create policy "an owner gives their own account an index" on index_policies for insert to balancer_app
  with check (exists (select from index_accounts i where i.id = index_policies.account_id and i.owner = (select viewer_address())));
create policy "an owner gives their own account another index" on index_policies for update to balancer_app
  using (exists (select from index_accounts i where i.id = index_policies.account_id and i.owner = (select viewer_address())))
  with check (exists (select from index_accounts i where i.id = index_policies.account_id and i.owner = (select viewer_address())));
create policy "an owner reads what was decided for their own account" on index_decisions for select to balancer_app
  using (exists (select from index_accounts i where i.id = index_decisions.account_id and i.owner = (select viewer_address())));
create policy "an owner reads the swaps of their own account" on index_legs for select to balancer_app
  using (exists (select from index_accounts i where i.id = index_legs.account_id and i.owner = (select viewer_address())));
grant select, update on index_policies to balancer_bot;
grant select, insert on index_decisions to balancer_bot;
grant select, insert, update on index_legs to balancer_bot;
grant select on index_policies, index_decisions, index_legs to balancer_app;
grant insert (account_id, name, allocations, policy) on index_policies to balancer_app;
grant update (version, name, allocations, policy, visible_at, lease_token) on index_policies to balancer_app;

select close_to_strangers();
