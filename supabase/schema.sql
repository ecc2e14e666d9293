-- Written by scripts/dump-schema.ts from a migrated database, for review. Nothing runs it; the migrations count.

-- Domains

create domain bps as integer;
create domain evm_address as text CHECK (((length(VALUE) = 42) AND (VALUE ~ '^0x[0-9a-f]*$'::text)));
create domain evm_hash as text CHECK (((length(VALUE) = 66) AND (VALUE ~ '^0x[0-9a-f]*$'::text)));
create domain hex_bytes as text CHECK ((((length(VALUE) % 2) = 0) AND (VALUE ~ '^0x[0-9a-f]*$'::text)));
create domain reason as text CHECK ((VALUE = ANY (ARRAY['in-band'::text, 'cooldown'::text, 'below-minimum'::text, 'over-daily-volume'::text, 'order-open'::text, 'price-missing'::text, 'price-stale'::text, 'prices-disagree'::text, 'impact-too-high'::text, 'gas-too-high'::text, 'cost-exceeds-benefit'::text, 'allowance-low'::text, 'asset-locked'::text, 'asset-unhealthy'::text, 'paused'::text, 'signer-not-authorised'::text, 'budget-exhausted'::text, 'unfunded'::text, 'venue-unavailable'::text, 'chain-lagging'::text, 'halted'::text, 'outside-window'::text, 'no-key'::text, 'not-registered'::text, 'quarantined'::text, 'value-absurd'::text, 'snapshot-contradiction'::text, 'legs-max'::text, 'token-changed'::text, 'signer-too-strong'::text, 'part-traded'::text, 'delegation-missing'::text, 'delegation-revoked'::text, 'delegation-expired'::text, 'delegation-exhausted'::text, 'delegation-superseded'::text, 'delegation-refused'::text, 'delegations-paused'::text])));
create domain uint256 as numeric(78,0) CHECK (((VALUE >= (0)::numeric) AND (VALUE < '115792089237316195423570985008687907853269984665640564039457584007913129639936'::numeric)));
create domain unix_seconds as bigint CHECK ((VALUE >= 0));
create domain usd_e18 as numeric(78,0);

-- Tables

