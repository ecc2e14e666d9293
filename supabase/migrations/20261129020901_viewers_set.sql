-- Whose rows somebody may read is asked once a statement for what is their own, and a row at a time only for what others share: asked for
-- each row it cost more than reading it. What may be read stays the same.
create function viewer_portfolios() returns setof bigint rows 20
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select p.id from accounts a join portfolios p on p.account_id = a.id where a.owner = viewer_address()
  $$;
revoke execute on function viewer_portfolios() from public;
grant execute on function viewer_portfolios() to balancer_app, balancer_bot;

do $$
declare t text;
begin
  foreach t in array array['calls', 'cash_flows', 'chain_events', 'decisions', 'fills', 'flow_values', 'log_gaps', 'orders', 'policies',
    'proposals', 'series_cursors', 'series_points', 'snapshots']
  loop
    execute format('alter policy "the app reads what its viewer may" on %I
      using (portfolio_id in (select viewer_portfolios()) or viewer_may_read(portfolio_id))', t);
  end loop;
end
$$;
alter policy "the app reads what its viewer may" on stream_events
  using (portfolio_id is null or portfolio_id in (select viewer_portfolios()) or viewer_may_read(portfolio_id));
alter policy "the app reads what its viewer may" on leases
  using (id in (select viewer_portfolios()) or viewer_may_read(id));
alter policy "the app reads what its viewer may" on portfolios
  using (shared or id in (select viewer_portfolios()));
alter policy "the app reads what its viewer may" on accounts
  using (owner = (select viewer_address()) or exists (select from portfolios p where p.account_id = accounts.id and p.shared));
drop policy "an owner reads their own contract" on accounts;
-- The rows named here stand under policies of their own.
alter policy "the app reads what its viewer may" on legs
  using (exists (select from decisions d where d.id = legs.decision_id));
alter policy "the app reads what its viewer may" on transactions
  using (exists (select from calls c where c.id = transactions.call_id));
alter policy "the app reads what was done to its viewer's own portfolios" on audit_log
  using (portfolio_id in (select viewer_portfolios()));
