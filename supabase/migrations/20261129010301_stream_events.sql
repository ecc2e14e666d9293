-- That something changed, and where: for whoever follows a stream. What it says is read from its own table, by its own rights.

create table stream_events (
  id bigint not null generated always as identity,
  -- Ids are given before a commit: only what is older than every running transaction has its last place, by this number and then the id.
  transaction_id bigint not null default pg_current_xact_id()::text::bigint,
  at timestamptz not null default now(),
  topic text not null check (topic in ('decision', 'order', 'fill', 'cash-flow', 'portfolio', 'policy', 'tick', 'halt', 'setting')),
  -- No reference: events outlive what they tell of. Null = of the whole system.
  portfolio_id bigint,
  subject text not null check (length(subject) <= 200),
  primary key (transaction_id, id)
);
-- For the sweep alone: rows lie in the order of their times, and every write would pay for more.
create index stream_events_at on stream_events using brin (at);

alter table stream_events enable row level security;
create policy "the app reads what its viewer may" on stream_events for select to balancer_app
  using (portfolio_id is null or viewer_may_read(portfolio_id));
create policy "the bot works on every row" on stream_events for all to balancer_bot using (true) with check (true);
grant select on stream_events to balancer_app;
grant select, insert, update, delete on stream_events to balancer_bot;