create table account_tokens (
  account_id bigint not null,
  token evm_address not null,
  listed_at timestamp with time zone not null default now(),
  constraint account_tokens_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint account_tokens_pkey PRIMARY KEY (account_id, token)
);
create table accounts (
  id bigint not null generated always as identity,
  kind text not null,
  chain_id bigint not null,
  address evm_address not null,
  owner evm_address not null,
  signer evm_address,
  generation uint256 not null default 0,
  paused boolean not null default false,
  refresh boolean not null default true,
  created_block bigint not null,
  created_block_hash evm_hash not null,
  created_at timestamp with time zone not null default now(),
  refresh_tries integer not null default 0,
  refresh_after timestamp with time zone not null default now(),
  holder evm_address,
  guardian evm_address,
  retired_block bigint,
  constraint accounts_chain_id_address_key UNIQUE (chain_id, address),
  constraint accounts_chain_id_check CHECK ((chain_id > 0)),
  constraint accounts_created_block_check CHECK ((created_block >= 0)),
  constraint accounts_holder CHECK ((((kind = 'delegated'::text) = (holder IS NOT NULL)) AND ((kind = 'delegated'::text) = (guardian IS NOT NULL)))),
  constraint accounts_kind_check CHECK ((kind = ANY (ARRAY['balancer'::text, 'cash'::text, 'delegated'::text]))),
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_refresh_tries_check CHECK ((refresh_tries >= 0)),
  constraint accounts_retired CHECK (((retired_block IS NULL) OR (kind = 'delegated'::text))),
  constraint accounts_retired_block_check CHECK ((retired_block >= 0))
);
create table alert_channels (
  id uuid not null default gen_random_uuid(),
  owner evm_address not null,
  kind text not null,
  name text not null,
  hint text not null,
  for_operators boolean not null default false,
  quiet_from_minute smallint,
  quiet_to_minute smallint,
  created_at timestamp with time zone not null default now(),
  confirmed_at timestamp with time zone,
  target_hash bytea,
  command_secret_hash bytea,
  command_chat_hash bytea,
  constraint alert_channels_check CHECK (((quiet_from_minute IS NULL) = (quiet_to_minute IS NULL))),
  constraint alert_channels_check1 CHECK ((quiet_from_minute <> quiet_to_minute)),
  constraint alert_channels_command_chat_hash_check CHECK ((octet_length(command_chat_hash) = 32)),
  constraint alert_channels_command_secret_hash_check CHECK ((octet_length(command_secret_hash) = 32)),
  constraint alert_channels_commands_whole CHECK (((command_secret_hash IS NULL) = (command_chat_hash IS NULL))),
  constraint alert_channels_hint_check CHECK ((length(hint) <= 100)),
  constraint alert_channels_kind_check CHECK ((kind = ANY (ARRAY['webhook'::text, 'discord'::text, 'slack'::text, 'telegram'::text, 'email'::text]))),
  constraint alert_channels_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
  constraint alert_channels_pkey PRIMARY KEY (id),
  constraint alert_channels_quiet_from_minute_check CHECK (((quiet_from_minute >= 0) AND (quiet_from_minute <= 1439))),
  constraint alert_channels_quiet_to_minute_check CHECK (((quiet_to_minute >= 0) AND (quiet_to_minute <= 1439))),
  constraint alert_channels_target_hash_check CHECK ((octet_length(target_hash) = 32))
);
create table alert_deliveries (
  content_id evm_hash not null,
  alert_id bigint,
  channel_id uuid not null,
  phase text not null,
  status text not null default 'pending'::text,
  attempts integer not null default 0,
  next_try_at timestamp with time zone not null default now(),
  last_error text,
  created_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  constraint alert_deliveries_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES alerts(id) ON DELETE CASCADE,
  constraint alert_deliveries_attempts_check CHECK ((attempts >= 0)),
  constraint alert_deliveries_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES alert_channels(id) ON DELETE CASCADE,
  constraint alert_deliveries_check CHECK (((alert_id IS NULL) = (phase = ANY (ARRAY['test'::text, 'confirm'::text])))),
  constraint alert_deliveries_check1 CHECK (((status = 'pending'::text) = (ended_at IS NULL))),
  constraint alert_deliveries_last_error_check CHECK ((length(last_error) <= 300)),
  constraint alert_deliveries_phase_check CHECK ((phase = ANY (ARRAY['raised'::text, 'recovered'::text, 'test'::text, 'confirm'::text]))),
  constraint alert_deliveries_pkey PRIMARY KEY (content_id),
  constraint alert_deliveries_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'failed'::text, 'dropped'::text])))
);
create table alerts (
  id bigint not null generated always as identity,
  kind text not null,
  subject text not null,
  portfolio_id bigint,
  sentence text not null,
  first_seen_at timestamp with time zone not null default now(),
  raised_at timestamp with time zone,
  last_seen_at timestamp with time zone not null default now(),
  recovered_at timestamp with time zone,
  count integer not null default 1,
  index_account_id uuid,
  constraint alerts_count_check CHECK ((count > 0)),
  constraint alerts_index_account_id_fkey FOREIGN KEY (index_account_id) REFERENCES index_accounts(id) ON DELETE CASCADE,
  constraint alerts_kind_check CHECK ((kind ~ '^[A-Z_]{3,40}$'::text)),
  constraint alerts_of_one CHECK (((portfolio_id IS NULL) OR (index_account_id IS NULL))),
  constraint alerts_pkey PRIMARY KEY (id),
  constraint alerts_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE,
  constraint alerts_sentence_check CHECK (((length(sentence) >= 1) AND (length(sentence) <= 500))),
  constraint alerts_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 100)))
);
create table api_tokens (
  id uuid not null default gen_random_uuid(),
  user_id bigint not null,
  name text not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  prefix text not null default ''::text,
  scopes text[] not null default '{}'::text[],
  expires_at timestamp with time zone not null default (now() + '90 days'::interval),
  constraint api_tokens_end_after_they_begin CHECK ((expires_at > created_at)),
  constraint api_tokens_hash_is_sha256 CHECK ((octet_length(token_hash) = 32)),
  constraint api_tokens_name_short CHECK ((length(name) <= 80)),
  constraint api_tokens_pkey PRIMARY KEY (id),
  constraint api_tokens_prefix_check CHECK ((length(prefix) <= 20)),
  constraint api_tokens_scopes_check CHECK ((scopes <@ ARRAY['portfolios:read'::text, 'portfolios:write'::text, 'portfolios:run'::text, 'system:read'::text])),
  constraint api_tokens_token_hash_key UNIQUE (token_hash),
  constraint api_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
create table audit_heads (
  chain text not null,
  "position" bigint not null,
  hash bytea not null,
  constraint audit_heads_hash_check CHECK ((octet_length(hash) = 32)),
  constraint audit_heads_pkey PRIMARY KEY (chain),
  constraint audit_heads_position_check CHECK (("position" > 0))
);
create table audit_log (
  id bigint not null generated always as identity,
  at timestamp with time zone not null default now(),
  actor_kind text not null,
  actor text not null,
  portfolio_id bigint,
  action text not null,
  details jsonb not null default '{}'::jsonb,
  chain_id bigint,
  tx_hash evm_hash,
  log_index integer,
  block_number bigint,
  block_hash evm_hash,
  before jsonb,
  after jsonb,
  ip inet,
  user_agent text,
  "position" bigint not null,
  previous_hash bytea,
  portfolio_position bigint,
  portfolio_previous_hash bytea,
  hash bytea not null,
  constraint audit_log_actor_id CHECK (((length(actor) <= 100) AND
CASE actor_kind
    WHEN 'user'::text THEN (actor ~ '^user:0x[0-9a-f]{40}$'::text)
    WHEN 'delegate'::text THEN (actor ~ '^delegate:0x[0-9a-f]{40}$'::text)
    WHEN 'token'::text THEN (actor ~ '^token:[0-9a-f-]{36}$'::text)
    ELSE true
END)),
  constraint audit_log_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'token'::text, 'bot'::text, 'delegate'::text, 'operator'::text, 'system'::text, 'chain'::text, 'person'::text]))),
  constraint audit_log_chain_id_tx_hash_log_index_block_hash_key UNIQUE (chain_id, tx_hash, log_index, block_hash),
  constraint audit_log_check CHECK (((actor_kind = 'chain'::text) = (block_hash IS NOT NULL))),
  constraint audit_log_hashes CHECK (((octet_length(hash) = 32) AND ("position" > 0) AND (("position" = 1) = (previous_hash IS NULL)) AND ((portfolio_id IS NULL) = (portfolio_position IS NULL)) AND ((COALESCE(portfolio_position, (1)::bigint) = 1) = (portfolio_previous_hash IS NULL)))),
  constraint audit_log_pkey PRIMARY KEY (id),
  constraint audit_log_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE RESTRICT,
  constraint audit_log_portfolio_position_key UNIQUE (portfolio_id, portfolio_position),
  constraint audit_log_position_key UNIQUE ("position"),
  constraint audit_log_user_agent_short CHECK ((length(user_agent) <= 200)),
  constraint audit_log_values_short CHECK (((octet_length((before)::text) <= 65536) AND (octet_length((after)::text) <= 65536)))
);
create table calls (
  id evm_hash not null,
  chain_id bigint not null,
  portfolio_id bigint not null,
  generation uint256 not null,
  sender evm_address not null,
  target evm_address not null,
  data hex_bytes not null,
  gas_limit bigint not null,
  value_usd_e18 usd_e18,
  status text not null default 'wanted'::text,
  nonce bigint,
  attempts integer not null default 0,
  looked_at_block bigint,
  created_at timestamp with time zone not null default now(),
  closed_at timestamp with time zone,
  order_id evm_hash,
  token evm_address,
  transfer_id evm_hash,
  cash_move_id evm_hash,
  poked_vault evm_address,
  constraint calls_attempts_check CHECK ((attempts >= 0)),
  constraint calls_cash_move_id_fkey FOREIGN KEY (cash_move_id) REFERENCES cash_moves(id) ON DELETE CASCADE,
  constraint calls_chain_id_check CHECK ((chain_id > 0)),
  constraint calls_check CHECK (((status = 'pending'::text) <= (nonce IS NOT NULL))),
  constraint calls_check1 CHECK (((status = ANY (ARRAY['done'::text, 'reverted'::text, 'abandoned'::text])) = (closed_at IS NOT NULL))),
  constraint calls_gas_limit_check CHECK ((gas_limit > 0)),
  constraint calls_nonce_check CHECK ((nonce >= 0)),
  constraint calls_one_purpose CHECK ((num_nonnulls(token, order_id, transfer_id, cash_move_id, poked_vault) <= 1)) NOT VALID,
  constraint calls_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id) ON DELETE CASCADE,
  constraint calls_order_id_key UNIQUE (order_id),
  constraint calls_pkey PRIMARY KEY (id),
  constraint calls_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE,
  constraint calls_status_check CHECK ((status = ANY (ARRAY['wanted'::text, 'pending'::text, 'done'::text, 'reverted'::text, 'abandoned'::text]))),
  constraint calls_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES transfers(id) ON DELETE CASCADE
);
create table cash_decisions (
  id bigint not null generated always as identity,
  owner_id bigint not null,
  snapshot jsonb not null,
  decision jsonb not null,
  policy jsonb not null,
  cash_version text not null,
  kind text not null,
  reason text,
  value_units uint256 not null,
  decided_at_seconds unix_seconds not null,
  created_at timestamp with time zone not null default now(),
  held jsonb,
  constraint cash_decisions_cash_version_check CHECK (((length(cash_version) >= 1) AND (length(cash_version) <= 80))),
  constraint cash_decisions_check CHECK (((kind = 'stay'::text) = (reason IS NOT NULL))),
  constraint cash_decisions_held_check CHECK (((jsonb_typeof(held) = 'array'::text) AND (octet_length((held)::text) <= 65536))),
  constraint cash_decisions_kind_check CHECK ((kind = ANY (ARRAY['stay'::text, 'move'::text]))),
  constraint cash_decisions_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES cash_owners(id) ON DELETE CASCADE,
  constraint cash_decisions_pkey PRIMARY KEY (id),
  constraint cash_decisions_reason_check CHECK (((reason ~ '^[a-z]+(-[a-z]+)*$'::text) AND (length(reason) <= 40)))
);
create table cash_finds (
  chain_id bigint not null,
  factory evm_address not null,
  block_number bigint not null,
  updated_at timestamp with time zone not null default now(),
  constraint cash_finds_block_number_check CHECK ((block_number >= 0)),
  constraint cash_finds_chain_id_check CHECK ((chain_id > 0)),
  constraint cash_finds_pkey PRIMARY KEY (chain_id, factory)
);
create table cash_flows (
  chain_id bigint not null,
  tx_hash evm_hash not null,
  log_index integer not null,
  block_hash evm_hash not null,
  block_number bigint not null,
  block_time_seconds unix_seconds not null,
  portfolio_id bigint not null,
  token evm_address not null,
  direction text not null,
  units uint256 not null,
  counterparty evm_address not null,
  constraint cash_flows_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint cash_flows_pkey PRIMARY KEY (chain_id, tx_hash, log_index, block_hash, direction),
  constraint cash_flows_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE
);
create table cash_moves (
  id evm_hash not null,
  decision_id bigint not null,
  move_index smallint not null,
  kind text not null,
  portfolio_id bigint not null,
  chain_id bigint not null,
  vault evm_address,
  to_chain_id bigint,
  units uint256 not null,
  shares uint256,
  "least" uint256 not null,
  nonce uint256 not null,
  generation uint256 not null,
  deadline_seconds unix_seconds not null,
  signature hex_bytes not null,
  status text not null default 'wanted'::text,
  transfer_id evm_hash,
  tx_hash evm_hash,
  block_number bigint,
  block_hash evm_hash,
  done_at_seconds unix_seconds,
  received_units uint256,
  cost_units uint256,
  from_price_e18 uint256,
  to_price_e18 uint256,
  arrived_at_seconds unix_seconds,
  score_units numeric(78,0),
  judged_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  from_block bigint not null,
  sibling evm_address,
  why text,
  constraint cash_moves_block_number_check CHECK ((block_number >= 0)),
  constraint cash_moves_chain_id_check CHECK ((chain_id > 0)),
  constraint cash_moves_check CHECK (((to_chain_id > 0) AND (to_chain_id <> chain_id))),
  constraint cash_moves_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES cash_decisions(id) ON DELETE CASCADE,
  constraint cash_moves_decision_id_move_index_key UNIQUE (decision_id, move_index),
  constraint cash_moves_done CHECK (((status <> 'done'::text) OR (tx_hash IS NOT NULL))),
  constraint cash_moves_from_block_check CHECK ((from_block >= 0)),
  constraint cash_moves_judged CHECK (((score_units IS NULL) = (judged_at IS NULL))),
  constraint cash_moves_kind_check CHECK ((kind = ANY (ARRAY['deposit'::text, 'redeem'::text, 'bridge'::text]))),
  constraint cash_moves_move_index_check CHECK ((move_index >= 0)),
  constraint cash_moves_pkey PRIMARY KEY (id),
  constraint cash_moves_place_whole CHECK ((num_nulls(tx_hash, block_number, block_hash, done_at_seconds) = ANY (ARRAY[0, 4]))),
  constraint cash_moves_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE,
  constraint cash_moves_shares CHECK (((kind = 'redeem'::text) = (shares IS NOT NULL))),
  constraint cash_moves_shares_check CHECK (((shares)::numeric > (0)::numeric)),
  constraint cash_moves_sibling CHECK (((kind = 'bridge'::text) = (sibling IS NOT NULL))),
  constraint cash_moves_status_check CHECK ((status = ANY (ARRAY['wanted'::text, 'done'::text, 'failed'::text, 'abandoned'::text]))),
  constraint cash_moves_to_chain CHECK (((kind = 'bridge'::text) = (to_chain_id IS NOT NULL))),
  constraint cash_moves_transfer CHECK (((transfer_id IS NULL) OR (kind = 'bridge'::text))),
  constraint cash_moves_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES transfers(id) ON DELETE CASCADE,
  constraint cash_moves_units_check CHECK (((units)::numeric > (0)::numeric)),
  constraint cash_moves_vault CHECK (((kind = 'bridge'::text) = (vault IS NULL))),
  constraint cash_moves_why_check CHECK ((length(why) <= 400))
);
create table cash_owners (
  id bigint not null generated always as identity,
  owner evm_address not null,
  profile text not null,
  policy jsonb not null,
  policy_version integer not null default 1,
  anchor jsonb,
  lead_e18 numeric(78,0) not null default 0,
  visible_at timestamp with time zone not null default now(),
  lease_token bigint not null default 0,
  lease_owner text,
  looked_at timestamp with time zone,
  failure_code text,
  failures integer not null default 0,
  created_at timestamp with time zone not null default now(),
  archived_at timestamp with time zone,
  constraint cash_owners_anchor_check CHECK ((octet_length((anchor)::text) <= 65536)),
  constraint cash_owners_failure_code_check CHECK ((length(failure_code) <= 60)),
  constraint cash_owners_failures_check CHECK ((failures >= 0)),
  constraint cash_owners_owner_key UNIQUE (owner),
  constraint cash_owners_pkey PRIMARY KEY (id),
  constraint cash_owners_policy_check CHECK ((octet_length((policy)::text) <= 65536)),
  constraint cash_owners_policy_version_check CHECK ((policy_version > 0)),
  constraint cash_owners_profile_check CHECK ((profile = ANY (ARRAY['conservative'::text, 'balanced'::text, 'aggressive'::text])))
);
create table chain_events (
  chain_id bigint not null,
  tx_hash evm_hash not null,
  log_index integer not null,
  block_hash evm_hash not null,
  block_number bigint not null,
  block_time_seconds unix_seconds,
  portfolio_id bigint not null,
  account evm_address not null,
  name text not null,
  details jsonb not null default '{}'::jsonb,
  constraint chain_events_pkey PRIMARY KEY (chain_id, tx_hash, log_index, block_hash),
  constraint chain_events_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE
);
create table channel_codes (
  code_hash bytea not null,
  channel_id uuid not null,
  expires_at timestamp with time zone not null default (now() + '1 day'::interval),
  constraint channel_codes_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES alert_channels(id) ON DELETE CASCADE,
  constraint channel_codes_code_hash_check CHECK ((octet_length(code_hash) = 32)),
  constraint channel_codes_pkey PRIMARY KEY (code_hash)
);
create table confirmations_asked (
  id bigint not null generated always as identity,
  owner evm_address not null,
  target_hash bytea not null,
  asked_at timestamp with time zone not null default now(),
  constraint confirmations_asked_pkey PRIMARY KEY (id)
);
create table cursors (
  chain_id bigint not null,
  address_set text not null,
  block_number bigint not null,
  block_hash evm_hash not null,
  updated_at timestamp with time zone not null default now(),
  constraint cursors_block_number_check CHECK ((block_number >= 0)),
  constraint cursors_pkey PRIMARY KEY (chain_id, address_set, block_number)
);
create table decisions (
  id bigint not null generated always as identity,
  snapshot_id bigint not null,
  portfolio_id bigint not null,
  tick_id uuid not null,
  policy_version integer not null,
  engine_version text not null,
  kind text not null,
  reason reason,
  decision jsonb not null,
  tracking_error_bps bps,
  next_look_at_seconds unix_seconds not null,
  created_at timestamp with time zone not null default now(),
  worst_drift_bps integer,
  budget_left_bps bps,
  constraint decisions_budget_left_bps_check CHECK (((budget_left_bps)::integer >= 0)),
  constraint decisions_check CHECK (((kind = 'hold'::text) = (reason IS NOT NULL))),
  constraint decisions_kind_check CHECK ((kind = ANY (ARRAY['hold'::text, 'act'::text]))),
  constraint decisions_pkey PRIMARY KEY (id),
  constraint decisions_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE,
  constraint decisions_portfolio_id_policy_version_fkey FOREIGN KEY (portfolio_id, policy_version) REFERENCES policies(portfolio_id, version),
  constraint decisions_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES snapshots(id) ON DELETE CASCADE,
  constraint decisions_snapshot_id_key UNIQUE (snapshot_id),
  constraint decisions_tick_id_fkey FOREIGN KEY (tick_id) REFERENCES ticks(id),
  constraint decisions_worst_drift_bps_check CHECK ((worst_drift_bps >= 0))
);
create table delegated_finds (
  chain_id bigint not null,
  factory evm_address not null,
  block_number bigint not null,
  updated_at timestamp with time zone not null default now(),
  constraint delegated_finds_block_number_check CHECK ((block_number >= 0)),
  constraint delegated_finds_chain_id_check CHECK ((chain_id > 0)),
  constraint delegated_finds_pkey PRIMARY KEY (chain_id, factory)
);
create table delegations (
  id bigint not null generated always as identity,
  account_id bigint not null,
  hash evm_hash not null,
  delegator evm_address not null,
  delegate evm_address not null,
  manager evm_address not null,
  token evm_address not null,
  amount_units uint256 not null,
  period_seconds bigint not null,
  start_seconds unix_seconds not null,
  expires_at_seconds unix_seconds not null,
  context hex_bytes not null,
  status text not null,
  standing text not null,
  left_units uint256,
  seen_block bigint not null,
  seen_at_seconds unix_seconds not null,
  granted_at timestamp with time zone not null default now(),
  dropped_at timestamp with time zone,
  symbol text,
  decimals smallint,
  granted_by evm_address default viewer_address(),
  constraint delegations_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint delegations_account_id_hash_key UNIQUE (account_id, hash),
  constraint delegations_amount_units_check CHECK (((amount_units)::numeric > (0)::numeric)),
  constraint delegations_decimals_check CHECK (((decimals >= 0) AND (decimals <= 255))),
  constraint delegations_left CHECK (((left_units)::numeric <= (amount_units)::numeric)),
  constraint delegations_period_seconds_check CHECK ((period_seconds > 0)),
  constraint delegations_pkey PRIMARY KEY (id),
  constraint delegations_seen_block_check CHECK ((seen_block >= 0)),
  constraint delegations_standing_check CHECK (((standing ~ '^[a-z]+(-[a-z]+)*$'::text) AND (length(standing) <= 40))),
  constraint delegations_status_check CHECK ((status = ANY (ARRAY['granted'::text, 'revoked'::text, 'expired'::text, 'exhausted'::text, 'superseded'::text, 'not-accepted'::text]))),
  constraint delegations_symbol_check CHECK (((length(symbol) >= 1) AND (length(symbol) <= 80))),
  constraint delegations_time CHECK (((start_seconds)::bigint < (expires_at_seconds)::bigint))
);
create table fills (
  chain_id bigint not null,
  tx_hash evm_hash not null,
  log_index integer not null,
  block_hash evm_hash not null,
  block_number bigint not null,
  block_time_seconds unix_seconds not null,
  portfolio_id bigint not null,
  order_hash evm_hash not null,
  taker evm_address not null,
  sell_token evm_address not null,
  buy_token evm_address not null,
  sell_units uint256 not null,
  buy_units uint256 not null,
  constraint fills_pkey PRIMARY KEY (chain_id, tx_hash, log_index, block_hash),
  constraint fills_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE
);
create table flow_values (
  portfolio_id bigint not null,
  block_number bigint not null,
  token evm_address not null,
  kind text not null,
  time_seconds unix_seconds not null,
  units numeric not null,
  price_usd_e18 usd_e18,
  price_at_seconds unix_seconds,
  value_usd_e18 usd_e18,
  before_usd_e18 usd_e18 not null,
  after_usd_e18 usd_e18 not null,
  weight_before_bps bps,
  weight_after_bps bps,
  place integer not null default 0,
  constraint flow_values_check CHECK ((((price_usd_e18 IS NULL) = (value_usd_e18 IS NULL)) AND ((price_usd_e18 IS NULL) = (price_at_seconds IS NULL)))),
  constraint flow_values_kind_check CHECK ((kind = ANY (ARRAY['in'::text, 'out'::text, 'listed'::text, 'unlisted'::text, 'unread'::text]))),
  constraint flow_values_pkey PRIMARY KEY (portfolio_id, block_number, token, kind),
  constraint flow_values_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE
);
create table held_days (
  portfolio_id bigint not null,
  day_seconds unix_seconds not null,
  reason reason not null,
  looks integer not null,
  first_decision_id bigint not null,
  last_decision_id bigint not null,
  first_at_seconds unix_seconds not null,
  last_at_seconds unix_seconds not null,
  tracking_error_bps_min bps,
  tracking_error_bps_max bps,
  constraint held_days_check CHECK ((last_decision_id >= first_decision_id)),
  constraint held_days_check1 CHECK (((last_at_seconds)::bigint >= (first_at_seconds)::bigint)),
  constraint held_days_check2 CHECK (((tracking_error_bps_min IS NULL) = (tracking_error_bps_max IS NULL))),
  constraint held_days_day_seconds_check CHECK ((((day_seconds)::bigint % (86400)::bigint) = 0)),
  constraint held_days_looks_check CHECK ((looks > 0)),
  constraint held_days_pkey PRIMARY KEY (portfolio_id, day_seconds, reason),
  constraint held_days_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE
);
create table idempotency_keys (
  user_id bigint not null,
  key text not null,
  request_hash bytea not null,
  status smallint,
  answer jsonb,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_key_check CHECK (((length(key) >= 8) AND (length(key) <= 200))),
  constraint idempotency_keys_pkey PRIMARY KEY (user_id, key),
  constraint idempotency_keys_request_hash_check CHECK ((octet_length(request_hash) = 32)),
  constraint idempotency_keys_status_check CHECK (((status >= 200) AND (status <= 299))),
  constraint idempotency_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
create table index_accounts (
  id uuid not null default gen_random_uuid(),
  owner evm_address not null,
  name text not null,
  account evm_address not null,
  cap_cents bigint not null,
  state text not null default 'open'::text,
  held_why text,
  confirmed_at timestamp with time zone not null default now(),
  exported_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint index_accounts_account_key UNIQUE (account),
  constraint index_accounts_cap_cents_check CHECK (((cap_cents >= 1) AND (cap_cents <= '100000000000'::bigint))),
  constraint index_accounts_held CHECK (((state = 'held'::text) = (held_why IS NOT NULL))),
  constraint index_accounts_held_why_check CHECK (((length(held_why) >= 1) AND (length(held_why) <= 500))),
  constraint index_accounts_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
  constraint index_accounts_pkey PRIMARY KEY (id),
  constraint index_accounts_state_check CHECK ((state = ANY (ARRAY['open'::text, 'held'::text, 'closed'::text])))
);
create table index_decisions (
  id bigint not null generated always as identity,
  account_id uuid not null,
  policy_version integer not null,
  snapshot jsonb not null,
  decision jsonb not null,
  policy jsonb not null,
  tokens jsonb not null,
  engine_version text not null,
  kind text not null,
  reason text,
  value_usd_e18 uint256,
  decided_at_seconds unix_seconds not null,
  created_at timestamp with time zone not null default now(),
  constraint index_decisions_account_id_fkey FOREIGN KEY (account_id) REFERENCES index_accounts(id) ON DELETE CASCADE,
  constraint index_decisions_check CHECK (((kind = 'hold'::text) = (reason IS NOT NULL))),
  constraint index_decisions_engine_version_check CHECK (((length(engine_version) >= 1) AND (length(engine_version) <= 80))),
  constraint index_decisions_kind_check CHECK ((kind = ANY (ARRAY['hold'::text, 'act'::text]))),
  constraint index_decisions_pkey PRIMARY KEY (id),
  constraint index_decisions_policy_version_check CHECK ((policy_version > 0)),
  constraint index_decisions_reason_check CHECK (((reason ~ '^[a-z]+(-[a-z]+)*$'::text) AND (length(reason) <= 40)))
);
create table index_deposits (
  id uuid not null default gen_random_uuid(),
  account_id uuid not null,
  asset text not null,
  into_asset text not null,
  chain text not null,
  symbol text not null,
  decimals smallint not null,
  amount_units uint256 not null,
  least_units uint256 not null,
  usd_cents bigint not null,
  refund_to text not null,
  deposit_address text not null,
  memo text,
  dead_at_seconds unix_seconds not null,
  created_at timestamp with time zone not null default now(),
  status text,
  seen_units uint256,
  back_units uint256,
  out_units uint256,
  arrivals integer not null default 0,
  looked_at timestamp with time zone,
  state text not null default 'awaited'::text,
  ended_at timestamp with time zone,
  visible_at timestamp with time zone not null default now(),
  came_late boolean not null default false,
  first_seen_at timestamp with time zone,
  constraint index_deposits_account_id_fkey FOREIGN KEY (account_id) REFERENCES index_accounts(id) ON DELETE CASCADE,
  constraint index_deposits_amount_units_check CHECK (((amount_units)::numeric > (0)::numeric)),
  constraint index_deposits_arrivals_check CHECK ((arrivals >= 0)),
  constraint index_deposits_asset_check CHECK (((length(asset) >= 8) AND (length(asset) <= 200))),
  constraint index_deposits_chain_check CHECK (((length(chain) >= 1) AND (length(chain) <= 40))),
  constraint index_deposits_check CHECK ((((least_units)::numeric > (0)::numeric) AND ((least_units)::numeric <= (amount_units)::numeric))),
  constraint index_deposits_decimals_check CHECK (((decimals >= 0) AND (decimals <= 36))),
  constraint index_deposits_deposit_address_check CHECK (((length(deposit_address) >= 2) AND (length(deposit_address) <= 200))),
  constraint index_deposits_ended CHECK (((state = ANY (ARRAY['arrived'::text, 'came-back'::text, 'failed'::text])) = (ended_at IS NOT NULL))),
  constraint index_deposits_into_asset_check CHECK (((length(into_asset) >= 8) AND (length(into_asset) <= 200))),
  constraint index_deposits_memo_check CHECK (((length(memo) >= 1) AND (length(memo) <= 100))),
  constraint index_deposits_pkey PRIMARY KEY (id),
  constraint index_deposits_place_key UNIQUE NULLS NOT DISTINCT (deposit_address, memo),
  constraint index_deposits_refund_to_check CHECK (((length(refund_to) >= 1) AND (length(refund_to) <= 200))),
  constraint index_deposits_state_check CHECK ((state = ANY (ARRAY['awaited'::text, 'address-dead'::text, 'seen'::text, 'too-little'::text, 'too-late'::text, 'on-its-way'::text, 'arrived'::text, 'came-back'::text, 'failed'::text, 'unclear'::text]))),
  constraint index_deposits_status_check CHECK (((length(status) >= 1) AND (length(status) <= 60))),
  constraint index_deposits_symbol_check CHECK (((length(symbol) >= 1) AND (length(symbol) <= 40))),
  constraint index_deposits_usd_cents_check CHECK ((usd_cents > 0))
);
create table index_legs (
  id evm_hash not null,
  account_id uuid not null,
  decision_id bigint,
  purpose text not null,
  origin_asset text not null,
  destination_asset text not null,
  amount_units uint256 not null,
  slippage_bps integer not null,
  least_out_units uint256 not null,
  recipient_type text not null,
  recipient text not null,
  value_usd_e18 uint256,
  planned_at_seconds unix_seconds not null,
  intent text,
  intent_hash text,
  nonce text,
  signature text,
  deposit_address text,
  min_in_units uint256,
  min_out_units uint256,
  intent_deadline_seconds unix_seconds,
  quote_deadline_seconds unix_seconds,
  signed_at timestamp with time zone,
  why text,
  overdue_at timestamp with time zone,
  leg_end text,
  ended_at timestamp with time zone,
  visible_at timestamp with time zone not null default now(),
  lease_token bigint not null default 0,
  lease_owner text,
  created_at timestamp with time zone not null default now(),
  withdrawal_id evm_hash,
  out_units uint256,
  constraint index_legs_account_id_fkey FOREIGN KEY (account_id) REFERENCES index_accounts(id) ON DELETE CASCADE,
  constraint index_legs_amount_units_check CHECK (((amount_units)::numeric > (0)::numeric)),
  constraint index_legs_decided CHECK (((decision_id IS NOT NULL) = (purpose = ANY (ARRAY['construct'::text, 'rebalance'::text])))),
  constraint index_legs_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES index_decisions(id) ON DELETE CASCADE,
  constraint index_legs_deposit_address_check CHECK ((length(deposit_address) <= 64)),
  constraint index_legs_destination_asset_check CHECK (((length(destination_asset) >= 8) AND (length(destination_asset) <= 200))),
  constraint index_legs_ended CHECK (((leg_end IS NULL) = (ended_at IS NULL))),
  constraint index_legs_inside CHECK (((purpose = 'exit'::text) OR (recipient_type = 'INTENTS'::text))),
  constraint index_legs_intent_check CHECK ((length(intent) <= 4000)),
  constraint index_legs_intent_hash UNIQUE (intent_hash),
  constraint index_legs_intent_hash_check CHECK (((length(intent_hash) >= 32) AND (length(intent_hash) <= 44))),
  constraint index_legs_leg_end_check CHECK ((leg_end = ANY (ARRAY['swapped'::text, 'swapped-with-refund'::text, 'swapped-short'::text, 'refunded'::text, 'refunded-too-little'::text, 'refunded-as-success'::text, 'failed'::text, 'not-sent'::text]))),
  constraint index_legs_nonce UNIQUE (account_id, nonce),
  constraint index_legs_nonce_check CHECK ((length(nonce) = 44)),
  constraint index_legs_origin_asset_check CHECK (((length(origin_asset) >= 8) AND (length(origin_asset) <= 200))),
  constraint index_legs_out CHECK (((out_units IS NULL) OR (leg_end = ANY (ARRAY['swapped'::text, 'swapped-with-refund'::text, 'swapped-short'::text])))),
  constraint index_legs_pkey PRIMARY KEY (id),
  constraint index_legs_purpose_check CHECK ((purpose = ANY (ARRAY['construct'::text, 'rebalance'::text, 'sell-for-withdrawal'::text, 'exit'::text]))),
  constraint index_legs_recipient_check CHECK (((length(recipient) >= 1) AND (length(recipient) <= 200))),
  constraint index_legs_recipient_type_check CHECK ((recipient_type = ANY (ARRAY['INTENTS'::text, 'DESTINATION_CHAIN'::text]))),
  constraint index_legs_signature_check CHECK ((length(signature) <= 200)),
  constraint index_legs_signed_whole CHECK ((num_nulls(intent, intent_hash, nonce, signature, deposit_address, min_in_units, min_out_units, intent_deadline_seconds, quote_deadline_seconds, signed_at) = ANY (ARRAY[0, 10]))),
  constraint index_legs_slippage_bps_check CHECK (((slippage_bps >= 0) AND (slippage_bps <= 10000))),
  constraint index_legs_unsigned CHECK (((intent IS NOT NULL) OR (leg_end IS NULL) OR (leg_end = 'not-sent'::text))),
  constraint index_legs_why_check CHECK ((length(why) <= 400)),
  constraint index_legs_withdrawal CHECK (((withdrawal_id IS NOT NULL) = (purpose = 'sell-for-withdrawal'::text))),
  constraint index_legs_withdrawal_id_fkey FOREIGN KEY (withdrawal_id) REFERENCES index_withdrawals(leg_id) ON DELETE CASCADE
);
create table index_policies (
  account_id uuid not null,
  version integer not null default 1,
  name text not null,
  allocations jsonb not null,
  policy jsonb not null,
  visible_at timestamp with time zone not null default now(),
  lease_token bigint not null default 0,
  lease_owner text,
  looked_at timestamp with time zone,
  rebalanced_at_seconds unix_seconds,
  failure_code text,
  failures integer not null default 0,
  created_at timestamp with time zone not null default now(),
  constraint index_policies_account_id_fkey FOREIGN KEY (account_id) REFERENCES index_accounts(id) ON DELETE CASCADE,
  constraint index_policies_allocations_check CHECK ((octet_length((allocations)::text) <= 16384)),
  constraint index_policies_failure_code_check CHECK ((length(failure_code) <= 60)),
  constraint index_policies_failures_check CHECK ((failures >= 0)),
  constraint index_policies_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
  constraint index_policies_pkey PRIMARY KEY (account_id),
  constraint index_policies_policy_check CHECK ((octet_length((policy)::text) <= 65536)),
  constraint index_policies_version_check CHECK ((version > 0))
);
create table index_withdrawals (
  leg_id evm_hash not null,
  account_id uuid not null,
  chain text not null,
  symbol text not null,
  decimals smallint not null,
  usd_cents bigint not null,
  is_test boolean not null,
  created_at timestamp with time zone not null default now(),
  share_bps integer,
  asset text,
  to_place text,
  own_units uint256,
  held_units uint256,
  sold jsonb,
  unshown_since unix_seconds,
  asks_since timestamp with time zone,
  asks_why text,
  choice text,
  chosen_at timestamp with time zone,
  settled_at timestamp with time zone,
  constraint index_withdrawals_account_id_fkey FOREIGN KEY (account_id) REFERENCES index_accounts(id) ON DELETE CASCADE,
  constraint index_withdrawals_asked CHECK (((asks_since IS NULL) = (asks_why IS NULL))),
  constraint index_withdrawals_asks_why_check CHECK ((asks_why = ANY (ARRAY['not-all-sold'::text, 'not-shown'::text]))),
  constraint index_withdrawals_asset_check CHECK (((length(asset) >= 8) AND (length(asset) <= 200))),
  constraint index_withdrawals_chain_check CHECK (((length(chain) >= 1) AND (length(chain) <= 40))),
  constraint index_withdrawals_choice_check CHECK ((choice = ANY (ARRAY['leave'::text, 'keep'::text]))),
  constraint index_withdrawals_chosen CHECK ((((choice IS NULL) = (chosen_at IS NULL)) AND ((choice IS NULL) OR (asks_since IS NOT NULL)))),
  constraint index_withdrawals_decimals_check CHECK (((decimals >= 0) AND (decimals <= 36))),
  constraint index_withdrawals_pkey PRIMARY KEY (leg_id),
  constraint index_withdrawals_share_bps_check CHECK (((share_bps >= 1) AND (share_bps <= 10000))),
  constraint index_withdrawals_share_only CHECK (((share_bps IS NOT NULL) OR (num_nonnulls(unshown_since, asks_since, asks_why, choice, chosen_at, settled_at) = 0))),
  constraint index_withdrawals_share_whole CHECK ((num_nulls(share_bps, asset, to_place, own_units, held_units, sold) = ANY (ARRAY[0, 6]))),
  constraint index_withdrawals_sold_check CHECK ((octet_length((sold)::text) <= 32768)),
  constraint index_withdrawals_symbol_check CHECK (((length(symbol) >= 1) AND (length(symbol) <= 40))),
  constraint index_withdrawals_to_place_check CHECK (((length(to_place) >= 1) AND (length(to_place) <= 200))),
  constraint index_withdrawals_usd_cents_check CHECK ((usd_cents > 0))
);
create table leases (
  id bigint not null,
  visible_at timestamp with time zone not null default now(),
  lease_owner text,
  lease_token bigint not null default 0,
  looked_at timestamp with time zone,
  failure_code text,
  constraint leases_failure_code_check CHECK ((length(failure_code) <= 60)),
  constraint leases_id_fkey FOREIGN KEY (id) REFERENCES portfolios(id) ON DELETE CASCADE,
  constraint leases_pkey PRIMARY KEY (id)
);
create table legs (
  decision_id bigint not null,
  leg_index smallint not null,
  venue text not null,
  sell_token evm_address not null,
  buy_token evm_address not null,
  sell_units uint256 not null,
  buy_units uint256 not null,
  slice_number smallint not null default 1,
  slice_of smallint not null default 1,
  part_started_at_seconds bigint,
  constraint legs_buy_units_check CHECK (((buy_units)::numeric > (0)::numeric)),
  constraint legs_check CHECK (((sell_token)::text <> (buy_token)::text)),
  constraint legs_check1 CHECK (((slice_number >= 1) AND (slice_number <= slice_of))),
  constraint legs_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decisions(id) ON DELETE CASCADE,
  constraint legs_leg_index_check CHECK ((leg_index >= 0)),
  constraint legs_part_started_at_seconds_check CHECK ((part_started_at_seconds >= 0)),
  constraint legs_pkey PRIMARY KEY (decision_id, leg_index),
  constraint legs_sell_units_check CHECK (((sell_units)::numeric > (0)::numeric)),
  constraint legs_venue_known CHECK ((venue = ANY (ARRAY['order-book'::text, 'oneinch'::text, 'proposal'::text, 'book'::text, 'limit-order'::text]))) NOT VALID
);
create table log_gaps (
  id bigint not null generated always as identity,
  chain_id bigint not null,
  portfolio_id bigint not null,
  token evm_address,
  block_number bigint not null,
  block_hash evm_hash not null,
  found_at timestamp with time zone not null default now(),
  constraint log_gaps_pkey PRIMARY KEY (id),
  constraint log_gaps_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE,
  constraint log_gaps_portfolio_id_token_block_number_block_hash_key UNIQUE NULLS NOT DISTINCT (portfolio_id, token, block_number, block_hash)
);
create table login_nonces (
  nonce text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  consumed_at timestamp with time zone,
  purpose text not null default 'login'::text,
  session_id uuid,
  constraint login_nonces_nonce_check CHECK ((length(nonce) >= 16)),
  constraint login_nonces_pkey PRIMARY KEY (nonce),
  constraint login_nonces_purpose_check CHECK ((purpose = ANY (ARRAY['login'::text, 'step-up'::text]))),
  constraint login_nonces_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE,
  constraint login_nonces_step_up_has_a_session CHECK (((purpose = 'step-up'::text) = (session_id IS NOT NULL)))
);
create table orders (
  id evm_hash not null,
  order_hash evm_hash not null,
  portfolio_id bigint not null,
  decision_id bigint not null,
  leg_index smallint not null,
  slice_number smallint not null default 1,
  venue text not null,
  chain_id bigint not null,
  generation uint256 not null,
  maker evm_address not null,
  receiver evm_address not null,
  sell_token evm_address not null,
  buy_token evm_address not null,
  sell_units uint256 not null,
  buy_units uint256 not null,
  salt uint256 not null,
  maker_traits uint256 not null,
  extension hex_bytes not null default '0x'::text,
  signature hex_bytes not null,
  expires_at_seconds unix_seconds not null,
  status text not null default 'signed'::text,
  status_reason text,
  filled_sell_units uint256 not null default 0,
  filled_buy_units uint256 not null default 0,
  signed_at timestamp with time zone not null default now(),
  placed_at timestamp with time zone,
  closed_at timestamp with time zone,
  router evm_address,
  swap_data hex_bytes,
  delegation_context hex_bytes,
  constraint orders_buy_units_check CHECK (((buy_units)::numeric > (0)::numeric)),
  constraint orders_check CHECK (((sell_token)::text <> (buy_token)::text)),
  constraint orders_check1 CHECK (((filled_sell_units)::numeric <= (sell_units)::numeric)),
  constraint orders_decision_id_leg_index_fkey FOREIGN KEY (decision_id, leg_index) REFERENCES legs(decision_id, leg_index),
  constraint orders_delegation CHECK (((delegation_context IS NULL) OR (router IS NOT NULL))),
  constraint orders_order_hash_key UNIQUE (order_hash),
  constraint orders_pkey PRIMARY KEY (id),
  constraint orders_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE,
  constraint orders_sell_units_check CHECK (((sell_units)::numeric > (0)::numeric)),
  constraint orders_slice_number_check CHECK ((slice_number > 0)),
  constraint orders_status_check CHECK ((status = ANY (ARRAY['signed'::text, 'open'::text, 'partially-filled'::text, 'filled'::text, 'expired'::text, 'cancelled'::text, 'superseded'::text, 'unfillable'::text, 'rejected'::text]))),
  constraint orders_swap_is_a_proposals CHECK (((router IS NULL) OR (venue = 'proposal'::text))),
  constraint orders_swap_whole CHECK (((router IS NULL) = (swap_data IS NULL))),
  constraint orders_venue_known CHECK ((venue = ANY (ARRAY['order-book'::text, 'oneinch'::text, 'proposal'::text, 'book'::text]))) NOT VALID
);
create table orphaned_looks (
  snapshot_id bigint not null,
  portfolio_id bigint not null,
  constraint orphaned_looks_pkey PRIMARY KEY (snapshot_id),
  constraint orphaned_looks_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE
);
create table paper_days (
  paper_id uuid not null,
  day_seconds unix_seconds not null,
  at_seconds unix_seconds not null,
  value_usd_e18 usd_e18 not null,
  held_usd_e18 usd_e18 not null,
  constraint paper_days_check CHECK (((at_seconds)::bigint >= (day_seconds)::bigint)),
  constraint paper_days_day_seconds_check CHECK ((((day_seconds)::bigint % (86400)::bigint) = 0)),
  constraint paper_days_held_usd_e18_check CHECK (((held_usd_e18)::numeric >= (0)::numeric)),
  constraint paper_days_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES paper_portfolios(id) ON DELETE CASCADE,
  constraint paper_days_pkey PRIMARY KEY (paper_id, day_seconds),
  constraint paper_days_value_usd_e18_check CHECK (((value_usd_e18)::numeric >= (0)::numeric))
);
create table paper_portfolios (
  id uuid not null default gen_random_uuid(),
  user_id bigint not null,
  chain_id bigint not null,
  name text not null,
  watched evm_address,
  preset text not null,
  terms jsonb not null,
  state jsonb not null,
  steps integer not null default 0,
  opened_at_seconds unix_seconds not null,
  row_at_seconds unix_seconds not null,
  opening_usd_e18 usd_e18 not null,
  value_usd_e18 usd_e18 not null,
  held_usd_e18 usd_e18 not null,
  kind text,
  reason reason,
  why text,
  due_at timestamp with time zone not null default now(),
  created_at timestamp with time zone not null default now(),
  quarantine_reason text,
  constraint paper_portfolios_chain_id_check CHECK ((chain_id > 0)),
  constraint paper_portfolios_check CHECK (((row_at_seconds)::bigint >= (opened_at_seconds)::bigint)),
  constraint paper_portfolios_check1 CHECK (((kind = 'hold'::text) = (reason IS NOT NULL))),
  constraint paper_portfolios_check2 CHECK (((kind IS NULL) = (why IS NULL))),
  constraint paper_portfolios_held_usd_e18_check CHECK (((held_usd_e18)::numeric >= (0)::numeric)),
  constraint paper_portfolios_kind_check CHECK ((kind = ANY (ARRAY['act'::text, 'hold'::text]))),
  constraint paper_portfolios_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
  constraint paper_portfolios_opening_usd_e18_check CHECK (((opening_usd_e18)::numeric >= (0)::numeric)),
  constraint paper_portfolios_pkey PRIMARY KEY (id),
  constraint paper_portfolios_preset_check CHECK (((length(preset) >= 1) AND (length(preset) <= 40))),
  constraint paper_portfolios_quarantine_reason_check CHECK (((length(quarantine_reason) >= 1) AND (length(quarantine_reason) <= 500))),
  constraint paper_portfolios_state_check CHECK ((octet_length((state)::text) <= 131072)),
  constraint paper_portfolios_steps_check CHECK ((steps >= 0)),
  constraint paper_portfolios_terms_check CHECK ((octet_length((terms)::text) <= 65536)),
  constraint paper_portfolios_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint paper_portfolios_value_usd_e18_check CHECK (((value_usd_e18)::numeric >= (0)::numeric)),
  constraint paper_portfolios_why_check CHECK ((length(why) <= 2000))
);
create table paper_trades (
  paper_id uuid not null,
  at_seconds unix_seconds not null,
  leg smallint not null,
  sell_token evm_address not null,
  buy_token evm_address not null,
  sell_units_e18 numeric(78,0) not null,
  buy_units_e18 numeric(78,0) not null,
  sell_usd_e18 usd_e18 not null,
  cost_usd_e18 usd_e18 not null,
  constraint paper_trades_buy_units_e18_check CHECK ((buy_units_e18 >= (0)::numeric)),
  constraint paper_trades_check CHECK (((buy_token)::text <> (sell_token)::text)),
  constraint paper_trades_cost_usd_e18_check CHECK (((cost_usd_e18)::numeric >= (0)::numeric)),
  constraint paper_trades_leg_check CHECK ((leg >= 0)),
  constraint paper_trades_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES paper_portfolios(id) ON DELETE CASCADE,
  constraint paper_trades_pkey PRIMARY KEY (paper_id, at_seconds, leg),
  constraint paper_trades_sell_units_e18_check CHECK ((sell_units_e18 > (0)::numeric)),
  constraint paper_trades_sell_usd_e18_check CHECK (((sell_usd_e18)::numeric >= (0)::numeric))
);
create table policies (
  portfolio_id bigint not null,
  version integer not null,
  schema_version integer not null,
  policy jsonb not null,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  constraint policies_pkey PRIMARY KEY (portfolio_id, version),
  constraint policies_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE,
  constraint policies_schema_version_check CHECK ((schema_version > 0)),
  constraint policies_version_check CHECK ((version > 0))
);
create table policy_registrations (
  chain_id bigint not null,
  address evm_address not null,
  schema_version integer not null,
  policy jsonb not null,
  name text not null default ''::text,
  shared boolean not null default false,
  simulated boolean not null default false,
  created_by text not null,
  updated_at timestamp with time zone not null default now(),
  owner evm_address,
  signature hex_bytes,
  signed_at_seconds unix_seconds,
  signed_policy text,
  constraint policy_registrations_chain_id_check CHECK ((chain_id > 0)),
  constraint policy_registrations_check CHECK ((((signature IS NULL) = (owner IS NULL)) AND ((signature IS NULL) = (signed_at_seconds IS NULL)))),
  constraint policy_registrations_check1 CHECK (((signature IS NULL) = (signed_policy IS NULL))),
  constraint policy_registrations_name_check CHECK ((length(name) <= 80)),
  constraint policy_registrations_pkey PRIMARY KEY (chain_id, address),
  constraint policy_registrations_schema_version_check CHECK ((schema_version > 0))
);
create table pool_rates (
  pool uuid not null,
  day_seconds unix_seconds not null,
  time_seconds unix_seconds not null,
  paid_e18 numeric(78,0),
  promised_e18 numeric(78,0),
  tvl_units numeric(78,0),
  constraint pool_rates_check CHECK (((((time_seconds)::bigint - (day_seconds)::bigint) >= 0) AND (((time_seconds)::bigint - (day_seconds)::bigint) <= 86399))),
  constraint pool_rates_day_seconds_check CHECK ((((day_seconds)::bigint % (86400)::bigint) = 0)),
  constraint pool_rates_pkey PRIMARY KEY (pool, day_seconds),
  constraint pool_rates_tvl_units_check CHECK ((tvl_units >= (0)::numeric))
);
create table portfolio_drafts (
  id uuid not null default gen_random_uuid(),
  user_id bigint not null,
  version integer not null default 1,
  draft jsonb not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint portfolio_drafts_draft_check CHECK ((octet_length((draft)::text) <= 65536)),
  constraint portfolio_drafts_pkey PRIMARY KEY (id),
  constraint portfolio_drafts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint portfolio_drafts_version_check CHECK ((version > 0))
);
create table portfolios (
  id bigint not null generated always as identity,
  account_id bigint not null,
  name text not null default ''::text,
  shared boolean not null default false,
  simulated boolean not null default false,
  failures integer not null default 0,
  quarantined_at timestamp with time zone,
  quarantine_reason text,
  archived_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  unserved_at timestamp with time zone,
  unfunded boolean not null default false,
  card_shared boolean not null default false,
  high_drift_bps integer,
  constraint portfolios_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint portfolios_account_id_key UNIQUE (account_id),
  constraint portfolios_failures_check CHECK ((failures >= 0)),
  constraint portfolios_high_drift_bps_check CHECK (((high_drift_bps >= 100) AND (high_drift_bps <= 100000))),
  constraint portfolios_name_check CHECK ((length(name) <= 80)),
  constraint portfolios_pkey PRIMARY KEY (id)
);
create table price_points (
  asset text not null,
  source text not null,
  time_seconds unix_seconds not null,
  price_usd_e18 usd_e18 not null,
  constraint price_points_pkey PRIMARY KEY (asset, source, time_seconds),
  constraint price_points_price_usd_e18_check CHECK (((price_usd_e18)::numeric > (0)::numeric))
);
create table rate_sources (
  subject text not null,
  due_at timestamp with time zone not null,
  failed_at timestamp with time zone,
  why text,
  constraint rate_sources_check CHECK (((failed_at IS NULL) = (why IS NULL))),
  constraint rate_sources_pkey PRIMARY KEY (subject),
  constraint rate_sources_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 100))),
  constraint rate_sources_why_check CHECK (((length(why) >= 1) AND (length(why) <= 500)))
);
create table request_allowances (
  key text not null,
  full_at timestamp with time zone not null,
  constraint request_allowances_key_check CHECK ((length(key) <= 100)),
  constraint request_allowances_pkey PRIMARY KEY (key)
);
create table schema_migrations (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migrations_pkey PRIMARY KEY (name)
);
create table secrets (
  table_name text not null,
  row_id text not null,
  column_name text not null,
  key_version text not null,
  wrapped_key bytea not null,
  sealed bytea not null,
  updated_at timestamp with time zone not null default now(),
  constraint secrets_check CHECK (((table_name ~ '^[a-z_]{1,60}$'::text) AND (column_name ~ '^[a-z_]{1,60}$'::text))),
  constraint secrets_key_version_check CHECK ((key_version ~ '^[0-9a-f]{16}$'::text)),
  constraint secrets_pkey PRIMARY KEY (table_name, row_id, column_name),
  constraint secrets_row_id_check CHECK (((length(row_id) >= 1) AND (length(row_id) <= 100))),
  constraint secrets_sealed_check CHECK (((octet_length(sealed) >= 28) AND (octet_length(sealed) <= 16412))),
  constraint secrets_wrapped_key_check CHECK ((octet_length(wrapped_key) = 60))
);
create table series_cursors (
  portfolio_id bigint not null,
  snapshot_id bigint not null default 0,
  hourly_to_seconds unix_seconds not null default 0,
  daily_to_seconds unix_seconds not null default 0,
  holds_due_at timestamp with time zone not null default (now() + '06:00:00'::interval),
  holds_to_decision bigint not null default 0,
  constraint series_cursors_pkey PRIMARY KEY (portfolio_id),
  constraint series_cursors_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE
);
create table series_points (
  portfolio_id bigint not null,
  time_seconds unix_seconds not null,
  snapshot_id bigint not null,
  block_number bigint not null,
  value_usd_e18 usd_e18 not null,
  hold_usd_e18 usd_e18,
  growth double precision not null,
  hold_growth double precision not null,
  tracking_error_bps bps,
  worst_tracking_error_bps bps,
  looks bigint not null,
  observed_seconds bigint not null,
  drift_seconds bigint not null,
  drift_bps_seconds bigint not null,
  assets jsonb not null,
  index_growth double precision,
  constraint series_points_drift_bps_seconds_check CHECK ((drift_bps_seconds >= 0)),
  constraint series_points_drift_seconds_check CHECK ((drift_seconds >= 0)),
  constraint series_points_growth_check CHECK ((growth >= (0)::double precision)),
  constraint series_points_hold_growth_check CHECK ((hold_growth >= (0)::double precision)),
  constraint series_points_index_growth_check CHECK ((index_growth >= (0)::double precision)),
  constraint series_points_looks_check CHECK ((looks > 0)),
  constraint series_points_observed_seconds_check CHECK ((observed_seconds >= 0)),
  constraint series_points_pkey PRIMARY KEY (portfolio_id, time_seconds),
  constraint series_points_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE,
  constraint series_points_value_usd_e18_check CHECK (((value_usd_e18)::numeric >= (0)::numeric))
);
create table sessions (
  id uuid not null default gen_random_uuid(),
  user_id bigint not null,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  chain_id bigint,
  last_seen_at timestamp with time zone not null default now(),
  stepped_up_at timestamp with time zone,
  constraint sessions_chain_id_check CHECK ((chain_id > 0)),
  constraint sessions_end_after_they_begin CHECK ((expires_at > created_at)),
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
create table settings (
  key text not null,
  value jsonb not null,
  updated_by text not null,
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  constraint settings_pkey PRIMARY KEY (key),
  constraint settings_version_check CHECK ((version > 0))
);
create table snapshots (
  id bigint not null generated always as identity,
  portfolio_id bigint not null,
  tick_id uuid not null,
  block_number bigint not null,
  block_hash evm_hash not null,
  block_time_seconds unix_seconds not null,
  nav_usd_e18 usd_e18,
  snapshot jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint snapshots_pkey PRIMARY KEY (id),
  constraint snapshots_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE,
  constraint snapshots_tick_id_fkey FOREIGN KEY (tick_id) REFERENCES ticks(id)
);
create table stream_events (
  id bigint not null generated always as identity,
  transaction_id bigint not null default ((pg_current_xact_id())::text)::bigint,
  at timestamp with time zone not null default now(),
  topic text not null,
  portfolio_id bigint,
  subject text not null,
  constraint stream_events_pkey PRIMARY KEY (transaction_id, id),
  constraint stream_events_subject_check CHECK ((length(subject) <= 200)),
  constraint stream_events_topic_check CHECK ((topic = ANY (ARRAY['decision'::text, 'order'::text, 'fill'::text, 'cash-flow'::text, 'portfolio'::text, 'policy'::text, 'tick'::text, 'halt'::text, 'setting'::text, 'book'::text])))
);
create table summaries (
  id bigint not null generated always as identity,
  portfolio_id bigint not null,
  as_of_seconds unix_seconds not null,
  sentences jsonb not null,
  confidence text not null,
  why_template text,
  created_at timestamp with time zone not null default now(),
  constraint summaries_confidence_check CHECK ((confidence = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text]))),
  constraint summaries_pkey PRIMARY KEY (id),
  constraint summaries_portfolio_id_as_of_seconds_key UNIQUE (portfolio_id, as_of_seconds),
  constraint summaries_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE,
  constraint summaries_sentences_check CHECK (((jsonb_typeof(sentences) = 'array'::text) AND (octet_length((sentences)::text) <= 65536))),
  constraint summaries_why_template_check CHECK (((why_template ~ '^[a-z]+(-[a-z]+)*$'::text) AND (length(why_template) <= 40)))
);
create table summary_turns (
  portfolio_id bigint not null,
  due_at timestamp with time zone not null,
  constraint summary_turns_pkey PRIMARY KEY (portfolio_id),
  constraint summary_turns_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE
);
create table telegram_updates (
  channel_id uuid not null,
  update_id bigint not null,
  received_at timestamp with time zone not null default now(),
  constraint telegram_updates_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES alert_channels(id) ON DELETE CASCADE,
  constraint telegram_updates_pkey PRIMARY KEY (channel_id, update_id)
);
create table tick_days (
  day_seconds unix_seconds not null,
  outcome text not null,
  ticks integer not null,
  checked bigint not null,
  held bigint not null,
  acted bigint not null,
  failed bigint not null,
  skipped bigint not null,
  duration_ms bigint not null,
  first_started_at timestamp with time zone not null,
  last_started_at timestamp with time zone not null,
  constraint tick_days_acted_check CHECK ((acted >= 0)),
  constraint tick_days_check CHECK ((last_started_at >= first_started_at)),
  constraint tick_days_checked_check CHECK ((checked >= 0)),
  constraint tick_days_day_seconds_check CHECK ((((day_seconds)::bigint % (86400)::bigint) = 0)),
  constraint tick_days_duration_ms_check CHECK ((duration_ms >= 0)),
  constraint tick_days_failed_check CHECK ((failed >= 0)),
  constraint tick_days_held_check CHECK ((held >= 0)),
  constraint tick_days_outcome_check CHECK ((length(outcome) <= 60)),
  constraint tick_days_pkey PRIMARY KEY (day_seconds, outcome),
  constraint tick_days_skipped_check CHECK ((skipped >= 0)),
  constraint tick_days_ticks_check CHECK ((ticks > 0))
);
create table tick_totals (
  name text not null,
  label text not null,
  value double precision not null,
  constraint tick_totals_label_check CHECK ((length(label) <= 200)),
  constraint tick_totals_name_check CHECK ((length(name) <= 40)),
  constraint tick_totals_pkey PRIMARY KEY (name, label)
);
create table ticks (
  id uuid not null default gen_random_uuid(),
  scheduler_execution_id text,
  source text not null,
  dry_run boolean not null default false,
  started_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  checked integer,
  held integer,
  acted integer,
  failed integer,
  skipped integer,
  remaining integer,
  duration_ms integer,
  error text,
  counted_at timestamp with time zone,
  kept_at timestamp with time zone,
  constraint ticks_pkey PRIMARY KEY (id),
  constraint ticks_source_check CHECK ((source = ANY (ARRAY['api'::text, 'cli'::text, 'loop'::text])))
);
create table token_trials (
  chain_id bigint not null,
  token evm_address not null,
  holder evm_address not null,
  finding text not null,
  tried_at_seconds unix_seconds not null,
  constraint token_trials_chain_id_check CHECK ((chain_id > 0)),
  constraint token_trials_finding_check CHECK ((finding = ANY (ARRAY['whole'::text, 'short'::text, 'refused'::text, 'unanswered'::text]))),
  constraint token_trials_pkey PRIMARY KEY (chain_id, token, holder)
);
create table transactions (
  chain_id bigint not null,
  tx_hash evm_hash not null,
  sender evm_address not null,
  nonce bigint not null,
  raw hex_bytes not null,
  status text not null default 'journaled'::text,
  block_number bigint,
  block_hash evm_hash,
  created_at timestamp with time zone not null default now(),
  call_id evm_hash,
  attempt integer,
  bump smallint not null default 0,
  max_fee_wei uint256,
  max_priority_fee_wei uint256,
  sent_at_block bigint,
  refusal text,
  gas_used bigint,
  gas_price_wei uint256,
  native_usd_e18 uint256,
  native_usd_missing text,
  constraint transactions_attempt_check CHECK ((attempt > 0)),
  constraint transactions_bump_check CHECK (((bump >= 0) AND (bump <= 3))),
  constraint transactions_call_attempt_key UNIQUE (call_id, attempt),
  constraint transactions_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id) ON DELETE CASCADE,
  constraint transactions_gas_used_check CHECK ((gas_used > 0)),
  constraint transactions_native_usd_missing_check CHECK ((length(native_usd_missing) <= 400)),
  constraint transactions_native_usd_one CHECK (((native_usd_e18 IS NULL) OR (native_usd_missing IS NULL))) NOT VALID,
  constraint transactions_pkey PRIMARY KEY (chain_id, tx_hash),
  constraint transactions_refusal_check CHECK ((refusal = ANY (ARRAY['underpriced'::text, 'nonce-used'::text, 'unfunded'::text, 'refused'::text]))),
  constraint transactions_status_check CHECK ((status = ANY (ARRAY['journaled'::text, 'sent'::text, 'included'::text, 'reverted'::text, 'replaced'::text, 'dropped'::text])))
);
create table transfers (
  id evm_hash not null,
  portfolio_id bigint not null,
  source_chain_id bigint not null,
  destination_chain_id bigint not null,
  source_domain bigint not null,
  destination_domain bigint not null,
  account evm_address not null,
  recipient evm_address not null,
  amount uint256 not null,
  max_fee uint256 not null,
  min_finality bigint not null,
  move_nonce uint256 not null,
  generation uint256 not null,
  deadline_seconds unix_seconds not null,
  source_from_block bigint not null,
  destination_from_block bigint not null,
  status text not null default 'wanted'::text,
  burn_tx evm_hash,
  burn_log integer,
  burn_block bigint,
  burn_block_hash evm_hash,
  burn_message hex_bytes,
  nonce evm_hash,
  fee_executed uint256,
  expiration_block uint256,
  message hex_bytes,
  attestation hex_bytes,
  mint_tx evm_hash,
  mint_block bigint,
  mint_block_hash evm_hash,
  mint_caller evm_address,
  why text,
  visible_at timestamp with time zone not null default now(),
  lease_token bigint not null default 0,
  wanted_at timestamp with time zone not null default now(),
  burnt_at timestamp with time zone,
  attested_at timestamp with time zone,
  minted_at timestamp with time zone,
  closed_at timestamp with time zone,
  overdue_at timestamp with time zone,
  constraint transfers_amount_check CHECK (((amount)::numeric > (0)::numeric)),
  constraint transfers_attested CHECK (((status = ANY (ARRAY['attested'::text, 'minted'::text, 'settled'::text])) = (nonce IS NOT NULL))),
  constraint transfers_attested_whole CHECK ((num_nulls(nonce, fee_executed, expiration_block, message, attestation, attested_at) = ANY (ARRAY[0, 6]))),
  constraint transfers_burn_log_check CHECK ((burn_log >= 0)),
  constraint transfers_burn_once UNIQUE (source_chain_id, burn_tx, burn_log),
  constraint transfers_burn_whole CHECK ((num_nulls(burn_tx, burn_log, burn_block, burn_block_hash, burn_message, burnt_at) = ANY (ARRAY[0, 6]))),
  constraint transfers_burnt CHECK (((status = ANY (ARRAY['wanted'::text, 'abandoned'::text])) = (burn_tx IS NULL))),
  constraint transfers_check CHECK (((destination_chain_id > 0) AND (destination_chain_id <> source_chain_id))),
  constraint transfers_check1 CHECK (((max_fee)::numeric < (amount)::numeric)),
  constraint transfers_closed CHECK (((status = ANY (ARRAY['settled'::text, 'abandoned'::text])) = (closed_at IS NOT NULL))),
  constraint transfers_destination_domain_check CHECK (((destination_domain >= 0) AND (destination_domain <= '4294967295'::bigint))),
  constraint transfers_destination_from_block_check CHECK ((destination_from_block >= 0)),
  constraint transfers_min_finality_check CHECK (((min_finality >= 0) AND (min_finality <= '4294967295'::bigint))),
  constraint transfers_mint_whole CHECK ((num_nulls(mint_tx, mint_block, mint_block_hash, mint_caller, minted_at) = ANY (ARRAY[0, 5]))),
  constraint transfers_minted CHECK (((status = ANY (ARRAY['minted'::text, 'settled'::text])) = (mint_tx IS NOT NULL))),
  constraint transfers_nonce_once UNIQUE (destination_chain_id, nonce),
  constraint transfers_pkey PRIMARY KEY (id),
  constraint transfers_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE,
  constraint transfers_source_chain_id_check CHECK ((source_chain_id > 0)),
  constraint transfers_source_domain_check CHECK (((source_domain >= 0) AND (source_domain <= '4294967295'::bigint))),
  constraint transfers_source_from_block_check CHECK ((source_from_block >= 0)),
  constraint transfers_status_check CHECK ((status = ANY (ARRAY['wanted'::text, 'burnt'::text, 'attested'::text, 'minted'::text, 'settled'::text, 'abandoned'::text]))),
  constraint transfers_why_check CHECK ((length(why) <= 400))
);
create table users (
  id bigint not null generated always as identity,
  address evm_address not null,
  created_at timestamp with time zone not null default now(),
  role text not null default 'user'::text,
  constraint users_address_key UNIQUE (address),
  constraint users_pkey PRIMARY KEY (id),
  constraint users_role_check CHECK ((role = ANY (ARRAY['user'::text, 'operator'::text, 'admin'::text])))
);
create table vault_rates (
  chain_id bigint not null,
  vault evm_address not null,
  time_seconds unix_seconds not null,
  block_number bigint not null,
  share_price_e18 numeric(78,0) not null,
  tvl_units numeric(78,0) not null,
  constraint vault_rates_block_number_check CHECK ((block_number >= 0)),
  constraint vault_rates_chain_id_check CHECK ((chain_id > 0)),
  constraint vault_rates_pkey PRIMARY KEY (chain_id, vault, time_seconds),
  constraint vault_rates_share_price_e18_check CHECK ((share_price_e18 > (0)::numeric)),
  constraint vault_rates_tvl_units_check CHECK ((tvl_units >= (0)::numeric))
);
create table wakes (
  content_id evm_hash not null,
  received_at timestamp with time zone not null default now(),
  woken integer not null,
  constraint wakes_pkey PRIMARY KEY (content_id),
  constraint wakes_woken_check CHECK ((woken >= 0))
);
create table warning_turns (
  portfolio_id bigint not null,
  due_at timestamp with time zone not null,
  constraint warning_turns_pkey PRIMARY KEY (portfolio_id),
  constraint warning_turns_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE
);
create table warnings (
  id bigint not null generated always as identity,
  portfolio_id bigint not null,
  kind text not null,
  assets jsonb not null,
  about text not null,
  threshold numeric(14,2) not null,
  seen numeric(14,2) not null,
  fact_ids text[] not null,
  raised_at_seconds unix_seconds not null,
  due_at_seconds unix_seconds not null,
  outcome text,
  why text,
  judged_amount numeric(14,2),
  judged_of_seconds unix_seconds,
  judged_at timestamp with time zone,
  alert text not null default 'wanted'::text,
  created_at timestamp with time zone not null default now(),
  constraint warnings_about_check CHECK ((length(about) <= 200)),
  constraint warnings_alert_check CHECK ((alert = ANY (ARRAY['wanted'::text, 'open'::text, 'over'::text]))),
  constraint warnings_assets_check CHECK (((jsonb_typeof(assets) = 'array'::text) AND (octet_length((assets)::text) <= 2048))),
  constraint warnings_check CHECK (((due_at_seconds)::bigint > (raised_at_seconds)::bigint)),
  constraint warnings_check1 CHECK (((outcome IS NULL) = (judged_at IS NULL))),
  constraint warnings_check2 CHECK (((why IS NOT NULL) = (NOT (outcome IS DISTINCT FROM 'not-judged'::text)))),
  constraint warnings_check3 CHECK (((judged_amount IS NOT NULL) = COALESCE((outcome = ANY (ARRAY['came-true'::text, 'did-not'::text])), false))),
  constraint warnings_fact_ids_check CHECK (((cardinality(fact_ids) >= 1) AND (cardinality(fact_ids) <= 12))),
  constraint warnings_kind_check CHECK ((kind = ANY (ARRAY['band-left'::text, 'volatility-high'::text, 'correlation-high'::text, 'budget-low'::text, 'cost-high'::text]))),
  constraint warnings_outcome_check CHECK ((outcome = ANY (ARRAY['came-true'::text, 'did-not'::text, 'not-judged'::text]))),
  constraint warnings_pkey PRIMARY KEY (id),
  constraint warnings_portfolio_id_fkey FOREIGN KEY (portfolio_id) REFERENCES portfolios(id) ON DELETE CASCADE,
  constraint warnings_why_check CHECK (((why ~ '^[a-z]+(-[a-z]+)*$'::text) AND (length(why) <= 40)))
);

