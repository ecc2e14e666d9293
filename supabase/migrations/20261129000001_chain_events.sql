-- What contracts say of themselves gets a table of its own: a reorganisation deletes from it, and nothing is ever deleted from the
-- audit log.

create table chain_events (
  chain_id     bigint not null,
  tx_hash      evm_hash not null,
  log_index    integer not null,
  block_hash   evm_hash not null,
  block_number bigint not null,
  block_time_seconds unix_seconds,        -- null: stored before times were kept
  portfolio_id bigint not null references portfolios on delete cascade,
  account      evm_address not null,
  name         text not null,             -- as in the contract
  details      jsonb not null default '{}',
  primary key (chain_id, tx_hash, log_index, block_hash)
);
create index chain_events_portfolio on chain_events (portfolio_id, block_number desc);
create index chain_events_block on chain_events (chain_id, block_number);
alter table chain_events enable row level security;
create policy "the bot works on every row" on chain_events to balancer_bot using (true) with check (true);
create policy "the app reads what its viewer may" on chain_events for select to balancer_app
  using (viewer_may_read(portfolio_id));
grant select, insert, update, delete on chain_events to balancer_bot;
grant select on chain_events to balancer_app;

-- While a bot of before this migration still runs, its events come by the old way.
create function chain_event_of_audit_row() returns trigger language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      insert into chain_events (chain_id, tx_hash, log_index, block_hash, block_number, portfolio_id, account, name, details)
      values (new.chain_id, new.tx_hash, new.log_index, new.block_hash, new.block_number, new.portfolio_id, new.actor, new.action,
        new.details)
      on conflict do nothing;
      return new;
    end
  $$;
create trigger chain_events_of_former_bots after insert on audit_log
  for each row when (new.actor_kind = 'chain' and new.portfolio_id is not null) execute function chain_event_of_audit_row();

insert into chain_events (chain_id, tx_hash, log_index, block_hash, block_number, portfolio_id, account, name, details)
select chain_id, tx_hash, log_index, block_hash, block_number, portfolio_id, actor, action, details
from audit_log where actor_kind = 'chain' and portfolio_id is not null
on conflict do nothing;

-- Append-only, for whoever asks: a portfolio with a past can't be deleted, only archived.
alter table audit_log drop constraint audit_log_portfolio_id_fkey;
alter table audit_log add constraint audit_log_portfolio_id_fkey
  foreign key (portfolio_id) references portfolios on delete restrict;
create function audit_log_is_append_only() returns trigger language plpgsql set search_path = public, pg_temp
  as $$
    begin
      raise exception 'audit_log is append-only' using errcode = 'integrity_constraint_violation';
    end
  $$;
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function audit_log_is_append_only();
revoke update, delete on audit_log from balancer_bot;

select close_to_strangers();
