-- An account that keeps its own tokens may be a contract that signs in nowhere. Its guardian is a person: they read all that its owner
-- reads of its portfolio, and change nothing of it.

-- Whether the viewer is told what a portfolio's owner is: they own the account, or guard it.
create function viewer_is_told(of_portfolio bigint) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (
      select from portfolios p join accounts a on a.id = p.account_id
      where p.id = of_portfolio and viewer_address() in (a.owner, a.guardian))
  $$;
revoke all on function viewer_is_told(bigint) from public;
grant execute on function viewer_is_told(bigint) to balancer_app, balancer_bot;

create or replace function viewer_may_read(of_portfolio bigint) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (
      select from portfolios p join accounts a on a.id = p.account_id
      where p.id = of_portfolio and (p.shared or nullif(current_setting('app.viewer', true), '') in (a.owner, a.guardian))
    )
  $$;

create index accounts_guardian on accounts (guardian) where guardian is not null;

-- What hangs on a portfolio asks for its row, and so follows it.
create policy "a guardian reads the portfolio of the account that they guard" on portfolios for select to balancer_app
  using (exists (select from accounts a where a.id = portfolios.account_id and a.guardian = (select viewer_address())));
create policy "a guardian reads what was wrong with the account that they guard" on alerts for select to balancer_app
  using (portfolio_id is not null and exists (
    select from portfolios p join accounts a on a.id = p.account_id
    where p.id = alerts.portfolio_id and a.guardian = (select viewer_address())));
create policy "a guardian reads what was done to the account that they guard" on audit_log for select to balancer_app
  using (exists (
    select from portfolios p join accounts a on a.id = p.account_id
    where p.id = audit_log.portfolio_id and a.guardian = (select viewer_address())));

create or replace function audit_part_check(of_portfolio bigint)
  returns table (rows bigint, head text, broken_place bigint, why text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
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
$$;

-- Who registered a delegation here; nobody writes it but this default. Whoever makes an account names its guardian without asking them,
-- so a guardian's channels are told of an account only once they have registered something of it themselves.
alter table delegations add column granted_by evm_address default viewer_address();
update delegations d set granted_by = (
  select substr(l.actor, 6) from audit_log l
  where l.action = 'delegation-granted' and l.after ->> 'hash' = d.hash and l.actor ~ '^user:0x[0-9a-f]{40}$' order by l.id limit 1);

-- The operator's list is of every portfolio that is traded.
create or replace function operator_portfolios(blocking text[], keyless text[], waiting_since timestamptz, overdue_since timestamptz)
  returns table (id bigint, chain_id bigint, address evm_address, shared boolean, state text, why text, value_usd_e18 numeric,
    since timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  as $$
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
  $$;

select close_to_strangers();
