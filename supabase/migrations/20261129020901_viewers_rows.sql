-- Whose rows somebody may read was asked of a function for each row, which cost more than reading the row: policies ask the tables
-- themselves, which the planner knows how to join. Only whether somebody else's contract is shared is asked of a function, since the
-- policies of accounts and portfolios would otherwise ask each other without end. What may be read stays the same.
create function account_is_shared(of_account bigint) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (select from portfolios p where p.account_id = of_account and p.shared)
  $$;
revoke execute on function account_is_shared(bigint) from public;
grant execute on function account_is_shared(bigint) to balancer_app, balancer_bot;

alter policy "the app reads what its viewer may" on accounts
  using (owner = (select viewer_address()) or account_is_shared(id));
drop policy "an owner reads their own contract" on accounts;
alter policy "the app reads what its viewer may" on portfolios
  using (shared or exists (select from accounts a where a.id = portfolios.account_id and a.owner = (select viewer_address())));

-- Whoever sees the portfolio, the decision or the call sees what hangs on it.
do $$
declare t text;
begin
  foreach t in array array['calls', 'cash_flows', 'chain_events', 'decisions', 'fills', 'flow_values', 'log_gaps', 'orders', 'policies',
    'proposals', 'series_cursors', 'series_points', 'snapshots']
  loop
    execute format('alter policy "the app reads what its viewer may" on %1$I
      using (exists (select from portfolios p where p.id = %1$I.portfolio_id))', t);
  end loop;
end
$$;
alter policy "the app reads what its viewer may" on stream_events
  using (portfolio_id is null or exists (select from portfolios p where p.id = stream_events.portfolio_id));
alter policy "the app reads what its viewer may" on leases
  using (exists (select from portfolios p where p.id = leases.id));
alter policy "the app reads what its viewer may" on legs
  using (exists (select from decisions d where d.id = legs.decision_id));
alter policy "the app reads what its viewer may" on transactions
  using (exists (select from calls c where c.id = transactions.call_id));
