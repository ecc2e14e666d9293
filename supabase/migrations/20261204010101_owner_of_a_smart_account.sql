-- Who owns a smart account on chain is its owner here, for one transaction in which the app has just asked the chain. No row says so: what a
-- row says is of the last look, and an account may have another owner since.

-- Whether the chain has said in this transaction that the viewer owns the account that they guard. Told to the app alone, as its viewer is.
create function viewer_owns_holder(of_chain bigint, of_holder text, of_guardian text) returns boolean
  language sql stable set search_path = public, pg_temp
  as $$
    select coalesce(of_guardian = viewer_address() and current_setting('app.holder_owned', true) = of_chain || ':' || of_holder, false)
  $$;
revoke all on function viewer_owns_holder(bigint, text, text) from public;
grant execute on function viewer_owns_holder(bigint, text, text) to balancer_app, balancer_bot;

create or replace function viewer_owns(of_portfolio bigint) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (
      select from portfolios p join accounts a on a.id = p.account_id
      where p.id = of_portfolio and (a.owner = viewer_address() or viewer_owns_holder(a.chain_id, a.holder, a.guardian)))
  $$;

create or replace function viewer_may_register(of_chain bigint, of_address text) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select viewer_address() is not null and coalesce(
      (select a.owner = viewer_address() or viewer_owns_holder(a.chain_id, a.holder, a.guardian)
        from accounts a where a.chain_id = of_chain and a.address = of_address), true)
  $$;

create policy "who owns the account on chain has its contract read again" on accounts for update to balancer_app
  using (viewer_owns_holder(chain_id, holder, guardian)) with check (viewer_owns_holder(chain_id, holder, guardian));

select close_to_strangers();
