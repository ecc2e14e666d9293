-- How far the creations of a chain's CashFactory were read. Another factory is read from its beginning.
create table cash_finds (
  chain_id     bigint not null check (chain_id > 0),
  factory      evm_address not null,
  block_number bigint not null check (block_number >= 0),
  updated_at   timestamptz not null default now(),
  primary key (chain_id, factory)
);
alter table cash_finds enable row level security;
create policy "the bot works on every row" on cash_finds for all to balancer_bot using (true) with check (true);
grant select, insert, update, delete on cash_finds to balancer_bot;
-- Cash that is no portfolio: whether it has become ours is asked again.
create index accounts_cash_unread on accounts (chain_id, refresh_after, id) where kind = 'cash' and refresh;

-- The operator's list is of the Balancer's portfolios.
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
    where a.kind = 'balancer' and p.archived_at is null and viewer_role() in ('operator', 'admin')
  $$;

select close_to_strangers();
