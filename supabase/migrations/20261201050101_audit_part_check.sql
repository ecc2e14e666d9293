-- Whether one portfolio's part of the audit log is whole, for its owner alone: the hashes cover what the app may not read (networks, user
-- agents), so that the database tells them again. One row: how many rows there are, the last hash, and the first that is broken.
create function audit_part_check(of_portfolio bigint)
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
  where viewer_owns(of_portfolio)
$$;
revoke all on function audit_part_check(bigint) from public;
grant execute on function audit_part_check(bigint) to balancer_app;