-- Indexes

CREATE INDEX accounts_cash ON public.accounts USING btree (owner, chain_id, id) WHERE (kind = 'cash'::text);
CREATE INDEX accounts_cash_unread ON public.accounts USING btree (chain_id, refresh_after, id) WHERE ((kind = 'cash'::text) AND refresh);
CREATE INDEX accounts_delegated ON public.accounts USING btree (chain_id, holder, id) WHERE (kind = 'delegated'::text);
CREATE INDEX accounts_delegated_unread ON public.accounts USING btree (chain_id, refresh_after, id) WHERE ((kind = 'delegated'::text) AND refresh);
CREATE INDEX accounts_guardian ON public.accounts USING btree (guardian) WHERE (guardian IS NOT NULL);
CREATE INDEX accounts_owner ON public.accounts USING btree (owner);
CREATE INDEX accounts_refresh ON public.accounts USING btree (chain_id, refresh_after) WHERE refresh;
CREATE INDEX alert_channels_owner ON public.alert_channels USING btree (owner, created_at DESC);
CREATE INDEX alert_deliveries_alert ON public.alert_deliveries USING btree (alert_id);
CREATE INDEX alert_deliveries_channel ON public.alert_deliveries USING btree (channel_id, created_at DESC);
CREATE INDEX alert_deliveries_due ON public.alert_deliveries USING btree (next_try_at) WHERE (status = 'pending'::text);
CREATE INDEX alerts_index_account ON public.alerts USING btree (index_account_id, id DESC) WHERE (index_account_id IS NOT NULL);
CREATE UNIQUE INDEX alerts_one_open ON public.alerts USING btree (kind, subject) WHERE (recovered_at IS NULL);
CREATE INDEX alerts_portfolio ON public.alerts USING btree (portfolio_id, id DESC);
CREATE INDEX alerts_recovered ON public.alerts USING btree (recovered_at) WHERE (recovered_at IS NOT NULL);
CREATE INDEX api_tokens_user ON public.api_tokens USING btree (user_id);
CREATE INDEX audit_log_block ON public.audit_log USING btree (chain_id, block_number) WHERE (actor_kind = 'chain'::text);
CREATE INDEX audit_log_portfolio ON public.audit_log USING btree (portfolio_id, id DESC);
CREATE UNIQUE INDEX calls_allowance ON public.calls USING btree (portfolio_id, token) WHERE ((token IS NOT NULL) AND (status = ANY (ARRAY['wanted'::text, 'pending'::text])));
CREATE INDEX calls_cash_move ON public.calls USING btree (cash_move_id) WHERE (cash_move_id IS NOT NULL);
CREATE UNIQUE INDEX calls_cash_move_open ON public.calls USING btree (cash_move_id) WHERE ((cash_move_id IS NOT NULL) AND (status = ANY (ARRAY['wanted'::text, 'pending'::text])));
CREATE UNIQUE INDEX calls_nonce ON public.calls USING btree (chain_id, sender, nonce) WHERE (status = 'pending'::text);
CREATE INDEX calls_open ON public.calls USING btree (chain_id, created_at) WHERE (status = ANY (ARRAY['wanted'::text, 'pending'::text]));
CREATE UNIQUE INDEX calls_poke ON public.calls USING btree (portfolio_id, poked_vault) WHERE ((poked_vault IS NOT NULL) AND (status = ANY (ARRAY['wanted'::text, 'pending'::text])));
CREATE INDEX calls_portfolio ON public.calls USING btree (portfolio_id);
CREATE INDEX calls_swaps_closed ON public.calls USING btree (chain_id, closed_at) WHERE ((order_id IS NOT NULL) AND (closed_at IS NOT NULL));
CREATE UNIQUE INDEX calls_transfer ON public.calls USING btree (transfer_id, chain_id) WHERE ((transfer_id IS NOT NULL) AND (status = ANY (ARRAY['wanted'::text, 'pending'::text])));
CREATE INDEX cash_decisions_moves ON public.cash_decisions USING btree (owner_id, id DESC) WHERE (kind = 'move'::text);
CREATE INDEX cash_decisions_owner ON public.cash_decisions USING btree (owner_id, id DESC);
CREATE INDEX cash_flows_block ON public.cash_flows USING btree (chain_id, block_number);
CREATE INDEX cash_flows_portfolio ON public.cash_flows USING btree (portfolio_id, block_number DESC);
CREATE INDEX cash_flows_portfolio_place ON public.cash_flows USING btree (portfolio_id, block_number DESC, log_index DESC);
CREATE INDEX cash_moves_by_transfer ON public.cash_moves USING btree (transfer_id) WHERE (transfer_id IS NOT NULL);
CREATE UNIQUE INDEX cash_moves_nonce ON public.cash_moves USING btree (portfolio_id, nonce) WHERE (status = ANY (ARRAY['wanted'::text, 'done'::text]));
CREATE INDEX cash_moves_open ON public.cash_moves USING btree (chain_id, created_at, id) WHERE (status = 'wanted'::text);
CREATE INDEX cash_moves_portfolio ON public.cash_moves USING btree (portfolio_id, created_at DESC, id);
CREATE INDEX cash_moves_unjudged ON public.cash_moves USING btree (done_at_seconds, id) WHERE ((status = 'done'::text) AND (judged_at IS NULL));
CREATE INDEX cash_owners_due ON public.cash_owners USING btree (visible_at, id) WHERE (archived_at IS NULL);
CREATE INDEX chain_events_block ON public.chain_events USING btree (chain_id, block_number);
CREATE INDEX chain_events_portfolio ON public.chain_events USING btree (portfolio_id, block_number DESC);
CREATE INDEX channel_codes_channel ON public.channel_codes USING btree (channel_id);
CREATE INDEX confirmations_asked_owner ON public.confirmations_asked USING btree (owner);
CREATE INDEX confirmations_asked_target ON public.confirmations_asked USING btree (target_hash);
CREATE INDEX decisions_acts ON public.decisions USING btree (portfolio_id, snapshot_id DESC) WHERE (kind = 'act'::text);
CREATE INDEX decisions_portfolio ON public.decisions USING btree (portfolio_id, id DESC);
CREATE INDEX decisions_tick ON public.decisions USING btree (tick_id);
CREATE INDEX delegations_to_try ON public.delegations USING btree (seen_block, id) WHERE ((dropped_at IS NULL) AND (status <> ALL (ARRAY['expired'::text, 'superseded'::text])));
CREATE INDEX fills_block ON public.fills USING btree (chain_id, block_number);
CREATE INDEX fills_order ON public.fills USING btree (order_hash);
CREATE INDEX fills_portfolio ON public.fills USING btree (portfolio_id, block_number DESC);
CREATE INDEX fills_portfolio_place ON public.fills USING btree (portfolio_id, block_number DESC, log_index DESC);
CREATE INDEX flow_values_time ON public.flow_values USING btree (portfolio_id, time_seconds);
CREATE INDEX idempotency_keys_created ON public.idempotency_keys USING btree (created_at);
CREATE INDEX index_accounts_owner ON public.index_accounts USING btree (owner, created_at, id);
CREATE INDEX index_decisions_account ON public.index_decisions USING btree (account_id, id DESC);
CREATE INDEX index_deposits_account ON public.index_deposits USING btree (account_id, created_at DESC, id);
CREATE INDEX index_deposits_open ON public.index_deposits USING btree (visible_at, id) WHERE (ended_at IS NULL);
CREATE INDEX index_legs_account ON public.index_legs USING btree (account_id, planned_at_seconds DESC, id);
CREATE INDEX index_legs_account_open ON public.index_legs USING btree (account_id) WHERE (leg_end IS NULL);
CREATE INDEX index_legs_decision ON public.index_legs USING btree (decision_id) WHERE (decision_id IS NOT NULL);
CREATE INDEX index_legs_open ON public.index_legs USING btree (visible_at, id) WHERE (leg_end IS NULL);
CREATE INDEX index_legs_withdrawal ON public.index_legs USING btree (withdrawal_id) WHERE (withdrawal_id IS NOT NULL);
CREATE INDEX index_policies_due ON public.index_policies USING btree (visible_at, account_id);
CREATE INDEX index_withdrawals_account ON public.index_withdrawals USING btree (account_id, created_at DESC, leg_id);
CREATE UNIQUE INDEX index_withdrawals_open ON public.index_withdrawals USING btree (account_id) WHERE ((share_bps IS NOT NULL) AND (settled_at IS NULL));
CREATE INDEX leases_failed ON public.leases USING btree (id) WHERE (failure_code IS NOT NULL);
CREATE INDEX leases_visible ON public.leases USING btree (visible_at, id);
CREATE INDEX legs_in_parts ON public.legs USING btree (decision_id) WHERE (part_started_at_seconds IS NOT NULL);
CREATE INDEX log_gaps_block ON public.log_gaps USING btree (chain_id, block_number);
CREATE INDEX login_nonces_expires ON public.login_nonces USING btree (expires_at);
CREATE INDEX login_nonces_session ON public.login_nonces USING btree (session_id) WHERE (session_id IS NOT NULL);
CREATE INDEX orders_closed ON public.orders USING btree (chain_id, closed_at) WHERE (closed_at IS NOT NULL);
CREATE INDEX orders_decision ON public.orders USING btree (decision_id, leg_index);
CREATE INDEX orders_in_book ON public.orders USING btree (chain_id, placed_at, order_hash) WHERE ((placed_at IS NOT NULL) AND (status = ANY (ARRAY['open'::text, 'partially-filled'::text])));
CREATE INDEX orders_live ON public.orders USING btree (chain_id, expires_at_seconds) WHERE (status = ANY (ARRAY['signed'::text, 'open'::text, 'partially-filled'::text, 'unfillable'::text]));
CREATE UNIQUE INDEX orders_one_live_per_leg ON public.orders USING btree (portfolio_id, generation, sell_token, buy_token, slice_number) WHERE (status = ANY (ARRAY['signed'::text, 'open'::text, 'partially-filled'::text, 'unfillable'::text]));
CREATE INDEX orders_partly_filled ON public.orders USING btree (chain_id) WHERE (status = 'partially-filled'::text);
CREATE INDEX orders_portfolio ON public.orders USING btree (portfolio_id, signed_at DESC);
CREATE INDEX orphaned_looks_portfolio ON public.orphaned_looks USING btree (portfolio_id);
CREATE INDEX paper_portfolios_due ON public.paper_portfolios USING btree (chain_id, due_at, id) WHERE (quarantine_reason IS NULL);
CREATE INDEX paper_portfolios_user ON public.paper_portfolios USING btree (user_id, created_at DESC, id);
CREATE INDEX portfolio_drafts_user ON public.portfolio_drafts USING btree (user_id, created_at DESC, id);
CREATE INDEX portfolios_failing ON public.portfolios USING btree (id) WHERE ((failures > 0) OR (quarantined_at IS NOT NULL));
CREATE INDEX portfolios_shared ON public.portfolios USING btree (id DESC) WHERE (shared AND (archived_at IS NULL));
CREATE INDEX portfolios_unserved ON public.portfolios USING btree (id) WHERE (unserved_at IS NOT NULL);
CREATE INDEX price_points_latest ON public.price_points USING btree (asset, time_seconds DESC);
CREATE INDEX secrets_key_version ON public.secrets USING btree (key_version);
CREATE INDEX series_cursors_holds_due ON public.series_cursors USING btree (holds_due_at);
CREATE INDEX sessions_user ON public.sessions USING btree (user_id);
CREATE INDEX snapshots_portfolio ON public.snapshots USING btree (portfolio_id, id DESC);
CREATE INDEX snapshots_tick ON public.snapshots USING btree (tick_id);
CREATE INDEX stream_events_at ON public.stream_events USING brin (at);
CREATE INDEX summaries_newest ON public.summaries USING btree (portfolio_id, id DESC);
CREATE INDEX summaries_old ON public.summaries USING btree (created_at, id);
CREATE INDEX summary_turns_due ON public.summary_turns USING btree (due_at, portfolio_id);
CREATE INDEX ticks_old ON public.ticks USING btree (COALESCE(kept_at, started_at));
CREATE INDEX ticks_started ON public.ticks USING btree (started_at DESC);
CREATE INDEX ticks_uncounted ON public.ticks USING btree (started_at) WHERE (counted_at IS NULL);
CREATE INDEX transfers_account ON public.transfers USING btree (source_chain_id, account);
CREATE INDEX transfers_arriving ON public.transfers USING btree (destination_chain_id, recipient) WHERE (closed_at IS NULL);
CREATE INDEX transfers_open ON public.transfers USING btree (visible_at, id) WHERE (closed_at IS NULL);
CREATE INDEX transfers_portfolio ON public.transfers USING btree (portfolio_id, wanted_at DESC, id);
CREATE INDEX wakes_received ON public.wakes USING btree (received_at);
CREATE INDEX warning_turns_due ON public.warning_turns USING btree (due_at, portfolio_id);
CREATE INDEX warnings_due ON public.warnings USING btree (due_at_seconds, id) WHERE (outcome IS NULL);
CREATE INDEX warnings_newest ON public.warnings USING btree (portfolio_id, id DESC);
CREATE INDEX warnings_old ON public.warnings USING btree (judged_at, id) WHERE (outcome IS NOT NULL);
CREATE UNIQUE INDEX warnings_one_open ON public.warnings USING btree (portfolio_id, kind, about) WHERE (outcome IS NULL);
CREATE INDEX warnings_untold ON public.warnings USING btree (id) WHERE (((alert = 'wanted'::text) AND (outcome IS NULL)) OR ((alert = 'open'::text) AND (outcome IS NOT NULL)));