-- Where the settled events end. Of everybody's, so that who sees few of them is not left behind: a place says nothing of what lies there.
create function stream_head(out transaction_id bigint, out id bigint, out unsettled boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select h.transaction_id, h.id,
    exists (select from stream_events e where e.transaction_id >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
  from (select) as one
  left join lateral (
    select e.transaction_id, e.id from stream_events e
    where e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    order by e.transaction_id desc, e.id desc limit 1
  ) h on true
$$;

-- Whether nothing after this place has been swept away: of what is swept, the latest stays.
create function stream_has(of_transaction bigint, of_id bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from stream_events e where e.transaction_id = of_transaction and e.id = of_id)
$$;

-- Once for each transaction, at its commit. Says nothing but that there is something to read.
create function wake_streams() returns void
language plpgsql set search_path = public, pg_temp as $$
begin
  if current_setting('app.streams_woken', true) = pg_current_xact_id()::text then return; end if;
  perform set_config('app.streams_woken', pg_current_xact_id()::text, true);
  perform pg_notify('balancer_stream', '');
  -- Of a Supabase project: the same to browsers that have no stream of ours.
  if to_regprocedure('realtime.send(jsonb, text, text, boolean)') is not null then
    execute $send$ select realtime.send('{}'::jsonb, 'changed', 'balancer', false) $send$;
  end if;
end $$;

-- Its arguments are SQL over a changed row `c`: topic, portfolio, subject, and which rows count.
create function tell_streams() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  told bigint;
begin
  execute format('insert into stream_events (topic, portfolio_id, subject) select %s, %s, %s from changed c where %s',
    tg_argv[0], tg_argv[1], tg_argv[2], tg_argv[3]);
  get diagnostics told = row_count;
  if told > 0 then perform wake_streams(); end if;
  return null;
end $$;

create trigger streams_hear_of_decisions after insert on decisions referencing new table as changed for each statement
  execute function tell_streams('''decision''', 'c.portfolio_id', 'c.id',
    'not exists (select from ticks t where t.id = c.tick_id and t.dry_run)');
create trigger streams_hear_of_orders after insert on orders referencing new table as changed for each statement
  execute function tell_streams('''order''', 'c.portfolio_id', 'c.order_hash', 'true');
create trigger streams_hear_of_orders_lives after update on orders
  referencing old table as former new table as changed for each statement
  execute function tell_streams('''order''', 'c.portfolio_id', 'c.order_hash',
    'exists (select from former f where f.id = c.id
      and (f.status, f.status_reason, f.filled_sell_units, f.filled_buy_units, f.placed_at)
        is distinct from (c.status, c.status_reason, c.filled_sell_units, c.filled_buy_units, c.placed_at))');
create trigger streams_hear_of_fills after insert on fills referencing new table as changed for each statement
  execute function tell_streams('''fill''', 'c.portfolio_id', 'c.tx_hash || '':'' || c.log_index', 'true');
create trigger streams_hear_of_fills_undone after delete on fills referencing old table as changed for each statement
  execute function tell_streams('''fill''', 'c.portfolio_id', 'c.tx_hash || '':'' || c.log_index', 'true');
create trigger streams_hear_of_cash_flows after insert on cash_flows referencing new table as changed for each statement
  execute function tell_streams('''cash-flow''', 'c.portfolio_id', 'c.tx_hash || '':'' || c.log_index', 'true');
create trigger streams_hear_of_cash_flows_undone after delete on cash_flows referencing old table as changed for each statement
  execute function tell_streams('''cash-flow''', 'c.portfolio_id', 'c.tx_hash || '':'' || c.log_index', 'true');
create trigger streams_hear_of_portfolios after insert on portfolios referencing new table as changed for each statement
  execute function tell_streams('''portfolio''', 'c.id', 'c.id', 'true');
create trigger streams_hear_of_portfolios_changes after update on portfolios
  referencing old table as former new table as changed for each statement
  execute function tell_streams('''portfolio''', 'c.id', 'c.id',
    'exists (select from former f where f.id = c.id
      and (f.name, f.shared, f.simulated, f.archived_at, f.quarantined_at, f.unserved_at)
        is distinct from (c.name, c.shared, c.simulated, c.archived_at, c.quarantined_at, c.unserved_at))');
create trigger streams_hear_of_contracts after update on accounts
  referencing old table as former new table as changed for each statement
  execute function tell_streams('''portfolio''', '(select p.id from portfolios p where p.account_id = c.id)',
    '(select p.id from portfolios p where p.account_id = c.id)',
    'exists (select from former f join portfolios p on p.account_id = f.id where f.id = c.id
      and (f.owner, f.signer, f.generation, f.paused) is distinct from (c.owner, c.signer, c.generation, c.paused))');
create trigger streams_hear_of_policies after insert on policies referencing new table as changed for each statement
  execute function tell_streams('''policy''', 'c.portfolio_id', 'c.version', 'true');
create trigger streams_hear_of_ticks after insert on ticks referencing new table as changed for each statement
  execute function tell_streams('''tick''', 'null::bigint', 'c.id', 'not c.dry_run');
create trigger streams_hear_of_ticks_ends after update on ticks
  referencing old table as former new table as changed for each statement
  execute function tell_streams('''tick''', 'null::bigint', 'c.id',
    'not c.dry_run and exists (select from former f where f.id = c.id and f.finished_at is distinct from c.finished_at)');
create trigger streams_hear_of_settings after insert on settings referencing new table as changed for each statement
  execute function tell_streams('case c.key when ''halted'' then ''halt'' else ''setting'' end', 'null::bigint', 'c.key', 'true');
create trigger streams_hear_of_settings_changes after update on settings referencing new table as changed for each statement
  execute function tell_streams('case c.key when ''halted'' then ''halt'' else ''setting'' end', 'null::bigint', 'c.key', 'true');
create trigger streams_hear_of_settings_gone after delete on settings referencing old table as changed for each statement
  execute function tell_streams('case c.key when ''halted'' then ''halt'' else ''setting'' end', 'null::bigint', 'c.key', 'true');

-- Whose sessions or tokens have ended: their streams ask again who they are.
create function tell_of_ended_access() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_notify('balancer_access', old.user_id::text);
  return null;
end $$;
create trigger streams_hear_of_ended_sessions after update of revoked_at or delete on sessions for each row
  execute function tell_of_ended_access();
create trigger streams_hear_of_revoked_tokens after update of revoked_at or delete on api_tokens for each row
  execute function tell_of_ended_access();

select close_to_strangers();
grant execute on function stream_head(), stream_has(bigint, bigint) to balancer_app, balancer_bot;
