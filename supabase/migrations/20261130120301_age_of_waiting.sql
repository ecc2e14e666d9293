-- Who has been found and never looked at is due since ever: that is no age, and Postgres 17 tells it as a word, older ones refuse.
create or replace function system_figures(interval_seconds integer) returns json
  language sql stable security definer set search_path = public, pg_temp
  as $$
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
  $$;