-- Functions

CREATE OR REPLACE FUNCTION public.account_is_shared(of_account bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    select exists (select from portfolios p
      where p.account_id = of_account and (p.shared or (p.card_shared and p.archived_at is null and reading_a_card())))
  $function$
;
CREATE OR REPLACE FUNCTION public.add_request_totals(counted json)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    insert into tick_totals as t (name, label, value)
    select one ->> 0, one ->> 1, (one ->> 2)::double precision from json_array_elements(counted) one
    where one ->> 0 in ('http_requests', 'http_seconds_bucket', 'http_seconds_sum', 'http_seconds_count') and (one ->> 2)::double precision >= 0
    order by 1, 2
    on conflict (name, label) do update set value = t.value + excluded.value
  $function$
;
CREATE OR REPLACE FUNCTION public.applied_migrations()
 RETURNS json
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select coalesce(json_agg(json_build_array(name, sha256) order by name), '[]') from schema_migrations $function$
;
CREATE OR REPLACE FUNCTION public.ask_for_confirmation(of_channel uuid)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    declare
      channel alert_channels;
      target bytea;
      made text;
    begin
      perform pg_advisory_xact_lock(hashtextextended('confirmations asked', 0));
      select * into channel from alert_channels c
        where c.id = of_channel and c.owner = viewer_address() and c.confirmed_at is null
          and (c.target_hash is not null or c.command_secret_hash is not null);
      if not found then return null; end if;
      target := coalesce(channel.target_hash, channel.command_chat_hash);
      delete from confirmations_asked where asked_at < now() - interval '1 day';
      if (select count(*) from confirmations_asked a where a.target_hash = target) >= 3
        or (select count(*) from confirmations_asked a where a.owner = channel.owner) >= 10
        or exists (select from confirmations_asked a where a.target_hash = target and a.asked_at > now() - interval '1 minute')
      then return null; end if;
      insert into confirmations_asked (owner, target_hash) values (channel.owner, target);
      insert into alert_deliveries (content_id, channel_id, phase)
      values ('0x' || encode(sha256(convert_to('confirm ' || of_channel || ' ' || gen_random_uuid(), 'UTF8')), 'hex'), of_channel, 'confirm')
      returning content_id into made;
      return made;
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.audit_field(value text)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$ select convert_to(coalesce(octet_length(convert_to(value, 'UTF8')) || ':' || value, '-'), 'UTF8') $function$
;
CREATE OR REPLACE FUNCTION public.audit_heads_follow_the_log()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      -- One level is this trigger itself; the other is the log's.
      if tg_op in ('INSERT', 'UPDATE') and pg_trigger_depth() >= 2 then return new; end if;
      raise exception 'audit_heads is written by the audit log alone' using errcode = 'integrity_constraint_violation';
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.audit_log_is_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      raise exception 'audit_log is append-only' using errcode = 'integrity_constraint_violation';
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.audit_next(of_chain text, OUT next_position bigint, OUT previous_hash bytea)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      insert into audit_heads as h (chain, position, hash) values (of_chain, 1, decode(repeat('00', 32), 'hex'))
      on conflict (chain) do update set position = h.position + 1
      returning h.position, case when h.position > 1 then h.hash end into next_position, previous_hash;
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.audit_part_check(of_portfolio bigint)
 RETURNS TABLE(rows bigint, head text, broken_place bigint, why text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with part as (
    select a.portfolio_position as place, a.hash, a.portfolio_previous_hash as said, sha256(audit_row_bytes(a)) as told,
      row_number() over (order by a.portfolio_position, a.position) as due,
      lag(a.hash) over (order by a.portfolio_position, a.position) as before
    from audit_log a where a.portfolio_id = of_portfolio
  ), ending as (
    select count(*) as rows, max(place) as place, (array_agg(hash order by place desc, due desc))[1] as hash from part
  ), head as (
    select h.position as place, h.hash from audit_heads h where h.chain = 'portfolio:' || of_portfolio
  ), faults as (
    select due as place, case
      when place <> due then 'a row is missing, or stands at a place that is taken'
      when said is distinct from before then 'the row before it is not the one it was written after'
      when told <> hash then 'the row is not as it was written' end as why
    from part
    union all
    select e.rows + 1, case
      when coalesce((select place from head), 0) > coalesce(e.place, 0) then 'the log is cut off'
      when coalesce((select place from head), 0) < coalesce(e.place, 0) then 'rows were added past its head'
      when (select hash from head) is distinct from e.hash then 'its head is another row than the last' end
    from ending e
  )
  select e.rows, encode(e.hash, 'hex'), f.place, f.why
  from ending e left join lateral (
    select place, why from faults where faults.why is not null order by place limit 1
  ) f on true
  where viewer_is_told(of_portfolio)
$function$
;
CREATE OR REPLACE FUNCTION public.audit_row_bytes(r audit_log)
 RETURNS bytea
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
    select audit_field('audit-row/1')
      || audit_field(r.position::text) || audit_field(encode(r.previous_hash, 'hex'))
      || audit_field(r.portfolio_position::text) || audit_field(encode(r.portfolio_previous_hash, 'hex'))
      || audit_field(r.id::text) || audit_field((extract(epoch from r.at) * 1000000)::bigint::text)
      || audit_field(r.actor_kind) || audit_field(r.actor) || audit_field(r.portfolio_id::text) || audit_field(r.action)
      || audit_field(r.details::text) || audit_field(r.before::text) || audit_field(r.after::text)
      || audit_field(r.ip::text) || audit_field(r.user_agent)
      || audit_field(r.chain_id::text) || audit_field(r.tx_hash) || audit_field(r.log_index::text)
      || audit_field(r.block_number::text) || audit_field(r.block_hash)
  $function$
;
CREATE OR REPLACE FUNCTION public.audit_row_is_chained()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      new.ip := network(set_masklen(new.ip, case family(new.ip) when 4 then 24 else 48 end))::inet;
      select n.next_position, n.previous_hash into new.position, new.previous_hash from audit_next('log') n;
      new.portfolio_position := null;
      new.portfolio_previous_hash := null;
      if new.portfolio_id is not null then
        select n.next_position, n.previous_hash into new.portfolio_position, new.portfolio_previous_hash
        from audit_next('portfolio:' || new.portfolio_id) n;
      end if;
      -- After the wait: times go on in the order of positions.
      new.at := clock_timestamp();
      new.hash := sha256(audit_row_bytes(new));
      update audit_heads set hash = new.hash where chain in ('log', 'portfolio:' || new.portfolio_id);
      return new;
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.begin_index_share_withdrawal(of_account uuid, withdrawal text, share integer, leaving text, place text, own numeric, held numeric, cents bigint, at_seconds bigint, on_chain text, called text, places integer, test boolean, slippage integer, sells jsonb, labels jsonb)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    declare account index_accounts;
    begin
      if not exists (select from sessions s join users u on u.id = s.user_id where u.address = viewer_address() and s.revoked_at is null
        and s.expires_at > now() and s.stepped_up_at > now() - interval '10 minutes') then return 'not-signed'; end if;
      select * into account from index_accounts i where i.id = of_account and i.owner = viewer_address() for update;
      if not found then return 'unknown'; end if;
      if account.state = 'held' then return 'held'; end if;
      if exists (select from index_legs l where l.account_id = of_account and l.leg_end is null)
        or exists (select from index_withdrawals w where w.account_id = of_account and w.share_bps is not null and w.settled_at is null)
        then return 'busy'; end if;
      insert into index_withdrawals (leg_id, account_id, chain, symbol, decimals, usd_cents, is_test, share_bps, asset, to_place, own_units,
        held_units, sold)
      values (withdrawal, of_account, on_chain, called, places, cents, test, share, leaving, place, own, held, labels);
      insert into index_legs (id, account_id, purpose, withdrawal_id, origin_asset, destination_asset, amount_units, slippage_bps,
        least_out_units, recipient_type, recipient, value_usd_e18, planned_at_seconds)
      select s.id, of_account, 'sell-for-withdrawal', withdrawal, s.origin, leaving, s.amount, slippage, s.least, 'INTENTS', account.account,
        s.value, at_seconds
      from jsonb_to_recordset(sells) as s(id text, origin text, amount numeric, least numeric, value numeric);
      return 'begun';
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.begin_index_withdrawal(of_account uuid, leg text, asset text, units numeric, slippage integer, least_units numeric, to_place text, value_e18 numeric, cents bigint, at_seconds bigint, on_chain text, called text, places integer, test boolean)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    declare account index_accounts;
    begin
      if not exists (select from sessions s join users u on u.id = s.user_id where u.address = viewer_address() and s.revoked_at is null
        and s.expires_at > now() and s.stepped_up_at > now() - interval '10 minutes') then return 'not-signed'; end if;
      select * into account from index_accounts i where i.id = of_account and i.owner = viewer_address() for update;
      if not found then return 'unknown'; end if;
      if account.state = 'held' then return 'held'; end if;
      if exists (select from index_legs l where l.account_id = of_account and l.leg_end is null)
        or exists (select from index_withdrawals w where w.account_id = of_account and w.share_bps is not null and w.settled_at is null)
        then return 'busy'; end if;
      insert into index_legs (id, account_id, purpose, origin_asset, destination_asset, amount_units, slippage_bps, least_out_units,
        recipient_type, recipient, value_usd_e18, planned_at_seconds)
      values (leg, of_account, 'exit', asset, asset, units, slippage, least_units, 'DESTINATION_CHAIN', to_place, value_e18, at_seconds);
      insert into index_withdrawals (leg_id, account_id, chain, symbol, decimals, usd_cents, is_test)
      values (leg, of_account, on_chain, called, places, cents, test);
      return 'begun';
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.book_tokens(of_orders text[])
 RETURNS TABLE(order_hash text, token text, symbol text, decimals integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select o.order_hash::text, a.asset ->> 'token', a.asset ->> 'symbol', (a.asset ->> 'decimals')::integer
  from orders o
  join decisions d on d.id = o.decision_id
  join snapshots s on s.id = d.snapshot_id
  cross join lateral jsonb_array_elements(s.snapshot -> 'assets') as a (asset)
  where o.order_hash = any(of_orders) and o.placed_at is not null and o.venue in ('order-book', 'book')
    and a.asset ->> 'token' in (o.sell_token::text, o.buy_token::text)
$function$
;
CREATE OR REPLACE FUNCTION public.chain_event_of_audit_row()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      insert into chain_events (chain_id, tx_hash, log_index, block_hash, block_number, portfolio_id, account, name, details)
      values (new.chain_id, new.tx_hash, new.log_index, new.block_hash, new.block_number, new.portfolio_id, new.actor, new.action,
        new.details)
      on conflict do nothing;
      return new;
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.choose_index_withdrawal(of_account uuid, withdrawal text, wanted text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    declare account index_accounts;
    declare one index_withdrawals;
    begin
      if not exists (select from sessions s join users u on u.id = s.user_id where u.address = viewer_address() and s.revoked_at is null
        and s.expires_at > now() and s.stepped_up_at > now() - interval '10 minutes') then return 'not-signed'; end if;
      select * into account from index_accounts i where i.id = of_account and i.owner = viewer_address() for update;
      if not found then return 'unknown'; end if;
      select * into one from index_withdrawals w where w.leg_id = withdrawal and w.account_id = of_account for update;
      if not found then return 'unknown'; end if;
      if one.choice = wanted then return 'chosen'; end if;
      if one.asks_since is null or one.choice is not null or one.settled_at is not null then return 'not-asked'; end if;
      if wanted = 'leave' and account.state = 'held' then return 'held'; end if;
      update index_withdrawals set choice = wanted, chosen_at = now(), settled_at = case when wanted = 'keep' then now() end
      where leg_id = withdrawal;
      return 'chosen';
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.close_to_strangers()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
    declare
      stranger text;
      routine regprocedure;
    begin
      foreach stranger in array array['anon', 'authenticated'] loop
        continue when not exists (select from pg_roles where rolname = stranger);
        execute format('revoke all on all tables in schema public from %I', stranger);
        execute format('revoke all on all sequences in schema public from %I', stranger);
        execute format('revoke all on all routines in schema public from %I', stranger);
        execute format('alter default privileges in schema public revoke all on tables from %I', stranger);
        execute format('alter default privileges in schema public revoke all on sequences from %I', stranger);
        execute format('alter default privileges in schema public revoke all on routines from %I', stranger);
      end loop;
      revoke all on all tables in schema public from public;
      revoke all on all sequences in schema public from public;
      revoke all on all routines in schema public from public;
      grant execute on function viewer_may_read(bigint) to balancer_app, balancer_bot;
      -- Neither login needs room of its own on the server's disk.
      execute format('revoke temporary on database %I from public', current_database());
      if (select rolsuper from pg_roles where rolname = current_user) then
        for routine in
          select oid::regprocedure from pg_proc
          where pronamespace = 'pg_catalog'::regnamespace and proname in ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_open',
            'lo_put', 'lowrite', 'lo_truncate', 'lo_truncate64', 'lo_unlink', 'lo_get', 'loread')
        loop
          execute format('revoke execute on function %s from public', routine);
        end loop;
      end if;
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.confirm_channel(of_channel uuid, given bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      delete from channel_codes k using alert_channels c
      where k.code_hash = given and k.channel_id = of_channel and k.expires_at > now() and c.id = k.channel_id
        and c.owner = viewer_address();
      if not found then return false; end if;
      delete from channel_codes where channel_id = of_channel;
      update alert_channels set confirmed_at = coalesce(confirmed_at, now()) where id = of_channel;
      return true;
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.fillable_in_all(OUT orders integer, OUT unpriced integer, OUT revoking integer, OUT value_usd_e18 numeric, OUT until_seconds bigint)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    select count(*)::int, (count(*) - count(f.value_usd_e18))::int,
      (count(*) filter (where exists (select from calls c join transactions t on t.call_id = c.id
        where c.portfolio_id = f.portfolio_id
          and num_nonnulls(c.token, c.order_id, c.transfer_id, c.cash_move_id, c.poked_vault) = 0
          and c.status = 'pending' and t.status in ('sent', 'included'))))::int,
      coalesce(sum(f.value_usd_e18), 0), max(f.expires_at_seconds)
    from fillable_orders() f
  $function$
;
CREATE OR REPLACE FUNCTION public.fillable_orders()
 RETURNS TABLE(id evm_hash, chain_id bigint, portfolio_id bigint, value_usd_e18 numeric, expires_at_seconds bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    select o.id, o.chain_id, o.portfolio_id, floor((o.sell_units - o.filled_sell_units) * p.usd_e18 / power(10::numeric, p.decimals)),
      o.expires_at_seconds
    from orders o
    join portfolios f on f.id = o.portfolio_id
    join accounts a on a.id = f.account_id
    join decisions d on d.id = o.decision_id
    join snapshots s on s.id = d.snapshot_id
    left join lateral (
      select (x ->> 'decimals')::int as decimals, (x -> 'price' ->> 'usdE18')::numeric as usd_e18
      from jsonb_array_elements(s.snapshot -> 'assets') x where x ->> 'token' = o.sell_token limit 1
    ) p on true
    where o.status in ('open', 'partially-filled', 'unfillable') and o.placed_at is not null
      and o.filled_sell_units < o.sell_units and o.generation >= a.generation and not a.paused
  $function$
;
CREATE OR REPLACE FUNCTION public.forget_channel_secret()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      delete from secrets where table_name = 'alert_channels' and row_id = old.id::text;
      return null;
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.holds_operator_role(of_address text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select exists (select from users u where u.address = of_address and u.role in ('operator', 'admin')) $function$
;
CREATE OR REPLACE FUNCTION public.index_leg_is_final()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
  $function$
;
CREATE OR REPLACE FUNCTION public.index_leg_is_free()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      if exists (select from index_withdrawals w where w.account_id = new.account_id and w.share_bps is not null and w.settled_at is null
        and w.leg_id <> new.id and w.leg_id is distinct from new.withdrawal_id) then
        raise exception 'a withdrawal of the account is not over' using errcode = '23514';
      end if;
      return new;
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.index_withdrawal_is_final()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      if (old.leg_id, old.account_id, old.share_bps, old.asset, old.to_place, old.own_units, old.held_units)
        is distinct from (new.leg_id, new.account_id, new.share_bps, new.asset, new.to_place, new.own_units, new.held_units) then
        raise exception 'a withdrawal stays what was asked for' using errcode = '23514';
      end if;
      if old.choice is not null and old.choice is distinct from new.choice then
        raise exception 'a withdrawal is chosen for once' using errcode = '23514';
      end if;
      if old.settled_at is not null and old.settled_at is distinct from new.settled_at then
        raise exception 'a withdrawal is settled once' using errcode = '23514';
      end if;
      return new;
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.is_told(alert_channels)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$ select $1.kind <> 'email' or $1.confirmed_at is not null $function$
;
CREATE OR REPLACE FUNCTION public.loss_at_fill_bps(fills)
 RETURNS numeric
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select round((sold.usd_e18 - bought.usd_e18) * 10000 / nullif(sold.usd_e18, 0), 2)
  from orders o
  join decisions d on d.id = o.decision_id
  join snapshots s on s.id = d.snapshot_id
  cross join lateral (
    select $1.sell_units * price_known_at(o.chain_id, one, $1.block_time_seconds) / 10::numeric ^ (one ->> 'decimals')::int as usd_e18
    from jsonb_array_elements(s.snapshot -> 'assets') one where one ->> 'token' = $1.sell_token limit 1
  ) sold
  cross join lateral (
    select $1.buy_units * price_known_at(o.chain_id, one, $1.block_time_seconds) / 10::numeric ^ (one ->> 'decimals')::int as usd_e18
    from jsonb_array_elements(s.snapshot -> 'assets') one where one ->> 'token' = $1.buy_token limit 1
  ) bought
  where o.order_hash = $1.order_hash and o.portfolio_id = $1.portfolio_id
  limit 1
$function$
;
CREATE OR REPLACE FUNCTION public.oldest_transaction_seconds()
 RETURNS double precision
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    select extract(epoch from clock_timestamp() - min(xact_start))::float8 from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
  $function$
;
CREATE OR REPLACE FUNCTION public.operator_portfolios(blocking text[], keyless text[], waiting_since timestamp with time zone, overdue_since timestamp with time zone)
 RETURNS TABLE(id bigint, chain_id bigint, address evm_address, shared boolean, state text, why text, value_usd_e18 numeric, since timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    select p.id, a.chain_id, a.address, p.shared, s.state,
      case s.state when 'quarantined' then coalesce(p.quarantine_reason, 'unknown') when 'unfilled' then live.why
        when 'blocked' then last.reason when 'signer' then last.reason end,
      last.nav_usd_e18,
      case s.state when 'quarantined' then p.quarantined_at when 'unfilled' then live.since when 'overdue' then l.visible_at
        else last.created_at end
    from portfolios p
    join accounts a on a.id = p.account_id
    left join leases l on l.id = p.id
    left join lateral (
      select d.kind, d.reason::text as reason, d.created_at, n.nav_usd_e18::numeric as nav_usd_e18
      from decisions d join snapshots n on n.id = d.snapshot_id join ticks t on t.id = d.tick_id and not t.dry_run
      where d.portfolio_id = p.id order by d.id desc limit 1
    ) last on true
    left join lateral (
      select min(o.signed_at) as since, coalesce(min(o.status_reason) filter (where o.status = 'unfillable'), 'nobody filled it') as why,
        count(*) as count, bool_or(o.status = 'unfillable' or o.signed_at < waiting_since) as is_late
      from orders o where o.portfolio_id = p.id and o.status in ('signed', 'open', 'partially-filled', 'unfillable')
    ) live on true
    cross join lateral (
      select case
        when p.quarantined_at is not null then 'quarantined'
        when a.paused then 'paused'
        when p.unserved_at is not null then 'unserved'
        when last.kind is null then 'not-looked-at'
        when last.reason = any(keyless) then 'signer'
        when live.is_late then 'unfilled'
        when last.reason = any(blocking) then 'blocked'
        when l.visible_at < overdue_since then 'overdue'
        when live.count > 0 then 'order-open'
        when last.reason = 'in-band' then 'on-target'
        else 'waiting' end as state
    ) s
    where a.kind in ('balancer', 'delegated') and p.archived_at is null and viewer_role() in ('operator', 'admin')
  $function$
;
CREATE OR REPLACE FUNCTION public.price_known_at(bigint, jsonb, bigint)
 RETURNS numeric
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select price_usd_e18 from price_points
  where asset = $2 ->> 'symbol' and source = 'recorded ' || $1 || ' ' || ($2 -> 'price' ->> 'source')
    and time_seconds <= $3 and time_seconds > $3 - 172800
  order by time_seconds desc limit 1
$function$
;
CREATE OR REPLACE FUNCTION public.reading_a_card()
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ select coalesce(current_setting('app.reading', true), '') = 'card' $function$
;
CREATE OR REPLACE FUNCTION public.stream_has(of_transaction bigint, of_id bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select exists (select from stream_events e where e.transaction_id = of_transaction and e.id = of_id)
$function$
;
CREATE OR REPLACE FUNCTION public.stream_head(OUT transaction_id bigint, OUT id bigint, OUT unsettled boolean)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select h.transaction_id, h.id,
    exists (select from stream_events e where e.transaction_id >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
  from (select) as one
  left join lateral (
    select e.transaction_id, e.id from stream_events e
    where e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    order by e.transaction_id desc, e.id desc limit 1
  ) h on true
$function$
;
CREATE OR REPLACE FUNCTION public.system_figures(interval_seconds integer)
 RETURNS json
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    with day as (
      select started_at, finished_at, error, duration_ms,
        extract(epoch from lead(started_at, 1, now()) over (order by started_at) - started_at) as gap
      from ticks where not dry_run and started_at > now() - interval '24 hours'
    )
    select json_build_object(
      'migration', (select max(name) from schema_migrations),
      'alerts', (select coalesce(json_object_agg(kind, open order by kind), '{}') from (
        select kind, count(*) as open from alerts where recovered_at is null and raised_at is not null group by kind) a),
      'due', (select count(*) from leases where visible_at <= now()),
      'leaseAgeSeconds', (select extract(epoch from now() - min(visible_at)) from leases where visible_at <= now() and visible_at > '-infinity'),
      'liveOrders', (select coalesce(json_object_agg(status, live order by status), '{}') from (
        select status, count(*) as live from orders where status in ('signed', 'open', 'partially-filled', 'unfillable') group by status) o),
      'fills', (select count(*) from fills),
      'pendingMessages', (select count(*) from alert_deliveries where status = 'pending'),
      'chains', (select coalesce(json_agg(json_build_object('chainId', chain_id, 'headBlock', head::text, 'headAgeSeconds', age) order by chain_id), '[]')
        from (select chain_id, max(block_number) as head, extract(epoch from now() - max(updated_at)) as age from cursors group by chain_id) c),
      'totals', (select coalesce(json_agg(json_build_array(name, label, value) order by name, label), '[]') from tick_totals),
      -- One that was killed is a failed one; one whose index is on its way to the head is none.
      'day', (select json_build_object('ticks', count(*),
        'failed', count(*) filter (where (error is not null and error <> 'nobody-checked')
          or (finished_at is null and started_at < now() - interval '2 minutes')),
        'missed', coalesce(sum(floor(gap / interval_seconds) - 1) filter (where gap > greatest(2 * interval_seconds, 15)), 0),
        'milliseconds', avg(duration_ms), 'milliseconds95', percentile_cont(0.95) within group (order by duration_ms)) from day)
    )
  $function$
;
CREATE OR REPLACE FUNCTION public.take_index_key(of_account uuid)
 RETURNS TABLE(key_version text, wrapped_key bytea, sealed bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      if not exists (select from sessions s join users u on u.id = s.user_id where u.address = viewer_address() and s.revoked_at is null
        and s.expires_at > now() and s.stepped_up_at > now() - interval '10 minutes') then return; end if;
      update index_accounts i set exported_at = coalesce(i.exported_at, now()) where i.id = of_account and i.owner = viewer_address();
      if not found then return; end if;
      return query select s.key_version, s.wrapped_key, s.sealed from secrets s
        where s.table_name = 'index_accounts' and s.row_id = of_account::text and s.column_name = 'key';
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.take_telegram_update(of_channel uuid, secret_hash bytea, chat_hash bytea, of_update bigint, OUT verdict text, OUT owner text)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    declare channel alert_channels;
    begin
      select * into channel from alert_channels c
        where c.id = of_channel and c.kind = 'telegram' and c.command_secret_hash = secret_hash for update;
      if not found then verdict := 'unknown'; return; end if;
      if channel.confirmed_at is null or channel.command_chat_hash <> chat_hash then verdict := 'stranger'; return; end if;
      if exists (select from telegram_updates t where t.channel_id = of_channel and t.update_id = of_update) then
        verdict := 'repeated'; return;
      end if;
      delete from telegram_updates t where t.channel_id = of_channel and t.received_at < now() - interval '7 days';
      if (select count(*) from telegram_updates t where t.channel_id = of_channel and t.received_at > now() - interval '1 minute') >= 20 then
        verdict := 'limited'; return;
      end if;
      insert into telegram_updates (channel_id, update_id) values (of_channel, of_update);
      verdict := 'taken';
      owner := channel.owner;
    end
  $function$
;
CREATE OR REPLACE FUNCTION public.tell_of_ended_access()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform pg_notify('balancer_access', old.user_id::text);
  return null;
end $function$
;
CREATE OR REPLACE FUNCTION public.tell_streams()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  told bigint;
begin
  execute format('insert into stream_events (topic, portfolio_id, subject) select %s, %s, %s from changed c where %s',
    tg_argv[0], tg_argv[1], tg_argv[2], tg_argv[3]);
  get diagnostics told = row_count;
  if told > 0 then perform wake_streams(); end if;
  return null;
end $function$
;
CREATE OR REPLACE FUNCTION public.trading_is_halted()
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$ select exists (select from settings where key = 'halted' and value <> 'false'::jsonb) $function$
;
CREATE OR REPLACE FUNCTION public.use_api_token(hash bytea)
 RETURNS TABLE(token_id uuid, user_id bigint, address text, role text, scopes text[])
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    with found as (
      select t.id, t.user_id, u.address, u.role, t.scopes, t.last_used_at from api_tokens t join users u on u.id = t.user_id
      where t.token_hash = hash and t.revoked_at is null and t.expires_at > now()
    ), noted as (
      update api_tokens t set last_used_at = now() from found f
      where t.id = f.id and (f.last_used_at is null or f.last_used_at < now() - interval '1 minute')
    )
    select f.id, f.user_id, f.address::text, f.role, f.scopes from found f
  $function$
;
CREATE OR REPLACE FUNCTION public.use_session(of_session uuid, of_address text)
 RETURNS TABLE(user_id bigint, address text, role text, stepped_up_at_seconds double precision)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    with found as (
      select s.id, s.user_id, u.address, u.role, s.stepped_up_at, s.last_seen_at from sessions s join users u on u.id = s.user_id
      where s.id = of_session and u.address = of_address and s.revoked_at is null and s.expires_at > now()
    ), noted as (
      update sessions s set last_seen_at = now() from found f
      where s.id = f.id and f.last_seen_at < now() - interval '1 minute'
    )
    select f.user_id, f.address::text, f.role, floor(extract(epoch from f.stepped_up_at))::float8 from found f
  $function$
;
CREATE OR REPLACE FUNCTION public.viewer_address()
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$ select nullif(current_setting('app.viewer', true), '') $function$
;
CREATE OR REPLACE FUNCTION public.viewer_id()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select id from users where address = viewer_address() $function$
;
CREATE OR REPLACE FUNCTION public.viewer_is_told(of_portfolio bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    select exists (
      select from portfolios p join accounts a on a.id = p.account_id
      where p.id = of_portfolio and viewer_address() in (a.owner, a.guardian))
  $function$
;
CREATE OR REPLACE FUNCTION public.viewer_may_read(of_portfolio bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    select exists (
      select from portfolios p join accounts a on a.id = p.account_id
      where p.id = of_portfolio and (p.shared or nullif(current_setting('app.viewer', true), '') in (a.owner, a.guardian))
    )
  $function$
;
CREATE OR REPLACE FUNCTION public.viewer_may_register(of_chain bigint, of_address text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    select viewer_address() is not null and coalesce(
      (select a.owner = viewer_address() or viewer_owns_holder(a.chain_id, a.holder, a.guardian)
        from accounts a where a.chain_id = of_chain and a.address = of_address), true)
  $function$
;
CREATE OR REPLACE FUNCTION public.viewer_owns(of_portfolio bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    select exists (
      select from portfolios p join accounts a on a.id = p.account_id
      where p.id = of_portfolio and (a.owner = viewer_address() or viewer_owns_holder(a.chain_id, a.holder, a.guardian)))
  $function$
;
CREATE OR REPLACE FUNCTION public.viewer_owns_holder(of_chain bigint, of_holder text, of_guardian text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
    select coalesce(of_guardian = viewer_address() and current_setting('app.holder_owned', true) = of_chain || ':' || of_holder, false)
  $function$
;
CREATE OR REPLACE FUNCTION public.viewer_role()
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$ select coalesce(nullif(current_setting('app.role', true), ''), 'anonymous') $function$
;
CREATE OR REPLACE FUNCTION public.wake_streams()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if current_setting('app.streams_woken', true) = pg_current_xact_id()::text then return; end if;
  perform set_config('app.streams_woken', pg_current_xact_id()::text, true);
  perform pg_notify('balancer_stream', '');
  -- Of a Supabase project: the same to browsers that have no stream of ours.
  if to_regprocedure('realtime.send(jsonb, text, text, boolean)') is not null then
    execute $send$ select realtime.send('{}'::jsonb, 'changed', 'balancer', false) $send$;
  end if;
end $function$
;

-- Triggers

CREATE TRIGGER streams_hear_of_contracts AFTER UPDATE ON public.accounts REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''portfolio''', '(select p.id from portfolios p where p.account_id = c.id)', '(select p.id from portfolios p where p.account_id = c.id)', 'exists (select from former f join portfolios p on p.account_id = f.id where f.id = c.id
      and (f.owner, f.signer, f.generation, f.paused) is distinct from (c.owner, c.signer, c.generation, c.paused))');
CREATE TRIGGER forget_channel_secret AFTER DELETE ON public.alert_channels FOR EACH ROW EXECUTE FUNCTION forget_channel_secret();
CREATE TRIGGER streams_hear_of_revoked_tokens AFTER DELETE OR UPDATE OF revoked_at ON public.api_tokens FOR EACH ROW EXECUTE FUNCTION tell_of_ended_access();
CREATE TRIGGER audit_heads_guarded BEFORE INSERT OR DELETE OR UPDATE ON public.audit_heads FOR EACH ROW EXECUTE FUNCTION audit_heads_follow_the_log(); -- always
CREATE TRIGGER audit_heads_never_emptied BEFORE TRUNCATE ON public.audit_heads FOR EACH STATEMENT EXECUTE FUNCTION audit_heads_follow_the_log(); -- always
CREATE TRIGGER audit_log_append_only BEFORE DELETE OR UPDATE ON public.audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only(); -- always
CREATE TRIGGER audit_log_chained BEFORE INSERT ON public.audit_log FOR EACH ROW EXECUTE FUNCTION audit_row_is_chained();
CREATE TRIGGER audit_log_never_emptied BEFORE TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only(); -- always
CREATE TRIGGER chain_events_of_former_bots AFTER INSERT ON public.audit_log FOR EACH ROW WHEN (((new.actor_kind = 'chain'::text) AND (new.portfolio_id IS NOT NULL))) EXECUTE FUNCTION chain_event_of_audit_row();
CREATE TRIGGER streams_hear_of_cash_flows AFTER INSERT ON public.cash_flows REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''cash-flow''', 'c.portfolio_id', 'c.tx_hash || '':'' || c.log_index', 'true');
CREATE TRIGGER streams_hear_of_cash_flows_undone AFTER DELETE ON public.cash_flows REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''cash-flow''', 'c.portfolio_id', 'c.tx_hash || '':'' || c.log_index', 'true');
CREATE TRIGGER streams_hear_of_decisions AFTER INSERT ON public.decisions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''decision''', 'c.portfolio_id', 'c.id', 'not exists (select from ticks t where t.id = c.tick_id and t.dry_run)');
CREATE TRIGGER streams_hear_of_fills AFTER INSERT ON public.fills REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''fill''', 'c.portfolio_id', 'c.tx_hash || '':'' || c.log_index', 'true');
CREATE TRIGGER streams_hear_of_fills_undone AFTER DELETE ON public.fills REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''fill''', 'c.portfolio_id', 'c.tx_hash || '':'' || c.log_index', 'true');
CREATE TRIGGER index_leg_is_final BEFORE UPDATE ON public.index_legs FOR EACH ROW EXECUTE FUNCTION index_leg_is_final();
CREATE TRIGGER index_leg_is_free BEFORE INSERT ON public.index_legs FOR EACH ROW EXECUTE FUNCTION index_leg_is_free();
CREATE TRIGGER index_withdrawal_is_final BEFORE UPDATE ON public.index_withdrawals FOR EACH ROW EXECUTE FUNCTION index_withdrawal_is_final();
CREATE TRIGGER streams_hear_of_orders AFTER INSERT ON public.orders REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''order''', 'c.portfolio_id', 'c.order_hash', 'true');
CREATE TRIGGER streams_hear_of_orders_lives AFTER UPDATE ON public.orders REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''order''', 'c.portfolio_id', 'c.order_hash', 'exists (select from former f where f.id = c.id
      and (f.status, f.status_reason, f.filled_sell_units, f.filled_buy_units, f.placed_at)
        is distinct from (c.status, c.status_reason, c.filled_sell_units, c.filled_buy_units, c.placed_at))');
CREATE TRIGGER streams_hear_of_the_book AFTER UPDATE ON public.orders REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''book''', 'null::bigint', 'c.order_hash', 'c.placed_at is not null and c.venue in (''order-book'', ''book'') and exists (select from former f where f.id = c.id
      and (f.status, f.filled_sell_units, f.placed_at) is distinct from (c.status, c.filled_sell_units, c.placed_at))');
CREATE TRIGGER streams_hear_of_policies AFTER INSERT ON public.policies REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''policy''', 'c.portfolio_id', 'c.version', 'true');
CREATE TRIGGER streams_hear_of_portfolios AFTER INSERT ON public.portfolios REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''portfolio''', 'c.id', 'c.id', 'true');
CREATE TRIGGER streams_hear_of_portfolios_changes AFTER UPDATE ON public.portfolios REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''portfolio''', 'c.id', 'c.id', 'exists (select from former f where f.id = c.id
      and (f.name, f.shared, f.simulated, f.archived_at, f.quarantined_at, f.unserved_at)
        is distinct from (c.name, c.shared, c.simulated, c.archived_at, c.quarantined_at, c.unserved_at))');
CREATE TRIGGER streams_hear_of_ended_sessions AFTER DELETE OR UPDATE OF revoked_at ON public.sessions FOR EACH ROW EXECUTE FUNCTION tell_of_ended_access();
CREATE TRIGGER streams_hear_of_settings AFTER INSERT ON public.settings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('case c.key when ''halted'' then ''halt'' else ''setting'' end', 'null::bigint', 'c.key', 'true');
CREATE TRIGGER streams_hear_of_settings_changes AFTER UPDATE ON public.settings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('case c.key when ''halted'' then ''halt'' else ''setting'' end', 'null::bigint', 'c.key', 'true');
CREATE TRIGGER streams_hear_of_settings_gone AFTER DELETE ON public.settings REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('case c.key when ''halted'' then ''halt'' else ''setting'' end', 'null::bigint', 'c.key', 'true');
CREATE TRIGGER streams_hear_of_ticks AFTER INSERT ON public.ticks REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''tick''', 'null::bigint', 'c.id', 'not c.dry_run');
CREATE TRIGGER streams_hear_of_ticks_ends AFTER UPDATE ON public.ticks REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_streams('''tick''', 'null::bigint', 'c.id', 'not c.dry_run and exists (select from former f where f.id = c.id and f.finished_at is distinct from c.finished_at)');

-- Row level security: enabled on every table

create policy "the bot works on every row" on account_tokens for all to balancer_bot using (true) with check (true);
create policy "a guardian reads the account that they guard" on accounts for select to balancer_app using (((guardian)::text = ( SELECT viewer_address() AS viewer_address)));
create policy "an owner has their contract read again" on accounts for update to balancer_app using (((owner)::text = ( SELECT viewer_address() AS viewer_address))) with check (((owner)::text = ( SELECT viewer_address() AS viewer_address)));
create policy "the app reads what its viewer may" on accounts for select to balancer_app using ((((owner)::text = ( SELECT viewer_address() AS viewer_address)) OR account_is_shared(id)));
create policy "the bot works on every row" on accounts for all to balancer_bot using (true) with check (true);
create policy "who owns the account on chain has its contract read again" on accounts for update to balancer_app using (viewer_owns_holder(chain_id, (holder)::text, (guardian)::text)) with check (viewer_owns_holder(chain_id, (holder)::text, (guardian)::text));
create policy "a person reads and closes their own channels" on alert_channels for all to balancer_app using (((owner)::text = ( SELECT viewer_address() AS viewer_address))) with check ((((owner)::text = ( SELECT viewer_address() AS viewer_address)) AND ((NOT for_operators) OR (( SELECT viewer_role() AS viewer_role) = ANY (ARRAY['operator'::text, 'admin'::text])))));
create policy "the bot works on every row" on alert_channels for all to balancer_bot using (true) with check (true);
create policy "a person has their channel tested" on alert_deliveries for insert to balancer_app with check (((phase = 'test'::text) AND (EXISTS ( SELECT
   FROM alert_channels c
  WHERE ((c.id = alert_deliveries.channel_id) AND is_told(c.*))))));
create policy "a person reads what their channels were told" on alert_deliveries for select to balancer_app using ((EXISTS ( SELECT
   FROM alert_channels c
  WHERE (c.id = alert_deliveries.channel_id))));
create policy "the bot works on every row" on alert_deliveries for all to balancer_bot using (true) with check (true);
create policy "a guardian reads what was wrong with the account that they guar" on alerts for select to balancer_app using (((portfolio_id IS NOT NULL) AND (EXISTS ( SELECT
   FROM (portfolios p
     JOIN accounts a ON ((a.id = p.account_id)))
  WHERE ((p.id = alerts.portfolio_id) AND ((a.guardian)::text = ( SELECT viewer_address() AS viewer_address)))))));
create policy "an owner reads what is wrong with their own index account" on alerts for select to balancer_app using ((EXISTS ( SELECT
   FROM index_accounts i
  WHERE ((i.id = alerts.index_account_id) AND ((i.owner)::text = ( SELECT viewer_address() AS viewer_address))))));
create policy "the app reads of what its viewer owns or runs" on alerts for select to balancer_app using (
CASE
    WHEN (portfolio_id IS NULL) THEN (( SELECT viewer_role() AS viewer_role) = ANY (ARRAY['operator'::text, 'admin'::text]))
    ELSE (EXISTS ( SELECT
       FROM (portfolios p
         JOIN accounts a ON ((a.id = p.account_id)))
      WHERE ((p.id = alerts.portfolio_id) AND ((a.owner)::text = ( SELECT viewer_address() AS viewer_address)))))
END);
create policy "the bot works on every row" on alerts for all to balancer_bot using (true) with check (true);
create policy "a person makes tokens of their own" on api_tokens for insert to balancer_app with check (((user_id = ( SELECT viewer_id() AS viewer_id)) AND (revoked_at IS NULL)));
create policy "a person reads their own tokens" on api_tokens for select to balancer_app using ((user_id = ( SELECT viewer_id() AS viewer_id)));
create policy "a person revokes their own tokens" on api_tokens for update to balancer_app using ((user_id = ( SELECT viewer_id() AS viewer_id))) with check (((user_id = ( SELECT viewer_id() AS viewer_id)) AND (revoked_at IS NOT NULL)));
create policy "the bot works on every row" on api_tokens for all to balancer_bot using (true) with check (true);
create policy "the bot reads where the audit log ends" on audit_heads for select to balancer_bot using (true);
create policy "a guardian reads what was done to the account that they guard" on audit_log for select to balancer_app using ((EXISTS ( SELECT
   FROM (portfolios p
     JOIN accounts a ON ((a.id = p.account_id)))
  WHERE ((p.id = audit_log.portfolio_id) AND ((a.guardian)::text = ( SELECT viewer_address() AS viewer_address))))));
create policy "the app notes what its caller does" on audit_log for insert to balancer_app with check (((actor = NULLIF(current_setting('app.actor'::text, true), ''::text)) AND (actor_kind = ANY (ARRAY['user'::text, 'token'::text, 'delegate'::text])) AND ((portfolio_id IS NULL) OR viewer_may_read(portfolio_id))));
create policy "the app reads what was done to its viewer's own portfolios" on audit_log for select to balancer_app using ((EXISTS ( SELECT
   FROM (portfolios p
     JOIN accounts a ON ((a.id = p.account_id)))
  WHERE ((p.id = audit_log.portfolio_id) AND ((a.owner)::text = NULLIF(current_setting('app.viewer'::text, true), ''::text))))));
create policy "the bot works on every row" on audit_log for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on calls for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = calls.portfolio_id))));
create policy "the bot works on every row" on calls for all to balancer_bot using (true) with check (true);
create policy "an owner reads what was decided of their own cash" on cash_decisions for select to balancer_app using ((EXISTS ( SELECT
   FROM cash_owners o
  WHERE (o.id = cash_decisions.owner_id))));
create policy "the bot works on every row" on cash_decisions for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on cash_finds for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on cash_flows for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = cash_flows.portfolio_id))));
create policy "the bot works on every row" on cash_flows for all to balancer_bot using (true) with check (true);
create policy "an owner reads the moves of their own cash" on cash_moves for select to balancer_app using ((EXISTS ( SELECT
   FROM cash_decisions d
  WHERE (d.id = cash_moves.decision_id))));
create policy "the bot works on every row" on cash_moves for all to balancer_bot using (true) with check (true);
create policy "an owner chooses a profile" on cash_owners for insert to balancer_app with check (((owner)::text = ( SELECT viewer_address() AS viewer_address)));
create policy "an owner chooses another profile" on cash_owners for update to balancer_app using (((owner)::text = ( SELECT viewer_address() AS viewer_address))) with check (((owner)::text = ( SELECT viewer_address() AS viewer_address)));
create policy "an owner reads how their own cash is moved" on cash_owners for select to balancer_app using (((owner)::text = ( SELECT viewer_address() AS viewer_address)));
create policy "the bot works on every row" on cash_owners for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on chain_events for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = chain_events.portfolio_id))));
create policy "the bot works on every row" on chain_events for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on channel_codes for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on confirmations_asked for all to balancer_bot using (true) with check (true);
create policy "anyone reads how far the index reaches" on cursors for select to balancer_app using (true);
create policy "the bot works on every row" on cursors for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on decisions for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = decisions.portfolio_id))));
create policy "the bot works on every row" on decisions for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on delegated_finds for all to balancer_bot using (true) with check (true);
create policy "owner and guardian read what an account has granted" on delegations for select to balancer_app using ((EXISTS ( SELECT
   FROM accounts a
  WHERE ((a.id = delegations.account_id) AND ((( SELECT viewer_address() AS viewer_address) = (a.owner)::text) OR (( SELECT viewer_address() AS viewer_address) = (a.guardian)::text))))));
create policy "owner and guardian register what an account has granted" on delegations for insert to balancer_app with check ((EXISTS ( SELECT
   FROM accounts a
  WHERE ((a.id = delegations.account_id) AND ((( SELECT viewer_address() AS viewer_address) = (a.owner)::text) OR (( SELECT viewer_address() AS viewer_address) = (a.guardian)::text))))));
create policy "owner and guardian replace a signature, or drop a delegation" on delegations for update to balancer_app using ((EXISTS ( SELECT
   FROM accounts a
  WHERE ((a.id = delegations.account_id) AND ((( SELECT viewer_address() AS viewer_address) = (a.owner)::text) OR (( SELECT viewer_address() AS viewer_address) = (a.guardian)::text)))))) with check ((EXISTS ( SELECT
   FROM accounts a
  WHERE ((a.id = delegations.account_id) AND ((( SELECT viewer_address() AS viewer_address) = (a.owner)::text) OR (( SELECT viewer_address() AS viewer_address) = (a.guardian)::text))))));
create policy "the bot works on every row" on delegations for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on fills for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = fills.portfolio_id))));
create policy "the bot works on every row" on fills for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on flow_values for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = flow_values.portfolio_id))));
create policy "the bot works on every row" on flow_values for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on held_days for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = held_days.portfolio_id))));
create policy "the bot works on every row" on held_days for all to balancer_bot using (true) with check (true);
create policy "a person's requests are answered again to them alone" on idempotency_keys for all to balancer_app using ((user_id = ( SELECT viewer_id() AS viewer_id))) with check ((user_id = ( SELECT viewer_id() AS viewer_id)));
create policy "a person makes index accounts of their own" on index_accounts for insert to balancer_app with check ((((owner)::text = ( SELECT viewer_address() AS viewer_address)) AND (state = 'open'::text)));
create policy "a person names, caps and opens their own index accounts" on index_accounts for update to balancer_app using (((owner)::text = ( SELECT viewer_address() AS viewer_address))) with check (((owner)::text = ( SELECT viewer_address() AS viewer_address)));
create policy "a person reads their own index accounts" on index_accounts for select to balancer_app using (((owner)::text = ( SELECT viewer_address() AS viewer_address)));
create policy "the bot works on every row" on index_accounts for all to balancer_bot using (true) with check (true);
create policy "an owner reads what was decided for their own account" on index_decisions for select to balancer_app using ((EXISTS ( SELECT
   FROM index_accounts i
  WHERE ((i.id = index_decisions.account_id) AND ((i.owner)::text = ( SELECT viewer_address() AS viewer_address))))));
create policy "the bot works on every row" on index_decisions for all to balancer_bot using (true) with check (true);
create policy "an owner has an address made for their own open account" on index_deposits for insert to balancer_app with check ((EXISTS ( SELECT
   FROM index_accounts i
  WHERE ((i.id = index_deposits.account_id) AND ((i.owner)::text = ( SELECT viewer_address() AS viewer_address)) AND (i.state <> 'closed'::text)))));
create policy "an owner reads what is to come into their own account" on index_deposits for select to balancer_app using ((EXISTS ( SELECT
   FROM index_accounts i
  WHERE ((i.id = index_deposits.account_id) AND ((i.owner)::text = ( SELECT viewer_address() AS viewer_address))))));
create policy "the bot works on every row" on index_deposits for all to balancer_bot using (true) with check (true);
create policy "an owner reads the swaps of their own account" on index_legs for select to balancer_app using ((EXISTS ( SELECT
   FROM index_accounts i
  WHERE ((i.id = index_legs.account_id) AND ((i.owner)::text = ( SELECT viewer_address() AS viewer_address))))));
create policy "the bot works on every row" on index_legs for all to balancer_bot using (true) with check (true);
create policy "an owner gives their own account an index" on index_policies for insert to balancer_app with check ((EXISTS ( SELECT
   FROM index_accounts i
  WHERE ((i.id = index_policies.account_id) AND ((i.owner)::text = ( SELECT viewer_address() AS viewer_address))))));
create policy "an owner gives their own account another index" on index_policies for update to balancer_app using ((EXISTS ( SELECT
   FROM index_accounts i
  WHERE ((i.id = index_policies.account_id) AND ((i.owner)::text = ( SELECT viewer_address() AS viewer_address)))))) with check ((EXISTS ( SELECT
   FROM index_accounts i
  WHERE ((i.id = index_policies.account_id) AND ((i.owner)::text = ( SELECT viewer_address() AS viewer_address))))));
create policy "an owner reads the index of their own account" on index_policies for select to balancer_app using ((EXISTS ( SELECT
   FROM index_accounts i
  WHERE ((i.id = index_policies.account_id) AND ((i.owner)::text = ( SELECT viewer_address() AS viewer_address))))));
create policy "the bot works on every row" on index_policies for all to balancer_bot using (true) with check (true);
create policy "an owner reads what leaves their own account" on index_withdrawals for select to balancer_app using ((EXISTS ( SELECT
   FROM index_accounts i
  WHERE ((i.id = index_withdrawals.account_id) AND ((i.owner)::text = ( SELECT viewer_address() AS viewer_address))))));
create policy "the bot works on every row" on index_withdrawals for all to balancer_bot using (true) with check (true);
create policy "an owner asks for a look" on leases for update to balancer_app using (viewer_owns(id)) with check (viewer_owns(id));
create policy "the app reads what its viewer may" on leases for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = leases.id))));
create policy "the bot works on every row" on leases for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on legs for select to balancer_app using ((EXISTS ( SELECT
   FROM decisions d
  WHERE (d.id = legs.decision_id))));
create policy "the bot works on every row" on legs for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on log_gaps for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = log_gaps.portfolio_id))));
create policy "the bot works on every row" on log_gaps for all to balancer_bot using (true) with check (true);
create policy "a nonce is found by whoever brings it" on login_nonces for select to balancer_app using (true);
create policy "a nonce is used once" on login_nonces for update to balancer_app using ((consumed_at IS NULL)) with check ((consumed_at IS NOT NULL));
create policy "a nonce lives for minutes" on login_nonces for insert to balancer_app with check (((consumed_at IS NULL) AND (expires_at <= (now() + '00:15:00'::interval))));
create policy "the bot works on every row" on login_nonces for all to balancer_bot using (true) with check (true);
create policy "what has expired is swept away" on login_nonces for delete to balancer_app using ((expires_at < now()));
create policy "anyone reads placed orders: the order book is public" on orders for select to balancer_app using (((venue = ANY (ARRAY['order-book'::text, 'book'::text])) AND (placed_at IS NOT NULL)));
create policy "the app reads what its viewer may" on orders for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = orders.portfolio_id))));
create policy "the bot works on every row" on orders for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on orphaned_looks for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on paper_days for all to balancer_bot using (true) with check (true);
create policy "whoever sees a paper portfolio sees its days" on paper_days for select to balancer_app using ((EXISTS ( SELECT
   FROM paper_portfolios p
  WHERE (p.id = paper_days.paper_id))));
create policy "a person works on their own paper portfolios" on paper_portfolios for all to balancer_app using ((user_id = ( SELECT viewer_id() AS viewer_id))) with check ((user_id = ( SELECT viewer_id() AS viewer_id)));
create policy "the bot works on every row" on paper_portfolios for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on paper_trades for all to balancer_bot using (true) with check (true);
create policy "whoever sees a paper portfolio sees its trades" on paper_trades for select to balancer_app using ((EXISTS ( SELECT
   FROM paper_portfolios p
  WHERE (p.id = paper_trades.paper_id))));
create policy "an owner writes the next version of their policy" on policies for insert to balancer_app with check (viewer_owns(portfolio_id));
create policy "the app reads what its viewer may" on policies for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = policies.portfolio_id))));
create policy "the bot works on every row" on policies for all to balancer_bot using (true) with check (true);
create policy "an owner registers their contract" on policy_registrations for all to balancer_app using (viewer_may_register(chain_id, (address)::text)) with check (viewer_may_register(chain_id, (address)::text));
create policy "the bot works on every row" on policy_registrations for all to balancer_bot using (true) with check (true);
create policy "anyone reads rates" on pool_rates for select to balancer_app using (true);
create policy "the bot works on every row" on pool_rates for all to balancer_bot using (true) with check (true);
create policy "a person works on their own drafts" on portfolio_drafts for all to balancer_app using ((user_id = ( SELECT viewer_id() AS viewer_id))) with check ((user_id = ( SELECT viewer_id() AS viewer_id)));
create policy "a guardian reads the portfolio of the account that they guard" on portfolios for select to balancer_app using ((EXISTS ( SELECT
   FROM accounts a
  WHERE ((a.id = portfolios.account_id) AND ((a.guardian)::text = ( SELECT viewer_address() AS viewer_address))))));
create policy "an owner names, shares and puts away their portfolio" on portfolios for update to balancer_app using (viewer_owns(id)) with check (viewer_owns(id));
create policy "the app reads what its viewer may" on portfolios for select to balancer_app using ((shared OR (card_shared AND (archived_at IS NULL) AND ( SELECT reading_a_card() AS reading_a_card)) OR (EXISTS ( SELECT
   FROM accounts a
  WHERE ((a.id = portfolios.account_id) AND ((a.owner)::text = ( SELECT viewer_address() AS viewer_address)))))));
create policy "the bot works on every row" on portfolios for all to balancer_bot using (true) with check (true);
create policy "anyone reads prices" on price_points for select to balancer_app using (true);
create policy "the bot works on every row" on price_points for all to balancer_bot using (true) with check (true);
create policy "anyone reads what is asked for rates" on rate_sources for select to balancer_app using (true);
create policy "the bot works on every row" on rate_sources for all to balancer_bot using (true) with check (true);
create policy "the app counts requests" on request_allowances for all to balancer_app using (true) with check (true);
create policy "the bot counts what it asks of others" on request_allowances for all to balancer_bot using ((key ~~ 'out:%'::text)) with check ((key ~~ 'out:%'::text));
create policy "a person seals the address of their channel" on secrets for insert to balancer_app with check (((table_name = 'alert_channels'::text) AND (EXISTS ( SELECT
   FROM alert_channels c
  WHERE ((c.id)::text = secrets.row_id)))));
create policy "a person seals the key of their new index account" on secrets for insert to balancer_app with check (((table_name = 'index_accounts'::text) AND (column_name = 'key'::text) AND (EXISTS ( SELECT
   FROM index_accounts i
  WHERE (((i.id)::text = secrets.row_id) AND (i.exported_at IS NULL))))));
create policy "the bot works on every row" on secrets for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on series_cursors for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = series_cursors.portfolio_id))));
create policy "the bot works on every row" on series_cursors for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on series_points for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = series_points.portfolio_id))));
create policy "the bot works on every row" on series_points for all to balancer_bot using (true) with check (true);
create policy "a person marks and ends their own sessions" on sessions for update to balancer_app using ((user_id = ( SELECT viewer_id() AS viewer_id))) with check ((user_id = ( SELECT viewer_id() AS viewer_id)));
create policy "a person reads their own sessions" on sessions for select to balancer_app using ((user_id = ( SELECT viewer_id() AS viewer_id)));
create policy "a person who has signed in gets a session" on sessions for insert to balancer_app with check (((user_id = ( SELECT viewer_id() AS viewer_id)) AND (revoked_at IS NULL) AND (stepped_up_at IS NULL)));
create policy "the bot works on every row" on sessions for all to balancer_bot using (true) with check (true);
create policy "an admin changes settings" on settings for update to balancer_app using ((( SELECT viewer_role() AS viewer_role) = 'admin'::text)) with check ((( SELECT viewer_role() AS viewer_role) = 'admin'::text));
create policy "an admin sets what was not set" on settings for insert to balancer_app with check ((( SELECT viewer_role() AS viewer_role) = 'admin'::text));
create policy "anyone reads system settings" on settings for select to balancer_app using (true);
create policy "the bot works on every row" on settings for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on snapshots for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = snapshots.portfolio_id))));
create policy "the bot works on every row" on snapshots for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on stream_events for select to balancer_app using (((portfolio_id IS NULL) OR (EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = stream_events.portfolio_id)))));
create policy "the bot works on every row" on stream_events for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on summaries for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = summaries.portfolio_id))));
create policy "the bot works on every row" on summaries for all to balancer_bot using (true) with check (true);
create policy "an owner asks for a summary" on summary_turns for insert to balancer_app with check (viewer_owns(portfolio_id));
create policy "an owner asks for a summary again" on summary_turns for update to balancer_app using (viewer_owns(portfolio_id)) with check (viewer_owns(portfolio_id));
create policy "an owner reads whose turn it is" on summary_turns for select to balancer_app using (viewer_owns(portfolio_id));
create policy "the bot works on every row" on summary_turns for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on telegram_updates for all to balancer_bot using (true) with check (true);
create policy "anyone reads that the bot was alive" on tick_days for select to balancer_app using (true);
create policy "the bot works on every row" on tick_days for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on tick_totals for all to balancer_bot using (true) with check (true);
create policy "anyone reads that the bot is alive" on ticks for select to balancer_app using (true);
create policy "the bot works on every row" on ticks for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on token_trials for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on transactions for select to balancer_app using ((EXISTS ( SELECT
   FROM calls c
  WHERE ((c.id)::text = (transactions.call_id)::text))));
create policy "the bot works on every row" on transactions for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on transfers for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = transfers.portfolio_id))));
create policy "the bot works on every row" on transfers for all to balancer_bot using (true) with check (true);
create policy "a person reads the user that is them" on users for select to balancer_app using (((address)::text = ( SELECT viewer_address() AS viewer_address)));
create policy "a proven address becomes a user without powers" on users for insert to balancer_app with check ((((address)::text = ( SELECT viewer_address() AS viewer_address)) AND (role = 'user'::text)));
create policy "an admin gives roles" on users for update to balancer_app using ((( SELECT viewer_role() AS viewer_role) = 'admin'::text)) with check ((( SELECT viewer_role() AS viewer_role) = 'admin'::text));
create policy "an admin reads every user" on users for select to balancer_app using ((( SELECT viewer_role() AS viewer_role) = 'admin'::text));
create policy "the bot works on every row" on users for all to balancer_bot using (true) with check (true);
create policy "anyone reads rates" on vault_rates for select to balancer_app using (true);
create policy "the bot works on every row" on vault_rates for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on wakes for all to balancer_bot using (true) with check (true);
create policy "the bot works on every row" on warning_turns for all to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on warnings for select to balancer_app using ((EXISTS ( SELECT
   FROM portfolios p
  WHERE (p.id = warnings.portfolio_id))));
create policy "the bot works on every row" on warnings for all to balancer_bot using (true) with check (true);

-- Grants

grant delete, insert, select, update on account_tokens to balancer_bot;
grant select on accounts to balancer_app;
grant delete, insert, select, update on accounts to balancer_bot;
grant delete, select on alert_channels to balancer_app;
grant delete, insert, select, update on alert_channels to balancer_bot;
grant select on alert_deliveries to balancer_app;
grant delete, insert, select, update on alert_deliveries to balancer_bot;
grant select on alerts to balancer_app;
grant delete, insert, select, update on alerts to balancer_bot;
grant select on audit_heads to balancer_bot;
grant insert, select on audit_log to balancer_bot;
grant select on calls to balancer_app;
grant insert, select, update on calls to balancer_bot;
grant select on cash_decisions to balancer_app;
grant insert, select, update on cash_decisions to balancer_bot;
grant delete, insert, select, update on cash_finds to balancer_bot;
grant select on cash_flows to balancer_app;
grant delete, insert, select, update on cash_flows to balancer_bot;
grant select on cash_moves to balancer_app;
grant insert, select, update on cash_moves to balancer_bot;
grant select on cash_owners to balancer_app;
grant insert, select, update on cash_owners to balancer_bot;
grant select on chain_events to balancer_app;
grant delete, insert, select, update on chain_events to balancer_bot;
grant delete, insert, select, update on channel_codes to balancer_bot;
grant delete, insert, select, update on confirmations_asked to balancer_bot;
grant select on cursors to balancer_app;
grant delete, insert, select, update on cursors to balancer_bot;
grant select on decisions to balancer_app;
grant delete, insert, select, update on decisions to balancer_bot;
grant delete, insert, select, update on delegated_finds to balancer_bot;
grant select on delegations to balancer_app;
grant insert, select, update on delegations to balancer_bot;
grant select on fills to balancer_app;
grant delete, insert, select, update on fills to balancer_bot;
grant select on flow_values to balancer_app;
grant delete, insert, select, update on flow_values to balancer_bot;
grant select on held_days to balancer_app;
grant delete, insert, select, update on held_days to balancer_bot;
grant delete, insert, select on idempotency_keys to balancer_app;
grant select on index_accounts to balancer_app;
grant select on index_accounts to balancer_bot;
grant select on index_decisions to balancer_app;
grant insert, select on index_decisions to balancer_bot;
grant select on index_deposits to balancer_app;
grant select on index_deposits to balancer_bot;
grant select on index_legs to balancer_app;
grant insert, select, update on index_legs to balancer_bot;
grant select on index_policies to balancer_app;
grant select, update on index_policies to balancer_bot;
grant select on index_withdrawals to balancer_app;
grant select on index_withdrawals to balancer_bot;
grant select on leases to balancer_app;
grant delete, insert, select, update on leases to balancer_bot;
grant select on legs to balancer_app;
grant delete, insert, select, update on legs to balancer_bot;
grant select on log_gaps to balancer_app;
grant delete, insert, select, update on log_gaps to balancer_bot;
grant delete, select on login_nonces to balancer_app;
grant select on orders to balancer_app;
grant delete, insert, select, update on orders to balancer_bot;
grant delete, insert, select, update on orphaned_looks to balancer_bot;
grant select on paper_days to balancer_app;
grant insert, select on paper_days to balancer_bot;
grant delete, insert, select on paper_portfolios to balancer_app;
grant select on paper_portfolios to balancer_bot;
grant select on paper_trades to balancer_app;
grant insert, select on paper_trades to balancer_bot;
grant insert, select on policies to balancer_app;
grant delete, insert, select, update on policies to balancer_bot;
grant insert, select, update on policy_registrations to balancer_app;
grant delete, insert, select, update on policy_registrations to balancer_bot;
grant select on pool_rates to balancer_app;
grant delete, insert, select, update on pool_rates to balancer_bot;
grant delete, select on portfolio_drafts to balancer_app;
grant select on portfolios to balancer_app;
grant delete, insert, select, update on portfolios to balancer_bot;
grant select on price_points to balancer_app;
grant delete, insert, select, update on price_points to balancer_bot;
grant select on rate_sources to balancer_app;
grant delete, insert, select, update on rate_sources to balancer_bot;
grant delete, insert, select, update on request_allowances to balancer_app;
grant delete, insert, select, update on request_allowances to balancer_bot;
grant insert on secrets to balancer_app;
grant delete, insert, select, update on secrets to balancer_bot;
grant select on series_cursors to balancer_app;
grant delete, insert, select, update on series_cursors to balancer_bot;
grant select on series_points to balancer_app;
grant delete, insert, select, update on series_points to balancer_bot;
grant select on sessions to balancer_app;
grant select on settings to balancer_app;
grant delete, insert, select, update on settings to balancer_bot;
grant select on snapshots to balancer_app;
grant delete, insert, select, update on snapshots to balancer_bot;
grant select on stream_events to balancer_app;
grant delete, insert, select, update on stream_events to balancer_bot;
grant select on summaries to balancer_app;
grant delete, insert, select on summaries to balancer_bot;
grant insert, select, update on summary_turns to balancer_app;
grant delete, insert, select, update on summary_turns to balancer_bot;
grant delete, insert, select, update on telegram_updates to balancer_bot;
grant select on tick_days to balancer_app;
grant delete, insert, select, update on tick_days to balancer_bot;
grant delete, insert, select, update on tick_totals to balancer_bot;
grant select on ticks to balancer_app;
grant delete, insert, select, update on ticks to balancer_bot;
grant delete, insert, select, update on token_trials to balancer_bot;
grant select on transactions to balancer_app;
grant delete, insert, select, update on transactions to balancer_bot;
grant select on transfers to balancer_app;
grant insert, select, update on transfers to balancer_bot;
grant select on users to balancer_app;
grant select on vault_rates to balancer_app;
grant delete, insert, select on vault_rates to balancer_bot;
grant delete, insert, select, update on wakes to balancer_bot;
grant delete, insert, select, update on warning_turns to balancer_bot;
grant select on warnings to balancer_app;
grant delete, insert, select, update on warnings to balancer_bot;
grant update (refresh, refresh_tries, refresh_after) on accounts to balancer_app;
grant insert (id, owner, kind, name, hint, for_operators, quiet_from_minute, quiet_to_minute, target_hash, command_secret_hash, command_chat_hash) on alert_channels to balancer_app;
grant insert (content_id, channel_id, phase) on alert_deliveries to balancer_app;
grant insert (user_id, name, token_hash, prefix, scopes, expires_at) on api_tokens to balancer_app;
grant select (id, user_id, name, created_at, last_used_at, revoked_at, prefix, scopes, expires_at) on api_tokens to balancer_app;
grant update (revoked_at) on api_tokens to balancer_app;
grant insert (actor_kind, actor, portfolio_id, action, details, before, after, ip, user_agent) on audit_log to balancer_app;
grant select (id, at, actor_kind, actor, portfolio_id, action, details, before, after, portfolio_position, portfolio_previous_hash, hash) on audit_log to balancer_app;
grant insert (owner, profile, policy) on cash_owners to balancer_app;
grant update (profile, policy, policy_version, visible_at, archived_at) on cash_owners to balancer_app;
grant insert (account_id, hash, delegator, delegate, manager, token, amount_units, period_seconds, start_seconds, expires_at_seconds, context, status, standing, left_units, seen_block, seen_at_seconds, symbol, decimals) on delegations to balancer_app;
grant update (context, status, standing, left_units, seen_block, seen_at_seconds, dropped_at) on delegations to balancer_app;
grant update (status, answer) on idempotency_keys to balancer_app;
grant insert (id, owner, name, account, cap_cents) on index_accounts to balancer_app;
grant update (name, cap_cents, state, held_why) on index_accounts to balancer_app;
grant update (state, held_why) on index_accounts to balancer_bot;
grant insert (account_id, asset, into_asset, chain, symbol, decimals, amount_units, least_units, usd_cents, refund_to, deposit_address, memo, dead_at_seconds) on index_deposits to balancer_app;
grant update (status, seen_units, back_units, out_units, arrivals, looked_at, state, ended_at, visible_at, came_late, first_seen_at) on index_deposits to balancer_bot;
grant insert (account_id, name, allocations, policy) on index_policies to balancer_app;
grant update (version, name, allocations, policy, visible_at, lease_token) on index_policies to balancer_app;
grant update (unshown_since, asks_since, asks_why, settled_at) on index_withdrawals to balancer_bot;
grant update (visible_at, lease_token) on leases to balancer_app;
grant insert (nonce, expires_at, purpose, session_id) on login_nonces to balancer_app;
grant update (consumed_at) on login_nonces to balancer_app;
grant update (at_seconds, value_usd_e18, held_usd_e18) on paper_days to balancer_bot;
grant update (state, steps, row_at_seconds, value_usd_e18, held_usd_e18, kind, reason, why, due_at, quarantine_reason) on paper_portfolios to balancer_bot;
grant insert (user_id, draft) on portfolio_drafts to balancer_app;
grant update (version, draft, updated_at) on portfolio_drafts to balancer_app;
grant update (name, shared, simulated, failures, quarantined_at, quarantine_reason, archived_at, card_shared, high_drift_bps) on portfolios to balancer_app;
grant insert (user_id, user_agent, expires_at, chain_id) on sessions to balancer_app;
grant update (revoked_at, last_seen_at, stepped_up_at) on sessions to balancer_app;
grant insert (key, value, updated_by) on settings to balancer_app;
grant update (value, updated_by, updated_at, version) on settings to balancer_app;
grant insert (address) on users to balancer_app;
grant update (role) on users to balancer_app;
