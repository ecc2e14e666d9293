-- A tick that was killed has written decisions and orders all the same: whoever ends after it counts it, once.
alter table ticks add column counted_at timestamptz default now();
alter table ticks alter column counted_at drop default;
create index ticks_uncounted on ticks (started_at) where counted_at is null;

alter table tick_totals drop constraint tick_totals_label_check, add constraint tick_totals_label_check check (length(label) <= 200);
insert into tick_totals (name, label, value)
  select 'tick_seconds_count', '', sum(value) from tick_totals where name = 'ticks' having sum(value) is not null;

-- What processes of the web app have counted of the requests that they answered, as name, label and value.
create function add_request_totals(counted json) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    insert into tick_totals as t (name, label, value)
    select one ->> 0, one ->> 1, (one ->> 2)::double precision from json_array_elements(counted) one
    where one ->> 0 in ('http_requests', 'http_seconds_bucket', 'http_seconds_sum', 'http_seconds_count') and (one ->> 2)::double precision >= 0
    order by 1, 2
    on conflict (name, label) do update set value = t.value + excluded.value
  $$;
revoke all on function add_request_totals(json) from public;
grant execute on function add_request_totals(json) to balancer_app;
